// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_layout_builder.h"

#include "plugins/demo/demo_random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace binnacle::plugins::demo {

namespace {

constexpr std::uint32_t kDefaultGpus = 2304;
constexpr double kQueuedShare = 512.0 / 1376.0; // of the training pools' devices
constexpr double kLargeServiceShare = 0.13;     // of a training pool: models too big for A10 and L4

} // namespace

void LayoutBuilder::build()
{
    makePools();
    makeNodes();
    m_served.assign(services().size(), false);
    planTraining();
    placeDocs();
    for (std::uint32_t p = 0; p < m_l.m_pools.size(); ++p) {
        if (!m_l.spec(p).training)
            placeServices(
                p, 1, m_cursor[p].left - std::min(m_cursor[p].left, scaled(m_l.spec(p).notebooks)));
        placeNotebooks(p);
    }
    placeCpuPods();
    plantStories();
    makeQuotas();
}

void LayoutBuilder::makePools()
{
    const auto specs = m_l.m_specs;
    const std::uint32_t perNode = m_size.gpusPerNode();
    const std::uint32_t gpuNodes = (m_size.gpus + perNode - 1) / perNode;
    std::uint32_t weights = 0, given = 0, node = 0, gpu = 0;
    for (const PoolSpec& spec : specs)
        weights += spec.nodes;
    assert(weights > 0);
    std::uint32_t numbered[4] = {};
    std::uint32_t before = 0;
    for (std::uint32_t i = 0; i < specs.size(); ++i) {
        before += specs[i].nodes;
        const auto upTo = static_cast<std::uint32_t>(std::uint64_t{gpuNodes} * before / weights);
        DemoPool pool;
        pool.name = specs[i].name;
        pool.spec = i;
        pool.family = specs[i].family;
        pool.firstNode = node;
        pool.nodes = upTo - given;
        pool.firstGpu = gpu;
        pool.gpus = std::min(pool.nodes * perNode, m_size.gpus - gpu);
        // A second pool of a family starts at the next hundred, as people number racks.
        pool.numberFrom = (numbered[pool.family] + 99) / 100 * 100 + 1;
        numbered[pool.family] = pool.numberFrom - 1 + pool.nodes;
        given = upTo;
        node += pool.nodes;
        gpu += pool.gpus;
        m_l.m_pools.push_back(std::move(pool));
    }
}

void LayoutBuilder::makeNodes()
{
    const std::uint32_t perNode = m_size.gpusPerNode();
    m_l.m_nodes.reserve(m_size.nodes);
    m_l.m_gpuNode.reserve(m_size.gpus);
    for (std::uint32_t p = 0; p < m_l.m_pools.size(); ++p) {
        const DemoPool& pool = m_l.m_pools[p];
        std::uint32_t left = pool.gpus;
        for (std::uint32_t i = 0; i < pool.nodes; ++i) {
            const std::uint32_t here = std::min(left, perNode);
            m_l.m_gpuNode.insert(m_l.m_gpuNode.end(), here,
                                 static_cast<std::uint32_t>(m_l.m_nodes.size()));
            m_l.m_nodes.push_back({p, pool.firstGpu + i * perNode, here});
            left -= here;
        }
        const std::uint32_t keep = std::min(pool.gpus, scaled(m_l.spec(p).free));
        m_cursor.push_back({pool.firstNode, 0, pool.gpus - keep});
    }
    m_l.m_gpuPod.assign(m_l.m_gpuNode.size(), kNone);
    while (m_l.m_nodes.size() < m_size.nodes)
        m_l.m_nodes.push_back({kNone, 0, 0});
}

std::uint32_t LayoutBuilder::scaled(std::uint32_t count) const
{
    return static_cast<std::uint32_t>(std::uint64_t{count} * m_size.gpus / kDefaultGpus);
}

std::uint32_t LayoutBuilder::poolFor(const ServiceSpec& service) const
{
    std::uint32_t family = kNone;
    for (std::uint32_t p = 0; p < m_l.m_pools.size(); ++p) {
        if (m_l.m_pools[p].name == service.pool)
            return p;
        if (m_l.m_pools[p].family == service.family && family == kNone)
            family = p;
    }
    return family;
}

bool LayoutBuilder::placePod(std::uint32_t workload, Cursor& at, std::uint32_t pool,
                             std::uint32_t gpus)
{
    const DemoPool& in = m_l.m_pools[pool];
    if (at.left < gpus || m_l.m_pods.size() >= m_size.pods)
        return false;
    while (at.node < in.firstNode + in.nodes && at.used + gpus > m_l.m_nodes[at.node].gpus) {
        ++at.node;
        at.used = 0;
    }
    if (at.node >= in.firstNode + in.nodes)
        return false;
    const std::uint32_t first = m_l.m_nodes[at.node].firstGpu + at.used;
    for (std::uint32_t g = 0; g < gpus; ++g)
        m_l.m_gpuPod[first + g] = static_cast<std::uint32_t>(m_l.m_pods.size());
    m_l.m_pods.push_back({workload, at.node, first});
    at.used += gpus;
    at.left -= gpus;
    return true;
}

