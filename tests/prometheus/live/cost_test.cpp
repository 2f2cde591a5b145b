// SPDX-License-Identifier: GPL-3.0-or-later
// What the device view costs its server: queries and series per round, equal queries asked once, no
// more than four at a time. The figures are printed and noted in the connector's README.
#include "plugins/prometheus/client/prometheus_client.h"
#include "plugins/prometheus/devices/device_refresh.h"
#include "services/metrics/resolver.h"
#include "services/net/curl_http_client.h"
#include "tests/prometheus/live/live_stack.h"
#include "tests/support/catch.h"

#include <atomic>
#include <barrier>
#include <map>
#include <thread>

using namespace binnacle;
using namespace std::chrono_literals;
using plugins::prometheus::PrometheusClient;

namespace {

/// Counts what really goes out.
class CountingHttp final : public services::HttpClient {
public:
    models::Result<services::HttpResponse> send(const services::HttpRequest& request,
                                                std::stop_token stop) override
    {
        const int now = ++m_inFlight;
        for (int most = m_most; now > most && !m_most.compare_exchange_weak(most, now);) {
        }
        auto answer = m_http->send(request, std::move(stop));
        --m_inFlight;
        ++m_sent;
        const std::string_view body = answer ? answer->body : std::string_view();
        for (std::size_t at = 0; (at = body.find("\"metric\":", at)) != std::string_view::npos;
             ++at)
            ++m_series;
        return answer;
    }
    models::Result<services::HttpResponse> stream(const services::HttpRequest& request,
                                                  const services::HeadSink& head,
                                                  const services::BodySink& body,
                                                  std::stop_token stop) override
    {
        return m_http->stream(request, head, body, std::move(stop));
    }
    void dropConnections(const std::string& group) override { m_http->dropConnections(group); }
    int most() const { return m_most; }
    int sent() const { return m_sent; }
    int series() const { return m_series; }

private:
    std::unique_ptr<services::HttpClient> m_http = services::makeCurlHttpClient();
    std::atomic<int> m_inFlight{0}, m_most{0}, m_sent{0}, m_series{0};
};

} // namespace

TEST_CASE("a round of the device view asks each meaning once")
{
    const auto source = tests::liveSource("live");
    if (!source)
        return;
    CountingHttp http;
    PrometheusClient client(*source, http, nullptr);
    plugins::prometheus::DeviceRefresh devices(client, "prom");
    std::size_t cells = 0;
    const auto round = [&] {
        const int before = http.sent(), seriesBefore = http.series();
        const auto bytes = client.meter().bytes;
        const auto report = devices.round(models::Clock::system().now(), models::Duration{0}, 10s,
                                          [&](models::FactBatch&& batch) -> models::Result<void> {
                                              cells += batch.rows().size();
                                              return {};
                                          },
                                          {});
        REQUIRE(report);
        CHECK(report->problems.empty());
        CHECK(report->devices > 100);
        std::cout << "device view: " << report->devices << " devices, " << http.sent() - before
                  << " requests, " << http.series() - seriesBefore << " series, "
                  << client.meter().bytes - bytes << " bytes\n";
        return http.sent() - before;
    };
    // The first one also lists names, asks what a metric counts, and looks back into history.
    CHECK(round() <= 26);
    const auto meanings = static_cast<int>(plugins::prometheus::gpuMeanings().size());
    CHECK(round() <= meanings + 3); // two by Triton as well, and the sample times
    CHECK(round() <= meanings + 3);
    CHECK(http.most() == 1); // one after the other: a view leaves places free for people
    CHECK(cells > 0);
}

TEST_CASE("under load equal questions go out once and never more than four at a time")
{
    const auto source = tests::liveSource("live");
    if (!source)
        return;
    const char* const meanings[] = {"gpu.utilisation", "gpu.sm_active",    "gpu.tensor_active",
                                    "gpu.memory_used", "gpu.memory_total", "gpu.power",
                                    "gpu.temperature", "gpu.sm_clock"};
    CountingHttp http;
    PrometheusClient client(*source, http, nullptr);
    REQUIRE(client.metricNames({}));
    const int before = http.sent();
    services::MeaningResolver resolver;
    constexpr int kThreads = 32, kRounds = 4;
    std::atomic<int> failed{0};
    std::atomic<std::size_t> series{0};
    std::barrier together(kThreads);
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&, i] {
                for (int n = 0; n < kRounds; ++n) {
                    for (std::size_t k = 0; k < std::size(meanings); ++k) {
                        together.arrive_and_wait(); // eight questions at once, four ask each
                        services::MeaningRequest request;
                        request.meaning =
                            meanings[(static_cast<std::size_t>(i) + k) % std::size(meanings)];
                        request.time = models::Clock::system().now();
                        request.time.ns -= request.time.ns % 1'000'000'000;
                        const auto answer = resolver.resolve(request, client, {});
                        failed += answer ? 0 : 1;
                        series += answer ? answer->answer.series.size() : 0;
                    }
                }
            });
        }
    }
    const auto meter = client.meter();
    const int asked = http.sent() - before;
    std::cout << kThreads * kRounds * std::size(meanings) << " questions, " << asked
              << " requests, " << meter.merged << " merged, at most " << http.most()
              << " in flight\n";
    CHECK(failed == 0);
    CHECK(series > 0);
    CHECK(http.most() <= 4);
    CHECK(meter.inFlight == 0);
    CHECK(static_cast<int>(meter.merged) + asked >=
          kThreads * kRounds * static_cast<int>(std::size(meanings)));
    // Not merged they would be more than one each: some meanings are asked of two engines.
    CHECK(asked < kThreads * kRounds * static_cast<int>(std::size(meanings)));
}
