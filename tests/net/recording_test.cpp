// SPDX-License-Identifier: GPL-3.0-or-later
// Recording, replaying and planned failures: the clients that tests use instead of a network.
#include "services/net/failing_http_client.h"
#include "services/net/http/redact.h"
#include "services/net/recording_http_client.h"
#include "services/net/replay_http_client.h"
#include "tests/net/client_fixture.h"
#include "tests/support/catch.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

using namespace binnacle;
using namespace binnacle::tests;
using namespace binnacle::services;
using models::ErrorCode;
using models::Result;

namespace {

class TemporaryFolder {
public:
    TemporaryFolder()
        : m_path(std::filesystem::temp_directory_path() /
                 ("bn-rec-" + std::to_string(::getpid()) + "-" + std::to_string(++s_count)))
    {
    }
    ~TemporaryFolder() { std::filesystem::remove_all(m_path); }
    const std::filesystem::path& path() const { return m_path; }
    /// Everything in every file.
    std::string contents() const
    {
        std::string out;
        for (const auto& entry : std::filesystem::directory_iterator(m_path)) {
            std::ifstream in(entry.path(), std::ios::binary);
            out += entry.path().filename().string() + "\n";
            out.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        }
        return out;
    }

private:
    static inline int s_count = 0;
    std::filesystem::path m_path;
};

} // namespace

TEST_CASE("what was recorded is replayed: status, headers, bytes, errors", "[net]")
{
    const TemporaryFolder folder;
    const std::string binary("k8s\0\x01\n\r\xff", 8);
    {
        ReplayHttpClient source;
        source.add("GET", "/api/v1/pods?limit=5&watch=1", binary,
                   "application/vnd.kubernetes.protobuf");
        source.add("POST", "/api/v1/query", R"({"status":"success"})");
        RecordedExchange broken;
        broken.target = "/broken";
        broken.error = models::Error{ErrorCode::Unreachable, "cannot connect", "check", {}};
        source.add(broken);
        RecordingHttpClient recorder(source, folder.path());
        REQUIRE(recorder.send(get("https://a:1/api/v1/pods?limit=5&watch=1"), {}));
        REQUIRE(recorder.send(post("https://a:1/api/v1/query", "query=up"), {}));
        CHECK_FALSE(recorder.send(get("https://a:1/broken"), {}));
        CHECK(recorder.failedWrites() == 0);
    }
    auto replay = ReplayHttpClient::fromFolder(folder.path());
    REQUIRE(replay);
    auto& client = **replay;
    const auto pods = client.send(get("http://other/api/v1/pods?watch=1&limit=5"), {});
    REQUIRE(pods);
    CHECK(pods->status == 200);
    CHECK(pods->body == binary);
    CHECK(pods->header("content-type") == "application/vnd.kubernetes.protobuf");
    CHECK(client.send(post("http://other/api/v1/query", "query=up"), {}));
    const auto other = client.send(post("http://other/api/v1/query", "query=down"), {});
    REQUIRE_FALSE(other);
    CHECK(other.error().code == ErrorCode::NotFound);
    const auto broken = client.send(get("http://other/broken"), {});
    REQUIRE_FALSE(broken);
    CHECK(broken.error().code == ErrorCode::Unreachable);
    CHECK(broken.error().message == "cannot connect");
    CHECK(client.asked().size() == 4);
}

TEST_CASE("no secret reaches a recording", "[net]")
{
    const TemporaryFolder folder;
    LoopbackServer server([](Peer& peer, const SeenRequest& request) {
        // A server that gives away all it was told, and more.
        peer.respond(
            200,
            R"({"access_token":"hunter-access","items":[{"refresh_token":"hunter-refresh"}],"echo":")" +
                request.header("authorization") + R"("})",
            "Set-Cookie: session=hunter-cookie\r\nX-Auth-Token: hunter-header\r\n"
            "Location: /next?token=hunter-location\r\nX-Echo: " +
                request.header("x-api-key") + "\r\n");
    });
    const auto real = makeCurlHttpClient();
    RecordingHttpClient recorder(*real, folder.path());
    HttpRequest request =
        post("http://ann:hunter-url@127.0.0.1:" + std::to_string(server.port()) +
                 "/x?access_token=hunter-query&keep=1",
             "grant_type=refresh_token&refresh_token=hunter-form&client_secret=hunter-client");
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"X-Api-Key", "hunter-key"}};
    request.credentials.bearer = "hunter-bearer";
    REQUIRE(recorder.send(request, {}));
    request.credentials = {{}, "ann", "hunter-basic"};
    std::string body;
    REQUIRE(recorder.stream(request, ignoreHead(), collectInto(body), {}));
    CHECK(body.find("hunter-access") != std::string::npos); // the caller gets everything
    const std::string written = folder.contents();
    INFO(written);
    CHECK(written.find("hunter") == std::string::npos);
    CHECK(written.find("YW5uOmh1bnRlci1iYXNpYw==") == std::string::npos); // ann:hunter-basic
    CHECK(written.find("keep=1") != std::string::npos);
    CHECK(written.find("grant_type=refresh_token") != std::string::npos);
}

TEST_CASE("bodies of Kubernetes secrets are not recorded at all", "[net]")
{
    const TemporaryFolder folder;
    ReplayHttpClient source;
    source.add("GET", "/api/v1/namespaces/a/secrets?limit=1",
               R"({"items":[{"data":{"x":"aHVudGVy"}}]})");
    RecordingHttpClient recorder(source, folder.path());
    REQUIRE(recorder.send(get("http://h/api/v1/namespaces/a/secrets?limit=1"), {}));
    CHECK(folder.contents().find("aHVudGVy") == std::string::npos);
}

