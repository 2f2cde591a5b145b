// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/devices/gpu_rows.h"

#include "plugins/prometheus/devices/gpu_values.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle::plugins::prometheus {

using models::MetricSeries;
using models::UtcTime;

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

std::size_t indexOf(std::string_view meaning)
{
    const auto it = std::find(kMeanings.begin(), kMeanings.end(), meaning);
    return static_cast<std::size_t>(it - kMeanings.begin());
}

/// "" while nothing is wrong; worst first.
std::string_view healthOf(const std::array<double, 15>& values)
{
    if (values[Xid] == 79)
        return "off-bus";
    if (values[RowRemap] > 0)
        return "row-remap-failed";
    return values[EccDbe] > 0 ? "ecc-double-bit" : "";
}

std::string_view firstOf(const MetricSeries& series, std::initializer_list<std::string_view> names)
{
    for (const auto name : names) {
        if (const auto value = series.label(name); !value.empty())
            return value;
    }
    return {};
}

std::string_view withoutPort(std::string_view instance)
{
    const auto colon = instance.rfind(':');
    const bool port = colon != std::string_view::npos &&
                      instance.find_first_not_of("0123456789", colon + 1) == std::string_view::npos;
    return port ? instance.substr(0, colon) : instance;
}

} // namespace

std::span<const std::string_view> gpuMeanings()
{
    return kMeanings;
}

std::string GpuRows::deviceId(const MetricSeries& series)
{
    std::string id(firstOf(series, {"UUID", "uuid", "gpu_uuid"}));
    const auto slice = series.label("GPU_I_ID");
    if (!id.empty() && !slice.empty()) {
        id += '/';
        id += slice;
    }
    return id;
}

GpuRows::Identity GpuRows::identityOf(const MetricSeries& series)
{
    Identity out;
    out.node = firstOf(series, {"Hostname", "hostname", "node", "kubernetes_node"});
    if (out.node.empty())
        out.node = withoutPort(series.label("instance"));
    out.index = firstOf(series, {"gpu", "GPU", "minor_number"});
    out.model = firstOf(series, {"modelName", "model_name", "card_model"});
    out.migProfile = series.label("GPU_I_PROFILE");
    out.migId = series.label("GPU_I_ID");
    out.ns = series.label("namespace");
    out.pod = series.label("pod");
    if (out.pod.empty())
        out.ns.clear(); // the namespace of nobody says nothing
    return out;
}

void GpuRows::begin()
{
    for (auto& device : m_devices)
        device.seen = device.heldBack = false;
    m_withoutUuid = 0;
    m_anyFailed = false;
    m_staleSample = false;
}

GpuRows::Device* GpuRows::find(const MetricSeries& series, bool create)
{
    std::string id = deviceId(series);
    if (id.empty()) {
        ++m_withoutUuid;
        return nullptr;
    }
    const auto it = m_index.find(id);
    if (it != m_index.end())
        return &m_devices[it->second];
    if (!create)
        return nullptr;
    Device device;
    device.uuid = firstOf(series, {"UUID", "uuid", "gpu_uuid"});
    device.id = id;
    device.key = models::makeKey(m_source, id);
    device.values.fill(kUnknown);
    device.shown.fill(kUnknown);
    m_index.emplace(std::move(id), m_devices.size());
    m_devices.push_back(std::move(device));
    return &m_devices.back();
}

