// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/quantity.h"
#include "plugins/kubernetes/decode/accelerators.h"
#include "plugins/kubernetes/json/custom_decoder.h"

#include <algorithm>
#include <limits>

namespace binnacle::plugins::kubernetes {

using models::QueueColumn;
using models::UtcTime;

namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

std::int64_t times(std::int64_t a, std::int64_t b)
{
    std::int64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? kMax : product;
}

std::int64_t plus(std::int64_t a, std::int64_t b)
{
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? kMax : sum;
}

/// Sum over pod sets of count × what one pod asks for; unknown where one uses claims.
std::int64_t requestedGpus(const JsonElement& object)
{
    std::int64_t total = 0;
    bool unclear = false;
    forEachAt(object, {"spec", "podSets"}, [&](const JsonElement& set) {
        const auto count = std::max<std::int64_t>(integerAt(set, {"count"}).value_or(1), 0);
        const auto pod = podTemplateAt(set, {"template"});
        const auto each = requestedDevices(pod->spec());
        unclear = unclear || each == models::kUnknownInt;
        total = unclear ? 0 : plus(total, times(count, each));
    });
    return unclear ? models::kUnknownInt : total;
}

bool isTrue(const std::optional<JsonCondition>& c)
{
    return c && c->status == "True";
}

UtcTime timeOf(std::string_view text)
{
    const auto time = models::parseRfc3339(text);
    return time ? *time : UtcTime{};
}

struct WorkloadState {
    std::string_view word;
    std::optional<JsonCondition> why;
    UtcTime waitingSince;
};

/// Finished, admitted, reserved, evicted, pending: the first that is true.
WorkloadState stateOf(const view::ObjectMeta& meta, const JsonElement& object)
{
    const auto finished = conditionAt(object, "Finished");
    const auto admitted = conditionAt(object, "Admitted");
    const auto reserved = conditionAt(object, "QuotaReserved");
    const auto evicted = conditionAt(object, "Evicted");
    if (isTrue(finished))
        return {"Finished", finished, {}};
    if (isTrue(admitted))
        return {"Admitted", admitted, {}};
    const auto created = toTime(meta.creationtimestamp());
    if (isTrue(reserved))
        return {"QuotaReserved", reserved, created};
    const auto active = at(object, {"spec", "active"});
    if (active && !flagAt(object, {"spec", "active"}))
        return {"Held", reserved ? reserved : evicted, created};
    if (isTrue(evicted)) {
        const auto since = timeOf(evicted->since);
        return {"Evicted", evicted, since.known() ? since : created};
    }
    return {"Pending", reserved, created};
}

/// Sums accelerators over flavors: `list` holds objects with resources[] {name, amount}.
std::optional<std::int64_t> sumFlavors(const JsonElement& from, JsonPath list, const char* amount)
{
    std::optional<std::int64_t> total;
    forEachAt(from, list, [&](const JsonElement& flavor) {
        forEachAt(flavor, {"resources"}, [&](const JsonElement& resource) {
            if (!isAccelerator(textAt(resource, {"name"})))
                return;
            const auto field = at(resource, {amount});
            if (!field)
                return;
            if (const auto count = models::parseQuantity(displayText(*field)))
                total = plus(total.value_or(0), *count);
        });
    });
    return total;
}

void writeQueueStatus(Row& row, const JsonElement& object)
{
    const auto active = conditionAt(object, "Active");
    const auto policy = textAt(object, {"spec", "stopPolicy"});
    if (!policy.empty() && policy != "None")
        row.text(QueueColumn::Status, policy);
    else if (active)
        row.text(QueueColumn::Status, active->status == "True" ? "Active" : active->reason);
    if (active) {
        row.text(QueueColumn::Reason, active->reason).text(QueueColumn::Message, active->message);
    }
    if (const auto pending = integerAt(object, {"status", "pendingWorkloads"}))
        row.integer(QueueColumn::Pending, *pending);
    if (const auto admitted = integerAt(object, {"status", "admittedWorkloads"}))
        row.integer(QueueColumn::Admitted, *admitted);
}

} // namespace

void writeQueueWorkload(Row& row, const view::ObjectMeta& meta, const JsonElement& object)
{
    const auto state = stateOf(meta, object);
    row.text(QueueColumn::Queue, textAt(object, {"spec", "queueName"}))
        .text(QueueColumn::Status, state.word)
        .integer(QueueColumn::Gpus, requestedGpus(object))
        .time(QueueColumn::WaitingSince, state.waitingSince)
        .text(QueueColumn::Team, teamOf(meta));
    if (state.why)
        row.text(QueueColumn::Reason, state.why->reason)
            .text(QueueColumn::Message, state.why->message);
    if (const auto priority = integerAt(object, {"spec", "priority"}))
        row.integer(QueueColumn::Priority, *priority);
}

void writeClusterQueue(Row& row, const view::ObjectMeta& meta, const JsonElement& object)
{
    writeQueueStatus(row, object);
    row.text(QueueColumn::Team, teamOf(meta));
    std::optional<std::int64_t> nominal;
    forEachAt(object, {"spec", "resourceGroups"}, [&](const JsonElement& group) {
        if (const auto sum = sumFlavors(group, {"flavors"}, "nominalQuota"))
            nominal = plus(nominal.value_or(0), *sum);
    });
    if (nominal)
        row.integer(QueueColumn::Gpus, *nominal);
    auto used = sumFlavors(object, {"status", "flavorsUsage"}, "total");
    if (!used)
        used = sumFlavors(object, {"status", "flavorsReservation"}, "total");
    if (used)
        row.integer(QueueColumn::GpusUsed, *used);
}

void writeLocalQueue(Row& row, const view::ObjectMeta& meta, const JsonElement& object)
{
    writeQueueStatus(row, object);
    row.text(QueueColumn::Queue, textAt(object, {"spec", "clusterQueue"}))
        .text(QueueColumn::Team, teamOf(meta));
    // v1beta1 wrote flavorUsage, later versions flavorsUsage.
    auto used = sumFlavors(object, {"status", "flavorsUsage"}, "total");
    if (!used)
        used = sumFlavors(object, {"status", "flavorUsage"}, "total");
    if (used)
        row.integer(QueueColumn::GpusUsed, *used);
}

} // namespace binnacle::plugins::kubernetes
