// SPDX-License-Identifier: GPL-3.0-or-later
// An HttpClient whose answers a test writes; counts what was asked and how many at once. Any
// thread.
#pragma once

#include "services/net/http_client.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <vector>

namespace binnacle::tests {

class FakeHttp final : public services::HttpClient {
public:
    using Handler = std::function<models::Result<services::HttpResponse>(
        const services::HttpRequest&, std::stop_token)>;
    Handler handler;

    models::Result<services::HttpResponse> send(const services::HttpRequest& request,
                                                std::stop_token stop) override
    {
        const int now = ++m_inFlight;
        for (int most = m_most; now > most && !m_most.compare_exchange_weak(most, now);) {
        }
        {
            const std::lock_guard guard(m_lock);
            m_requests.push_back(request);
        }
        auto answer = handler(request, std::move(stop));
        --m_inFlight;
        return answer;
    }
    models::Result<services::HttpResponse> stream(const services::HttpRequest&,
                                                  const services::HeadSink&,
                                                  const services::BodySink&,
                                                  std::stop_token) override
    {
        return models::fail(models::ErrorCode::Unsupported, "no streams here");
    }
    void dropConnections(const std::string&) override {}

    std::vector<services::HttpRequest> requests() const
    {
        const std::lock_guard guard(m_lock);
        return m_requests;
    }
    int most() const { return m_most; }
    int inFlight() const { return m_inFlight; }

private:
    mutable std::mutex m_lock;
    std::vector<services::HttpRequest> m_requests;
    std::atomic<int> m_inFlight{0}, m_most{0};
};

inline services::HttpResponse reply(int status, std::string body,
                                    std::string type = "application/json")
{
    services::HttpResponse out;
    out.status = status;
    out.headers.push_back({"Content-Type", std::move(type)});
    out.bodyBytes = body.size();
    out.body = std::move(body);
    return out;
}

inline std::string scalarBody(const std::string& value)
{
    return R"({"status":"success","data":{"resultType":"scalar","result":[1700000000,")" + value +
           R"("]}})";
}

} // namespace binnacle::tests
