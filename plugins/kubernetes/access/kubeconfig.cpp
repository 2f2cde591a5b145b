// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/kubeconfig.h"

#include "plugins/kubernetes/access/auth_check.h"
#include "plugins/kubernetes/access/encoding.h"
#include "plugins/kubernetes/access/kubeconfig_data.h"
#include "plugins/kubernetes/access/text_file.h"
#include "services/net/http/redact.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

namespace binnacle::plugins::kubernetes {

namespace fs = std::filesystem;
using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::size_t kMaxFile = std::size_t{16} << 20;

void makeAbsolute(std::string& path, const fs::path& folder)
{
    if (!path.empty() && path.front() != '/')
        path = (folder / path).lexically_normal().string();
}

/// Relative paths belong to the folder of the file that says them, never to the working directory.
void makeAbsolute(KubeconfigData& data, const std::string& file)
{
    std::error_code ec;
    const fs::path folder = fs::absolute(file, ec).parent_path();
    for (ClusterEntry& cluster : data.clusters)
        makeAbsolute(cluster.caFile, folder);
    for (UserEntry& user : data.users) {
        for (std::string* path : {&user.auth.certFile, &user.auth.keyFile, &user.auth.tokenFile,
                                  &user.auth.oidc.caFile})
            makeAbsolute(*path, folder);
        if (user.auth.exec.command.find('/') != std::string::npos)
            makeAbsolute(user.auth.exec.command, folder);
    }
}

AuthForm formOf(const UserEntry& user)
{
    const AuthInfo& auth = user.auth;
    if (!auth.tokenFile.empty())
        return AuthForm::TokenFile;
    if (!auth.token.empty())
        return AuthForm::Token;
    if (!auth.basicUser.empty() || !auth.basicPassword.empty())
        return AuthForm::Basic;
    if (user.hasExec)
        return AuthForm::Exec;
    if (user.hasProvider)
        return auth.providerName == "oidc" ? AuthForm::Oidc : AuthForm::Unsupported;
    return auth.hasCertificate() ? AuthForm::ClientCertificate : AuthForm::None;
}

Result<KubeconfigData> readOne(const std::string& file)
{
    auto text = readTextFile(file, kMaxFile);
    if (!text)
        return fail(std::move(text.error()));
    auto data = readKubeconfigText(*text, file);
    if (!data)
        return data;
    makeAbsolute(*data, file);
    return data;
}

template <class Entry> void appendNew(std::vector<Entry>& to, std::vector<Entry>&& from)
{
    for (Entry& entry : from) {
        if (findEntry(to, entry.name) == nullptr)
            to.push_back(std::move(entry));
    }
}

Kubeconfig finished(KubeconfigData&& data)
{
    for (UserEntry& user : data.users)
        user.auth.form = formOf(user);
    return Kubeconfig(std::make_shared<const KubeconfigData>(std::move(data)));
}

std::vector<std::string> splitList(const std::string& list)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t end = std::min(list.find(':', at), list.size());
        std::string item = list.substr(at, end - at);
        if (!item.empty() && std::find(out.begin(), out.end(), item) == out.end())
            out.push_back(std::move(item));
        at = end + 1;
    }
    return out;
}

std::string expandHome(const std::string& path, const EnvLookup& env)
{
    return path.starts_with("~/") ? homeFolder(env) + path.substr(1) : path;
}

/// The service account of the pod we run in, as a kubeconfig of one context.
KubeconfigData inCluster(const KubeconfigRequest& request, std::string host,
                         const std::string& port)
{
    const std::string folder = request.serviceAccountFolder;
    KubeconfigData data;
    if (host.find(':') != std::string::npos)
        host = "[" + host + "]";
    ClusterEntry cluster;
    cluster.name = "in-cluster";
    cluster.server = "https://" + host + ":" + port;
    cluster.caFile = folder + "/ca.crt";
    UserEntry user;
    user.name = user.auth.user = "service-account";
    user.auth.tokenFile = folder + "/token";
    ContextEntry context;
    context.name = "in-cluster";
    context.cluster = cluster.name;
    context.user = user.name;
    if (const auto ns = readTextFile(folder + "/namespace", 4096))
        context.ns = trimmed(*ns);
    cluster.file = user.file = context.file = folder;
    data.currentContext = context.name;
    data.files.push_back(folder);
    data.clusters.push_back(std::move(cluster));
    data.users.push_back(std::move(user));
    data.contexts.push_back(std::move(context));
    return data;
}

