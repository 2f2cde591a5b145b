// SPDX-License-Identifier: GPL-3.0-or-later
// Devices that work less than they could: held down, held for nothing, short of quota.
#include "services/usecases/fleet_attention.h"
#include "services/usecases/fleet_rules.h"
#include "services/usecases/words.h"

#include <algorithm>
#include <map>
#include <set>

namespace binnacle::services::fleet {

using models::BuiltIn;
using models::col;
using models::QueueColumn;
using models::QuotaColumn;

void addThrottled(Build& build)
{
    struct Group {
        std::set<std::string_view> nodes;
        std::size_t devices = 0;
        std::int64_t reasons = 0;
        models::ObjectKey node;
    };
    std::map<std::pair<std::string_view, std::string_view>, Group> pools;
    for (const FleetNode& node : build.view.nodes) {
        for (std::size_t g = node.firstGpu; g < node.firstGpu + node.gpuCount; ++g) {
            if (build.view.gpus[g].state != GpuState::Throttled)
                continue;
            Group& group = pools[{node.cluster, node.pool}];
            group.nodes.insert(node.name);
            group.reasons |= build.facts[g].throttleReasons;
            group.node = node.key;
            ++group.devices;
        }
    }
    for (const auto& [id, group] : pools) {
        const bool power = (group.reasons & kPowerReasons) != 0,
                   heat = (group.reasons & kHeatReasons) != 0;
        const std::string nodes =
            counted(static_cast<std::int64_t>(group.nodes.size()), "node", "nodes");
        FleetAttention item;
        item.severity = Severity::Warning;
        item.subject = !id.second.empty()        ? "pool " + std::string(id.second)
                       : group.nodes.size() == 1 ? std::string(*group.nodes.begin())
                                                 : std::string(id.first);
        item.text = nodes + (power && heat ? " held down by power and heat"
                             : power       ? " power capped"
                             : heat        ? " held down by heat"
                                           : " slowed by the board");
        item.nextStep =
            heat && !power
                ? "Check cooling and the fans of these nodes; move latency-bound services away."
                : "Compare the enforced power limits with the rest of the pool; lift the cap or "
                  "move latency-bound services away.";
        if (group.nodes.size() == 1)
            item.target = group.node;
        item.filter = joinTerms({filterTerm("pool", id.second), "state:throttled"});
        item.devices = group.devices;
        build.view.attention.push_back(std::move(item));
    }
}

void addLongIdle(Build& build)
{
    struct Group {
        std::int64_t devices = 0;
        models::UtcTime newest; ///< the shortest spell: true for all of them
    };
    std::map<std::pair<std::string_view, std::string_view>, Group> groups;
    for (const FleetGpu& gpu : build.view.gpus) {
        if (gpu.state != GpuState::IdleReserved || !gpu.since.known() ||
            build.now - gpu.since < kLongIdle)
            continue;
        Group& group = groups[{gpu.team, gpu.pool}];
        ++group.devices;
        group.newest = std::max(group.newest, gpu.since);
    }
    const bool wanted = build.view.queue.jobs > 0;
    for (const auto& [id, group] : groups) {
        if (group.devices < kLongIdleDevices)
            continue;
        const auto& [team, pool] = id;
        FleetAttention item;
        item.severity = wanted ? Severity::Warning : Severity::Info;
        item.subject = (team.empty() ? std::string("no team") : std::string(team)) +
                       (pool.empty() ? "" : " / " + std::string(pool));
        item.text = counted(group.devices, "GPU", "GPUs") + " under 5% for " +
                    durationWord(build.now - group.newest);
        item.nextStep = "Ask the team to scale the services down or to lend the devices" +
                        (wanted ? ": " + counted(build.view.queue.jobs, "job waits", "jobs wait") +
                                      " for " + counted(build.view.queue.gpus, "GPU", "GPUs") + "."
                                : std::string("."));
        item.filter =
            joinTerms({filterTerm("pool", pool), filterTerm("team", team), "state:idle-reserved"});
        item.devices = static_cast<std::size_t>(group.devices);
        build.view.attention.push_back(std::move(item));
    }
}

void addLinkErrors(Build& build)
{
    for (const FleetNode& node : build.view.nodes) {
        double worst = 0;
        std::size_t devices = 0;
        models::ObjectKey device;
        for (std::size_t g = node.firstGpu; g < node.firstGpu + node.gpuCount; ++g) {
            if (!(build.facts[g].nvlinkErrors >= kNvlinkErrorsFrom) ||
                build.view.gpus[g].state == GpuState::Unknown)
                continue;
            ++devices;
            if (build.facts[g].nvlinkErrors > worst)
                device = build.view.gpus[g].key;
            worst = std::max(worst, build.facts[g].nvlinkErrors);
        }
        if (devices == 0)
            continue;
        FleetAttention item;
        item.severity = Severity::Warning;
        item.subject = node.name;
        item.text = "NVLink errors on " +
                    counted(static_cast<std::int64_t>(devices), "GPU", "GPUs") + ", up to " +
                    figure(worst) + " per second";
        item.nextStep = "Keep collective jobs off the node; reset the GPUs on the link, and reseat "
                        "or replace it when the errors return.";
        item.target = device;
        item.filter = filterTerm("node", node.name);
        item.devices = devices;
        build.view.attention.push_back(std::move(item));
    }
}

void addQuotas(Build& build)
{
    struct Use {
        std::int64_t used = 0, quota = 0;
    };
    std::map<std::string_view, Use> uses;
    const auto add = [&](std::string_view name, std::int64_t used, std::int64_t quota) {
        if (used != models::kUnknownInt && quota != models::kUnknownInt && quota > 0 &&
            !name.empty()) {
            uses[name].used += used;
            uses[name].quota += quota;
        }
    };
    if (const Table* queues = build.s.table(BuiltIn::ClusterQueue)) {
        queues->forEach([&](const RowRef& row) {
            add(row.name(), row.integer(col(QueueColumn::GpusUsed)),
                row.integer(col(QueueColumn::Gpus)));
        });
    }
    const Table* quotas = build.s.table(BuiltIn::ResourceQuota);
    if (uses.empty() && quotas != nullptr) {
        quotas->forEach([&](const RowRef& row) {
            add(row.ns(), row.integer(col(QuotaColumn::GpuUsed)),
                row.integer(col(QuotaColumn::GpuHard)));
        });
    }
    for (const auto& [name, use] : uses) {
        if (static_cast<double>(use.used) < kQuotaFrom * static_cast<double>(use.quota))
            continue;
        FleetAttention item;
        item.severity = use.used > use.quota ? Severity::Warning : Severity::Info;
        item.subject = std::string(name);
        item.text = "quota " + share(use.used, use.quota) + " used: " + thousands(use.used) +
                    " of " + counted(use.quota, "GPU", "GPUs");
        item.nextStep =
            "New jobs of the team will wait; look for what it holds idle, or raise the quota.";
        item.filter = filterTerm("team", name);
        build.view.attention.push_back(std::move(item));
    }
}

} // namespace binnacle::services::fleet
