// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/auth_check.h"

#include "plugins/kubernetes/access/encoding.h"
#include "plugins/kubernetes/access/program_path.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

Result<void> checkExec(const ExecConfig& exec, const std::string& who)
{
    if (exec.command.empty())
        return fail(ErrorCode::InvalidInput, who + ": exec.command is missing",
                    "Name the program that gives credentials.");
    if (exec.apiVersion == "client.authentication.k8s.io/v1alpha1")
        return fail(ErrorCode::Unsupported,
                    who + ": exec.apiVersion v1alpha1 is no longer supported",
                    "Update the plug-in and write client.authentication.k8s.io/v1 or v1beta1.");
    if (exec.apiVersion != "client.authentication.k8s.io/v1" &&
        exec.apiVersion != "client.authentication.k8s.io/v1beta1")
        return fail(
            ErrorCode::InvalidInput,
            who + ": exec.apiVersion \"" + exec.apiVersion + "\" is not known",
            "Write client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1.");
    for (const auto& [name, value] : exec.env) {
        if (name.empty() || name.find('=') != std::string::npos ||
            name.find('\0') != std::string::npos || value.find('\0') != std::string::npos)
            return fail(ErrorCode::InvalidInput, who + ": an entry of exec.env has no usable name",
                        "Write each as {name: NAME, value: TEXT}.");
    }
    if (exec.interactiveMode == InteractiveMode::Unknown)
        return fail(ErrorCode::InvalidInput, who + ": exec.interactiveMode is not known",
                    "Write Never, IfAvailable or Always.");
    if (exec.interactiveMode == InteractiveMode::Unset &&
        exec.apiVersion == "client.authentication.k8s.io/v1")
        return fail(ErrorCode::InvalidInput,
                    who + ": exec.interactiveMode is missing, v1 requires it",
                    "Add \"interactiveMode: IfAvailable\" to the exec section.");
    if (exec.interactiveMode == InteractiveMode::Always)
        return fail(ErrorCode::Unsupported,
                    who + ": " + exec.command + " insists on a terminal (interactiveMode: Always)",
                    "Log in with that program in a terminal first and set interactiveMode to "
                    "IfAvailable, or use a plug-in that opens a browser.");
    return {};
}

Result<void> checkImpersonation(const Impersonation& as, const std::string& who)
{
    if (as.user.empty() && !as.empty())
        return fail(ErrorCode::InvalidInput,
                    who + ": as-uid, as-groups or as-user-extra without as",
                    "Add the user to act as, or remove those fields.");
    bool safe = isHeaderSafe(as.user) && isHeaderSafe(as.uid) &&
                std::all_of(as.groups.begin(), as.groups.end(), isHeaderSafe);
    for (const auto& [key, values] : as.extra)
        safe = safe && !key.empty() && std::all_of(values.begin(), values.end(), isHeaderSafe);
    if (!safe)
        return fail(ErrorCode::InvalidInput,
                    who + ": an impersonation field holds control characters",
                    "Write each name on one line.");
    return {};
}

} // namespace

Result<void> checkAuth(const AuthInfo& auth)
{
    const std::string who = "user \"" + auth.user + "\"";
    const bool hasToken = !auth.token.empty() || !auth.tokenFile.empty();
    const bool hasBasic = !auth.basicUser.empty() || !auth.basicPassword.empty();
    const bool hasKey = !auth.keyFile.empty() || !auth.keyPem.empty();
    if (hasToken && hasBasic)
        return fail(ErrorCode::InvalidInput,
                    who + " has both a token and a user name with password", "Keep one of them.");
    if (auth.hasCertificate() != hasKey)
        return fail(ErrorCode::InvalidInput,
                    who + (hasKey ? " has a client key without its certificate"
                                  : " has a client certificate without its key"),
                    "Give both client-certificate and client-key.");
    if (!auth.exec.command.empty() && !auth.providerName.empty())
        return fail(ErrorCode::InvalidInput, who + " has both exec and auth-provider",
                    "Keep one of them.");
    if (!isHeaderSafe(auth.token))
        return fail(ErrorCode::InvalidInput, who + ": the token holds control characters",
                    "Write the token on one line.");
    if (auto as = checkImpersonation(auth.impersonation, who); !as)
        return as;
    if (auth.form == AuthForm::Exec)
        return checkExec(auth.exec, who);
    if (auth.form == AuthForm::Unsupported)
        return fail(
            ErrorCode::Unsupported,
            who + ": auth-provider \"" + auth.providerName +
                "\" was removed from Kubernetes clients",
            "Use the exec plug-in of that cloud (gke-gcloud-auth-plugin, kubelogin) and write "
            "the kubeconfig anew.");
    if (auth.form == AuthForm::Oidc && (auth.oidc.issuer.empty() || auth.oidc.clientId.empty()))
        return fail(ErrorCode::InvalidInput, who + ": oidc needs idp-issuer-url and client-id",
                    "Add them to auth-provider.config.");
    return {};
}

std::vector<std::string> missingForAuth(const AuthInfo& auth, const EnvLookup& env)
{
    std::vector<std::string> out;
    const auto file = [&](const std::string& path, const char* what) {
        if (!path.empty() && ::access(path.c_str(), R_OK) != 0)
            out.push_back(std::string(what) + " " + path + ": " + std::strerror(errno));
    };
    if (auth.certPem.empty())
        file(auth.certFile, "client certificate");
    if (auth.keyPem.empty())
        file(auth.keyFile, "client key");
    file(auth.tokenFile, "token file");
    if (auth.form == AuthForm::Oidc && auth.oidc.caPem.empty())
        file(auth.oidc.caFile, "certificate authority of the identity provider");
    if (auth.form == AuthForm::Exec && !auth.exec.command.empty()) {
        if (const auto found = findProgram(auth.exec.command, env); !found)
            out.push_back("exec " + found.error().message);
    }
    return out;
}

} // namespace binnacle::plugins::kubernetes
