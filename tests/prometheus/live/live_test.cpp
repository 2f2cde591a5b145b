// SPDX-License-Identifier: GPL-3.0-or-later
// Against the live stack (tests/live): the scraped Prometheus, its devices and engines. Exit code
// 77 without BINNACLE_LIVE_STATE, which ctest counts as skipped.
#define CATCH_CONFIG_RUNNER
#include "plugins/prometheus/prometheus_connector.h"
#include "services/metrics/resolver.h"
#include "services/net/curl_http_client.h"
#include "tests/prometheus/live/live_stack.h"
#include "tests/support/catch.h"

#include <cstdlib>
#include <iostream>

using namespace binnacle;

TEST_CASE("the live server is ready, and every meaning resolves or names what is missing")
{
    const auto source = tests::liveSource("live");
    if (!source)
        return;
    const auto http = services::makeCurlHttpClient();
    auto connector = plugins::prometheus::makePrometheusConnector(*source, *http, nullptr);
    const auto status = connector->test(std::chrono::seconds(10), {});
    REQUIRE(status.phase == models::SourcePhase::Ready);
    CHECK_FALSE(status.version.empty());
    services::MeaningResolver resolver;
    int answered = 0;
    for (const auto& meaning : services::Catalogue::builtIn().meanings()) {
        services::MeaningRequest request;
        request.meaning = meaning.name;
        const auto answer = resolver.resolve(request, *connector->metrics(), {});
        INFO(meaning.name << ": " << (answer ? answer->usedText() : answer.error().text()));
        if (!answer) {
            CHECK(answer.error().code == models::ErrorCode::NotFound);
            CHECK_THAT(answer.error().message, Catch::StartsWith("not available: none of"));
            continue;
        }
        CHECK_FALSE(answer->answer.partial);
        answered += answer->answer.series.empty() ? 0 : 1;
        for (const auto& series : answer->answer.series) {
            for (const double value : series.values) {
                if (meaning.low)
                    CHECK_FALSE((value < *meaning.low || value > *meaning.high));
            }
        }
    }
    CHECK(answered >= 15);
}

int main(int argc, char** argv)
{
    if (!std::getenv("BINNACLE_LIVE_STATE")) {
        std::cout << "SKIPPED: BINNACLE_LIVE_STATE is not set (tests/live/up)\n";
        return 77;
    }
    return Catch::Session().run(argc, argv);
}
