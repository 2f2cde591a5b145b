// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kubernetes/support.h"
#include "tests/kubernetes/watch_bench.h"
#include "tests/support/catch.h"

using namespace binnacle;
using namespace binnacle::tests::kubernetes;
using models::SourcePhase;
using plugins::kubernetes::WireForm;
using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

bool complete(const MemorySink& sink)
{
    const auto status = sink.status();
    const auto it = status.kinds.find("Pod");
    return it != status.kinds.end() && it->second.complete;
}

} // namespace

TEST_CASE("a streaming list becomes rows, then follows changes, whatever the chunks")
{
    WatchBench bench;
    const std::string body = initialList({"a", "b"}, "10") + podFrame("ADDED", "c", "11") +
                             podFrame("MODIFIED", "a", "12", "Failed") +
                             podFrame("DELETED", "b", "13");
    Reply reply;
    for (const char c : body)
        reply.chunks.push_back(std::string(1, c)); // one byte at a time
    reply.end = Reply::End::Hang;
    bench.http.then(kPods, reply);
    bench.start();
    CHECK(bench.sees({"a", "c"}));
    CHECK(bench.sink.waitFor(complete));
    CHECK(bench.sink.lists("Pod") == 1);
    CHECK(bench.kind().rows == 2);
    const auto url = bench.http.urls(kPods).at(0);
    CHECK(has(url, "sendInitialEvents=true"));
    CHECK(has(url, "resourceVersionMatch=NotOlderThan"));
    CHECK(has(url, "allowWatchBookmarks=true"));
    CHECK_FALSE(has(url, "resourceVersion="));
    CHECK(bench.sink.waitFor(
        [](const MemorySink& s) { return s.status().phase == SourcePhase::Ready; }));
}

TEST_CASE("the first rows come in a small batch while the list still streams")
{
    WatchBench bench;
    Reply reply;
    for (int i = 0; i < 1000; ++i)
        reply.chunks.push_back(podFrame("ADDED", "p" + std::to_string(i), "5"));
    reply.end = Reply::End::Hang; // the list never ends
    bench.http.then(kPods, reply);
    bench.start();
    REQUIRE(bench.sink.waitFor([](const MemorySink& s) { return s.count("Pod") >= 64; }));
    CHECK(bench.sink.batches().front() <= 64);
    CHECK_FALSE(bench.kind().complete);
    CHECK(bench.sink.status().phase == SourcePhase::Syncing);
}

TEST_CASE("a clean end of a watch resumes from the last version, bookmarks included")
{
    WatchBench bench;
    Reply first;
    first.chunks = {initialList({"a"}, "10"), podFrame("ADDED", "b", "11"), bookmark("20")};
    bench.http.then(kPods, first);
    bench.http.then(kPods, quietAfter(podFrame("DELETED", "a", "21")));
    bench.start();
    CHECK(bench.sees({"b"}));
    REQUIRE(bench.http.urls(kPods).size() == 2);
    CHECK(has(bench.http.urls(kPods)[1], "resourceVersion=20"));
    CHECK_FALSE(has(bench.http.urls(kPods)[1], "sendInitialEvents"));
    CHECK(bench.sink.lists("Pod") == 1);
}

TEST_CASE(
    "an expired version, in the stream or as an answer, lists again without emptying the table")
{
    const bool inStream = GENERATE(true, false);
    WatchBench bench;
    Reply first;
    first.chunks = {initialList({"a", "b"}, "10")};
    bench.http.then(kPods, first);
    if (inStream)
        bench.http.then(kPods, quietAfter(errorFrame(410, "Expired")));
    else
        bench.http.then(kPods, statusReply(410, "Expired"));
    // b went while we were away; until the new list is complete nothing may vanish.
    Reply again;
    again.chunks = {podFrame("ADDED", "a", "30"), podFrame("ADDED", "c", "30"),
                    bookmark("30", true)};
    again.end = Reply::End::Hang;
    bench.http.then(kPods, again);
    bool emptied = false;
    bench.start();
    CHECK(bench.sink.waitFor([&](const MemorySink& s) {
        emptied = emptied || (s.lists("Pod") > 0 && s.count("Pod") < 2);
        return s.lists("Pod") == 2;
    }));
    CHECK_FALSE(emptied);
    CHECK(bench.sees({"a", "c"}));
    CHECK(has(bench.http.urls(kPods).at(2), "sendInitialEvents=true"));
    CHECK(bench.kind().rows == 2);
}

