// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/fleet_filter.h"
#include "app/cli/row_json.h"
#include "services/usecases/fleet.h"

namespace binnacle::app {

using models::Result;
using services::FleetGpu;
using services::FleetNode;
using services::FleetTeam;
using services::FleetView;

namespace {

Json timeJson(models::UtcTime t)
{
    return orNull(std::string_view(models::toRfc3339(t)));
}

Json ageJson(models::UtcTime created, models::UtcTime now)
{
    return created.known()
               ? Json(std::max<std::int64_t>(0, (now - created).count() / 1'000'000'000))
               : Json(nullptr);
}

Json nodeJson(const FleetNode& n, models::UtcTime now)
{
    Json out;
    out["name"] = n.name;
    out["cluster"] = orNull(std::string_view(n.cluster));
    out["pool"] = orNull(std::string_view(n.pool));
    out["gpuModel"] = orNull(std::string_view(n.gpuModel));
    out["status"] = orNull(std::string_view(n.status));
    out["ready"] = n.readyKnown ? Json(n.ready) : Json(nullptr);
    out["cordoned"] = n.cordonedKnown ? Json(n.cordoned) : Json(nullptr);
    out["gpuCapacity"] = orNull(n.gpuCapacity);
    out["gpuAllocatable"] = orNull(n.gpuAllocatable);
    out["gpuRequested"] = orNull(n.gpuRequested);
    const bool known =
        n.gpuAllocatable != models::kUnknownInt && n.gpuRequested != models::kUnknownInt;
    out["gpuFree"] = known ? Json(n.gpuAllocatable - n.gpuRequested) : Json(nullptr);
    out["pods"] = orNull(n.pods);
    out["utilisation"] = orNull(n.utilisation);
    out["zone"] = orNull(std::string_view(n.zone));
    out["rack"] = orNull(std::string_view(n.rack));
    out["problem"] = orNull(std::string_view(n.problem));
    out["age"] = ageJson(n.created, now);
    out["state"] = models::toString(n.freshness);
    return out;
}

Json gpuJson(const FleetGpu& g)
{
    Json out;
    out["uuid"] = orNull(std::string_view(g.uuid));
    out["node"] = orNull(std::string_view(g.node));
    out["index"] = orNull(g.index);
    out["model"] = orNull(std::string_view(g.model));
    out["pool"] = orNull(std::string_view(g.pool));
    out["rack"] = orNull(std::string_view(g.rack));
    out["migProfile"] = orNull(std::string_view(g.migProfile));
    out["status"] = services::toString(g.state);
    out["reason"] = orNull(std::string_view(g.stateReason));
    out["allocated"] = g.allocationKnown ? Json(g.allocated) : Json(nullptr);
    out["namespace"] = orNull(std::string_view(g.ns));
    out["pod"] = orNull(std::string_view(g.pod));
    out["workload"] = orNull(std::string_view(g.workload));
    out["modelVersion"] = orNull(std::string_view(g.modelVersion));
    out["team"] = orNull(std::string_view(g.team));
    out["utilisation"] = orNull(g.utilisation);
    out["smActive"] = orNull(g.smActive);
    out["tensorActive"] = orNull(g.tensorActive);
    out["memoryUsed"] = orNull(g.memoryUsed);
    out["memoryTotal"] = orNull(g.memoryTotal);
    out["power"] = orNull(g.power);
    out["powerLimit"] = orNull(g.powerLimit);
    out["temperature"] = orNull(g.temperature);
    out["xid"] = orNull(g.xid);
    out["xidMeaning"] = orNull(std::string_view(g.xidMeaning));
    out["xidNextStep"] = orNull(std::string_view(g.xidNextStep));
    out["since"] = timeJson(g.since);
    out["sampleTime"] = timeJson(g.sampleTime);
    out["sampleIntervalSeconds"] = g.interval.count() > 0
                                       ? Json(std::chrono::duration<double>(g.interval).count())
                                       : Json(nullptr);
    out["state"] = models::toString(g.freshness);
    out["source"] = orNull(std::string_view(g.source));
    return out;
}

Json teamJson(const FleetTeam& t)
{
    Json out;
    out["team"] = t.name;
    out["allocated"] = orNull(t.allocated);
    out["busy"] = orNull(t.busy);
    out["idle"] = orNull(t.idle);
    out["quota"] = orNull(t.quota);
    out["utilisation"] = orNull(t.utilisation);
    out["waitingJobs"] = orNull(t.waitingJobs);
    out["waitingGpus"] = orNull(t.waitingGpus);
    return out;
}

/// The rows that pass `filter`, as JSON. Errors: InvalidInput.
template <class Row, class ToJson>
Result<std::vector<Json>> pick(const std::vector<Row>& rows,
                               const std::vector<models::RowField<Row>>& readers,
                               const std::string& filter, models::UtcTime now, ToJson toJson)
{
    const std::span<const models::RowField<Row>> fields(readers);
    const auto compiled = models::compileWholeFilter(filter, models::fieldsOf(fields), now);
    if (!compiled)
        return models::fail(compiled.error().in("--filter"));
    std::vector<Json> items;
    for (const std::uint32_t i : models::selectRows(*compiled, fields, std::span<const Row>(rows)))
        items.push_back(toJson(rows[i]));
    return items;
}

Result<std::vector<Json>> itemsOf(const FleetView& view, const Arguments& a, models::UtcTime now)
{
    if (a.command == Command::FleetNodes)
        return pick(view.nodes, nodeFields(now), a.filter, now,
                    [now](const FleetNode& node) { return nodeJson(node, now); });
    if (a.command == Command::FleetGpus)
        return pick(view.gpus, gpuFields(), a.filter, now, gpuJson);
    return pick(view.teams, teamFields(), a.filter, now, teamJson);
}

std::vector<std::string> columnsOf(Command command)
{
    switch (command) {
    case Command::FleetNodes:
        return {"name",         "pool", "gpuModel",    "status", "gpuAllocatable",
                "gpuRequested", "pods", "utilisation", "state"};
    case Command::FleetGpus:
        return {"node",  "index",       "model", "status", "utilisation", "smActive",
                "power", "temperature", "xid",   "team",   "pod",         "state"};
    default:
        return {"team", "allocated", "busy", "idle", "quota", "waitingJobs", "waitingGpus"};
    }
}

void printText(const Job& job, const FleetView& view, const std::vector<Json>& items)
{
    job.out.line(view.title + (view.simulated ? "  [demo estate, simulated]" : ""));
    const auto columns = columnsOf(job.arguments.command);
    std::vector<std::string> titles;
    for (const auto& column : columns) {
        std::string title;
        for (const char c : column)
            title += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        titles.push_back(std::move(title));
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& item : items) {
        std::vector<std::string> row;
        for (const auto& column : columns) {
            const Json& value = item.at(column);
            if (value.is_number_float()) {
                char text[32];
                std::snprintf(text, sizeof text, "%.3g", value.get<double>());
                row.emplace_back(text);
            } else {
                row.push_back(value.is_null()     ? ""
                              : value.is_string() ? value.get<std::string>()
                                                  : dump(value, false));
            }
        }
        rows.push_back(std::move(row));
    }
    job.out.table(titles, rows);
    for (const auto& caveat : view.caveats)
        job.out.warning(caveat);
}

} // namespace

int fleet(const Job& job)
{
    auto opened = openFor(job);
    if (!opened)
        return failWith(job, opened.error());
    // A slip in the filter shows before anything is waited for.
    if (const auto slip = itemsOf({}, job.arguments, models::Clock::system().now()); !slip)
        return failWith(job, slip.error());
    int exitCode = kExitDone;
    auto snapshot = snapshotFor(
        job, *opened, [](const models::SourceStatus&) { return true; }, {"Pod", "Node"}, {},
        exitCode);
    if (!snapshot)
        return failHistoric(job, *opened, snapshot.error());
    const auto now = opened->historic ? opened->at : models::Clock::system().now();
    const FleetView view = services::buildFleet(**snapshot, now);
    if ((exitCode == kExitUnreachable || exitCode == kExitUsage) && view.nodes.empty() &&
        view.gpus.empty())
        return exitCode;
    const auto items = itemsOf(view, job.arguments, now);
    if (!items)
        return failWith(job, items.error());
    if (!job.arguments.json) {
        printText(job, view, *items);
        return exitCode;
    }
    job.out.beginItems();
    for (const auto& item : *items)
        job.out.item(item);
    job.out.endItems({{"title", view.title},
                      {"at", models::toRfc3339(now)},
                      {"live", !opened->historic},
                      {"simulated", view.simulated},
                      {"caveats", view.caveats}});
    return exitCode;
}

} // namespace binnacle::app
