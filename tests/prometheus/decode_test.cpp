// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/decode/prometheus_decode.h"
#include "tests/support/catch.h"

#include <cmath>
#include <cstring>
#include <random>

using namespace binnacle;
using models::ErrorCode;
using models::MetricShape;
using plugins::prometheus::decodeQuery;

namespace {

std::string vectorOf(const std::string& value)
{
    return R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":"b"},)"
           R"("value":[1700000000.123,")" +
           value + R"("]}]}})";
}

} // namespace

TEST_CASE("a matrix becomes columns with labels sorted by name")
{
    const auto answer = decodeQuery(
        R"({"status":"success","data":{"resultType":"matrix","result":[)"
        R"({"metric":{"z":"1","__name__":"up","a":"qu\"o\u00e9te"},"values":[[1,"1"],[2.5,"-0"]]},)"
        R"({"metric":{},"values":[]}]},"warnings":["w"],"infos":["i"]})");
    REQUIRE(answer);
    CHECK(answer->shape == MetricShape::Matrix);
    REQUIRE(answer->series.size() == 2);
    const auto& s = answer->series[0];
    REQUIRE(s.labels.size() == 3);
    CHECK(s.labels[0].first == "__name__");
    CHECK(s.label("a") == "qu\"o\xc3\xa9te");
    CHECK(s.times == std::vector<double>{1, 2.5});
    CHECK(s.values == std::vector<double>{1, -0.0});
    CHECK(std::signbit(s.values[1]));
    CHECK(answer->warnings == std::vector<std::string>{"w"});
    CHECK(answer->infos == std::vector<std::string>{"i"});
}

TEST_CASE("sample texts keep every bit, and the special ones are values")
{
    struct Case {
        const char* text;
        double value;
    };
    const Case cases[] = {{"1e+00", 1},
                          {"0.1", 0.1},
                          {"1.7976931348623157e+308", 1.7976931348623157e+308},
                          {"5e-324", 5e-324},
                          {"2.2250738585072011e-308", 2.2250738585072011e-308},
                          {"9223372036854775807", 9223372036854775807.0},
                          {"18446744073709551616", 18446744073709551616.0},
                          {"123456789012345678901234567890", 123456789012345678901234567890.0},
                          {"0.30000000000000004", 0.30000000000000004},
                          {"+Inf", INFINITY},
                          {"Inf", INFINITY},
                          {"-Inf", -INFINITY},
                          {"+1.5", 1.5}};
    for (const auto& c : cases) {
        INFO(c.text);
        const auto answer = decodeQuery(vectorOf(c.text));
        REQUIRE(answer);
        CHECK(answer->series.at(0).values.at(0) == c.value);
        CHECK(answer->series.at(0).times.at(0) == 1700000000.123);
    }
    const auto nan = decodeQuery(vectorOf("NaN"));
    REQUIRE(nan);
    CHECK(std::isnan(nan->series.at(0).values.at(0)));
}

TEST_CASE("a hundred thousand random doubles survive their shortest text")
{
    std::mt19937_64 random(7);
    std::string body = R"({"status":"success","data":{"resultType":"matrix","result":[)"
                       R"({"metric":{},"values":[)";
    std::vector<double> expected;
    char text[64];
    while (expected.size() < 100000) {
        const auto bits = random();
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value))
            continue;
        std::snprintf(text, sizeof text, "%s[%zu,\"%.17g\"]", expected.empty() ? "" : ",",
                      expected.size(), value);
        body += text;
        expected.push_back(value);
    }
    const auto answer = decodeQuery(body + "]}]}}");
    REQUIRE(answer);
    CHECK(answer->series.at(0).values == expected);
}

TEST_CASE("scalar and string answers keep their value and shape")
{
    const auto scalar =
        decodeQuery(R"({"status":"success","data":{"resultType":"scalar","result":[5.5,"NaN"]}})");
    REQUIRE(scalar);
    CHECK(scalar->shape == MetricShape::Scalar);
    CHECK(std::isnan(scalar->series.at(0).values.at(0)));
    const auto text =
        decodeQuery(R"({"status":"success","data":{"result":[5,"a\nb"],"resultType":"string"}})");
    REQUIRE(text);
    CHECK(text->shape == MetricShape::String);
    CHECK(text->text == "a\nb");
    CHECK(text->series.at(0).times.at(0) == 5);
}

TEST_CASE("native histograms come with buckets, alone or beside values")
{
    const std::string h =
        R"({"count":"12","sum":"18.5","buckets":[[3,"-0.001","0.001","2"],[0,"1","+Inf","10"]]})";
    const auto instant = decodeQuery(
        R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[7,)" +
        h + "]}]}}");
    REQUIRE(instant);
    const auto& one = instant->series.at(0).histograms.at(0);
    CHECK(one.time == 7);
    CHECK(one.count == 12);
    CHECK(one.sum == 18.5);
    REQUIRE(one.buckets.size() == 2);
    CHECK(one.buckets[0].rule == 3);
    CHECK(one.buckets[1].right == INFINITY);
    const auto range = decodeQuery(
        R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"histograms":[[7,)" +
        h + R"(],[8,{"count":"0","sum":"0"}]],"values":[[9,"1"]]}]}})");
    REQUIRE(range);
    CHECK(range->series.at(0).histograms.size() == 2);
    CHECK(range->series.at(0).values == std::vector<double>{1});
}

TEST_CASE("VictoriaMetrics' extra fields are understood")
{
    plugins::prometheus::AnswerFacts facts;
    const auto answer = decodeQuery(
        R"({"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]},)"
        R"("stats":{"seriesFetched": "2","executionTimeMsec":1}})",
        &facts);
    REQUIRE(answer);
    CHECK(answer->partial);
    CHECK(facts.sawPartialField);
}