TEST_CASE("a server without streaming lists is paged, then watched")
{
    const int code = GENERATE(422, 400);
    WatchBench bench;
    bench.http.then(kPods, statusReply(code, code == 422 ? "Invalid" : "BadRequest"));
    bench.http.then(kPods, listReply(podList({"a", "b"}, "7", "more&more")));
    bench.http.then(kPods, listReply(podList({"c"}, "7")));
    bench.http.then(kPods, quietAfter(podFrame("ADDED", "d", "8")));
    bench.start();
    CHECK(bench.sees({"a", "b", "c", "d"}));
    const auto urls = bench.http.urls(kPods);
    REQUIRE(urls.size() == 4);
    CHECK(has(urls[1], "limit=500"));
    CHECK(has(urls[2], "continue=more%26more"));
    CHECK_FALSE(has(urls[2], "resourceVersion"));
    CHECK(has(urls[3], "resourceVersion=7"));
    CHECK(bench.kind().complete);
    CHECK(has(bench.sink.status().notes.at(0), "streaming lists are off"));
}

TEST_CASE("a streaming list that fails inside the stream falls back to pages")
{
    WatchBench bench;
    bench.http.then(kPods,
                    quietAfter(podFrame("ADDED", "a", "3") + errorFrame(500, "InternalError")));
    bench.http.then(kPods, listReply(podList({"b"}, "7")));
    bench.start();
    CHECK(bench.sees(
        {"b"})); // a was of the list that failed: the sweep of the next one takes it away
    CHECK(bench.sink.lists("Pod") == 1);
}

TEST_CASE("a page token that expires starts the list again")
{
    WatchBench bench;
    bench.http.then(kPods, statusReply(422, "Invalid"));
    bench.http.then(kPods, listReply(podList({"gone"}, "7", "t1")));
    bench.http.then(kPods, statusReply(410, "Expired"));
    bench.http.then(kPods, listReply(podList({"a"}, "9", "t2")));
    bench.http.then(kPods, statusReply(410, "Expired"));
    bench.http.then(kPods, listReply(podList({"a", "b"}, "11")));
    bench.start();
    CHECK(bench.sees({"a", "b"}));
    CHECK(bench.sink.waitFor(complete));
    // After two expiries in a row the list is taken in one piece.
    CHECK_FALSE(has(bench.http.urls(kPods).at(5), "limit"));
}

TEST_CASE("a version the server has not reached yet is waited for, not listed anew")
{
    WatchBench bench;
    Reply first;
    first.chunks = {initialList({"a"}, "10")};
    bench.http.then(kPods, first);
    bench.http.then(kPods, quietAfter(errorFrame(504, "Timeout", "ResourceVersionTooLarge", 1)));
    bench.http.then(kPods, quietAfter(podFrame("ADDED", "b", "11")));
    const auto started = std::chrono::steady_clock::now();
    bench.start();
    CHECK(bench.sees({"a", "b"}));
    CHECK(std::chrono::steady_clock::now() - started >= 900ms);
    CHECK(has(bench.http.urls(kPods).at(2), "resourceVersion=10"));
    CHECK(bench.sink.lists("Pod") == 1);
}

TEST_CASE("a busy server is asked again later, from where we were")
{
    WatchBench bench;
    Reply first;
    first.chunks = {initialList({"a"}, "10")};
    bench.http.then(kPods, first);
    bench.http.then(kPods, statusReply(429, "TooManyRequests"));
    bench.http.then(kPods, quietAfter(podFrame("ADDED", "b", "11")));
    const auto started = std::chrono::steady_clock::now();
    bench.start();
    CHECK(bench.sees({"a", "b"}));
    CHECK(std::chrono::steady_clock::now() - started >= 400ms);
    CHECK(bench.sink.lists("Pod") == 1);
}

