// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/auth_check.h"
#include "plugins/kubernetes/access/encoding.h"
#include "plugins/kubernetes/access/kubeconfig.h"
#include "plugins/kubernetes/access/kubeconfig_data.h"
#include "plugins/kubernetes/access/text_file.h"
#include "services/net/http/url.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::size_t kMaxCertificates = std::size_t{1} << 20;

std::size_t editDistance(const std::string& a, const std::string& b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, change}));
        }
    }
    return row.back();
}

template <class Entry>
std::string nearNames(const std::vector<Entry>& entries, const std::string& name)
{
    if (entries.empty())
        return "The kubeconfig defines none.";
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const Entry& entry : entries)
        ranked.emplace_back(name.size() > 256 ? 0 : editDistance(name, entry.name), entry.name);
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string out = "Choose one of: ";
    for (std::size_t i = 0; i < std::min<std::size_t>(5, ranked.size()); ++i)
        out += (i == 0 ? "" : ", ") + ranked[i].second;
    return out +
           (ranked.size() > 5 ? " (and " + std::to_string(ranked.size() - 5) + " more)." : ".");
}

template <class Entry>
Result<const Entry*> required(const std::vector<Entry>& entries, const std::string& name,
                              const char* what)
{
    if (const Entry* entry = findEntry(entries, name)) {
        if (!entry->problem.empty())
            return fail(ErrorCode::InvalidInput, entry->problem,
                        "Correct the kubeconfig at that line.");
        return entry;
    }
    return fail(ErrorCode::NotFound,
                std::string("no ") + what + " named \"" + name + "\" in the kubeconfig",
                nearNames(entries, name));
}

Result<void> resolveServer(const ClusterEntry& cluster, ResolvedContext& out)
{
    const std::string who = "cluster \"" + cluster.name + "\"";
    if (cluster.server.empty())
        return fail(ErrorCode::InvalidInput, who + " has no server address",
                    "Add \"server: https://HOST:PORT\" to it.");
    std::string server = trimmed(cluster.server);
    if (server.find("://") == std::string::npos) {
        out.warnings.push_back(who + ": server without https:// is taken as https");
        server = "https://" + server;
    }
    const auto url = services::parseUrl(server);
    if (!url)
        return fail(ErrorCode::InvalidInput,
                    who + ": server is not a usable address: " + url.error().message,
                    "Write it as https://HOST:PORT.");
    if (!url->user.empty() || !url->password.empty())
        return fail(ErrorCode::InvalidInput,
                    who + ": the server address holds a user name or password",
                    "Move them to the user entry of the kubeconfig.");
    if (url->text.find('?') != std::string::npos || server.find('#') != std::string::npos)
        return fail(ErrorCode::InvalidInput, who + ": the server address has a query or fragment",
                    "Keep only scheme, host, port and path.");
    out.server = url->text;
    while (out.server.ends_with('/'))
        out.server.pop_back();
    out.plainHttp = url->scheme == "http";
    return {};
}

Result<void> checkCa(const std::string& pem, const std::string& where)
{
    if (hasPemBlock(pem, "CERTIFICATE"))
        return {};
    return fail(ErrorCode::InvalidInput, where + " holds no PEM certificate",
                "Put the cluster's CA certificate there.");
}

Result<void> resolveTrust(const ClusterEntry& cluster, ResolvedContext& out)
{
    const std::string who = "cluster \"" + cluster.name + "\"";
    out.tls.serverName = cluster.tlsServerName;
    out.tls.insecureSkipVerify = out.insecure = cluster.insecure && !out.plainHttp;
    const bool hasCa = !cluster.caData.empty() || !cluster.caFile.empty();
    if (cluster.insecure && hasCa)
        return fail(ErrorCode::InvalidInput,
                    who + " has both a certificate authority and insecure-skip-tls-verify",
                    "Remove insecure-skip-tls-verify.");
    if (!cluster.caData.empty()) {
        const auto pem = decodeBase64(cluster.caData);
        if (!pem)
            return fail(ErrorCode::InvalidInput,
                        who + ": certificate-authority-data is not valid base64",
                        "Copy it again, in one piece.");
        out.tls.caPem = out.clusterInfo.caPem = *pem;
        return checkCa(*pem, who + ": certificate-authority-data");
    }
    if (cluster.caFile.empty())
        return {};
    const auto pem = readTextFile(cluster.caFile, kMaxCertificates);
    if (!pem)
        return fail(models::Error(pem.error()).in(who + ": certificate-authority"));
    // The path stays: a rotated CA is then read by the next connection.
    out.tls.caFile = cluster.caFile;
    out.clusterInfo.caPem = *pem;
    return checkCa(*pem, who + ": " + cluster.caFile);
}

