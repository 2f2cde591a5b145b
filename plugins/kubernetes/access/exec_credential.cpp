// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/exec_credential.h"

#include "plugins/kubernetes/access/encoding.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;
using nlohmann::json;

namespace {

/// Empty for a field that is absent or null; an error for any other type than text.
Result<std::string> text(const json& object, const char* key)
{
    const auto it = object.find(key);
    if (it == object.end() || it->is_null())
        return std::string();
    if (!it->is_string())
        return fail(ErrorCode::DataCorrupt, std::string(key) + " is not text");
    return it->get<std::string>();
}

models::Error bad(std::string message)
{
    return {ErrorCode::DataCorrupt,
            "the answer " + std::move(message),
            "Run the plug-in in a terminal to see what it prints; it may need an update.",
            {}};
}

Result<ExecCredential> readStatus(const json& status)
{
    const auto token = text(status, "token"), cert = text(status, "clientCertificateData"),
               key = text(status, "clientKeyData"), expires = text(status, "expirationTimestamp");
    for (const auto* field : {&token, &cert, &key, &expires}) {
        if (!*field)
            return fail(bad("is malformed: status." + field->error().message));
    }
    if (cert->empty() != key->empty())
        return fail(bad("has only half of the certificate pair"));
    if (token->empty() && cert->empty())
        return fail(bad("has neither a token nor a certificate"));
    if (!cert->empty() && (!hasPemBlock(*cert, "CERTIFICATE") || !hasPemBlock(*key, "PRIVATE KEY")))
        return fail(bad("has a certificate pair that is not PEM text"));
    if (!isHeaderSafe(trimmed(*token)))
        return fail(bad("has a token with control characters"));
    ExecCredential out{trimmed(*token), *cert, *key, {}};
    if (!expires->empty()) {
        const auto time = models::parseRfc3339(*expires);
        if (!time)
            return fail(bad("has an expirationTimestamp that is not RFC 3339"));
        out.expires = *time;
    }
    return out;
}

} // namespace

std::string execInfoJson(const ExecConfig& exec, const ExecClusterInfo& cluster)
{
    json spec{{"interactive", false}}; // there is no terminal to ask on
    if (exec.provideClusterInfo) {
        json info{{"server", cluster.server}, {"config", nullptr}};
        if (!cluster.tlsServerName.empty())
            info["tls-server-name"] = cluster.tlsServerName;
        if (cluster.insecure)
            info["insecure-skip-tls-verify"] = true;
        if (!cluster.caPem.empty())
            info["certificate-authority-data"] = encodeBase64(cluster.caPem);
        if (!cluster.proxyUrl.empty())
            info["proxy-url"] = cluster.proxyUrl;
        if (cluster.disableCompression)
            info["disable-compression"] = true;
        if (!cluster.configJson.empty())
            info["config"] = json::parse(cluster.configJson, nullptr, false);
        spec["cluster"] = std::move(info);
    }
    const json out{
        {"apiVersion", exec.apiVersion}, {"kind", "ExecCredential"}, {"spec", std::move(spec)}};
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<ExecCredential> parseExecCredential(const std::string& answer, const std::string& apiVersion)
{
    if (trimmed(answer).empty())
        return fail(bad("is empty"));
    const json document = json::parse(answer, nullptr, false);
    if (!document.is_object())
        return fail(bad("is not a JSON object"));
    const auto kind = text(document, "kind"), version = text(document, "apiVersion");
    if (!kind || *kind != "ExecCredential")
        return fail(bad("is not of kind ExecCredential"));
    if (!version || *version != apiVersion)
        return fail(bad("has apiVersion \"" + redacted(version.value_or("")) +
                        "\" where the kubeconfig asks for \"" + apiVersion + "\""));
    const auto status = document.find("status");
    if (status == document.end() || !status->is_object())
        return fail(bad("has no status"));
    return readStatus(*status);
}

} // namespace binnacle::plugins::kubernetes
