// SPDX-License-Identifier: GPL-3.0-or-later
// Answers that lie, over real sockets: what the client makes of each, and that every refusal says
// what to do.
#include "tests/prometheus/adversary.h"
#include "tests/support/catch.h"

#include <atomic>
#include <cmath>

using namespace binnacle;
using namespace std::chrono_literals;
using models::ErrorCode;
using models::UtcTime;
using tests::answerTo;
using tests::Asked;
using tests::kJson;
using tests::kOne;
using tests::LoopbackServer;
using tests::Peer;
using tests::SeenRequest;
using tests::vectorOf;

TEST_CASE("a page, cut JSON and a cut transfer are told apart and never an empty answer")
{
    const auto page = answerTo(200, "<!DOCTYPE html><html><body>Sign in</body></html>",
                               "Content-Type: text/html\r\n");
    REQUIRE_FALSE(page);
    CHECK(page.error().code == ErrorCode::InvalidInput);
    CHECK_FALSE(page.error().remedy.empty());
    for (std::size_t size = 1; size < kOne.size(); size += 7) {
        const auto cut = answerTo(200, kOne.substr(0, size));
        REQUIRE_FALSE(cut);
        CHECK(cut.error().code == ErrorCode::DataCorrupt);
        CHECK_FALSE(cut.error().remedy.empty());
    }
    LoopbackServer broken([&](Peer& peer, const SeenRequest&) {
        (void)peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kOne.size() + 50) +
                         "\r\n\r\n" + kOne); // whole JSON, fewer bytes than promised
        peer.close();
    });
    CHECK_FALSE(Asked(broken.url("")).instant());
}

TEST_CASE("values that are no plain numbers arrive as what they are")
{
    const auto answer = answerTo(
        200,
        R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[)"
        R"([1,"NaN"],[2,"+Inf"],[3,"-Inf"],[4,"Inf"],[5,"1e+308"],[6,"-0"],[7,"5e-324"],)"
        R"([8,"0x1p-2"]]}]}})");
    REQUIRE_FALSE(answer); // hexadecimal: no server sends it, and a guess would be a wrong number
    CHECK(answer.error().code == ErrorCode::DataCorrupt);
    const auto good = answerTo(
        200,
        R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[)"
        R"([1,"NaN"],[2,"+Inf"],[3,"-Inf"],[4,"Inf"],[5,"1e+308"],[6,"-0"],[7,"5e-324"]]}]}})");
    REQUIRE(good);
    const auto& v = good->series.at(0).values;
    REQUIRE(v.size() == 7);
    CHECK(std::isnan(v[0]));
    CHECK(v[1] == INFINITY);
    CHECK(v[2] == -INFINITY);
    CHECK(v[3] == INFINITY);
    CHECK(v[4] == 1e308);
    CHECK(std::signbit(v[5]));
    CHECK(v[6] == 5e-324);
}

TEST_CASE("every scalar of Unicode and every quote survives in labels")
{
    std::string all, json;
    const auto add = [&](unsigned c) {
        std::string utf8;
        if (c < 0x80)
            utf8 = {static_cast<char>(c)};
        else if (c < 0x800)
            utf8 = {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
        else if (c < 0x10000)
            utf8 = {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
                    static_cast<char>(0x80 | (c & 63))};
        else
            utf8 = {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)),
                    static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
        all += utf8;
        char text[16];
        if (c < 0x20 || c == 0x7f || c == '<' || c == 0x2028) {
            std::snprintf(text, sizeof text, "\\u%04x", c); // as Go writes them
            json += text;
        } else if (c > 0xFFFF && c % 2 == 0) {
            std::snprintf(text, sizeof text, "\\ud%03x\\ud%03x", 0x800 + ((c - 0x10000) >> 10),
                          0xC00 + (c & 0x3FF));
            json += text;
        } else {
            json += c == '"' || c == '\\' ? "\\" + utf8 : utf8;
        }
    };
    for (unsigned c = 0; c <= 0x10FFFF; ++c) {
        if (c < 0xD800 || c > 0xDFFF)
            add(c);
    }
    const auto answer =
        answerTo(200, vectorOf(R"({"metric":{"a.b \"é\"":")" + json + R"("},"value":[1,"1"]})"));
    REQUIRE(answer);
    CHECK(answer->series.at(0).labels.at(0).first == "a.b \"é\"");
    CHECK((answer->series.at(0).labels.at(0).second == all)); // too long to be printed
}

