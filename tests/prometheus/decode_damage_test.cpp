// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged answers: every truncation is an error, and no flipped bit crashes or passes silently as
// more data than was sent.
#include "plugins/prometheus/decode/prometheus_api_decode.h"
#include "plugins/prometheus/decode/prometheus_decode.h"
#include "tests/support/catch.h"

#include <random>

using namespace binnacle;
using namespace binnacle::plugins::prometheus;

namespace {

std::string sample()
{
    return R"({"status":"success","data":{"resultType":"matrix","result":[)"
           R"({"metric":{"__name__":"up","job":"gpu \"x\""},"values":[[1.5,"1"],[2.5,"NaN"]]},)"
           R"({"metric":{"a":"b"},"histograms":[[7,{"count":"12","sum":"18.5","buckets":)"
           R"([[3,"-0.001","0.001","2"]]}]]}]},"warnings":["w"]})";
}

} // namespace

TEST_CASE("every truncation of an answer is an error")
{
    const std::string whole = sample();
    REQUIRE(decodeQuery(whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        INFO(size);
        CHECK_FALSE(decodeQuery(whole.substr(0, size)));
    }
}

TEST_CASE("flipped bits never crash a decoder")
{
    const std::string bodies[] = {
        sample(),
        R"({"status":"success","data":{"groups":[{"name":"g","file":"f","interval":15,"rules":[)"
        R"({"type":"alerting","name":"n","query":"up","alerts":[{"labels":{"a":"b"},"value":"1"}]}]}]}})",
        R"({"status":"success","data":{"activeTargets":[{"labels":{"job":"x"},"scrapeInterval":"15s"}]}})",
        R"({"status":"success","data":["a","b"]})"};
    std::mt19937 random(11);
    std::size_t refused = 0, taken = 0;
    for (const auto& whole : bodies) {
        for (int round = 0; round < 4000; ++round) {
            std::string body = whole;
            const int flips = 1 + static_cast<int>(random() % 4);
            for (int i = 0; i < flips; ++i)
                body[random() % body.size()] ^= static_cast<char>(1u << (random() % 8));
            const auto answer = decodeQuery(body);
            (answer ? taken : refused) += 1;
            if (answer)
                CHECK(answer->series.size() <= 2);
            (void)decodeRules(body);
            (void)decodeTargets(body);
            (void)decodeStrings(body);
            (void)decodeAlerts(body);
            (void)decodeSeries(body);
            (void)decodeMetadata(body);
            (void)decodeExemplars(body);
            (void)decodeFlags(body);
            (void)decodeFailure(body, 500, {});
        }
    }
    CHECK(refused > 5000);
    CHECK(taken > 100); // a flip inside a label value is still an answer
}

TEST_CASE("deep nesting and huge numbers are refused without exhausting the stack")
{
    CHECK_FALSE(decodeQuery(std::string(100000, '[')));
    CHECK_FALSE(decodeQuery(R"({"status":"success","data":)" + std::string(100000, '[')));
    CHECK_FALSE(decodeQuery(R"({"status":"success","data":)" + std::string(50000, '[') +
                            std::string(50000, ']') + "}"));
    const auto huge = decodeQuery(
        R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,")" +
        std::string(5000, '9') + R"("]}]}})");
    // More than a double holds: either refused or infinite, never a wrong finite number.
    if (huge)
        CHECK(std::isinf(huge->series.at(0).values.at(0)));
}