/// Every file of the list that can be read, merged; the others become warnings.
Result<KubeconfigData> readList(const std::vector<std::string>& files)
{
    KubeconfigData merged;
    models::Error last{ErrorCode::NotFound, {}, {}, {}};
    for (const std::string& file : files) {
        auto data = readOne(file);
        if (data) {
            mergeKubeconfig(merged, std::move(*data));
            continue;
        }
        // A missing file is usual; a broken one matters more if nothing at all can be read.
        if (last.code == ErrorCode::NotFound)
            last = data.error();
        const std::string text = data.error().text();
        merged.warnings.push_back(text.find(file) == std::string::npos ? file + ": " + text : text);
    }
    if (merged.files.empty())
        return fail(std::move(last));
    return merged;
}

} // namespace

void mergeKubeconfig(KubeconfigData& earlier, KubeconfigData&& later)
{
    appendNew(earlier.clusters, std::move(later.clusters));
    appendNew(earlier.users, std::move(later.users));
    appendNew(earlier.contexts, std::move(later.contexts));
    if (earlier.currentContext.empty())
        earlier.currentContext = std::move(later.currentContext);
    std::move(later.warnings.begin(), later.warnings.end(), std::back_inserter(earlier.warnings));
    std::move(later.files.begin(), later.files.end(), std::back_inserter(earlier.files));
}

Result<Kubeconfig> loadKubeconfig(const KubeconfigRequest& request)
{
    std::vector<std::string> files;
    const std::string usual = homeFolder(request.env) + "/.kube/config";
    if (!request.path.empty()) {
        files = {expandHome(request.path, request.env)};
    } else if (const auto list = request.env("KUBECONFIG"); list && !splitList(*list).empty()) {
        files = splitList(*list);
    } else {
        files = {usual};
    }
    auto data = readList(files);
    if (!data) {
        if (!request.path.empty() || data.error().code != ErrorCode::NotFound)
            return fail(std::move(data.error()).in("reading kubeconfig"));
        const auto host = request.env("KUBERNETES_SERVICE_HOST");
        const auto port = request.env("KUBERNETES_SERVICE_PORT");
        if (!host || host->empty() || !fs::exists(request.serviceAccountFolder + "/token"))
            return fail(ErrorCode::NotFound, "no kubeconfig found: " + data.error().message,
                        "Set KUBECONFIG, name a file, or put one at " + usual + ".");
        data = inCluster(request, *host, port && !port->empty() ? *port : "443");
    }
    data->env = request.env;
    return finished(std::move(*data));
}

Result<Kubeconfig> parseKubeconfig(const std::string& text, const std::string& file)
{
    if (text.size() > kMaxFile)
        return fail(ErrorCode::ResourceExhausted, file + " is larger than 16 MiB",
                    "Check that this is the right file.");
    auto data = readKubeconfigText(text, file);
    if (!data)
        return fail(std::move(data.error()));
    makeAbsolute(*data, file);
    return finished(std::move(*data));
}

Kubeconfig::Kubeconfig(std::shared_ptr<const KubeconfigData> data) : m_data(std::move(data)) {}

const std::string& Kubeconfig::currentContext() const
{
    return m_data->currentContext;
}

const std::vector<std::string>& Kubeconfig::warnings() const
{
    return m_data->warnings;
}

const std::vector<std::string>& Kubeconfig::files() const
{
    return m_data->files;
}

std::vector<ContextInfo> Kubeconfig::contexts() const
{
    std::vector<ContextInfo> out;
    out.reserve(m_data->contexts.size());
    for (const ContextEntry& entry : m_data->contexts) {
        ContextInfo info;
        info.name = entry.name;
        info.cluster = entry.cluster;
        info.user = entry.user;
        info.ns = entry.ns;
        info.file = entry.file;
        info.current = entry.name == m_data->currentContext;
        if (const ClusterEntry* cluster = findEntry(m_data->clusters, entry.cluster)) {
            info.server = services::redactUrl(cluster->server);
            info.insecure = cluster->insecure;
        }
        const UserEntry* user = findEntry(m_data->users, entry.user);
        if (user != nullptr)
            info.auth = user->auth.form;
        if (const auto resolved = resolve(entry.name))
            info.server = resolved->server;
        else
            info.problems.push_back(resolved.error().message);
        if (user != nullptr) {
            auto missing = missingForAuth(user->auth, m_data->env);
            std::move(missing.begin(), missing.end(), std::back_inserter(info.problems));
        }
        out.push_back(std::move(info));
    }
    return out;
}

} // namespace binnacle::plugins::kubernetes
