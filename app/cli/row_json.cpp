// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/row_json.h"

#include "models/estate/kinds.h"
#include "models/estate/labels.h"

#include <algorithm>
#include <array>

namespace binnacle::app {

using models::CellType;
using models::col;
using models::ColumnId;
using models::Common;
using services::RowRef;

Json cellJson(const RowRef& row, ColumnId column)
{
    if (!row.known(column))
        return nullptr;
    switch (row.table().spec().columns[column].type) {
    case CellType::Text:
        return std::string(row.text(column));
    case CellType::Int:
        return row.integer(column);
    case CellType::Real:
        return orNull(row.real(column));
    case CellType::Time:
        return models::toRfc3339(row.time(column));
    case CellType::Flag:
        return row.flag(column) == models::Flag::True;
    case CellType::Labels: {
        Json labels = Json::object();
        for (const auto& [key, value] : models::decodeLabels(row.text(column)))
            labels[std::string(key)] = std::string(value);
        return labels;
    }
    }
    return nullptr;
}

std::string cellText(const RowRef& row, ColumnId column)
{
    const Json value = cellJson(row, column);
    return value.is_null() ? "" : value.is_string() ? value.get<std::string>() : dump(value, false);
}

namespace {

Json named(const RowRef& row, const char* column)
{
    const int at = row.table().spec().column(column);
    return at < 0 ? Json(nullptr) : cellJson(row, static_cast<ColumnId>(at));
}

std::int64_t count(const RowRef& row, const char* column)
{
    const int at = row.table().spec().column(column);
    return at < 0 || row.table().spec().columns[static_cast<std::size_t>(at)].type != CellType::Int
               ? models::kUnknownInt
               : row.integer(static_cast<ColumnId>(at));
}

/// "1/2"; null when the kind has no such thing or the total is not known.
Json readyOf(const RowRef& row, bool isPod)
{
    const auto total = count(row, isPod ? "containers" : "desired");
    const auto ready = count(row, isPod ? "readyContainers" : "readyReplicas");
    if (total == models::kUnknownInt || ready == models::kUnknownInt)
        return nullptr;
    return std::to_string(ready) + "/" + std::to_string(total);
}

Json ageSeconds(const RowRef& row, models::UtcTime now)
{
    const auto created = row.time(col(Common::Created));
    if (!created.known())
        return nullptr;
    return std::max<std::int64_t>(0, (now - created).count() / 1'000'000'000);
}

Json ownerOf(const RowRef& row, bool isPod)
{
    if (isPod) {
        if (Json workload = cellJson(row, col(models::PodColumn::Workload)); !workload.is_null())
            return workload;
    }
    const auto kind = row.text(col(Common::OwnerKind));
    const auto name = row.text(col(Common::Owner));
    return name.empty() ? Json(nullptr) : Json(std::string(kind) + "/" + std::string(name));
}

bool isListed(std::string_view column)
{
    static constexpr std::array<std::string_view, 15> listed{
        "name",   "namespace", "labels",   "created",  "deleted",
        "owner",  "ownerKind", "ownerUid", "revision", "modelVersion",
        "status", "phase",     "node",     "gpus",     "restarts"};
    return std::find(listed.begin(), listed.end(), column) != listed.end();
}

} // namespace

Json workloadItem(const services::Snapshot& snapshot, const RowRef& row, models::UtcTime now)
{
    const bool isPod = row.table().kind() == models::kind(models::BuiltIn::Pod);
    Json item;
    item["name"] = cellJson(row, col(Common::Name));
    item["namespace"] = cellJson(row, col(Common::Namespace));
    item["kind"] = row.table().spec().name;
    Json phase = named(row, "status");
    item["phase"] = phase.is_null() ? named(row, "phase") : std::move(phase);
    item["ready"] = readyOf(row, isPod);
    item["restarts"] = named(row, "restarts");
    item["node"] = named(row, "node");
    item["owner"] = ownerOf(row, isPod);
    item["revision"] = named(row, "revision");
    item["modelVersion"] = named(row, "modelVersion");
    item["gpus"] = isPod ? named(row, "gpus") : named(row, "gpusPerPod");
    item["age"] = ageSeconds(row, now);
    item["created"] = cellJson(row, col(Common::Created));
    item["state"] = models::toString(snapshot.freshness(row, now));
    const auto* source = snapshot.source(row.source());
    item["source"] = source ? Json(source->id) : Json(nullptr);
    Json columns = Json::object();
    const auto& specs = row.table().spec().columns;
    for (std::size_t i = 0; i < specs.size(); ++i) {
        if (!isListed(specs[i].name) && row.known(static_cast<ColumnId>(i)))
            columns[specs[i].name] = cellJson(row, static_cast<ColumnId>(i));
    }
    item["labels"] = cellJson(row, col(Common::Labels));
    item["columns"] = std::move(columns);
    return item;
}

std::vector<std::string> workloadTitles()
{
    return {"NAMESPACE", "NAME", "READY", "STATUS", "RESTARTS", "AGE",
            "NODE",      "GPUS", "OWNER", "MODEL",  "STATE"};
}

std::vector<std::string> workloadCells(const Json& item)
{
    const auto text = [&](const char* field) {
        const Json& value = item.at(field);
        return value.is_null()     ? std::string()
               : value.is_string() ? value.get<std::string>()
                                   : dump(value, false);
    };
    std::string age;
    if (!item.at("age").is_null())
        age = models::toHumanAge(std::chrono::seconds(item.at("age").get<std::int64_t>()));
    return {
        text("namespace"), text("name"), text("ready"), text("phase"),        text("restarts"), age,
        text("node"),      text("gpus"), text("owner"), text("modelVersion"), text("state")};
}

std::vector<services::MadeField> workloadFields(const models::KindSpec& spec,
                                                const services::Snapshot& snapshot,
                                                models::UtcTime now)
{
    const auto textOf = [](const Json& value) {
        return value.is_string() ? value.get<std::string>() : std::string();
    };
    const bool isPod = spec.name == "Pod";
    std::vector<services::MadeField> made{
        {"kind", [](const RowRef& row) { return row.table().spec().name; }},
        {"owner", [=](const RowRef& row) { return textOf(ownerOf(row, isPod)); }},
        {"state",
         [&snapshot, now](const RowRef& row) {
             return std::string(models::toString(snapshot.freshness(row, now)));
         }},
        {"source",
         [&snapshot](const RowRef& row) {
             const auto* source = snapshot.source(row.source());
             return source ? source->id : std::string();
         }},
    };
    if (spec.column("ready") < 0)
        made.push_back({"ready", [=](const RowRef& row) { return textOf(readyOf(row, isPod)); }});
    return made;
}

} // namespace binnacle::app
