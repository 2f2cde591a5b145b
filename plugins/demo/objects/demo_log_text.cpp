// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/objects/demo_log_text.h"

#include "plugins/demo/demo_random.h"

#include <array>

namespace binnacle::plugins::demo {

namespace {

constexpr std::int64_t kEvery = 400'000'000; ///< Units: nanoseconds; two to three lines a second

struct Line {
    std::string_view level, message;
};

constexpr std::array kUsual{
    Line{"INFO", "scored batch"},
    Line{"INFO", "request done"},
    Line{"INFO", "GET /v2/health/ready 200"},
    Line{"DEBUG", "kv cache hit"},
    Line{"INFO", "queue drained"},
};
constexpr std::array kOdd{
    Line{"WARN", "queue wait above 50 ms"},
    Line{"WARN", "client closed the connection before the answer"},
    Line{"ERROR", "request failed: deadline exceeded"},
};

std::uint64_t number(std::int64_t n)
{
    return static_cast<std::uint64_t>(n);
}

} // namespace

DemoLogText::DemoLogText(std::uint64_t seed, std::string_view pod, std::string_view container,
                         bool json)
    : m_seed(hash(seed, topic(pod), topic(container))), m_json(json)
{
}

std::int64_t DemoLogText::timeOf(std::int64_t line) const
{
    return line * kEvery + between(hash(m_seed, topic("at"), number(line)), 0, kEvery - 1);
}

std::int64_t DemoLogText::firstFrom(std::int64_t ns) const
{
    std::int64_t line = floorDiv(ns, kEvery);
    while (timeOf(line) < ns)
        ++line;
    return line;
}

std::string DemoLogText::textOf(std::int64_t line) const
{
    const std::uint64_t h = hash(m_seed, topic("text"), number(line));
    const Line& what =
        h % 23 == 0 ? kOdd[(h >> 8) % kOdd.size()] : kUsual[(h >> 8) % kUsual.size()];
    const std::string ms = std::to_string(between(h >> 16, 4, 380));
    const std::string batch = std::to_string(between(h >> 24, 1, 32));
    if (m_json)
        return "{\"level\":\"" + std::string(what.level) + "\",\"msg\":\"" +
               std::string(what.message) + "\",\"latency_ms\":" + ms + ",\"batch\":" + batch +
               ",\"simulated\":true}";
    return std::string(what.level) + " [simulated] " + std::string(what.message) + " in " + ms +
           " ms, batch " + batch;
}

std::string_view simulatedNote()
{
    return "INFO this log is simulated by Binnacle's demo estate: no container wrote it";
}

} // namespace binnacle::plugins::demo