Result<void> resolveProxy(const ClusterEntry& cluster, ResolvedContext& out)
{
    const std::string& proxy = cluster.proxyUrl;
    if (proxy.empty())
        return {};
    const auto starts = [&](std::string_view scheme) { return proxy.starts_with(scheme); };
    if (!starts("http://") && !starts("https://") && !starts("socks5://"))
        return fail(ErrorCode::InvalidInput,
                    "cluster \"" + cluster.name + "\": proxy-url is neither http, https nor socks5",
                    "Write it as http://HOST:PORT or socks5://HOST:PORT.");
    if (!isHeaderSafe(proxy) || proxy.size() <= proxy.find("://") + 3)
        return fail(ErrorCode::InvalidInput,
                    "cluster \"" + cluster.name + "\": proxy-url has no host",
                    "Write it as http://HOST:PORT or socks5://HOST:PORT.");
    out.proxy = proxy;
    return {};
}

/// Base64 in the file, PEM from here on.
Result<void> decodePem(std::string& data, const std::string& who, const char* field,
                       const char* label)
{
    if (data.empty())
        return {};
    auto pem = decodeBase64(data);
    if (!pem || !hasPemBlock(*pem, label))
        return fail(
            ErrorCode::InvalidInput,
            who + ": " + field +
                (pem ? " holds no PEM " + std::string(label) : std::string(" is not valid base64")),
            "Copy it again, in one piece.");
    data = std::move(*pem);
    return {};
}

Result<void> resolveUser(const UserEntry& user, ResolvedContext& out)
{
    const std::string who = "user \"" + user.name + "\"";
    out.auth = user.auth;
    auto decoded = decodePem(out.auth.certPem, who, "client-certificate-data", "CERTIFICATE");
    if (decoded)
        decoded = decodePem(out.auth.keyPem, who, "client-key-data", "PRIVATE KEY");
    if (decoded)
        decoded =
            decodePem(out.auth.oidc.caPem, who, "idp-certificate-authority-data", "CERTIFICATE");
    return decoded ? checkAuth(out.auth) : decoded;
}

void addNotes(const ClusterEntry& cluster, ResolvedContext& out)
{
    if (out.insecure)
        out.warnings.push_back("the server's certificate is not verified: cluster \"" +
                               cluster.name + "\" says insecure-skip-tls-verify");
    if (out.plainHttp && (out.auth.form != AuthForm::None || out.auth.hasCertificate()))
        out.warnings.push_back("credentials are not sent: the server address is plain http");
    if (out.auth.form != AuthForm::Exec && out.auth.form != AuthForm::Oidc &&
        (!out.auth.exec.command.empty() || !out.auth.providerName.empty()))
        out.warnings.push_back("user \"" + out.user + "\": the " +
                               std::string(toString(out.auth.form)) +
                               " is used, exec or auth-provider is not");
}

} // namespace

Result<ResolvedContext> Kubeconfig::resolve(const std::string& contextName) const
{
    const std::string& name = contextName.empty() ? m_data->currentContext : contextName;
    if (name.empty())
        return fail(ErrorCode::NotFound,
                    "no context is named and the kubeconfig has no current-context",
                    nearNames(m_data->contexts, name));
    const auto context = required(m_data->contexts, name, "context");
    if (!context)
        return fail(context.error());
    ResolvedContext out;
    out.name = name;
    out.cluster = (*context)->cluster;
    out.user = (*context)->user;
    out.nsGiven = !(*context)->ns.empty();
    out.ns = out.nsGiven ? (*context)->ns : "default";
    const std::string where = "context \"" + name + "\"";
    const auto cluster = required(m_data->clusters, out.cluster, "cluster");
    if (!cluster)
        return fail(models::Error(cluster.error()).in(where));
    Result<void> done = resolveServer(**cluster, out);
    if (done)
        done = resolveTrust(**cluster, out);
    if (done)
        done = resolveProxy(**cluster, out);
    if (done && !out.user.empty()) {
        const auto user = required(m_data->users, out.user, "user");
        done = user ? resolveUser(**user, out) : fail(user.error());
    }
    if (!done)
        return fail(std::move(done.error()).in(where));
    out.connectionGroup = "kubernetes/" + name + "@" + out.server;
    out.disableCompression = (*cluster)->disableCompression;
    out.clusterInfo.server = out.server;
    out.clusterInfo.tlsServerName = out.tls.serverName;
    out.clusterInfo.proxyUrl = out.proxy;
    out.clusterInfo.insecure = out.insecure;
    out.clusterInfo.disableCompression = out.disableCompression;
    out.clusterInfo.configJson = (*cluster)->execConfigJson;
    for (const ContextEntry& other : m_data->contexts) {
        if (other.cluster == out.cluster && other.user == out.user && !other.ns.empty() &&
            other.ns != out.ns)
            out.otherSpaces.push_back(other.ns);
    }
    addNotes(**cluster, out);
    return out;
}

} // namespace binnacle::plugins::kubernetes
