// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/client/query_gate.h"
#include "tests/support/catch.h"

#include <atomic>
#include <latch>
#include <thread>

using namespace binnacle;
using namespace std::chrono_literals;
using models::ErrorCode;
using plugins::prometheus::QueryGate;

namespace {

models::MetricAnswer answerWith(std::size_t bytes)
{
    models::MetricAnswer answer;
    answer.bytes = bytes;
    return answer;
}

void until(const std::function<bool()>& condition)
{
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::yield();
    }
}

} // namespace

TEST_CASE("equal queries in flight are asked once and all get the answer")
{
    QueryGate gate;
    std::atomic<int> asked{0}, right{0};
    std::latch release(1);
    std::vector<std::jthread> readers;
    for (int i = 0; i < 8; ++i) {
        readers.emplace_back([&] {
            const auto answer = gate.run("q", 10s, {}, [&](auto, auto) -> QueryGate::Answer {
                ++asked;
                release.wait();
                return answerWith(42);
            });
            right += answer && answer->bytes == 42 ? 1 : 0;
        });
    }
    until([&] { return gate.meter().merged == 7; });
    release.count_down();
    readers.clear();
    CHECK(asked == 1);
    CHECK(right == 8);
    CHECK(gate.meter().inFlight == 0);
}

TEST_CASE("at most four different queries are in flight, and all are answered")
{
    QueryGate gate;
    std::atomic<int> now{0}, most{0}, done{0};
    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 24; ++i) {
            readers.emplace_back([&, i] {
                const auto answer = gate.run(std::to_string(i), 10s, {}, [&](auto, auto) {
                    const int here = ++now;
                    for (int seen = most; here > seen && !most.compare_exchange_weak(seen, here);) {
                    }
                    for (int spin = 0; spin < 2000; ++spin)
                        std::this_thread::yield();
                    --now;
                    return QueryGate::Answer(answerWith(1));
                });
                done += answer ? 1 : 0;
            });
        }
    }
    CHECK(done == 24);
    CHECK(most <= 4);
    CHECK(most >= 2);
}

TEST_CASE("a cancelled leader hands the query over to who still waits")
{
    QueryGate gate;
    std::stop_source leaderStop;
    std::atomic<int> asked{0};
    const auto ask = [&](auto, std::stop_token stop) -> QueryGate::Answer {
        if (++asked > 1)
            return answerWith(7);
        until([&] { return stop.stop_requested(); });
        return models::fail(ErrorCode::Cancelled, "cancelled");
    };
    QueryGate::Answer first = answerWith(0), second = answerWith(0);
    std::jthread leader([&] { first = gate.run("q", 10s, leaderStop.get_token(), ask); });
    until([&] { return asked == 1; });
    std::jthread follower([&] { second = gate.run("q", 10s, {}, ask); });
    until([&] { return gate.meter().merged == 1; });
    leaderStop.request_stop();
    leader.join();
    follower.join();
    REQUIRE_FALSE(first);
    CHECK(first.error().code == ErrorCode::Cancelled);
    REQUIRE(second);
    CHECK(second->bytes == 7);
    CHECK(asked == 2);
    CHECK(gate.run("q", 1s, {}, ask));
}

TEST_CASE("waiting ends with the deadline or the token, and leaves the gate usable")
{
    QueryGate gate(1);
    std::latch release(1);
    std::atomic<bool> started{false};
    std::jthread busy([&] {
        (void)gate.run("long", 10s, {}, [&](auto, auto) {
            started = true;
            release.wait();
            return QueryGate::Answer(answerWith(1));
        });
    });
    until([&] { return started.load(); });
    const auto never = [](auto, auto) { return QueryGate::Answer(answerWith(0)); };
    const auto late = gate.run("other", 30ms, {}, never);
    REQUIRE_FALSE(late);
    CHECK(late.error().code == ErrorCode::Timeout);
    const auto lateFollower = gate.run("long", 30ms, {}, never);
    REQUIRE_FALSE(lateFollower);
    CHECK(lateFollower.error().code == ErrorCode::Timeout);
    std::stop_source stop;
    QueryGate::Answer cancelled = answerWith(0);
    std::jthread waiting([&] { cancelled = gate.run("third", 10s, stop.get_token(), never); });
    stop.request_stop();
    waiting.join();
    REQUIRE_FALSE(cancelled);
    CHECK(cancelled.error().code == ErrorCode::Cancelled);
    release.count_down();
    busy.join();
    CHECK(gate.run("after", 1s, {}, never));
}
