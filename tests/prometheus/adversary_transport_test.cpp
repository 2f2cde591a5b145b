// SPDX-License-Identifier: GPL-3.0-or-later
// Everything around an answer that can be wrong: busy servers, size, credentials, prefixes,
// encodings, clocks.
#include "plugins/prometheus/prometheus_connector.h"
#include "tests/prometheus/adversary.h"
#include "tests/support/catch.h"

#include <zlib.h>
#include <zstd.h>

#include <atomic>

using namespace binnacle;
using namespace std::chrono_literals;
using models::ErrorCode;
using tests::answerTo;
using tests::Asked;
using tests::kJson;
using tests::kOne;
using tests::LoopbackServer;
using tests::Peer;
using tests::SeenRequest;

namespace {

std::string deflated(const std::string& text, int windowBits)
{
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(text.size() + 1000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string zstd(const std::string& text)
{
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
    return out;
}

} // namespace

TEST_CASE("a busy server is asked again when it said so, and given up within the deadline")
{
    std::atomic<int> refusals{0};
    LoopbackServer server([&](Peer& peer, const SeenRequest&) {
        if (refusals++ == 0)
            (void)peer.respond(503, "busy", "Retry-After: 1\r\n");
        else
            (void)peer.respond(200, kOne, kJson);
    });
    const auto began = std::chrono::steady_clock::now();
    REQUIRE(Asked(server.url("")).instant());
    CHECK(std::chrono::steady_clock::now() - began >= 900ms);
    CHECK(refusals == 2);

    LoopbackServer never([](Peer& peer, const SeenRequest&) {
        (void)peer.respond(503, "busy", "Retry-After: 3600\r\n");
    });
    const auto start = std::chrono::steady_clock::now();
    const auto refused = Asked(never.url("")).instant(2s);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::Unreachable);
    CHECK_FALSE(refused.error().remedy.empty());
    CHECK(std::chrono::steady_clock::now() - start < 3s);
}

TEST_CASE("a hundred megabytes are taken whole, and more than the limit is an error")
{
    std::string body = R"({"status":"success","data":{"resultType":"matrix","result":[)";
    std::size_t samples = 0, series = 0;
    while (body.size() < std::size_t{100} << 20) {
        body += (series == 0 ? R"({"metric":{"n":")" : R"(,{"metric":{"n":")") +
                std::to_string(series) + R"("},"values":[)";
        for (int i = 0; i < 10000; ++i, ++samples)
            body += (i == 0 ? "[" : ",[") + std::to_string(1700000000 + i) + R"(,"0.25"])";
        body += "]}";
        ++series;
    }
    body += "]}}";
    LoopbackServer server(
        [&](Peer& peer, const SeenRequest&) { (void)peer.respond(200, body, kJson); });
    const auto answer = Asked(server.url("")).instant(60s);
    REQUIRE(answer);
    CHECK(answer->bytes == body.size());
    REQUIRE(answer->series.size() == series);
    std::size_t counted = 0;
    for (const auto& one : answer->series)
        counted += one.values.size();
    CHECK(counted == samples);

    const std::string block(std::size_t{1} << 20, ' ');
    LoopbackServer endless([&](Peer& peer, const SeenRequest&) {
        (void)peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (peer.chunk(block)) {
        }
    });
    const auto most = Asked(endless.url("")).instant(60s);
    REQUIRE_FALSE(most);
    CHECK(most.error().code == ErrorCode::ResourceExhausted);
    CHECK_FALSE(most.error().remedy.empty());
}

TEST_CASE("basic credentials of server and proxy are asked for by name")
{
    LoopbackServer server([](Peer& peer, const SeenRequest& request) {
        if (request.header("authorization") == "Basic dXNlcjpwYTpzcw==") // user:pa:ss
            (void)peer.respond(200, kOne, kJson);
        else
            (void)peer.respond(401, "Unauthorized", "WWW-Authenticate: Basic\r\n");
    });
    const auto refused = Asked(server.url("")).instant();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::Unauthenticated);
    CHECK_FALSE(refused.error().remedy.empty());
    const std::string host = "127.0.0.1:" + std::to_string(server.port());
    CHECK(Asked("http://user:pa%3Ass@" + host).instant());

    LoopbackServer proxy([](Peer& peer, const SeenRequest& request) {
        if (request.header("proxy-authorization").empty())
            (void)peer.respond(407, "", "Proxy-Authenticate: Basic\r\n");
        else
            (void)peer.respond(200, kOne, kJson);
    });
    const std::string through = "127.0.0.1:" + std::to_string(proxy.port());
    const auto closed = Asked("http://prom.invalid:9090", [&](auto& config) {
                            config.proxy = "http://" + through;
                        }).instant();
    REQUIRE_FALSE(closed);
    CHECK(closed.error().code == ErrorCode::Unauthenticated);
    CHECK_THAT(closed.error().text() + closed.error().remedy, Catch::Contains("proxy"));
    CHECK(Asked("http://prom.invalid:9090", [&](auto& config) {
              config.proxy = "http://me:secret@" + through;
          }).instant());
}

TEST_CASE("a prefix with and without a slash reaches the same place")
{
    LoopbackServer server([](Peer& peer, const SeenRequest& request) {
        const bool there = request.target.starts_with("/team/prom/api/v1/query");
        (void)peer.respond(there ? 200 : 404, there ? kOne : "404 page not found", kJson);
    });
    for (const char* path : {"/team/prom", "/team/prom/", "/team/prom//"})
        CHECK(Asked(server.url(path)).instant());
    // What people paste from the browser is named as what it should have been.
    for (const char* path : {"/team/prom/graph", "/team/prom/api/v1/", "/team/prom/query"}) {
        INFO(path);
        const auto http = services::makeCurlHttpClient();
        services::SourceConfig config;
        config.id = "prom";
        config.url = server.url(path);
        config.proxy = "none";
        const auto status =
            plugins::prometheus::makePrometheusConnector(config, *http, nullptr)->test(5s, {});
        REQUIRE(status.error);
        CHECK_THAT(status.error->remedy, Catch::Contains(server.url("/team/prom") + ":"));
    }
}

TEST_CASE("compressed bodies are undone, also ones nobody asked for, and unknown ones refused")
{
    const std::pair<const char*, std::string> bodies[] = {{"gzip", deflated(kOne, 31)},
                                                          {"deflate", deflated(kOne, 15)},
                                                          {"zstd", zstd(kOne)},
                                                          {"identity", kOne}};
    for (const auto& [name, body] : bodies) {
        INFO(name);
        const auto answer =
            answerTo(200, body, kJson + "Content-Encoding: " + std::string(name) + "\r\n");
        REQUIRE(answer);
        CHECK(answer->series.size() == 1);
    }
    const auto strange = answerTo(200, kOne, kJson + "Content-Encoding: snappy\r\n");
    REQUIRE_FALSE(strange);
    const auto lying = answerTo(200, kOne, kJson + "Content-Encoding: gzip\r\n");
    REQUIRE_FALSE(lying);
    CHECK(lying.error().code == ErrorCode::DataCorrupt);
    const auto cut =
        answerTo(200, deflated(kOne, 31).substr(0, 40), kJson + "Content-Encoding: gzip\r\n");
    REQUIRE_FALSE(cut);
    CHECK(cut.error().code == ErrorCode::DataCorrupt);
}

TEST_CASE("a server whose clock is wrong is told so")
{
    for (const double ahead : {-600.0, 600.0}) {
        LoopbackServer server([&](Peer& peer, const SeenRequest&) {
            const double now = models::Clock::system().now().seconds() + ahead;
            (void)peer.respond(200,
                               R"({"status":"success","data":{"resultType":"scalar","result":[)" +
                                   std::to_string(now) + ",\"" + std::to_string(now) + "\"]}}",
                               kJson);
        });
        const auto http = services::makeCurlHttpClient();
        services::SourceConfig config;
        config.id = "prom";
        config.url = server.url("");
        config.proxy = "none";
        const auto status =
            plugins::prometheus::makePrometheusConnector(config, *http, nullptr)->test(5s, {});
        CHECK(status.phase == models::SourcePhase::Ready);
        CHECK(std::chrono::duration<double>(status.clockSkew).count() == Approx(ahead).margin(2));
    }
}
