// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/workloads_cells.h"

#include "models/estate/labels.h"
#include "services/usecases/object_state.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/state_tone.h"

#include <QCoreApplication>

#include <limits>

namespace binnacle::ui::cells {

using models::BuiltIn;
using models::CellType;
using models::col;
using models::ColumnId;
using models::Common;
using models::PodColumn;
using models::WorkloadColumn;
using services::RowRef;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double numberOf(std::int64_t value)
{
    return value == models::kUnknownInt ? kNaN : static_cast<double>(value);
}

bool isKind(const models::KindSpec& spec, const char* name)
{
    return spec.name == name;
}

QString labelsText(std::string_view encoded)
{
    QStringList parts;
    for (const auto& [key, value] : models::decodeLabels(encoded))
        parts << toQ(key) + QLatin1Char('=') + toQ(value);
    return parts.join(QStringLiteral(", "));
}

QString intText(std::int64_t value, const std::string& unit)
{
    if (value == models::kUnknownInt)
        return unknownText();
    if (unit == "bytes")
        return formatBytes(value);
    if (unit == "millicores")
        return formatReal(static_cast<double>(value) / 1000.0, {});
    return formatCount(value);
}

QString realText(double value, const std::string& unit)
{
    if (unit == "ratio")
        return formatRatio(value);
    if (std::isnan(value))
        return unknownText();
    return formatReal(value, unit == "celsius" ? QStringLiteral("°C") : toQ(unit));
}

void readText(ObjectColumn& out, ColumnId column, const std::string& name)
{
    out.text = [column](const RowRef& row, const CellContext&) {
        return row.known(column) ? toQ(row.text(column)) : unknownText();
    };
    out.sortText = [column](const RowRef& row) { return row.text(column); };
    out.mono = name == "name" || name == "node" || name == "about" || name == "volume" ||
               name == "podIp" || name == "templateHash";
    out.width = name == "name"                         ? 208
                : name == "message" || name == "image" ? 300
                : name == "node" || name == "about"    ? 108
                                                       : 120;
}

void readNumber(ObjectColumn& out, ColumnId column, const models::ColumnSpec& spec)
{
    out.figure = true;
    out.mono = true;
    out.width = 84;
    if (spec.type == CellType::Int) {
        out.text = [column, unit = spec.unit](const RowRef& row, const CellContext&) {
            return intText(row.integer(column), unit);
        };
        out.number = [column](const RowRef& row) { return numberOf(row.integer(column)); };
        return;
    }
    out.text = [column, unit = spec.unit](const RowRef& row, const CellContext&) {
        return realText(row.real(column), unit);
    };
    out.number = [column](const RowRef& row) { return row.real(column); };
}

void readTime(ObjectColumn& out, ColumnId column)
{
    out.figure = true;
    out.moves = true;
    out.width = 96;
    out.text = [column](const RowRef& row, const CellContext& c) {
        return formatAge(row.time(column), c.now);
    };
    out.tip = [column](const RowRef& row, const CellContext&) {
        return formatAbsolute(row.time(column));
    };
    // Sorted as it reads: a small age is a late moment.
    out.number = [column](const RowRef& row) {
        const models::UtcTime t = row.time(column);
        return t.known() ? -t.seconds() : kNaN;
    };
}

ObjectColumn ageColumn()
{
    ObjectColumn age;
    age.id = "age";
    age.title = tr("Age");
    readTime(age, col(Common::Created));
    return age;
}

ObjectColumn readyColumn()
{
    ObjectColumn ready;
    ready.id = "ready";
    ready.title = tr("Ready");
    ready.width = 54;
    ready.figure = ready.mono = true;
    ready.text = [](const RowRef& row, const CellContext&) {
        const Ready r = readyOf(row);
        return r.known() ? QStringLiteral("%1/%2").arg(r.ready).arg(r.want) : unknownText();
    };
    ready.tone = [](const RowRef& row) {
        const Ready r = readyOf(row);
        return r.known() && r.ready < r.want &&
                       services::stateOf(row) != services::ObjectState::Finished
                   ? Tone::Warning
                   : Tone::None;
    };
    ready.number = [](const RowRef& row) {
        const Ready r = readyOf(row);
        if (!r.known())
            return kNaN;
        return r.want == 0 ? 1.0 : static_cast<double>(r.ready) / static_cast<double>(r.want);
    };
    return ready;
}

/// The word, its shape, and what the cluster itself calls it on hover.
ObjectColumn statusColumn(const models::KindSpec& spec, int column)
{
    ObjectColumn status = plainColumn(spec, static_cast<ColumnId>(column));
    status.shape = true;
    status.width = 146;
    status.text = [](const RowRef& row, const CellContext&) {
        const std::string_view text = services::stateText(row, services::stateOf(row));
        return text.empty() ? unknownText() : toQ(text);
    };
    status.tone = [](const RowRef& row) { return toneFor(services::stateOf(row)); };
    status.tip = [column](const RowRef& row, const CellContext&) {
        QStringList lines{toQ(row.text(static_cast<ColumnId>(column)))};
        for (const char* name : {"reason", "message", "conditionMessage"}) {
            const int at = row.table().spec().column(name);
            if (at >= 0 && row.known(static_cast<ColumnId>(at)))
                lines << toQ(row.text(static_cast<ColumnId>(at)));
        }
        return lines.join(QLatin1Char('\n'));
    };
    // The worst first, then by word.
    status.sortText = nullptr;
    status.number = [](const RowRef& row) { return -static_cast<double>(services::stateOf(row)); };
    return status;
}

ObjectColumn sourceColumn()
{
    ObjectColumn source;
    source.id = "source";
    source.title = tr("Source");
    source.width = 110;
    source.text = [](const RowRef& row, const CellContext& c) {
        const models::SourceStatus* status = c.snapshot.source(row.source());
        return status ? toQ(status->id) : unknownText();
    };
    source.number = [](const RowRef& row) { return static_cast<double>(row.source()); };
    return source;
}

ObjectColumn podGpuColumn()
{
    ObjectColumn gpu;
    gpu.id = "gpu";
    gpu.title = tr("GPU");
    gpu.width = 78;
    gpu.text = [](const RowRef& row, const CellContext& c) -> QString {
        const std::int64_t n = row.integer(col(PodColumn::Gpus));
        if (n == models::kUnknownInt)
            return unknownText();
        if (n == 0)
            return {};
        const auto model = c.nodeModels.find(row.textId(col(PodColumn::Node)));
        return model == c.nodeModels.end() || model->second.isEmpty()
                   ? formatCount(n)
                   : QStringLiteral("%1 × %2").arg(formatCount(n), model->second);
    };
    gpu.number = [](const RowRef& row) { return numberOf(row.integer(col(PodColumn::Gpus))); };
    return gpu;
}

ObjectColumn podRevisionColumn()
{
    ObjectColumn column;
    column.id = "revisionModel";
    column.title = tr("Revision");
    column.width = 88;
    column.mono = true;
    column.text = [](const RowRef& row, const CellContext&) {
        QStringList parts;
        if (const auto revision = row.text(col(PodColumn::Revision)); !revision.empty())
            parts << (toQ(revision)[0].isDigit() ? QLatin1Char('r') + toQ(revision)
                                                 : toQ(revision));
        if (const auto model = row.text(col(PodColumn::ModelVersion)); !model.empty())
            parts << versionPart(model);
        return parts.isEmpty() ? unknownText() : parts.join(QStringLiteral(" · "));
    };
    column.tip = [](const RowRef& row, const CellContext&) {
        const auto from = row.text(col(PodColumn::ModelFrom));
        const auto model = row.text(col(PodColumn::ModelVersion));
        return model.empty() ? QString() : tr("%1, from %2").arg(toQ(model), toQ(from));
    };
    column.sortText = [](const RowRef& row) { return row.text(col(PodColumn::ModelVersion)); };
    return column;
}

void addPodColumns(const models::KindSpec& spec, std::vector<ObjectColumn>& out)
{
    out.push_back(podGpuColumn());
    out.push_back(podRevisionColumn());
    ObjectColumn node = plainColumn(spec, col(PodColumn::Node));
    node.text = [](const RowRef& row, const CellContext&) {
        return row.known(col(PodColumn::Node)) ? toQ(row.text(col(PodColumn::Node))) : tr("none");
    };
    out.push_back(std::move(node));
    ObjectColumn restarts = plainColumn(spec, col(PodColumn::Restarts));
    restarts.width = 66;
    restarts.tone = [](const RowRef& row) {
        return services::stateOf(row) == services::ObjectState::Restarting ? Tone::Critical
                                                                           : Tone::None;
    };
    restarts.tip = [](const RowRef& row, const CellContext& c) {
        const models::UtcTime last = row.time(col(PodColumn::LastRestart));
        return last.known()
                   ? tr("last %1 ago, %2").arg(formatAge(last, c.now), formatAbsolute(last))
                   : QString();
    };
    out.push_back(std::move(restarts));
}

ObjectColumn nodeGpuColumn()
{
    using models::NodeColumn;
    ObjectColumn gpus;
    gpus.id = "gpus";
    gpus.title = tr("GPUs");
    gpus.width = 78;
    gpus.figure = gpus.mono = true;
    gpus.text = [](const RowRef& row, const CellContext&) -> QString {
        const std::int64_t all = row.integer(col(NodeColumn::GpuAllocatable));
        const std::int64_t asked = row.integer(col(NodeColumn::GpuRequested));
        if (all == models::kUnknownInt)
            return unknownText();
        if (all == 0)
            return QStringLiteral("0");
        return QStringLiteral("%1/%2").arg(formatCount(asked), formatCount(all));
    };
    gpus.tip = [](const RowRef&, const CellContext&) { return tr("requested of allocatable"); };
    gpus.number = [](const RowRef& row) {
        return numberOf(row.integer(col(NodeColumn::GpuAllocatable)));
    };
    return gpus;
}

} // namespace

