// SPDX-License-Identifier: GPL-3.0-or-later
// The rules that give each device one state; the thresholds are in fleet_rules.h. In this order:
// unhealthy, unknown, stuck, throttled, computing, starved, reserved but idle, free.
#include "services/usecases/fleet_parts.h"
#include "services/usecases/fleet_rules.h"
#include "services/usecases/fleet_xid.h"
#include "services/usecases/words.h"

#include <cmath>

namespace binnacle::services {

std::string_view toString(GpuState state)
{
    switch (state) {
    case GpuState::Computing:
        return "computing";
    case GpuState::Starved:
        return "starved";
    case GpuState::Throttled:
        return "throttled";
    case GpuState::Stuck:
        return "stuck";
    case GpuState::IdleReserved:
        return "idle-reserved";
    case GpuState::Free:
        return "free";
    case GpuState::Unhealthy:
        return "unhealthy";
    case GpuState::Unknown:
        break;
    }
    return "unknown";
}

namespace fleet {

namespace {

bool known(double value)
{
    return !std::isnan(value);
}

std::string percent(double ratio)
{
    return std::to_string(std::lround(ratio * 100)) + "%";
}

void set(FleetGpu& gpu, GpuState state, std::string reason)
{
    gpu.state = state;
    gpu.stateReason = std::move(reason);
}

bool unhealthy(FleetGpu& gpu, const DeviceFacts& facts)
{
    XidVerdict verdict = judgeXid(gpu.xid);
    gpu.xidMeaning = verdict.meaning;
    gpu.xidNextStep = verdict.nextStep;
    if (verdict.weight == XidWeight::Device) {
        set(gpu, GpuState::Unhealthy, "Xid " + std::to_string(gpu.xid) + ": " + verdict.meaning);
        return true;
    }
    if (!facts.health.empty()) {
        set(gpu, GpuState::Unhealthy, "The device reports: " + healthWords(facts.health));
        return true;
    }
    return false;
}

bool unmeasured(FleetGpu& gpu, models::UtcTime now)
{
    if (!gpu.key.valid()) {
        set(gpu, GpuState::Unknown, "The node counts this device, no metrics source knows it");
    } else if (gpu.freshness == models::Freshness::Stale ||
               gpu.freshness == models::Freshness::Unknown) {
        set(gpu, GpuState::Unknown,
            gpu.sampleTime.known()
                ? "Its metrics are stale since " + clockWords(gpu.sampleTime, now)
                : "It has no metrics");
    } else if (!known(gpu.utilisation) && !known(gpu.smActive) && !known(gpu.tensorActive)) {
        set(gpu, GpuState::Unknown, "Its exporter gives no activity");
    } else {
        return false;
    }
    return true;
}

/// "100 % utilised" while no unit computes and little power is drawn: a collective that hangs.
bool stuck(FleetGpu& gpu, models::UtcTime now)
{
    if (!(gpu.utilisation >= kStuckUtilisation))
        return false;
    const bool anyKnown = known(gpu.smActive) || known(gpu.tensorActive);
    if (!anyKnown || gpu.smActive > kStuckActivity || gpu.tensorActive > kStuckActivity)
        return false; // comparisons with an unknown value are false: the known one decides
    const bool powerKnown = known(gpu.power) && known(gpu.powerLimit) && gpu.powerLimit > 0;
    if (powerKnown && gpu.power > kStuckPowerShare * gpu.powerLimit)
        return false;
    // Tensor units alone idle in plenty of honest work: without SM activity the power must agree.
    if (!powerKnown && !known(gpu.smActive))
        return false;
    if (gpu.since.known() && now - gpu.since < kStuckFor)
        return false;
    std::string reason = percent(gpu.utilisation) + " utilised but " +
                         (known(gpu.smActive) ? percent(gpu.smActive) + " SM activity"
                                              : percent(gpu.tensorActive) + " tensor activity");
    if (powerKnown)
        reason += " and " + percent(gpu.power / gpu.powerLimit) + " of its power limit";
    reason +=
        gpu.since.known() ? ", since " + clockWords(gpu.since, now) : ", since when is not known";
    set(gpu, GpuState::Stuck, std::move(reason));
    return true;
}

bool throttled(FleetGpu& gpu, const DeviceFacts& facts)
{
    constexpr std::int64_t kAny = kPowerReasons | kHeatReasons | kHardwareSlowdown;
    if (facts.throttleReasons == models::kUnknownInt || (facts.throttleReasons & kAny) == 0)
        return false;
    if (!(activity(gpu) >= kIdleBelow))
        return false; // an idle device has low clocks anyway
    const bool power = (facts.throttleReasons & kPowerReasons) != 0;
    const bool heat = (facts.throttleReasons & kHeatReasons) != 0;
    std::string reason = std::string("Clocks are held down by ") + (power && heat ? "power and heat"
                                                                    : power       ? "power"
                                                                    : heat        ? "heat"
                                                                                  : "the board");
    if (known(gpu.power) && known(gpu.powerLimit))
        reason += ": " + figure(gpu.power) + " W of " + figure(gpu.powerLimit) + " W";
    set(gpu, GpuState::Throttled, std::move(reason));
    return true;
}

void byActivity(FleetGpu& gpu)
{
    const bool sm = known(gpu.smActive);
    const double busy = activity(gpu);
    const std::string measure = percent(busy) + (sm                       ? " SM activity"
                                                 : known(gpu.utilisation) ? " utilised"
                                                                          : " tensor activity");
    if (busy >= (sm ? kComputingFromSm : kComputingFromUtilisation))
        return set(gpu, GpuState::Computing, measure);
    if (busy >= kIdleBelow)
        return set(gpu, GpuState::Starved, measure + ": it mostly waits for data or requests");
    const bool held = gpu.memoryUsed != models::kUnknownInt && gpu.memoryUsed > kHeldMemory;
    if (gpu.allocationKnown ? gpu.allocated : held)
        return set(gpu, GpuState::IdleReserved,
                   measure + (gpu.allocationKnown ? " while a pod holds it"
                                                  : " while its memory is in use"));
    if (gpu.allocationKnown)
        return set(gpu, GpuState::Free,
                   held ? "No pod holds it, but its memory is in use" : "No pod holds it");
    if (gpu.memoryUsed != models::kUnknownInt)
        return set(gpu, GpuState::Free, measure + " and its memory is empty");
    set(gpu, GpuState::Unknown, measure + ", and who holds it is not known");
}

} // namespace

double activity(const FleetGpu& gpu)
{
    return known(gpu.smActive)      ? gpu.smActive
           : known(gpu.utilisation) ? gpu.utilisation
                                    : gpu.tensorActive;
}

bool isBusy(GpuState state)
{
    return state == GpuState::Computing || state == GpuState::Throttled;
}

bool isIdle(GpuState state)
{
    return state == GpuState::IdleReserved || state == GpuState::Free;
}

void classify(FleetGpu& gpu, const DeviceFacts& facts, models::UtcTime now)
{
    if (!unhealthy(gpu, facts) && !unmeasured(gpu, now) && !stuck(gpu, now) &&
        !throttled(gpu, facts))
        byActivity(gpu);
    if (facts.guessed)
        gpu.stateReason += " (which of the node's pods holds it follows from requests only)";
}

} // namespace fleet

} // namespace binnacle::services