TEST_CASE("a plain 429 is asked again when its Retry-After says, not before")
{
    WatchBench bench;
    Reply first;
    first.chunks = {initialList({"a"}, "10")};
    bench.http.then(kPods, first);
    Reply busy;
    busy.status = 429;
    busy.type = "text/plain";
    busy.chunks = {"Too many requests, please try again later."};
    busy.headers = {{"Retry-After", "2"}};
    bench.http.then(kPods, busy);
    bench.http.then(kPods, quietAfter(podFrame("ADDED", "b", "11")));
    const auto started = std::chrono::steady_clock::now();
    bench.start();
    CHECK(bench.sees({"a", "b"}));
    CHECK(std::chrono::steady_clock::now() - started >= 1900ms);
}

TEST_CASE("an object that cannot be read is skipped, counted and noted; the stream goes on")
{
    WatchBench bench;
    bench.http.then(
        kPods, quietAfter(initialList({"a"}, "10") + watchFrame("ADDED", "Pod", "\xff\xff\xff") +
                          watchFrame("ADDED", "Pod", "") + podFrame("ADDED", "b", "12")));
    bench.start();
    CHECK(bench.sees({"a", "b"}));
    CHECK(bench.sink.waitFor([](const MemorySink& s) {
        const auto notes = s.status().notes;
        return notes.size() == 1 && has(notes[0], "unreadable pods skipped: 2");
    }));
    CHECK(bench.http.urls(kPods).size() == 1);
}

TEST_CASE("a frame that claims to be huge ends the stream, which then resumes")
{
    WatchBench bench;
    bench.http.then(kPods, quietAfter(initialList({"a"}, "10") + podFrame("ADDED", "b", "11") +
                                      std::string("\xff\xff\xff\xff", 4)));
    bench.http.then(kPods, quietAfter(podFrame("ADDED", "c", "12")));
    bench.start();
    CHECK(bench.sees({"a", "b", "c"}));
    CHECK(has(bench.http.urls(kPods).at(1), "resourceVersion=11"));
}

TEST_CASE("unreadable frames from one version again and again lead to a new list")
{
    WatchBench bench;
    Reply first;
    first.chunks = {initialList({"a"}, "10")};
    bench.http.then(kPods, first);
    for (int i = 0; i < 3; ++i)
        bench.http.then(kPods, quietAfter(std::string("\x00\x00\x00\x02zz", 6)));
    bench.http.then(kPods, quietAfter(initialList({"a", "b"}, "20")));
    bench.start();
    CHECK(bench.sees({"a", "b"}));
    CHECK(bench.sink.lists("Pod") == 2);
}

TEST_CASE("half a frame at the cut of a connection is dropped and asked for again")
{
    WatchBench bench;
    Reply first;
    const auto whole = podFrame("ADDED", "b", "11");
    first.chunks = {initialList({"a"}, "10"), whole.substr(0, whole.size() / 2)};
    first.end = Reply::End::Cut;
    bench.http.then(kPods, first);
    bench.http.then(kPods, quietAfter(whole));
    bench.start();
    CHECK(bench.sees({"a", "b"}));
    CHECK(has(bench.http.urls(kPods).at(1), "resourceVersion=10"));
}

TEST_CASE("a refused protobuf is asked for as JSON")
{
    WatchBench bench;
    bench.http.then(kPods, statusReply(406, "NotAcceptable"));
    Reply json;
    json.type = "application/json;stream=watch";
    json.chunks = {
        R"({"type":"ADDED","object":{"metadata":{"name":"a","namespace":"ns","uid":"u1",)"
        R"("resourceVersion":"4"},"status":{"phase":"Pending"}}})"
        "\n"
        R"({"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"5","annotations":)"
        R"({"k8s.io/initial-events-end":"true"}}}})"
        "\n"};
    json.end = Reply::End::Hang;
    bench.http.then(kPods, json);
    bench.start();
    CHECK(bench.sees({"a"}));
    CHECK(bench.sink.waitFor(complete));
    CHECK(bench.sink.rows("Pod").at(0).at("status") == "Pending");
}