std::size_t GpuRows::add(std::string_view meaning, const services::MeaningAnswer& answer,
                         bool identifies)
{
    const std::size_t value = indexOf(meaning);
    if (value >= kValues)
        return 0;
    m_failures[value] = 0;
    std::vector<bool> confirmed;
    if (answer.answer.partial) {
        m_anyFailed = true; // a store is missing: nobody is forgotten
        confirmed.resize(m_devices.size());
    } else {
        for (auto& device : m_devices)
            device.values[value] = kUnknown;
    }
    std::size_t strangers = 0;
    for (const auto& series : answer.answer.series) {
        if (series.values.empty())
            continue;
        const std::size_t nameless = m_withoutUuid;
        Device* device = find(series, identifies);
        if (!device) {
            strangers += m_withoutUuid == nameless ? 1 : 0;
            continue;
        }
        if (identifies && !device->seen) {
            device->identity = identityOf(series);
            if (m_intervalOf)
                device->interval = m_intervalOf(series.label("job"), series.label("instance"));
        }
        device->seen = true;
        device->values[value] = series.values.back();
        if (const auto at = static_cast<std::size_t>(device - m_devices.data());
            at < confirmed.size())
            confirmed[at] = true;
    }
    for (std::size_t i = 0; i < confirmed.size(); ++i) {
        if (!confirmed[i] && !std::isnan(m_devices[i].values[value]))
            m_devices[i].heldBack = true;
    }
    return strangers;
}

void GpuRows::unavailable(std::string_view meaning)
{
    const std::size_t value = indexOf(meaning);
    if (value >= kValues)
        return;
    m_failures[value] = 0;
    for (auto& device : m_devices)
        device.values[value] = kUnknown;
}

void GpuRows::failed(std::string_view meaning)
{
    const std::size_t value = indexOf(meaning);
    if (value >= kValues)
        return;
    m_anyFailed = true;
    if (++m_failures[value] <= 2) {
        m_staleSample = true; // an old value must not look new because another one is
        return;
    }
    for (auto& device : m_devices)
        device.values[value] = kUnknown;
}

void GpuRows::sampleTimes(const models::MetricAnswer& answer, models::Duration skew)
{
    if (m_staleSample)
        return;
    for (const auto& series : answer.series) {
        Device* device = series.values.empty() ? nullptr : find(series, false);
        if (!device || device->heldBack || !std::isfinite(series.values.back()))
            continue;
        const UtcTime taken = UtcTime::fromSeconds(series.values.back()) - skew;
        if (!device->sample.known() || taken > device->sample)
            device->sample = taken;
    }
}

void GpuRows::seedSpells(const Times& lastBusy, const Times& lastIdle, const Times& first)
{
    for (auto& device : m_devices) {
        if (device.busySince.known() || device.busy < 0)
            continue;
        const Times& opposite = device.busy == 1 ? lastIdle : lastBusy;
        auto it = opposite.find(device.id);
        if (it == opposite.end()) {
            it = first.find(device.id);
            if (it == first.end())
                continue;
        }
        device.busySince = it->second;
    }
}

void GpuRows::seedXid(const Times& at)
{
    for (auto& device : m_devices) {
        const auto it = at.find(device.id);
        if (it != at.end() && !device.xidAt.known() && device.values[Xid] > 0)
            device.xidAt = it->second;
    }
}

void GpuRows::resend()
{
    for (auto& device : m_devices)
        device.sentOnce = false;
}

bool GpuRows::anyXid() const
{
    return std::any_of(m_devices.begin(), m_devices.end(),
                       [](const Device& d) { return d.values[Xid] > 0; });
}

void GpuRows::update(Device& device, UtcTime now)
{
    const UtcTime when = device.sample.known() ? device.sample : now;
    if (device.seen) {
        device.lastSeen = now;
        // A device that is gone keeps its last diagnosis; one that answers gets a new one.
        if (!std::isnan(device.values[Xid]) || !std::isnan(device.values[RowRemap]) ||
            !std::isnan(device.values[EccDbe]))
            device.health = healthOf(device.values);
    }
    const double load = std::isnan(device.values[Utilisation]) ? device.values[SmActive]
                                                               : device.values[Utilisation];
    if (!std::isnan(load)) {
        const int busy = load >= kBusy ? 1 : 0;
        if (device.busy >= 0 && busy != device.busy)
            device.busySince = when;
        device.busy = busy;
    }
    const double before = device.shown[Xid], code = device.values[Xid];
    if (device.sentOnce && !std::isnan(code) && !std::isnan(before) && code != before)
        device.xidAt = code > 0 ? when : UtcTime{};
}

} // namespace binnacle::plugins::prometheus
