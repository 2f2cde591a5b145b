// SPDX-License-Identifier: GPL-3.0-or-later
// The part of LayoutBuilder that gives the pools their services, notebooks and CPU pods.
#include "plugins/demo/demo_layout_builder.h"
#include "plugins/demo/demo_random.h"

#include <algorithm>
#include <cassert>

namespace binnacle::plugins::demo {

void LayoutBuilder::placeServices(std::uint32_t pool, std::uint32_t gpusPerPod,
                                  std::uint32_t budget)
{
    std::vector<std::uint32_t> here;
    std::uint32_t weights = 0;
    for (std::uint32_t s = 0; s < services().size(); ++s) {
        const ServiceSpec& spec = services()[s];
        // A four-GPU pod must come before two-GPU ones, but both share the budget by weight.
        if (m_served[s] || poolFor(spec) != pool || spec.team == kDocs ||
            spec.gpusPerPod > std::max(gpusPerPod, 1u))
            continue;
        weights += spec.weight * spec.gpusPerPod;
        if (spec.gpusPerPod == gpusPerPod)
            here.push_back(s);
    }
    std::uint32_t given = 0;
    for (std::size_t i = 0; i < here.size(); ++i) {
        const ServiceSpec& spec = services()[here[i]];
        assert(weights > 0); // those of the ones not placed yet
        const bool last = weights == spec.weight * spec.gpusPerPod;
        const std::uint32_t share =
            last ? budget - given
                 : static_cast<std::uint32_t>(std::uint64_t{budget - given} * spec.weight *
                                              spec.gpusPerPod / weights);
        weights -= spec.weight * spec.gpusPerPod;
        DemoWorkload w{std::string(spec.name),
                       Shape::Service,
                       spec.host,
                       spec.light ? Profile::Light : Profile::Serve,
                       spec.team,
                       pool,
                       gpusPerPod,
                       spec.version,
                       0,
                       0};
        given += place(std::move(w), std::max(1u, share / gpusPerPod)) * gpusPerPod;
        m_served[here[i]] = true;
    }
}

void LayoutBuilder::placeDocs()
{
    for (std::uint32_t s = 0; s < services().size(); ++s) {
        const ServiceSpec& spec = services()[s];
        const std::uint32_t pool = spec.team == kDocs ? poolFor(spec) : kNone;
        if (pool == kNone)
            continue;
        const auto pods = std::max(1u, scaled(spec.weight));
        if (m_l.m_stories.docsFirstPod == kNone)
            m_l.m_stories.docsFirstPod = static_cast<std::uint32_t>(m_l.m_pods.size());
        place({std::string(spec.name), Shape::Service, spec.host, Profile::MostlyIdle, spec.team,
               pool, 1, spec.version, 0, 0},
              pods);
        m_served[s] = true;
    }
}

void LayoutBuilder::placeNotebooks(std::uint32_t pool)
{
    const std::uint32_t count = std::min(scaled(m_l.spec(pool).notebooks), m_cursor[pool].left);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t team =
            (pool + i) % kDocs; // everybody but docs, whose idle devices are a story
        place({"notebook-" + m_l.m_pools[pool].name + "-" + std::to_string(i + 1), Shape::Notebook,
               Host::StatefulSet, Profile::Notebook, team, pool, 1, 0, 0, 0},
              1);
    }
}

void LayoutBuilder::placeCpuPods()
{
    const auto held = static_cast<std::uint32_t>(m_l.m_pods.size());
    if (held >= m_size.pods)
        return;
    std::uint32_t left = m_size.pods - held;
    m_l.m_pods.reserve(m_size.pods);
    for (std::uint32_t i = 0; left > 0; ++i) {
        const auto& spec = cpuServices()[i % cpuServices().size()];
        const std::uint32_t round = i / static_cast<std::uint32_t>(cpuServices().size());
        const std::uint64_t h = hash(m_l.m_seed, topic("cpu-service"), i);
        const std::uint32_t pods = std::min(left, static_cast<std::uint32_t>(between(h, 12, 90)));
        DemoWorkload w{std::string(spec.name),
                       Shape::Cpu,
                       Host::Deployment,
                       Profile::NoGpu,
                       spec.team,
                       kNone,
                       0,
                       0,
                       0,
                       0};
        if (round > 0)
            w.name += "-" + std::to_string(round + 1);
        w.firstPod = static_cast<std::uint32_t>(m_l.m_pods.size());
        w.pods = pods;
        const auto id = static_cast<std::uint32_t>(m_l.m_workloads.size());
        for (std::uint32_t p = 0; p < pods; ++p) {
            const std::uint64_t at = hash(m_l.m_seed, topic("cpu-pod"), i, p);
            m_l.m_pods.push_back({id, static_cast<std::uint32_t>(at % m_l.m_nodes.size()), kNone});
        }
        m_l.m_workloads.push_back(std::move(w));
        left -= pods;
    }
}

} // namespace binnacle::plugins::demo
