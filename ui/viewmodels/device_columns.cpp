// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/device_columns.h"

#include "ui/viewmodels/format.h"

#include <QCoreApplication>

#include <cmath>

namespace binnacle::ui {

namespace {

using services::FleetGpu;
using services::GpuState;
using Column = TableColumn<FleetGpu>;

QString tr(const char* text)
{
    return QCoreApplication::translate("Devices", text);
}

double known(std::int64_t value)
{
    return value == models::kUnknownInt ? std::nan("") : static_cast<double>(value);
}

Column text(const char* id, const char* title, int width, std::string FleetGpu::*field,
            bool mono = false, std::vector<std::string> aliases = {})
{
    Column column;
    column.id = id;
    column.title = tr(title);
    column.width = width;
    column.mono = mono;
    column.text = [field](const FleetGpu& gpu) { return std::string_view(gpu.*field); };
    column.filterAliases = std::move(aliases);
    return column;
}

Column number(const char* id, const char* title, const char* hint, int width,
              std::function<double(const FleetGpu&)> value,
              std::function<QString(const FleetGpu&)> format,
              models::FilterType type = models::FilterType::Number,
              std::vector<std::string> aliases = {})
{
    Column column;
    column.id = id;
    column.title = tr(title);
    column.hint = tr(hint);
    column.width = width;
    column.mono = true;
    column.number = std::move(value);
    column.format = std::move(format);
    column.filterType = type;
    column.filterAliases = std::move(aliases);
    return column;
}

Column ratio(const char* id, const char* title, const char* hint, double FleetGpu::*field,
             const char* alias)
{
    return number(
        id, title, hint, 72, [field](const FleetGpu& gpu) { return gpu.*field; },
        [field](const FleetGpu& gpu) { return formatRatio(gpu.*field); }, models::FilterType::Ratio,
        {alias});
}

Column stateColumn()
{
    Column column;
    column.id = "state";
    column.filterAliases = {"status"};
    column.title = tr("State");
    column.width = 132;
    column.text = [](const FleetGpu& gpu) { return services::toString(gpu.state); };
    column.format = [](const FleetGpu& gpu) { return gpuStateText(gpu.state); };
    column.tone = [](const FleetGpu& gpu) { return toneOf(gpu.state); };
    column.tip = [](const FleetGpu& gpu) {
        return gpu.stateReason.empty() ? gpuStateText(gpu.state) : toQ(gpu.stateReason);
    };
    return column;
}

std::vector<Column> columns()
{
    const QString watt = QStringLiteral("W");
    const QString celsius = QStringLiteral("°C");
    return {
        text("node", "Node", 140, &FleetGpu::node, true),
        number(
            "index", "#", "Index of the device on its node", 40,
            [](const FleetGpu& gpu) { return known(gpu.index); },
            [](const FleetGpu& gpu) { return formatCount(gpu.index); }),
        stateColumn(),
        ratio("sm", "SM", "Share of time that SMs were active", &FleetGpu::smActive, "smActive"),
        ratio("util", "Util", "Share of time that any kernel ran", &FleetGpu::utilisation,
              "utilisation"),
        number(
            "mem", "Memory", "Used device memory, as a share of all", 80,
            [](const FleetGpu& gpu) { return known(gpu.memoryUsed) / known(gpu.memoryTotal); },
            [](const FleetGpu& gpu) {
                return formatRatio(known(gpu.memoryUsed) / known(gpu.memoryTotal));
            },
            models::FilterType::Ratio),
        number(
            "power", "Power", "Watts drawn now", 76, [](const FleetGpu& gpu) { return gpu.power; },
            [watt](const FleetGpu& gpu) { return formatReal(std::round(gpu.power), watt); }),
        number(
            "temp", "Temp", "Degrees Celsius", 68,
            [](const FleetGpu& gpu) { return gpu.temperature; },
            [celsius](const FleetGpu& gpu) {
                return formatReal(std::round(gpu.temperature), celsius);
            },
            models::FilterType::Number, {"temperature"}),
        text("team", "Team", 90, &FleetGpu::team),
        text("workload", "Workload", 190, &FleetGpu::workload, true),
        text("version", "Model version", 140, &FleetGpu::modelVersion, true, {"modelVersion"}),
        text("pool", "Pool", 100, &FleetGpu::pool),
        text("model", "Device", 170, &FleetGpu::model),
        number(
            "xid", "Xid", "Last driver error code; 0 is none", 52,
            [](const FleetGpu& gpu) { return known(gpu.xid); },
            [](const FleetGpu& gpu) { return formatCount(gpu.xid); }),
        text("pod", "Pod", 200, &FleetGpu::pod, true),
        text("ns", "Namespace", 110, &FleetGpu::ns, false, {"namespace"}),
        text("rack", "Rack", 80, &FleetGpu::rack),
        text("uuid", "UUID", 330, &FleetGpu::uuid, true),
    };
}

bool equal(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

bool sameGpu(const FleetGpu& a, const FleetGpu& b)
{
    return equal(a.utilisation, b.utilisation) && equal(a.smActive, b.smActive) &&
           equal(a.power, b.power) && equal(a.temperature, b.temperature) &&
           a.memoryUsed == b.memoryUsed && a.memoryTotal == b.memoryTotal && a.state == b.state &&
           a.freshness == b.freshness && a.xid == b.xid && a.pod == b.pod && a.ns == b.ns &&
           a.team == b.team && a.workload == b.workload && a.modelVersion == b.modelVersion &&
           a.node == b.node && a.pool == b.pool && a.stateReason == b.stateReason &&
           a.rack == b.rack && a.model == b.model && a.index == b.index && a.uuid == b.uuid;
}

} // namespace

std::shared_ptr<const DeviceSpec> deviceSpec()
{
    auto spec = std::make_shared<DeviceSpec>();
    spec->columns = columns();
    spec->key = deviceKey;
    spec->same = sameGpu;
    spec->hatched = [](const FleetGpu& gpu) {
        return gpu.freshness == models::Freshness::Stale ||
               gpu.freshness == models::Freshness::Unknown;
    };
    return spec;
}

models::ObjectKey deviceKey(const FleetGpu& gpu)
{
    return gpu.key.valid()
               ? gpu.key
               : models::makeKey(gpu.source + "\x1f" + gpu.node, std::to_string(gpu.index));
}

Tone toneOf(GpuState state)
{
    switch (state) {
    case GpuState::Computing:
        return Tone::Ok;
    case GpuState::Starved:
    case GpuState::Throttled:
    case GpuState::IdleReserved:
        return Tone::Warning;
    case GpuState::Stuck:
    case GpuState::Unhealthy:
        return Tone::Critical;
    case GpuState::Free:
        return Tone::Info;
    case GpuState::Unknown:
        break;
    }
    return Tone::Unknown;
}

QString gpuStateText(GpuState state)
{
    switch (state) {
    case GpuState::Computing:
        return tr("Computing");
    case GpuState::Starved:
        return tr("Starved");
    case GpuState::Throttled:
        return tr("Throttled");
    case GpuState::Stuck:
        return tr("Stuck");
    case GpuState::IdleReserved:
        return tr("Idle, reserved");
    case GpuState::Free:
        return tr("Free");
    case GpuState::Unhealthy:
        return tr("Unhealthy");
    case GpuState::Unknown:
        break;
    }
    return tr("Unknown");
}

QString deviceName(const FleetGpu& gpu)
{
    return gpu.index == models::kUnknownInt
               ? toQ(gpu.node)
               : QStringLiteral("%1 #%2").arg(toQ(gpu.node)).arg(gpu.index);
}

} // namespace binnacle::ui
