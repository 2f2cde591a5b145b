// SPDX-License-Identifier: GPL-3.0-or-later
// Kubeconfigs, PEM blocks and tokens that look real and open nothing.
#pragma once

#include "plugins/kubernetes/access/encoding.h"
#include "plugins/kubernetes/access/kubeconfig.h"

#include <map>
#include <string>
#include <utility>

namespace binnacle::tests {

namespace k8s = binnacle::plugins::kubernetes;

inline const std::string kCert =
    "-----BEGIN CERTIFICATE-----\nTUlJQg==\n-----END CERTIFICATE-----\n";
inline const std::string kOtherCert =
    "-----BEGIN CERTIFICATE-----\nTUlJQw==\n-----END CERTIFICATE-----\n";
inline const std::string kKey =
    "-----BEGIN EC PRIVATE KEY-----\nTUlJQg==\n-----END EC PRIVATE KEY-----\n";

/// Indented JSON-like text as one line of JSON string content.
inline std::string oneLine(const std::string& pem)
{
    std::string out;
    for (const char c : pem)
        out += c == '\n' ? std::string("\\n") : std::string(1, c);
    return out;
}

inline k8s::EnvLookup environment(std::map<std::string, std::string> values)
{
    return [values = std::move(values)](const std::string& name) -> std::optional<std::string> {
        const auto it = values.find(name);
        return it == values.end() ? std::nullopt : std::optional(it->second);
    };
}

/// A kubeconfig with one context "c" of cluster "k" and user "u".
inline std::string oneContext(const std::string& user,
                              const std::string& cluster = "server: https://127.0.0.1:6443")
{
    return "apiVersion: v1\nkind: Config\ncurrent-context: c\n"
           "clusters:\n- name: k\n  cluster: {" +
           cluster +
           "}\n"
           "contexts:\n- name: c\n  context: {cluster: k, user: u, namespace: team-a}\n"
           "users:\n- name: u\n  user: {" +
           user + "}\n";
}

/// A token with that expiry and serial; its signature is nonsense.
inline std::string jwt(std::int64_t exp, int serial = 0)
{
    const auto part = [](const std::string& text) {
        std::string out = k8s::encodeBase64(text);
        for (char& c : out)
            c = c == '+' ? '-' : c == '/' ? '_' : c;
        while (out.ends_with('='))
            out.pop_back();
        return out;
    };
    return part(R"({"alg":"RS256"})") + "." +
           part("{\"exp\":" + std::to_string(exp) + ",\"jti\":\"" + std::to_string(serial) +
                "\"}") +
           ".c2ln";
}

} // namespace binnacle::tests
