// SPDX-License-Identifier: GPL-3.0-or-later
// What needs a person, worst first, each fault once: many devices with one cause are one line.
#include "services/usecases/fleet_attention.h"

#include "services/usecases/fleet_rules.h"

#include <algorithm>
#include <tuple>

namespace binnacle::services::fleet {

std::string deviceName(const FleetGpu& gpu)
{
    std::string name = gpu.node.empty() ? gpu.uuid : gpu.node;
    if (!gpu.node.empty() && gpu.index != models::kUnknownInt)
        name += " #" + std::to_string(gpu.index);
    return gpu.migProfile.empty() ? name : name + " " + gpu.migProfile;
}

std::string holderName(const FleetGpu& gpu)
{
    const std::string_view name =
        gpu.workload.empty() ? std::string_view(gpu.pod) : plainWorkload(gpu.workload);
    return gpu.ns.empty() ? std::string(name) : gpu.ns + " / " + std::string(name);
}

std::string filterTerm(std::string_view key, std::string_view value)
{
    if (value.empty())
        return {};
    // The whole value: "l4" is not "l4-b". Source: models/filter.
    const bool quote = value.find_first_of(" ,*<>=:!") != std::string_view::npos;
    return std::string(key) + "=" + (quote ? "\"" : "") + std::string(value) + (quote ? "\"" : "");
}

std::string joinTerms(std::initializer_list<std::string> terms)
{
    std::string text;
    for (const std::string& term : terms) {
        if (!term.empty())
            text += (text.empty() ? "" : " ") + term;
    }
    return text;
}

void addAttention(Build& build)
{
    addDeviceFaults(build);
    addFallout(build);
    addStuckJobs(build);
    addNodeProblems(build);
    addThrottled(build);
    addLongIdle(build);
    addLinkErrors(build);
    addQuotas(build);
    std::stable_sort(build.view.attention.begin(), build.view.attention.end(),
                     [](const FleetAttention& a, const FleetAttention& b) {
                         return static_cast<int>(a.severity) > static_cast<int>(b.severity);
                     });
}

} // namespace binnacle::services::fleet