QString tr(const char* text)
{
    return QCoreApplication::translate("Workloads", text);
}

Ready readyOf(const RowRef& row)
{
    if (row.table().kind() == models::kind(BuiltIn::Pod))
        return {row.integer(col(PodColumn::Ready)), row.integer(col(PodColumn::Containers))};
    if (row.table().spec().column("readyReplicas") == col(WorkloadColumn::ReadyReplicas))
        return {row.integer(col(WorkloadColumn::ReadyReplicas)),
                row.integer(col(WorkloadColumn::Desired))};
    return {};
}

std::int64_t gpusOf(const RowRef& row)
{
    if (row.table().kind() == models::kind(BuiltIn::Pod))
        return row.integer(col(PodColumn::Gpus));
    if (row.table().kind() == models::kind(BuiltIn::Node))
        return row.integer(col(models::NodeColumn::GpuAllocatable));
    if (row.table().spec().column("readyReplicas") == col(WorkloadColumn::ReadyReplicas)) {
        const std::int64_t each = row.integer(col(WorkloadColumn::GpusPerPod));
        const std::int64_t want = row.integer(col(WorkloadColumn::Desired));
        return each == models::kUnknownInt || want == models::kUnknownInt ? models::kUnknownInt
                                                                          : each * want;
    }
    return models::kUnknownInt;
}

