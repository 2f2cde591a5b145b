// SPDX-License-Identifier: GPL-3.0-or-later
// Faults of devices and nodes, and what only looks like them.
#include "services/usecases/fleet_attention.h"
#include "services/usecases/fleet_rules.h"
#include "services/usecases/fleet_xid.h"
#include "services/usecases/words.h"

#include <algorithm>
#include <map>
#include <set>

namespace binnacle::services::fleet {

namespace {

std::string lowerFirst(std::string text)
{
    // "GPU has fallen" keeps its capitals, "Double-bit" loses its one.
    if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z')
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

std::string faultText(const FleetGpu& gpu, const DeviceFacts& facts)
{
    std::string health = healthWords(facts.health);
    const bool byXid = judgeXid(gpu.xid).weight == XidWeight::Device;
    if (!byXid)
        return health;
    const std::string xid = "Xid " + std::to_string(gpu.xid) + ", ";
    // The device's own word is shorter than the table's, and says the same.
    return xid + (health.empty() ? lowerFirst(gpu.xidMeaning) : health);
}

std::string faultStep(const FleetGpu& gpu)
{
    if (!gpu.xidNextStep.empty())
        return gpu.xidNextStep;
    return "Drain the node, reset the device and run diagnostics; replace it when it returns.";
}

} // namespace

void addDeviceFaults(Build& build)
{
    for (const FleetNode& node : build.view.nodes) {
        std::vector<std::size_t> faulty;
        for (std::size_t g = node.firstGpu; g < node.firstGpu + node.gpuCount; ++g) {
            if (build.view.gpus[g].state == GpuState::Unhealthy)
                faulty.push_back(g);
        }
        const bool together = faulty.size() > kFaultsOneByOne;
        for (const std::size_t g : faulty) {
            const FleetGpu& gpu = build.view.gpus[g];
            FleetAttention item;
            item.severity = Severity::Critical;
            item.nextStep = faultStep(gpu);
            if (together) {
                item.subject = node.name;
                item.text = counted(static_cast<std::int64_t>(faulty.size()), "GPU", "GPUs") +
                            " unhealthy, first: " + faultText(gpu, build.facts[g]);
                item.target = node.key;
                item.filter = joinTerms({filterTerm("node", node.name), "state:unhealthy"});
                item.devices = faulty.size();
            } else {
                item.subject = deviceName(gpu);
                item.text = faultText(gpu, build.facts[g]);
                item.target = gpu.key;
                item.filter =
                    gpu.uuid.empty() ? filterTerm("node", node.name) : filterTerm("uuid", gpu.uuid);
                item.devices = 1;
            }
            build.view.attention.push_back(std::move(item));
            if (together)
                break;
        }
    }
}

void addFallout(Build& build)
{
    // A program's end leaves its code on every device it held: one event of one job. Without a
    // known holder the rack (else the node) stands for it.
    std::map<std::pair<std::string, std::int64_t>, std::vector<std::size_t>> groups;
    for (std::size_t g = 0; g < build.view.gpus.size(); ++g) {
        const FleetGpu& gpu = build.view.gpus[g];
        const models::UtcTime at = build.facts[g].xidAt;
        const bool recent = at.known() && build.now - at < kXidRecent;
        if (!recent || gpu.state == GpuState::Unhealthy ||
            judgeXid(gpu.xid).weight != XidWeight::Program)
            continue;
        const std::string held = gpu.pod.empty() ? std::string() : holderName(gpu);
        groups[{!held.empty()      ? held
                : gpu.rack.empty() ? gpu.node
                                   : gpu.rack,
                gpu.xid}]
            .push_back(g);
    }
    for (const auto& [id, devices] : groups) {
        const FleetGpu& first = build.view.gpus[devices.front()];
        std::set<std::string_view> racks;
        models::UtcTime newest = build.facts[devices.front()].xidAt;
        for (const std::size_t g : devices) {
            racks.insert(build.view.gpus[g].rack);
            newest = std::max(newest, build.facts[g].xidAt);
        }
        const auto count = static_cast<std::int64_t>(devices.size());
        FleetAttention item;
        item.severity = Severity::Info;
        item.devices = devices.size();
        item.nextStep = first.xidNextStep;
        const std::string code = "Xid " + std::to_string(first.xid);
        if (count == 1) {
            item.subject = deviceName(first);
            item.text = code + ", " + lowerFirst(first.xidMeaning);
            item.target = first.key;
            item.filter = filterTerm("uuid", first.uuid);
        } else {
            item.subject = id.first;
            item.text = code + " on " + counted(count, "GPU", "GPUs") +
                        (racks.size() == 1 && !racks.begin()->empty()
                             ? " of rack " + std::string(*racks.begin())
                             : "") +
                        " at " + clockWords(newest, build.now) + ": " +
                        (first.pod.empty() ? "likely the end of one job" : "fallout of one job") +
                        ", not " + thousands(count) + " faults";
            item.filter = first.pod.empty()
                              ? filterTerm("rack", first.rack)
                              : filterTerm("workload", first.workload.empty()
                                                           ? std::string_view(first.pod)
                                                           : plainWorkload(first.workload));
        }
        build.view.attention.push_back(std::move(item));
    }
}

void addStuckJobs(Build& build)
{
    std::map<std::string, std::vector<std::size_t>> jobs;
    for (std::size_t g = 0; g < build.view.gpus.size(); ++g) {
        const FleetGpu& gpu = build.view.gpus[g];
        if (gpu.state == GpuState::Stuck)
            jobs[gpu.pod.empty() ? deviceName(gpu) : holderName(gpu)].push_back(g);
    }
    for (const auto& [name, devices] : jobs) {
        const FleetGpu& first = build.view.gpus[devices.front()];
        models::UtcTime since;
        for (const std::size_t g : devices) {
            const models::UtcTime at = build.view.gpus[g].since;
            since = !since.known() ? at : at.known() ? std::min(since, at) : since;
        }
        FleetAttention item;
        item.severity = Severity::Critical;
        item.subject = name;
        item.text = counted(static_cast<std::int64_t>(devices.size()), "GPU looks", "GPUs look") +
                    " fully utilised and " + (devices.size() == 1 ? "computes" : "compute") +
                    " nothing" +
                    (since.known() ? " since " + clockWords(since, build.now) : std::string());
        item.nextStep = "Dump the stacks of all ranks to find the one that is missing in the "
                        "collective, then restart the job.";
        item.target = first.key;
        item.filter = joinTerms({first.workload.empty()
                                     ? filterTerm("node", first.node)
                                     : filterTerm("workload", plainWorkload(first.workload)),
                                 "state:stuck"});
        item.devices = devices.size();
        build.view.attention.push_back(std::move(item));
    }
}

void addNodeProblems(Build& build)
{
    for (const FleetNode& node : build.view.nodes) {
        if (node.gpuCount == 0 || !node.readyKnown || node.ready)
            continue;
        FleetAttention item;
        item.severity = Severity::Warning;
        item.subject = node.name;
        item.text = "Not ready, " +
                    counted(static_cast<std::int64_t>(node.gpuCount), "GPU", "GPUs") +
                    " unreachable";
        item.nextStep =
            "See the node's events; check kubelet, network and power before its pods are moved.";
        item.target = node.key;
        item.filter = filterTerm("node", node.name);
        item.devices = node.gpuCount;
        build.view.attention.push_back(std::move(item));
    }
}

} // namespace binnacle::services::fleet