TEST_CASE("a forbidden cluster becomes the one namespace that is allowed")
{
    WatchBench bench;
    bench.http.then(kPods, statusReply(403, "Forbidden"));
    bench.http.then("/api/v1/namespaces/ns/pods", quietAfter(initialList({"a"}, "10")));
    bench.fallback = [](std::stop_token) { return std::optional<std::string>("ns"); };
    bench.start();
    CHECK(bench.sees({"a"}));
    CHECK(bench.sink.waitFor(complete));
    CHECK(bench.kind().scope == "ns");
    const auto status = bench.sink.status();
    CHECK(status.missing == std::vector<std::string>{"list pods (cluster-wide)"});
    CHECK(status.phase == SourcePhase::Degraded);
}

TEST_CASE("a forbidden kind says so, is not asked in a loop, and comes when it is allowed")
{
    WatchBench bench;
    bench.http.then(kPods, statusReply(403, "Forbidden"));
    bench.http.then(kPods, quietAfter(initialList({"a"}, "10")));
    bench.start();
    CHECK(bench.sink.waitFor([](const MemorySink& s) {
        const auto kinds = s.status().kinds;
        return kinds.contains("Pod") && kinds.at("Pod").error &&
               kinds.at("Pod").error->code == models::ErrorCode::PermissionDenied;
    }));
    CHECK(bench.sees({"a"}));
    CHECK(bench.sink.waitFor([](const MemorySink& s) { return s.status().missing.empty(); }));
}

TEST_CASE("a page of HTML is an error about the address, not a crash")
{
    WatchBench bench;
    Reply html;
    html.type = "text/html";
    html.chunks = {"<html>log in</html>"};
    bench.http.always(kPods, html);
    bench.start();
    CHECK(bench.sink.waitFor([](const MemorySink& s) {
        const auto kinds = s.status().kinds;
        return kinds.contains("Pod") && kinds.at("Pod").error &&
               has(kinds.at("Pod").error->message, "text/html") &&
               has(kinds.at("Pod").error->remedy, "kubeconfig");
    }));
}

TEST_CASE("a refused batch is not lost: the kind is listed again")
{
    WatchBench bench;
    bench.http.then(kPods, quietAfter(initialList({"a"}, "10")));
    bench.http.always(kPods, quietAfter(initialList({"a", "b"}, "12")));
    bench.sink.failNext(1);
    bench.start();
    CHECK(bench.sees({"a", "b"}));
}

namespace {

Reply healthOver(std::uint64_t connection)
{
    Reply up;
    up.type = "text/plain";
    up.chunks = {"ok"};
    up.connection = connection;
    return up;
}

} // namespace

TEST_CASE("a silent watch on the heartbeat's connection is proven by it and left alone")
{
    WatchBench bench;
    Reply list = quietAfter(initialList({"a"}, "10"));
    list.connection = 7;
    bench.http.then(kPods, list);
    bench.http.always(kHealth, healthOver(7));
    bench.start(300ms);
    REQUIRE(bench.sink.waitFor(complete));
    // A dozen heartbeats and twice the time after which others are renewed.
    REQUIRE(bench.sink.waitFor(
        [&](const MemorySink&) { return bench.http.urls(kHealth).size() > 18; }));
    CHECK(bench.http.urls(kPods).size() == 1);
    CHECK_FALSE(bench.kind().provenUntil.known());
}

TEST_CASE("a silent watch that no heartbeat speaks for is opened anew from where it was")
{
    WatchBench bench;
    Reply list = quietAfter(initialList({"a"}, "10"));
    list.connection = 7;
    Reply next = quietAfter(podFrame("ADDED", "b", "11")); // what the stalled one never brought
    next.connection = 8;
    bench.http.then(kPods, list);
    bench.http.then(kPods, next);
    bench.http.always(kHealth, healthOver(9));
    bench.start();
    CHECK(bench.sees({"a", "b"}));
    const auto urls = bench.http.urls(kPods);
    REQUIRE(urls.size() >= 2);
    CHECK(has(urls[1], "resourceVersion=10"));
    CHECK(bench.sink.status().phase == SourcePhase::Ready);
}