std::uint32_t LayoutBuilder::place(DemoWorkload workload, std::uint32_t pods)
{
    const auto id = static_cast<std::uint32_t>(m_l.m_workloads.size());
    workload.firstPod = static_cast<std::uint32_t>(m_l.m_pods.size());
    std::uint32_t placed = 0;
    while (placed < pods &&
           placePod(id, m_cursor[workload.pool], workload.pool, workload.gpusPerPod))
        ++placed;
    workload.pods = placed;
    if (placed > 0)
        m_l.m_workloads.push_back(std::move(workload));
    return placed;
}

void LayoutBuilder::placeStoryJobs()
{
    // Before all others: the job that fills a rack has to start at one.
    for (std::uint32_t p = 0; p < m_l.m_pools.size(); ++p) {
        if (!m_l.spec(p).training || m_l.m_pools[p].nodes < 8)
            continue;
        const auto job = [&](const char* name, std::uint32_t team, Profile profile,
                             std::uint32_t nodes) {
            const auto id = static_cast<std::uint32_t>(m_l.m_workloads.size());
            DemoWorkload w{name,
                           Shape::LongJob,
                           Host::Deployment,
                           profile,
                           team,
                           p,
                           m_size.gpusPerNode(),
                           0,
                           0,
                           0};
            return place(std::move(w), nodes) > 0 ? id : kNone;
        };
        const std::uint32_t rack = DemoLayout::kNodesPerRack;
        m_l.m_stories.falloutJob = job("recsys-foundation", kGrowth, Profile::Train, rack);
        m_l.m_stories.hungJob = job("ranker-distill", kSearch, Profile::Hung,
                                    m_l.m_pools[p].nodes < 16 ? rack / 2 : rack);
        return;
    }
}

void LayoutBuilder::setAside(std::vector<std::uint32_t>& large)
{
    // What the large models and the notebooks will need; jobs take the rest.
    for (std::uint32_t p = 0; p < m_l.m_pools.size(); ++p) {
        if (!m_l.spec(p).training)
            continue;
        const bool serves = std::any_of(services().begin(), services().end(), [&](const auto& s) {
            return s.gpusPerPod > 1 && poolFor(s) == p;
        });
        if (serves)
            large[p] = static_cast<std::uint32_t>(m_l.m_pools[p].gpus * kLargeServiceShare) / 8 * 8;
        large[p] = std::min(large[p] + scaled(m_l.spec(p).notebooks), m_cursor[p].left);
        m_cursor[p].left -= large[p];
    }
}

void LayoutBuilder::planTraining()
{
    std::uint32_t capacity = 0;
    for (std::uint32_t p = 0; p < m_l.m_pools.size(); ++p)
        capacity += m_l.spec(p).training ? m_l.m_pools[p].gpus : 0;
    placeStoryJobs();
    std::vector<std::uint32_t> large(m_l.m_pools.size(), 0);
    setAside(large);
    placeQueuedJobs(capacity);
    for (std::uint32_t p = 0; p < m_l.m_pools.size(); ++p) {
        if (!m_l.spec(p).training)
            continue;
        placeLongJobs(p);
        placeSmallJobs(p);
        m_cursor[p].left += large[p];
        const std::uint32_t notebooks = scaled(m_l.spec(p).notebooks);
        for (const std::uint32_t size : {4u, 2u})
            placeServices(p, size, m_cursor[p].left - std::min(m_cursor[p].left, notebooks));
    }
}

std::uint32_t LayoutBuilder::trainingPool(std::uint32_t gpus) const
{
    std::uint32_t best = kNone;
    for (std::uint32_t p = 0; p < m_l.m_pools.size(); ++p) {
        if (m_l.spec(p).training && m_cursor[p].left >= gpus &&
            (best == kNone || m_cursor[p].left > m_cursor[best].left))
            best = p;
    }
    return best;
}

void LayoutBuilder::placeQueuedJobs(std::uint32_t capacity)
{
    const auto budget = static_cast<std::uint32_t>(std::lround(capacity * kQueuedShare));
    const auto sizes = queuedJobGpus();
    std::vector<std::uint32_t> jobs; // sizes, large first: small pods must not break up nodes
    for (std::uint32_t sum = 0, i = 0; sum + sizes[i % sizes.size()] <= budget; ++i) {
        jobs.push_back(sizes[i % sizes.size()]);
        sum += jobs.back();
    }
    std::sort(jobs.begin(), jobs.end(), std::greater<>());
    for (std::uint32_t i = 0; i < jobs.size(); ++i) {
        if (jobs[i] >= 8) {
            if (const std::uint32_t pool = trainingPool(jobs[i]); pool != kNone)
                placeQueuedJob(i, jobs[i], pool);
            continue;
        }
        // Small ones share nodes: room for all of them is kept in one pool.
        const std::uint32_t pool = m_small.empty() ? trainingPool(8) : m_small.front().pool;
        if (pool != kNone && m_cursor[pool].left >= jobs[i]) {
            m_small.push_back({i, jobs[i], pool});
            m_cursor[pool].left -= jobs[i];
        }
    }
}