TEST_CASE("a document without secrets is recorded byte for byte", "[net]")
{
    const Redactor redactor(get("http://h/"));
    for (const std::string text : {R"({ "b":1.50,  "a":[1e3] , "secretName":"x", "key":"k" })",
                                   "a=1&b=2", "up 1\nkey=2\n", "[1 ,2]"})
        CHECK(redactor.body(text) == text);
    CHECK(redactUrl("https://u:p@h/x?sig=1&a=2#f") == "https://h/x?sig=REDACTED&a=2");
}

TEST_CASE("JSON nested without end is left out of a recording instead of ending the program",
          "[net]")
{
    const Redactor redactor(get("http://h/"));
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + R"({"token":"x"})" + std::string(depth, ']');
    };
    CHECK(redactor.body(nested(100)).find("\"x\"") == std::string::npos);
    CHECK(redactor.body(nested(100)).size() > 200);
    CHECK(redactor.body(nested(2'000'000)) == "REDACTED");
}

TEST_CASE(
    "recordings are readable by their owner only, and a folder that cannot be written is counted",
    "[net]")
{
    const TemporaryFolder folder;
    ReplayHttpClient source;
    source.add("GET", "/", "x");
    {
        RecordingHttpClient recorder(source, folder.path());
        REQUIRE(recorder.send(get("http://h/"), {}));
    }
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        ++files;
        using std::filesystem::perms;
        CHECK((entry.status().permissions() & (perms::group_all | perms::others_all)) ==
              perms::none);
    }
    CHECK(files == 1);
    RecordingHttpClient nowhere(source, "/proc/none/such");
    CHECK(nowhere.send(get("http://h/"), {}));
    CHECK(nowhere.failedWrites() == 1);
}

TEST_CASE("a damaged recording is refused with its name", "[net]")
{
    const TemporaryFolder folder;
    CHECK(ReplayHttpClient::fromFolder(folder.path()).error().code == ErrorCode::NotFound);
    std::filesystem::create_directories(folder.path());
    std::ofstream(folder.path() / "1.exchange") << "{\"binnacleExchange\":99}\nbody";
    const auto replay = ReplayHttpClient::fromFolder(folder.path());
    REQUIRE_FALSE(replay);
    CHECK(replay.error().code == ErrorCode::DataCorrupt);
    CHECK(replay.error().text().find("1.exchange") != std::string::npos);
}

TEST_CASE("equal questions are answered in order, the last answer stays", "[net]")
{
    ReplayHttpClient client;
    for (const char* body : {"1", "2", "3"})
        client.add("GET", "/x", body);
    std::string got;
    for (int i = 0; i < 5; ++i)
        got += client.send(get("http://h/x"), {})->body;
    CHECK(got == "12333");
}

TEST_CASE("a replayed stream comes in pieces and obeys sink, stop and limit", "[net]")
{
    ReplayHttpClient client;
    client.add("GET", "/x", "abcdefghij");
    client.setChunkBytes(3);
    std::vector<std::string> pieces;
    const BodySink collect = [&](std::span<const std::byte> bytes) -> Result<void> {
        pieces.emplace_back(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    };
    REQUIRE(client.stream(get("http://h/x"), ignoreHead(), collect, {}));
    CHECK(pieces == std::vector<std::string>{"abc", "def", "ghi", "j"});
    const BodySink refuse = [](std::span<const std::byte>) -> Result<void> {
        return models::fail(ErrorCode::Conflict, "no");
    };
    CHECK(client.stream(get("http://h/x"), ignoreHead(), refuse, {}).error().code ==
          ErrorCode::Conflict);
    std::stop_source stop;
    stop.request_stop();
    CHECK(client.send(get("http://h/x"), stop.get_token()).error().code == ErrorCode::Cancelled);
    HttpRequest small = get("http://h/x");
    small.maxBodyBytes = 9;
    CHECK(client.send(small, {}).error().code == ErrorCode::ResourceExhausted);
}

TEST_CASE("planned failures come in order, then calls pass", "[net]")
{
    using Kind = PlannedFailure::Kind;
    ReplayHttpClient inner;
    inner.add("GET", "/", "0123456789");
    FailingHttpClient client(&inner);
    client.then({.kind = Kind::ConnectError}, 2);
    client.then({.kind = Kind::Timeout});
    client.then({.kind = Kind::Status, .status = 410, .body = "gone"});
    client.then({.kind = Kind::Truncate, .bytes = 4});
    client.then({.kind = Kind::Slow, .delay = 10ms});
    const HttpRequest request = get("http://h/");
    CHECK(client.send(request, {}).error().code == ErrorCode::Unreachable);
    CHECK(client.send(request, {}).error().code == ErrorCode::Unreachable);
    CHECK(client.send(request, {}).error().code == ErrorCode::Timeout);
    CHECK(client.send(request, {})->status == 410);
    std::string body;
    CHECK(client.stream(request, ignoreHead(), collectInto(body), {}).error().code ==
          ErrorCode::DataCorrupt);
    CHECK(body == "0123");
    CHECK(client.send(request, {})->body == "0123456789");
    CHECK(client.send(request, {})->body == "0123456789");
    client.always(PlannedFailure{.kind = Kind::Hang});
    HttpRequest quick = request;
    quick.deadline = 20ms;
    CHECK(client.send(quick, {}).error().code == ErrorCode::Timeout);
    CHECK(client.calls() == 8);
}

TEST_CASE("a planned hang ends when stopped", "[net]")
{
    FailingHttpClient client;
    client.always(PlannedFailure{.kind = PlannedFailure::Kind::Hang});
    std::stop_source stop;
    HttpRequest request = get("http://h/");
    request.deadline = 0ms;
    std::jthread stopper([&] { stop.request_stop(); });
    CHECK(client.send(request, stop.get_token()).error().code == ErrorCode::Cancelled);
}