ObjectColumn plainColumn(const models::KindSpec& spec, ColumnId column)
{
    const models::ColumnSpec& from = spec.columns[column];
    ObjectColumn out;
    out.id = from.name;
    out.title = toQ(from.title);
    switch (from.type) {
    case CellType::Text:
        readText(out, column, from.name);
        break;
    case CellType::Int:
    case CellType::Real:
        readNumber(out, column, from);
        break;
    case CellType::Time:
        readTime(out, column);
        break;
    case CellType::Flag:
        out.width = 90;
        out.text = [column](const RowRef& row, const CellContext&) {
            const models::Flag flag = row.flag(column);
            return flag == models::Flag::Unknown ? unknownText()
                   : flag == models::Flag::True  ? tr("yes")
                                                 : tr("no");
        };
        out.number = [column](const RowRef& row) {
            const models::Flag flag = row.flag(column);
            return flag == models::Flag::Unknown ? kNaN : flag == models::Flag::True;
        };
        break;
    case CellType::Labels:
        out.width = 240;
        out.text = [column](const RowRef& row, const CellContext&) {
            return labelsText(row.text(column));
        };
        out.sortText = [column](const RowRef& row) { return row.text(column); };
        break;
    }
    return out;
}

std::vector<ObjectColumn> madeColumns(const models::KindSpec& spec)
{
    std::vector<ObjectColumn> out{ageColumn(), sourceColumn()};
    if (isKind(spec, "Pod"))
        addPodColumns(spec, out);
    if (isKind(spec, "Node"))
        out.push_back(nodeGpuColumn());
    else if (isKind(spec, "Pod") || spec.column("readyReplicas") >= 0)
        out.push_back(readyColumn());
    const int type = isKind(spec, "Event") ? spec.column("type") : services::statusColumn(spec);
    if (type >= 0)
        out.push_back(statusColumn(spec, type));
    return out;
}

} // namespace binnacle::ui::cells
