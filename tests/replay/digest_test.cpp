// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/support/replay/digest.h"
#include "tests/support/replay/documents.h"

#include <algorithm>
#include <map>
#include <set>

using namespace binnacle::tests::replay;

namespace {

EstateOptions options(std::uint64_t seed)
{
    EstateOptions out;
    out.pods = 2000;
    out.nodes = 60;
    out.seed = seed;
    return out;
}

} // namespace

TEST_CASE("equal seeds give equal estates, and equal changes lead to equal states")
{
    Estate a(options(7));
    Estate b(options(7));
    Estate other(options(8));
    CHECK(digestOf(a).sum == digestOf(b).sum);
    CHECK(digestOf(a).sum != digestOf(other).sum);
    const auto before = digestOf(a).sum;
    a.churn(500);
    b.churn(500);
    CHECK(digestOf(a).sum == digestOf(b).sum);
    CHECK(digestOf(a).sum != before);
    CHECK(digestOf(a).changes == 500);
}

TEST_CASE("names are unique and lists are sorted by key, also after many changes")
{
    Estate estate(options(3));
    estate.churn(20000);
    const auto pods = estate.list(Kind::Pod).records;
    std::vector<std::string> keys;
    for (const Record& pod : pods)
        keys.push_back(namespaceOf(Kind::Pod, pod, estate.names()) + "/" +
                       nameOf(Kind::Pod, pod, estate.names()));
    CHECK(std::is_sorted(keys.begin(), keys.end()));
    CHECK(std::set<std::string>(keys.begin(), keys.end()).size() == keys.size());
    std::vector<std::string> nodes;
    for (const auto& node : estate.names().nodes())
        nodes.push_back(node.name);
    CHECK(std::is_sorted(nodes.begin(), nodes.end()));
}

TEST_CASE("no node has more pods with a GPU than it has GPUs")
{
    Estate estate(options(5));
    std::map<std::uint32_t, int> used;
    for (std::uint32_t pod = 0; pod < 2000; ++pod) {
        if (estate.names().serviceOf(pod).gpu)
            ++used[estate.names().homeOf(pod)];
    }
    REQUIRE_FALSE(used.empty());
    for (const auto& [node, gpus] : used) {
        CHECK(node < 60);
        CHECK(gpus <= 8);
    }
}

TEST_CASE("replaying the log over an old list leads to the new list")
{
    Estate estate(options(11));
    const Listing before = estate.list(Kind::Pod);
    estate.churn(5000);
    std::map<std::string, std::string> state;
    const auto put = [&](const Record& pod) {
        state[nameOf(Kind::Pod, pod, estate.names())] = stateLine(pod, estate.names());
    };
    for (const Record& pod : before.records)
        put(pod);
    auto position = estate.positionAfter(Kind::Pod, before.resourceVersion);
    REQUIRE(position);
    std::vector<Event> events;
    std::uint64_t version = 0;
    REQUIRE(estate.read(Kind::Pod, *position, events, version, std::chrono::milliseconds(0), {}) ==
            Estate::Read::Events);
    for (const Event& event : events) {
        if (event.type == EventType::Deleted)
            state.erase(nameOf(Kind::Pod, event.record, estate.names()));
        else
            put(event.record);
    }
    std::uint64_t sum = 0;
    for (const auto& [name, line] : state)
        sum += lineHash(line);
    CHECK(sum == digestOf(estate).sum);
    CHECK(state.size() == digestOf(estate).pods);
}

TEST_CASE("a log keeps its newest events and says what is too old")
{
    auto small = options(1);
    small.logLength = 100;
    Estate estate(small);
    const auto start = estate.resourceVersion();
    estate.churn(50);
    CHECK(estate.positionAfter(Kind::Pod, start).has_value());
    estate.churn(500);
    CHECK_FALSE(estate.positionAfter(Kind::Pod, start).has_value());
    CHECK(estate.oldest(Kind::Pod) > start);
    CHECK(estate.positionAfter(Kind::Pod, estate.resourceVersion()).has_value());
}
