// SPDX-License-Identifier: GPL-3.0-or-later
// A connection to a scripted API server: a function answers each request. For the tests of this
// folder.
#pragma once

#include "plugins/kubernetes/connection.h"
#include "tests/kubernetes_access/fake_http.h"
#include "tests/kubernetes_access/samples.h"

namespace binnacle::tests {

struct Cluster {
    explicit Cluster(FakeHttp::Handler handler) : http(std::move(handler))
    {
        using namespace plugins::kubernetes;
        const auto context =
            *parseKubeconfig(oneContext("token: t", "server: https://h"), "/x/config")
                 ->resolve("c");
        connection.credentials = makeCredentialProvider(context, http);
        connection.api = std::make_unique<ApiClient>(http, context, *connection.credentials);
        connection.permissions = std::make_unique<Permissions>(*connection.api);
        connection.discovery = std::make_unique<Discovery>(*connection.api);
    }
    /// "GET /api/v1/…?x=y" of every request so far.
    std::vector<std::string> asked() const
    {
        std::vector<std::string> out;
        for (const auto& request : http.requests())
            out.push_back(request.method + " " +
                          request.url.substr(std::string("https://h").size()));
        return out;
    }

    FakeHttp http;
    plugins::kubernetes::Connection connection;
};

/// A Status object as the API server writes it.
inline services::HttpResponse refusal(int code, const std::string& reason,
                                      const std::string& message)
{
    return reply(code, R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":")" +
                           message + R"(","reason":")" + reason + R"(","code":)" +
                           std::to_string(code) + "}");
}

} // namespace binnacle::tests
