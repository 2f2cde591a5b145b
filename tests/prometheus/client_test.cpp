// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of a connector, against scripted answers: success, empty, 401, 403, 404, 405, 410,
// 429, 500, 503, redirects, time-out, cancelled, malformed, huge, truncated, another service.
#include "plugins/prometheus/client/prometheus_client.h"
#include "plugins/prometheus/client/range_split.h"
#include "plugins/prometheus/prometheus_connector.h"
#include "tests/prometheus/fake_http.h"
#include "tests/support/catch.h"

#include <fstream>
#include <thread>

using namespace binnacle;
using namespace std::chrono_literals;
using models::ErrorCode;
using plugins::prometheus::PrometheusClient;
using services::HttpRequest;
using services::HttpResponse;
using tests::FakeHttp;
using tests::reply;
using tests::scalarBody;

namespace {

services::SourceConfig config(std::string url = "http://prom:9090/")
{
    services::SourceConfig out;
    out.id = "prom";
    out.type = "prometheus";
    out.url = std::move(url);
    return out;
}

struct Secrets final : services::SecretSource {
    int reads = 0;
    models::Result<std::string> read(std::string_view name) override
    {
        ++reads;
        return "secret-of-" + std::string(name) + "\n";
    }
};

} // namespace

TEST_CASE("queries are POST forms and fall back to GET where a proxy refuses POST")
{
    FakeHttp http;
    http.handler = [](const HttpRequest& request, auto) -> models::Result<HttpResponse> {
        return request.method == "POST" ? reply(405, "no") : reply(200, scalarBody("1"));
    };
    PrometheusClient client(config(), http, nullptr);
    REQUIRE(client.instant({"sum(rate(x[5m])) + 1", {}}, {}));
    REQUIRE(client.instant({"up", {}}, {}));
    const auto asked = http.requests();
    REQUIRE(asked.size() == 3); // refused once only
    CHECK(asked[0].method == "POST");
    CHECK(asked[0].url == "http://prom:9090/api/v1/query");
    CHECK_THAT(asked[0].body, Catch::StartsWith("query=sum%28rate%28x%5B5m%5D%29%29%20%2B%201"));
    CHECK(asked[0].idempotent);
    CHECK_THAT(asked[2].url, Catch::Contains("/api/v1/query?query=up"));
}

TEST_CASE("tenant, extra headers and credentials travel, and secrets never in headers")
{
    FakeHttp http;
    http.handler = [](const HttpRequest&, auto) { return reply(200, scalarBody("1")); };
    auto c = config("https://user:pa%40ss@prom/x/?y=1");
    c.tenant = "team-a|team-b";
    c.headers["X-Extra"] = "1";
    PrometheusClient inUrl(c, http, nullptr);
    REQUIRE(inUrl.instant({"1", {}}, {}));
    CHECK(inUrl.base() == "https://prom/x");
    auto sent = http.requests().back();
    CHECK(sent.credentials.user == "user");
    CHECK(sent.credentials.password == "pa@ss");
    bool tenant = false, extra = false;
    for (const auto& header : sent.headers) {
        tenant = tenant || (header.name == "X-Scope-OrgID" && header.value == "team-a|team-b");
        extra = extra || (header.name == "X-Extra" && header.value == "1");
    }
    CHECK(tenant);
    CHECK(extra);

    Secrets secrets;
    auto bearer = config();
    bearer.bearerSecret = "prom/token";
    PrometheusClient named(bearer, http, &secrets);
    REQUIRE(named.instant({"1", {}}, {}));
    REQUIRE(named.instant({"2", {}}, {}));
    CHECK(http.requests().back().credentials.bearer == "secret-of-prom/token");
    CHECK(secrets.reads == 1);
    PrometheusClient nowhere(bearer, http, nullptr);
    const auto refused = nowhere.instant({"1", {}}, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::Unauthenticated);
    CHECK_FALSE(refused.error().remedy.empty());
}

TEST_CASE("a token file is read again for each request")
{
    const std::string path = "token_test.tmp";
    FakeHttp http;
    http.handler = [](const HttpRequest&, auto) { return reply(200, scalarBody("1")); };
    auto c = config();
    c.bearerFile = path;
    PrometheusClient client(c, http, nullptr);
    for (const char* token : {"one", "two"}) {
        std::ofstream(path) << token << "\n";
        REQUIRE(client.instant({token, {}}, {}));
        CHECK(http.requests().back().credentials.bearer == token);
    }
    std::remove(path.c_str());
    const auto gone = client.instant({"3", {}}, {});
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == ErrorCode::NotFound);
    CHECK_THAT(gone.error().text(), Catch::Contains(path));
}