void LayoutBuilder::placeSmallJobs(std::uint32_t pool)
{
    for (const SmallJob& job : m_small) {
        if (job.pool == pool) {
            m_cursor[pool].left += job.gpus;
            placeQueuedJob(job.number, job.gpus, pool);
        }
    }
}

void LayoutBuilder::placeQueuedJob(std::uint32_t number, std::uint32_t gpus, std::uint32_t pool)
{
    const JobSpec& spec = queuedJobs()[number % queuedJobs().size()];
    const std::uint32_t perPod = std::min(gpus, 8u);
    const bool slow = hash(m_l.m_seed, topic("slow-job"), number) % 16 == 0;
    DemoWorkload w{std::string(spec.name),
                   Shape::QueuedJob,
                   Host::Deployment,
                   slow ? Profile::Slow : Profile::Train,
                   spec.team,
                   pool,
                   perPod,
                   0,
                   0,
                   0};
    place(std::move(w), gpus / perPod);
}

void LayoutBuilder::placeLongJobs(std::uint32_t pool)
{
    const auto names = longJobs();
    for (std::uint32_t i = 0; m_cursor[pool].left >= 8; ++i) {
        const std::uint64_t h = hash(m_l.m_seed, topic("long-job"), pool, i);
        const auto& spec = names[(pool * 5 + i) % names.size()];
        const std::uint32_t nodes =
            std::min(static_cast<std::uint32_t>(between(h, 2, 8)), m_cursor[pool].left / 8);
        std::string name(spec.name);
        name += '-';
        name += std::to_string(1 + h % 9);
        name += static_cast<char>('a' + pool % 26);
        name += std::to_string(i);
        const bool slow = (h >> 20) % 14 == 0;
        DemoWorkload w{std::move(name),
                       Shape::LongJob,
                       Host::Deployment,
                       slow ? Profile::Slow : Profile::Train,
                       spec.team,
                       pool,
                       8,
                       0,
                       0,
                       0};
        if (place(std::move(w), nodes) == 0)
            return;
    }
}

void LayoutBuilder::plantStories()
{
    DemoStories& s = m_l.m_stories;
    const auto nodeOf = [&](Family family, bool last, std::uint32_t nth) {
        std::uint32_t found = kNone;
        for (std::uint32_t p = 0; p < m_l.m_pools.size(); ++p) {
            const DemoPool& pool = m_l.m_pools[p];
            if (pool.family == family && pool.nodes > 0 && (found == kNone || last))
                found = pool.firstNode + (nth < pool.nodes ? nth : pool.nodes - 1 - nth % 2);
        }
        return found;
    };
    const auto gpuAt = [&](std::uint32_t node, std::uint32_t index) {
        return node == kNone || index >= m_l.m_nodes[node].gpus
                   ? kNone
                   : m_l.m_nodes[node].firstGpu + index;
    };
    s.offBusGpu = gpuAt(nodeOf(kH100, true, 16), 3); // gpu-h100-117 #3
    s.remapGpu = gpuAt(nodeOf(kH100, false, 43), 0); // gpu-h100-044 #0
    s.nvlinkNode = nodeOf(kA100, false, 20);         // gpu-a100-021
    for (std::uint32_t p = 0; p < m_l.m_pools.size(); ++p) {
        const DemoPool& pool = m_l.m_pools[p];
        if (pool.name != "a10-b" || pool.nodes < 4)
            continue;
        s.cappedNodes = std::clamp(pool.nodes / 8, 1u, 4u);
        s.cappedFirstNode = pool.firstNode + 1;
    }
}

void LayoutBuilder::makeQuotas()
{
    // Search is close to its quota; docs asked for the demonstrations of last quarter.
    constexpr double kUse[kTeamCount] = {0.91, 0.82, 0.78, 0.74, 0.80};
    m_l.m_held.assign(kTeamCount, 0);
    for (const DemoWorkload& w : m_l.m_workloads)
        if (w.team < kTeamCount)
            m_l.m_held[w.team] += w.gpus();
    for (std::uint32_t t = 0; t < kTeamCount; ++t)
        m_l.m_quota.push_back(static_cast<std::uint32_t>(std::lround(m_l.m_held[t] / kUse[t])));
}

} // namespace binnacle::plugins::demo
