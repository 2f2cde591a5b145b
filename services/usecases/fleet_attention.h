// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of hint and what they share. Private to services/usecases/fleet_attention*.cpp.
// Filters are terms "key:value" (node, rack, pool, team, workload, state, uuid), all of which hold;
// a value with a space stands in double quotes.
#pragma once

#include "services/usecases/fleet_parts.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace binnacle::services::fleet {

void addDeviceFaults(Build& build); ///< unhealthy devices, one by one or by node
void addFallout(Build& build);      ///< Xids that one job left on all its devices
void addStuckJobs(Build& build);    ///< collectives that hang
void addNodeProblems(Build& build); ///< nodes with devices that are not ready
void addThrottled(Build& build);    ///< by pool
void addLongIdle(Build& build);     ///< reserved for days, by team and pool
void addLinkErrors(Build& build);   ///< NVLink, by node
void addQuotas(Build& build);       ///< nearly used up

/// "gpu-h100-117 #3"
std::string deviceName(const FleetGpu& gpu);
/// "search / ranker-distill"
std::string holderName(const FleetGpu& gpu);
/// Empty for an empty value.
std::string filterTerm(std::string_view key, std::string_view value);
std::string joinTerms(std::initializer_list<std::string> terms);

} // namespace binnacle::services::fleet