TEST_CASE("every refusal becomes its code with something to do")
{
    struct Case {
        int status;
        const char* body;
        ErrorCode code;
    };
    const Case cases[] = {
        {401, "no org id", ErrorCode::Unauthenticated},
        {403, "<html>", ErrorCode::PermissionDenied},
        {404, "404 page not found", ErrorCode::NotFound},
        {429, R"({"status":"error","errorType":"too_many_requests","error":"slow down"})",
         ErrorCode::RateLimited},
        {400, R"({"status":"error","errorType":"bad_data","error":"parse error"})",
         ErrorCode::InvalidInput},
        {422, R"({"status":"error","errorType":"execution","error":"too many samples"})",
         ErrorCode::ResourceExhausted},
        {500, "<html>oops", ErrorCode::Internal},
        {503, R"({"status":"error","errorType":"timeout","error":"query timed out"})",
         ErrorCode::Timeout},
        {503, "Service Unavailable", ErrorCode::Unreachable},
        {200, "<html>Sign in</html>", ErrorCode::InvalidInput},
        {200, R"({"status":"success","data":{"resultType":"vec)", ErrorCode::DataCorrupt},
        {200, "", ErrorCode::DataCorrupt},
    };
    for (const auto& c : cases) {
        INFO(c.status << " " << c.body);
        FakeHttp http;
        http.handler = [&](const HttpRequest&, auto) { return reply(c.status, c.body); };
        PrometheusClient client(config(), http, nullptr);
        const auto answer = client.instant({"up", {}}, {});
        REQUIRE_FALSE(answer);
        CHECK(answer.error().code == c.code);
        if (c.status == 401 || c.status == 403 || c.status == 404 || c.status == 200)
            CHECK_FALSE(answer.error().remedy.empty());
        CHECK(client.meter().failed == (c.status == 200 ? 0u : 1u));
    }
}

TEST_CASE("a redirect is named and not followed with credentials")
{
    FakeHttp http;
    http.handler = [](const HttpRequest&, auto) {
        auto response = reply(302, "");
        response.headers.push_back({"Location", "https://u:p@other/login?x=1"});
        return response;
    };
    PrometheusClient client(config(), http, nullptr);
    const auto answer = client.instant({"up", {}}, {});
    REQUIRE_FALSE(answer);
    CHECK_THAT(answer.error().message, Catch::Contains("https://other/login"));
    CHECK_THAT(answer.error().message, !Catch::Contains("u:p"));
}

TEST_CASE("transport errors pass through, and a stop ends a query that hangs")
{
    FakeHttp http;
    http.handler = [](const HttpRequest&, auto) -> models::Result<HttpResponse> {
        return models::fail(ErrorCode::ResourceExhausted, "the body is larger than the limit");
    };
    PrometheusClient client(config(), http, nullptr);
    CHECK(client.instant({"up", {}}, {}).error().code == ErrorCode::ResourceExhausted);
    http.handler = [](const HttpRequest&, std::stop_token stop) -> models::Result<HttpResponse> {
        while (!stop.stop_requested())
            std::this_thread::yield();
        return models::fail(ErrorCode::Cancelled, "cancelled");
    };
    std::stop_source stop;
    std::jthread canceller([&] {
        while (http.inFlight() == 0)
            std::this_thread::yield();
        stop.request_stop();
    });
    CHECK(client
              .range({"up", models::UtcTime::fromSeconds(std::int64_t{0}),
                      models::UtcTime::fromSeconds(std::int64_t{60}), 15s},
                     stop.get_token())
              .error()
              .code == ErrorCode::Cancelled);
}

