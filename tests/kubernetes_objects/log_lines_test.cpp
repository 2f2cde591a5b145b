// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/logs/log_lines.h"
#include "tests/kubernetes_objects/log_collector.h"
#include "tests/support/catch.h"

using namespace binnacle;
using namespace binnacle::plugins::kubernetes;
using binnacle::tests::Collector;

TEST_CASE("lines are whole and timed, whatever pieces they come in")
{
    const std::string text = "2026-11-24T00:00:00.5Z first\n"
                             "2026-11-24T00:00:01Z \n"
                             "no time here\r\n"
                             "2026-11-24T00:00:02+01:00 last";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        LogLines lines;
        Collector sink;
        for (std::size_t at = 0; at < text.size(); at += piece)
            REQUIRE(lines.push(std::string_view(text).substr(at, piece), sink));
        REQUIRE(lines.finish(sink));
        INFO(piece);
        CHECK(sink.texts == std::vector<std::string>{"first", "", "no time here", "last"});
        CHECK(toRfc3339(sink.times[0]) == "2026-11-24T00:00:00.500Z");
        CHECK_FALSE(sink.times[2].known());
        CHECK(toRfc3339(sink.times[3]) == "2026-11-23T23:00:02Z");
    }
}

TEST_CASE("an endless line is cut once and says so, and the next one is whole")
{
    LogLines lines;
    Collector sink;
    const std::string block(10'000, 'x');
    for (int i = 0; i < 20; ++i)
        REQUIRE(lines.push(block, sink));
    REQUIRE(lines.push("\nshort\n", sink));
    REQUIRE(sink.texts.size() == 2);
    CHECK(sink.texts[0].size() == LogLines::kMostLine);
    CHECK(sink.cuts[0]);
    CHECK(sink.texts[1] == "short");
    CHECK_FALSE(sink.cuts[1]);
}

TEST_CASE("after a new connection from the last second on, no line comes twice and none is lost")
{
    LogLines lines;
    Collector sink;
    REQUIRE(lines.push("2026-11-24T00:00:01.1Z a\n2026-11-24T00:00:01.2Z b\n"
                       "2026-11-24T00:00:01.2Z b\n2026-11-24T00:00:01.3Z half a li",
                       sink));
    lines.reconnect();
    REQUIRE(lines.push("2026-11-24T00:00:01.1Z a\n2026-11-24T00:00:01.2Z b\n"
                       "2026-11-24T00:00:01.2Z b\n2026-11-24T00:00:01.2Z b, third\n"
                       "2026-11-24T00:00:01.3Z half a line\n",
                       sink));
    CHECK(sink.texts == std::vector<std::string>{"a", "b", "b", "b, third", "half a line"});
}

TEST_CASE("what the sink refuses ends the stream")
{
    LogLines lines;
    Collector sink;
    sink.refuseAfter = 1;
    REQUIRE(lines.push("a\n", sink));
    const auto refused = lines.push("b\n", sink);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == models::ErrorCode::ResourceExhausted);
}
