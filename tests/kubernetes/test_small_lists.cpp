// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kubernetes/support.h"
#include "tests/kubernetes/watch_bench.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace binnacle;
using namespace binnacle::tests::kubernetes;
using namespace std::chrono_literals;

TEST_CASE("a list has a connection of its own, unless its kind is small")
{
    const auto all = plugins::kubernetes::builtInTargets("kube", "");
    CHECK_FALSE(all.front().small); // pods
    CHECK(std::count_if(all.begin(), all.end(), [](const auto& t) { return t.small; }) == 7);
    WatchBench bench;
    bench.target.small = GENERATE(false, true);
    bench.http.then(kPods, quietAfter(initialList({"a"}, "10")));
    bench.start();
    CHECK(bench.sees({"a"}));
    CHECK(bench.http.shared(kPods).at(0) == bench.target.small);
}

TEST_CASE("a small kind that overruns the shared connection is listed over one of its own")
{
    WatchBench bench;
    bench.target.small = true;
    Reply reply;
    reply.chunks = {podFrame("ADDED", "a", "5")};
    reply.end = Reply::End::Overrun;
    bench.http.then(kPods, reply);
    bench.http.then(kPods, quietAfter(initialList({"a", "b"}, "10")));
    bench.start();
    CHECK(bench.sees({"a", "b"}));
    CHECK(bench.sink.waitFor(
        [](const MemorySink& s) { return s.status().kinds.at("Pod").complete; }));
    CHECK(bench.http.shared(kPods) == std::vector<bool>{true, false});
}

TEST_CASE("what a starting server refuses for a while is neither given up nor called missing")
{
    WatchBench bench;
    Reply first;
    first.chunks = {initialList({"a"}, "10")};
    bench.http.then(kPods, first);
    for (int i = 0; i < 2; ++i)
        bench.http.then(kPods, statusReply(403, "Forbidden"));
    bench.http.then(kPods, quietAfter(podFrame("ADDED", "b", "11")));
    bench.start();
    CHECK(bench.sees({"a", "b"}, 10s));
    CHECK(bench.sink.lists("Pod") == 1);
    CHECK(bench.sink.status().missing.empty());
}