TEST_CASE("ranges are checked before anything is sent")
{
    FakeHttp http;
    http.handler = [](const HttpRequest&, auto) { return reply(200, scalarBody("1")); };
    PrometheusClient client(config(), http, nullptr);
    const auto t = [](std::int64_t s) { return models::UtcTime::fromSeconds(s); };
    CHECK(client.range({"up", t(10), t(0), 15s}, {}).error().code == ErrorCode::InvalidInput);
    CHECK(client.range({"up", t(0), t(10), 0s}, {}).error().code == ErrorCode::InvalidInput);
    CHECK(client.range({"up", {}, t(10), 1s}, {}).error().code == ErrorCode::InvalidInput);
    CHECK(client.range({"up", t(0), t(1'000'000'000), 1s}, {}).error().code ==
          ErrorCode::InvalidInput);
    CHECK(http.requests().empty());
}

TEST_CASE("a range is cut without a lost or doubled point")
{
    services::MetricRangeQuery query{"up", models::UtcTime::fromSeconds(100.5),
                                     models::UtcTime::fromSeconds(25000.0), 1s};
    const auto points = plugins::prometheus::pointCount(query);
    REQUIRE(points);
    CHECK(*points == 24900);
    const auto parts = plugins::prometheus::splitRange(query, *points);
    REQUIRE(parts.size() == 3);
    std::int64_t total = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        total += *plugins::prometheus::pointCount(parts[i]);
        if (i > 0)
            CHECK(parts[i].start == parts[i - 1].end + query.step);
    }
    CHECK(total == *points);
    CHECK(plugins::prometheus::unixText(query.start) == "100.5");
    CHECK(plugins::prometheus::unixText({-1'500'000'000}) == "-1.5");
    CHECK(plugins::prometheus::secondsText(250ms) == "0.25");
}

TEST_CASE("test() tells a wrong prefix, and takes Mimir's by itself")
{
    bool mimir = false;
    FakeHttp http;
    http.handler = [&](const HttpRequest& request, auto) -> models::Result<HttpResponse> {
        const auto& url = request.url;
        if (url.find("/status/buildinfo") != std::string::npos && mimir)
            return reply(200, R"({"status":"success","data":{"application":"Grafana Mimir",)"
                              R"("version":"2.10.0"}})");
        if (url.starts_with("http://prom:9090/prometheus/api/v1/query"))
            return reply(200, scalarBody("1"));
        return reply(404, "404 page not found", "text/plain");
    };
    auto connector = plugins::prometheus::makePrometheusConnector(config(), http, nullptr);
    auto status = connector->test(2s, {});
    CHECK(status.phase == models::SourcePhase::Failed);
    REQUIRE(status.error);
    CHECK_THAT(status.error->remedy, Catch::Contains("http://prom:9090/prometheus"));
    mimir = true;
    status = connector->test(2s, {});
    CHECK(status.phase == models::SourcePhase::Ready);
    CHECK(status.version == "Mimir 2.10.0");
    CHECK_THAT(status.notes.at(0), Catch::Contains("Mimir"));
    CHECK(status.latencyMs >= 0);
}

TEST_CASE("test() of a source without url and of another service fails with a remedy")
{
    FakeHttp http;
    http.handler = [](const HttpRequest&, auto) {
        return reply(200, "<html>Grafana</html>", "text/html");
    };
    for (const char* url : {"", "http://grafana:3000"}) {
        auto connector = plugins::prometheus::makePrometheusConnector(config(url), http, nullptr);
        const auto status = connector->test(2s, {});
        CHECK(status.phase == models::SourcePhase::Failed);
        REQUIRE(status.error);
        CHECK_FALSE(status.error->remedy.empty());
    }
}

TEST_CASE("VictoriaMetrics is known by its answers and asked not to move the range")
{
    FakeHttp http;
    http.handler = [](const HttpRequest&, auto) {
        return reply(200, R"({"status":"success","isPartial":false,"data":{"resultType":"matrix",)"
                          R"("result":[]}})");
    };
    PrometheusClient client(config(), http, nullptr);
    REQUIRE(client.range({"up", models::UtcTime::fromSeconds(std::int64_t{1}),
                          models::UtcTime::fromSeconds(std::int64_t{60}), 15s},
                         {}));
    CHECK(client.flavour() == plugins::prometheus::Flavour::VictoriaMetrics);
    const auto asked = http.requests();
    // Already the first one: before it is known who answers, nobody else minds.
    REQUIRE(asked.size() == 1);
    CHECK_THAT(asked[0].body, Catch::Contains("nocache=1"));
    CHECK(client.exemplars("x", {0}, {1}, {}).error().code == ErrorCode::Unsupported);
}

TEST_CASE("an old VictoriaMetrics is known by its words, and its own pages are at the root")
{
    FakeHttp http;
    http.handler = [](const HttpRequest& request, auto) -> models::Result<HttpResponse> {
        const auto& url = request.url;
        if (url == "http://vm:8428/flags")
            return reply(200, "-retentionPeriod=\"2\"\n", "text/plain");
        if (url == "http://vm:8428/metrics")
            return reply(200,
                         "vm_app_version{version=\"victoria-metrics-2022\", "
                         "short_version=\"v1.79.0\"} 1\n",
                         "text/plain");
        if (url.find("/query") != std::string::npos)
            return reply(200, scalarBody("1"));
        if (url.find("/buildinfo") != std::string::npos)
            return reply(200, R"({"status":"success","data":{"version":"2.24.0"}})");
        return reply(400, "remoteAddr: \"x\"; unsupported path requested: \"/api/v1/stores\"\n",
                     "text/plain");
    };
    auto connector = plugins::prometheus::makePrometheusConnector(
        config("http://vm:8428/prometheus"), http, nullptr);
    const auto status = connector->test(2s, {});
    CHECK(status.phase == models::SourcePhase::Ready);
    CHECK(status.version == "VictoriaMetrics v1.79.0"); // not the Prometheus it imitates
    CHECK(connector->metrics()->retention() == std::optional<models::Duration>(62 * 24h));
}

TEST_CASE("a warning of Thanos about a store makes the answer partial, one of the engine does not")
{
    std::string warnings;
    std::string names = R"(["a","b"])";
    FakeHttp http;
    http.handler = [&](const HttpRequest& request, auto) -> models::Result<HttpResponse> {
        const auto& url = request.url;
        const std::string head = R"({"status":"success",)" + warnings;
        if (url.find("/stores") != std::string::npos)
            return reply(200, R"({"status":"success","data":{"sidecar":[]}})");
        if (url.find("/values") != std::string::npos)
            return reply(200, head + R"("data":)" + names + "}");
        if (url.find("/query") != std::string::npos)
            return reply(200, head + R"("data":{"resultType":"vector","result":[]}})");
        return reply(404, "404 page not found", "text/plain");
    };
    PrometheusClient client(config(), http, nullptr);
    REQUIRE(client.learnFlavour({}, {}) == plugins::prometheus::Flavour::Thanos);
    CHECK_FALSE(client.instant({"x", {}}, {})->partial);
    CHECK_THAT(http.requests().back().body,
               Catch::Contains("dedup=true") && Catch::Contains("partial_response=true"));
    warnings = R"("warnings":["PromQL warning: quantile value should be between 0 and 1"],)";
    CHECK_FALSE(client.instant({"x", {}}, {})->partial);
    REQUIRE(client.metricNames({}));
    warnings = R"("warnings":["fetch series for {} Addr: 127.0.0.1:1: rpc error: Unavailable"],)";
    const auto partial = client.instant({"x", {}}, {});
    CHECK(partial->partial);
    CHECK(partial->warnings.size() == 1);
}

TEST_CASE("names that only a missing store has are not forgotten")
{
    std::string body = R"({"status":"success","isPartial":true,"data":["b"]})";
    FakeHttp http;
    http.handler = [&](const HttpRequest&, auto) { return reply(200, body); };
    PrometheusClient client(config(), http, nullptr);
    CHECK(client.metricNames({}) == std::vector<std::string>{"b"});
    body = R"({"status":"success","isPartial":true,"data":["c"]})"; // asked again: it was partial
    CHECK(client.metricNames({}) == std::vector<std::string>{"b", "c"});
    body = R"({"status":"success","isPartial":false,"data":["c"]})";
    CHECK(client.metricNames({}) == std::vector<std::string>{"c"});
    CHECK(client.metricNames({}) == std::vector<std::string>{"c"});
    CHECK(http.requests().size() == 3);
}

TEST_CASE("names of metrics are asked once a minute at most")
{
    FakeHttp http;
    http.handler = [](const HttpRequest&, auto) {
        return reply(200, R"({"status":"success","data":["b","a"]})");
    };
    PrometheusClient client(config(), http, nullptr);
    REQUIRE(client.metricNames({}));
    CHECK(client.metricNames({}) == std::vector<std::string>{"a", "b"});
    CHECK(http.requests().size() == 1);
    CHECK(http.requests()[0].method == "GET");
    REQUIRE(client.labelValues("my.label", {}, {}));
    CHECK_THAT(http.requests().back().url, Catch::Contains("/label/U__my_2E_label/values"));
}