TEST_CASE("an error inside a 200 is an error, and one with data and JSON keeps its words")
{
    struct Case {
        int status;
        const char* body;
        ErrorCode code;
        const char* words;
    };
    const Case cases[] = {
        {200, R"({"status":"error","errorType":"execution","error":"many-to-many matching"})",
         ErrorCode::InvalidInput, "many-to-many"},
        {200, R"({"status":"error","data":{"resultType":"vector","result":[]},"error":"half"})",
         ErrorCode::Internal, "half"},
        {400, R"({"status":"error","errorType":"bad_data","error":"1:5: parse error: x"})",
         ErrorCode::InvalidInput, "1:5: parse error"},
        {422, R"({"status":"error","errorType":"422","error":"cannot parse"})",
         ErrorCode::InvalidInput, "cannot parse"},
        {401, R"({"message":"invalid API key"})", ErrorCode::Unauthenticated, "invalid API key"},
        {413, "Request Entity Too Large", ErrorCode::ResourceExhausted, ""},
        {502, "<html>Bad gateway</html>", ErrorCode::Unreachable, ""},
    };
    for (const auto& c : cases) {
        INFO(c.status << ' ' << c.body);
        const auto answer = answerTo(c.status, c.body);
        REQUIRE_FALSE(answer);
        CHECK(answer.error().code == c.code);
        CHECK_THAT(answer.error().text(), Catch::Contains(c.words));
    }
}

TEST_CASE("warnings, infos, bare shapes and empty answers pass")
{
    const auto noted = answerTo(200, vectorOf("", R"("warnings":["w1","w2"],"infos":["i"],)"));
    REQUIRE(noted);
    CHECK(noted->warnings == std::vector<std::string>{"w1", "w2"});
    CHECK(noted->infos == std::vector<std::string>{"i"});
    CHECK(noted->series.empty());
    CHECK_FALSE(noted->partial); // of Prometheus: a remark, nothing is missing
    const auto scalar = answerTo(
        200, R"({"status":"success","data":{"result":[1.5,"NaN"],"resultType":"scalar"}})");
    REQUIRE(scalar);
    CHECK(std::isnan(scalar->series.at(0).values.at(0)));
    const auto text =
        answerTo(200, R"({"status":"success","data":{"resultType":"string","result":[1,"a\"b"]}})");
    REQUIRE(text);
    CHECK(text->text == "a\"b");
    CHECK(answerTo(200, R"({"status":"success","data":{"resultType":"matrix","result":null}})"));
}

TEST_CASE(
    "parts of a long range that disagree on series are joined by labels, doubled ones in turn")
{
    // 12,000 points: two parts. "b" is only in the first, "c" only in the second, "d" twice in
    // both.
    std::atomic<int> asked{0};
    LoopbackServer server([&](Peer& peer, const SeenRequest& request) {
        const bool second = request.body.find("start=11000") != std::string::npos;
        const std::string at = second ? "11000" : "0";
        const auto one = [&](const char* name, const char* value) {
            return R"({"metric":{"n":")" + std::string(name) + R"("},"values":[[)" + at + ",\"" +
                   value + "\"]]}";
        };
        ++asked;
        const std::string only = second ? one("c", "3") : one("b", "2");
        (void)peer.respond(200,
                           R"({"status":"success","data":{"resultType":"matrix","result":[)" +
                               one("a", "1") + ',' + only + ',' + one("d", "4") + ',' +
                               one("d", "5") + "]}}",
                           kJson);
    });
    Asked it(server.url(""));
    const auto answer = it.client->range(
        {"x", UtcTime::fromSeconds(std::int64_t{0}), UtcTime::fromSeconds(std::int64_t{11999}), 1s},
        {});
    REQUIRE(answer);
    CHECK(asked == 2);
    std::string told;
    for (const auto& series : answer->series) {
        told += series.label("n");
        for (std::size_t i = 0; i < series.times.size(); ++i)
            told += ' ' + std::to_string(static_cast<int>(series.times[i])) + '=' +
                    std::to_string(static_cast<int>(series.values[i]));
        told += ';';
    }
    CHECK(told == "a 0=1 11000=1;b 0=2;c 11000=3;d 0=4 11000=4;d 0=5 11000=5;");
}