TEST_CASE("a kind without proof says since when, while its source answers")
{
    WatchBench bench;
    bench.http.then(kPods, quietAfter(initialList({"a"}, "10")));
    bench.http.always(kHealth,
                      healthOver(9)); // every further request for pods hangs without a head
    Reply stalled;
    stalled.end = Reply::End::Stalled;
    bench.http.always(kPods, stalled);
    bench.start(300ms);
    REQUIRE(bench.sink.waitFor(complete));
    REQUIRE(bench.sink.waitFor([&](const MemorySink& s) {
        const auto kind = s.status().kinds.at("Pod");
        return kind.provenUntil.known() && s.status().lastContact > kind.provenUntil;
    }));
    CHECK_FALSE(bench.kind().error);
}

TEST_CASE("a dead server fails the source; its return brings everything back from the last version")
{
    WatchBench bench;
    bench.http.then(kPods, quietAfter(initialList({"a"}, "10")));
    bench.http.then(kPods, quietAfter(podFrame("ADDED", "b", "11")));
    bench.start();
    REQUIRE(bench.sees({"a"}));
    REQUIRE(bench.sink.waitFor(complete));
    Reply down;
    down.end = Reply::End::Refused;
    bench.http.always(kHealth, down);
    CHECK(bench.sink.waitFor([](const MemorySink& s) {
        return s.status().phase == SourcePhase::Failed && s.status().error.has_value();
    }));
    const auto contact = bench.sink.status().lastContact;
    std::this_thread::yield();
    CHECK(bench.sink.status().lastContact == contact); // no contact is claimed while nobody answers
    CHECK(bench.names() == std::vector<std::string>{"a"}); // what was known stays
    Reply up;
    up.type = "text/plain";
    up.chunks = {"ok"};
    bench.http.always(kHealth, up);
    CHECK(bench.sees({"a", "b"}));
    CHECK(bench.http.drops() > 0);
    CHECK(has(bench.http.urls(kPods).at(1), "resourceVersion=10"));
    CHECK(bench.sink.waitFor([](const MemorySink& s) {
        return s.status().phase == SourcePhase::Ready && !s.status().error;
    }));
    CHECK(bench.sink.lists("Pod") == 1);
}

TEST_CASE("a quiet watch stops within 50 ms")
{
    WatchBench bench;
    bench.http.then(kPods, quietAfter(initialList({"a"}, "10")));
    bench.start();
    REQUIRE(bench.sees({"a"}));
    CHECK(bench.stop() < 50);
}

TEST_CASE("rows that may no longer be seen, or exist no more, do not stay as if they were live")
{
    const int code = GENERATE(403, 404);
    WatchBench bench;
    Reply first;
    first.chunks = {initialList({"a", "b"}, "10")};
    bench.http.then(kPods, first);
    bench.http.always(kPods, statusReply(code, code == 403 ? "Forbidden" : "NotFound"));
    bench.start();
    CHECK(bench.sink.waitFor([](const MemorySink& s) { return s.lists("Pod") >= 1; }));
    // A server that just starts refuses for seconds: that is waited out first.
    CHECK(bench.sees({}, 8s));
    CHECK(bench.sink.waitFor(
        [](const MemorySink& s) { return s.status().kinds.at("Pod").error.has_value(); }));
}

TEST_CASE("one failed streaming list does not turn streaming off for ever")
{
    WatchBench bench;
    bench.http.then(kPods, quietAfter(errorFrame(500, "InternalError")));
    bench.http.then(kPods, listReply(podList({"b"}, "7")));
    bench.http.then(kPods, quietAfter(errorFrame(410, "Expired")));
    bench.http.then(kPods, quietAfter(initialList({"b", "c"}, "9")));
    bench.start();
    CHECK(bench.sees({"b", "c"}));
    CHECK(has(bench.http.urls(kPods).at(3), "sendInitialEvents=true"));
}