TEST_CASE("an empty or null result is an empty answer")
{
    for (const char* result : {"[]", "null"}) {
        const auto answer = decodeQuery(
            std::string(R"({"status":"success","data":{"resultType":"vector","result":)") + result +
            "}}");
        REQUIRE(answer);
        CHECK(answer->series.empty());
    }
}

TEST_CASE("error envelopes keep the server's words and map to a code")
{
    struct Case {
        const char* type;
        const char* text;
        ErrorCode code;
    };
    const Case cases[] = {
        {"bad_data", "1:5: parse error: unexpected end", ErrorCode::InvalidInput},
        {"execution", "query processing would load too many samples into memory",
         ErrorCode::ResourceExhausted},
        {"execution", "many-to-many matching not allowed", ErrorCode::InvalidInput},
        {"timeout", "query timed out", ErrorCode::Timeout},
        {"internal", "boom", ErrorCode::Internal},
        {"unavailable", "TSDB not ready", ErrorCode::Unreachable},
        {"not_found", "no", ErrorCode::NotFound},
        {"too_many_requests", "err-mimir-tenant-max-request-rate", ErrorCode::RateLimited},
        {"never_heard_of", "x", ErrorCode::Internal}};
    for (const auto& c : cases) {
        INFO(c.type);
        for (const char* data : {"", R"("data":{},)", R"("data":null,)"}) {
            const auto answer =
                decodeQuery(std::string(R"({"status":"error",)") + data + R"("errorType":")" +
                            c.type + R"(","error":")" + c.text + R"("})");
            REQUIRE_FALSE(answer);
            CHECK(answer.error().code == c.code);
            CHECK_THAT(answer.error().message, Catch::Contains(c.text));
        }
    }
}

TEST_CASE("what is not Prometheus is said to be so")
{
    const auto page = decodeQuery("\n <!DOCTYPE html><html><title>Sign in</title>");
    REQUIRE_FALSE(page);
    CHECK(page.error().code == ErrorCode::InvalidInput);
    CHECK_THAT(page.error().message, Catch::Contains("web page"));
    CHECK_FALSE(page.error().remedy.empty());
    const auto other = decodeQuery(R"({"kind":"Status","code":404})");
    REQUIRE_FALSE(other);
    CHECK(other.error().code == ErrorCode::InvalidInput);
    CHECK_FALSE(decodeQuery("upstream connect error"));
    CHECK_FALSE(decodeQuery(""));
    CHECK_FALSE(decodeQuery("[]"));
}

TEST_CASE("wrong types are refused, never guessed")
{
    const std::string head = R"({"status":"success","data":{"resultType":)";
    const char* bodies[] = {
        R"("vector","result":[{"metric":{},"value":[1]}]}})",
        R"("vector","result":[{"metric":{},"value":[1,"2","3"]}]}})",
        R"("vector","result":[{"metric":{},"value":["x","2"]}]}})",
        R"("vector","result":[{"metric":{},"value":[1,"two"]}]}})",
        R"("vector","result":[{"metric":{},"value":[1,""]}]}})",
        R"("vector","result":[{"metric":{"a":1},"value":[1,"2"]}]}})",
        R"("vector","result":[{"metric":[],"value":[1,"2"]}]}})",
        R"("vector","result":{}}})",
        R"("vector","result":[1]}})",
        R"("vector"}})",
        R"("cube","result":[]}})",
        R"(7,"result":[]}})",
        R"("matrix","result":[{"metric":{},"histograms":[[1,{"buckets":[[9,"1","2","3"]]}]]}]}})",
        R"("scalar","result":[]}})",
        R"("scalar","result":[1,"x"]}})",
    };
    for (const char* body : bodies) {
        INFO(body);
        const auto answer = decodeQuery(head + body);
        REQUIRE_FALSE(answer);
        CHECK(answer.error().code == ErrorCode::DataCorrupt);
    }
    CHECK_FALSE(decodeQuery(R"({"status":"success"})"));
    CHECK_FALSE(decodeQuery(R"({"status":"success","data":[]})"));
    CHECK_FALSE(decodeQuery(vectorOf("1") + "x"));
}

TEST_CASE("the text of a failure wins over its status, except where the status says more")
{
    using plugins::prometheus::decodeFailure;
    const models::Error byStatus{ErrorCode::InvalidInput, "HTTP 400", "", {}};
    CHECK(decodeFailure("<html>", 400, byStatus).message == "HTTP 400");
    CHECK(decodeFailure("plain", 400, byStatus).message == "HTTP 400");
    CHECK(decodeFailure(R"({"status":"error","errorType":"bad_data","error":"no"})", 400, byStatus)
              .message == "no");
    const models::Error denied{ErrorCode::Unauthenticated, "HTTP 401", "", {}};
    const auto kept = decodeFailure(R"({"error":"no org id"})", 401, denied);
    CHECK(kept.code == ErrorCode::Unauthenticated);
    CHECK_THAT(kept.message, Catch::Contains("no org id"));
}
