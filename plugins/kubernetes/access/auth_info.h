// SPDX-License-Identifier: GPL-3.0-or-later
// How one kubeconfig user proves who it is: the fields of its entry, with paths already absolute.
// Made by kubeconfig.h, used by credentials.h. Values; any thread. Holds secrets: never print one.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle::plugins::kubernetes {

enum class AuthForm {
    None,
    ClientCertificate,
    Token,
    TokenFile,
    Basic,
    Exec,
    Oidc,
    Unsupported, ///< an auth-provider that was removed from Kubernetes clients
};

/// "none", "client certificate", "token", "token file", "basic", "exec plug-in", "oidc",
/// "unsupported"
std::string_view toString(AuthForm form);

enum class InteractiveMode { Unset, Never, IfAvailable, Always, Unknown };

struct ExecConfig {
    std::string command; ///< absolute when it was relative with a separator; else as written
    std::vector<std::string> args;
    std::vector<std::pair<std::string, std::string>> env;
    std::string apiVersion;
    std::string installHint;
    bool provideClusterInfo = false;
    InteractiveMode interactiveMode = InteractiveMode::Unset;
};

/// What KUBERNETES_EXEC_INFO tells a plug-in of the cluster when it asks for that.
struct ExecClusterInfo {
    std::string server, tlsServerName, caPem, proxyUrl;
    bool insecure = false, disableCompression = false;
    std::string configJson; ///< extension "client.authentication.k8s.io/exec" as JSON; may be empty
};

struct OidcConfig {
    std::string issuer, clientId, clientSecret, caFile, caPem;
    std::string idToken, refreshToken;
};

struct Impersonation {
    std::string user, uid;
    std::vector<std::string> groups;
    std::map<std::string, std::vector<std::string>> extra;
    bool empty() const { return user.empty() && uid.empty() && groups.empty() && extra.empty(); }
};

struct AuthInfo {
    std::string user;               ///< name of the kubeconfig entry
    std::string sourceFile;         ///< the file it came from: refreshed OIDC tokens go back there
    AuthForm form = AuthForm::None; ///< the one that gives the Authorization header, else the cert
    std::string certFile, certPem, keyFile, keyPem; ///< PEM wins over the file
    std::string token, tokenFile;
    std::string basicUser, basicPassword;
    ExecConfig exec;
    OidcConfig oidc;
    std::string providerName; ///< of an auth-provider: "oidc", "gcp"
    Impersonation impersonation;

    bool hasCertificate() const { return !certFile.empty() || !certPem.empty(); }
};

} // namespace binnacle::plugins::kubernetes
