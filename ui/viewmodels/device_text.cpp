// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/device_text.h"

#include "ui/viewmodels/device_columns.h"
#include "ui/viewmodels/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace binnacle::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("DeviceText", text);
}

QString orUnknown(const std::string& text)
{
    return text.empty() ? unknownText() : toQ(text);
}

QString joined(const std::string& a, const char* between, const std::string& b)
{
    if (a.empty() || b.empty())
        return orUnknown(a.empty() ? b : a);
    return toQ(a) + QString::fromUtf8(between) + toQ(b);
}

QString outOf(const QString& part, const QString& whole)
{
    return whole == unknownText() ? part : tr("%1 of %2").arg(part, whole);
}

QString powerText(const services::FleetGpu& gpu)
{
    const QString watt = QStringLiteral("W");
    return outOf(formatReal(std::round(gpu.power), watt),
                 formatReal(std::round(gpu.powerLimit), watt));
}

QString holderText(const services::FleetGpu& gpu)
{
    if (!gpu.pod.empty())
        return joined(gpu.ns, "/", gpu.pod);
    if (!gpu.allocationKnown)
        return unknownText();
    return gpu.allocated ? tr("a pod, not known which") : tr("nobody");
}

} // namespace

QString ageText(models::Freshness freshness, models::UtcTime sampled, models::UtcTime now,
                bool live)
{
    if (!sampled.known())
        return tr("no sample");
    if (!live)
        return tr("recorded %1 before").arg(formatAge(sampled, now));
    return QStringLiteral("%1 · %2").arg(toQ(models::toString(freshness)), formatAge(sampled, now));
}

QString deviceSummary(const services::FleetGpu& gpu, models::UtcTime now, bool live)
{
    QStringList lines;
    lines << tr("%1   %2").arg(deviceName(gpu), toQ(gpu.model));
    lines << (gpu.stateReason.empty()
                  ? gpuStateText(gpu.state)
                  : tr("%1: %2").arg(gpuStateText(gpu.state), toQ(gpu.stateReason)));
    lines << tr("SM active %1, utilisation %2, tensor %3")
                 .arg(formatRatio(gpu.smActive), formatRatio(gpu.utilisation),
                      formatRatio(gpu.tensorActive));
    lines << tr("Memory %1, power %2, %3")
                 .arg(outOf(formatBytes(gpu.memoryUsed), formatBytes(gpu.memoryTotal)),
                      powerText(gpu),
                      formatReal(std::round(gpu.temperature), QStringLiteral("°C")));
    lines << tr("Held by %1%2")
                 .arg(holderText(gpu),
                      gpu.team.empty() ? QString() : tr(", team %1").arg(toQ(gpu.team)));
    lines << tr("%1, from %2")
                 .arg(ageText(gpu.freshness, gpu.sampleTime, now, live), orUnknown(gpu.source));
    return lines.join(QLatin1Char('\n'));
}

std::vector<FactRow> deviceFacts(const services::FleetGpu& gpu, models::UtcTime now)
{
    std::vector<FactRow> rows = {
        {tr("Node"), orUnknown(gpu.node), true},
        {tr("Pool, rack"), joined(gpu.pool, ", ", gpu.rack)},
        {tr("Held by"), holderText(gpu), true},
        {tr("Workload"), orUnknown(gpu.workload), true},
        {tr("Model version"), orUnknown(gpu.modelVersion), true},
        {tr("Team"), orUnknown(gpu.team)},
        {tr("SM active"), formatRatio(gpu.smActive), true},
        {tr("Tensor active"), formatRatio(gpu.tensorActive), true},
        {tr("Utilisation"), formatRatio(gpu.utilisation), true},
        {tr("Memory"), outOf(formatBytes(gpu.memoryUsed), formatBytes(gpu.memoryTotal)), true},
        {tr("Power"), powerText(gpu), true},
        {tr("Temperature"), formatReal(std::round(gpu.temperature), QStringLiteral("°C")), true},
    };
    if (gpu.since.known())
        rows.push_back({tr("In this spell"), formatAge(gpu.since, now), true});
    if (gpu.xid != models::kUnknownInt && gpu.xid != 0)
        rows.push_back({tr("Last Xid"), joined(std::to_string(gpu.xid), ", ", gpu.xidMeaning)});
    if (!gpu.migProfile.empty())
        rows.push_back({tr("MIG profile"), toQ(gpu.migProfile), true});
    rows.push_back({tr("UUID"), orUnknown(gpu.uuid), true});
    rows.push_back({tr("Source"), orUnknown(gpu.source), true});
    return rows;
}

std::vector<FactRow> nodeFacts(const services::FleetNode& node, models::UtcTime now)
{
    return {
        {tr("Cluster"), orUnknown(node.cluster), true},
        {tr("Status"), orUnknown(node.status)},
        {tr("Problem"), node.problem.empty() ? tr("none reported") : toQ(node.problem)},
        {tr("Pool, rack"), joined(node.pool, ", ", node.rack)},
        {tr("Zone"), orUnknown(node.zone), true},
        {tr("Device"), orUnknown(node.gpuModel)},
        {tr("GPUs requested"),
         outOf(formatCount(node.gpuRequested), formatCount(node.gpuAllocatable)), true},
        {tr("GPUs installed"), formatCount(node.gpuCapacity), true},
        {tr("Pods"), formatCount(node.pods), true},
        {tr("Mean utilisation"), formatRatio(node.utilisation), true},
        {tr("Age"), formatAge(node.created, now), true},
    };
}

} // namespace binnacle::ui
