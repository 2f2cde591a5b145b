// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_size.h"
#include "plugins/demo/demo_world.h"
#include "tests/support/catch.h"

#include <set>

using namespace binnacle;
using plugins::demo::DemoWorld;
using plugins::demo::kNone;
using plugins::demo::parseSize;

TEST_CASE("the named sizes hold what they promise", "[demo]")
{
    CHECK(parseSize("default")->gpus == 2304);
    CHECK(parseSize("default")->nodes == 288);
    CHECK(parseSize("")->gpus == 2304);
    CHECK(parseSize("small")->nodes == 24);
    CHECK(parseSize("huge")->pods == 150000);
    CHECK(parseSize("huge")->gpus == 40000);
    CHECK(parseSize("large")->gpus > 2304);
}

TEST_CASE("counts may be given in any order and nodes may be left out", "[demo]")
{
    const auto size = parseSize("gpus=20,pods=7");
    REQUIRE(size);
    CHECK(size->gpus == 20);
    CHECK(size->pods == 7);
    CHECK(size->nodes == 3);
    CHECK(parseSize("pods=9,gpus=0,nodes=4")->gpus == 0);
}

TEST_CASE("a size that cannot be is refused with the accepted forms", "[demo]")
{
    const auto text = GENERATE("enormous", "pods=", "pods=-1", "pods=9x", "pods=1,pods=2",
                               "racks=3", "pods=1,", "nodes=0", "gpus=1000,nodes=2",
                               "pods=99999999", "pods=18446744073709551617", "=", ",");
    const auto size = parseSize(text);
    INFO(text);
    REQUIRE_FALSE(size);
    CHECK(size.error().code == models::ErrorCode::InvalidInput);
    CHECK_FALSE(size.error().message.empty());
    CHECK(size.error().remedy.find("huge") != std::string::npos);
}

TEST_CASE("no device is held twice and no pod straddles two nodes", "[demo]")
{
    const std::string text =
        GENERATE("small", "default", "pods=500,gpus=37,nodes=9", "pods=5,gpus=100,nodes=10",
                 "pods=0,gpus=8", "pods=50,gpus=0", "pods=4000,gpus=3000,nodes=200");
    INFO(text);
    const auto size = *parseSize(text);
    const DemoWorld world(7, size, 0);
    const auto& layout = world.layout;
    CHECK(layout.gpuCount() == size.gpus);
    CHECK(layout.nodes().size() == size.nodes);
    CHECK(layout.pods().size() == size.pods);
    std::vector<std::uint32_t> holders(layout.gpuCount(), kNone);
    for (std::uint32_t p = 0; p < layout.pods().size(); ++p) {
        const auto& pod = layout.pods()[p];
        const std::uint32_t gpus = layout.workloads()[pod.workload].gpusPerPod;
        REQUIRE(pod.node < layout.nodes().size());
        for (std::uint32_t g = 0; g < gpus; ++g) {
            const std::uint32_t gpu = pod.firstGpu + g;
            REQUIRE(gpu < layout.gpuCount());
            REQUIRE(holders[gpu] == kNone);
            holders[gpu] = p;
            REQUIRE(layout.podOfGpu(gpu) == p);
            REQUIRE(layout.nodeOfGpu(gpu) == pod.node);
        }
    }
}

TEST_CASE("the default estate has 38 model services of 5 teams and node names are unique", "[demo]")
{
    const DemoWorld world(1, *parseSize("default"), 0);
    std::set<std::string> names, nodes;
    std::set<std::uint32_t> teams;
    for (const auto& w : world.layout.workloads()) {
        if (w.shape == plugins::demo::Shape::Service) {
            names.insert(w.name);
            teams.insert(w.team);
        }
    }
    CHECK(names.size() == 38);
    CHECK(teams.size() == 5);
    for (std::uint32_t n = 0; n < world.layout.nodes().size(); ++n)
        nodes.insert(world.layout.nodeName(n));
    CHECK(nodes.size() == 288);
    CHECK(nodes.count("gpu-h100-117") == 1);
}
