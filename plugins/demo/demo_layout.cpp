// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_layout.h"

#include "plugins/demo/demo_layout_builder.h"

#include <cstdio>

namespace binnacle::plugins::demo {

DemoLayout::DemoLayout(std::uint64_t seed, const DemoSize& size)
    : m_seed(seed), m_specs(poolSpecs(size.oneCluster))
{
    LayoutBuilder(*this, size).build();
}

std::string DemoLayout::nodeName(std::uint32_t node) const
{
    const DemoNode& n = m_nodes[node];
    char text[48];
    if (n.pool == kNone) {
        std::snprintf(text, sizeof text, "cpu-%03u", node + 1);
        return text;
    }
    const DemoPool& pool = m_pools[n.pool];
    const std::string_view family = model(n.pool).family;
    std::snprintf(text, sizeof text, "gpu-%.*s-%03u", static_cast<int>(family.size()),
                  family.data(), pool.numberFrom + (node - pool.firstNode));
    return text;
}

std::string DemoLayout::rackName(std::uint32_t node) const
{
    const DemoNode& n = m_nodes[node];
    if (n.pool == kNone)
        return {};
    const DemoPool& pool = m_pools[n.pool];
    char text[32];
    std::snprintf(text, sizeof text, "-r%02u", 1 + (node - pool.firstNode) / kNodesPerRack);
    return pool.name + text;
}

} // namespace binnacle::plugins::demo
