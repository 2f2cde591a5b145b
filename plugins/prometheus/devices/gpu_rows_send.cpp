// SPDX-License-Identifier: GPL-3.0-or-later
// The sending half of GpuRows: what a device shows now against what was sent of it.
#include "plugins/prometheus/devices/gpu_rows.h"
#include "plugins/prometheus/devices/gpu_values.h"

#include <charconv>
#include <cmath>

namespace binnacle::plugins::prometheus {

using models::col;
using models::Common;
using models::FactBatch;
using models::GpuColumn;
using models::kind;
using models::Result;
using models::RowWriter;
using models::UtcTime;

namespace {

constexpr std::size_t kBatchRows = 4096;
constexpr models::Duration kForget = std::chrono::minutes(10);

bool same(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

void setTime(RowWriter& row, GpuColumn column, UtcTime time)
{
    if (time.known())
        row.time(col(column), time);
    else
        row.clear(col(column));
}

} // namespace

void GpuRows::emit(Device& device, FactBatch& batch) const
{
    const bool whole = !device.sentOnce || device.identity != device.sent;
    bool changed = whole || device.sample != device.shownSample ||
                   device.busySince != device.shownBusySince || device.xidAt != device.shownXidAt ||
                   device.interval != device.shownInterval;
    for (std::size_t i = 0; i < kValues && !changed; ++i)
        changed = !same(device.values[i], device.shown[i]);
    if (!changed)
        return;
    const auto gpu = kind(models::BuiltIn::Gpu);
    RowWriter row = whole ? batch.upsert(gpu, device.key) : batch.patch(gpu, device.key);
    if (whole) {
        const auto& who = device.identity;
        const std::string slice = who.migId.empty() ? "" : ':' + who.migId;
        row.text(col(Common::Name), who.node.empty() || who.index.empty()
                                        ? device.id
                                        : who.node + '/' + who.index + slice);
        row.text(col(GpuColumn::Uuid), device.uuid);
        row.textIf(col(GpuColumn::Node), who.node);
        std::int64_t index = 0;
        const auto* end = who.index.data() + who.index.size();
        if (std::from_chars(who.index.data(), end, index).ptr == end && !who.index.empty())
            row.integer(col(GpuColumn::Index), index);
        row.textIf(col(GpuColumn::Model), who.model);
        row.textIf(col(GpuColumn::MigProfile), who.migProfile);
        row.textIf(col(GpuColumn::PodNamespace), who.ns);
        row.textIf(col(GpuColumn::Pod), who.pod);
    }
    for (const auto& c : kColumns) {
        const double value = device.values[c.value];
        if (!whole && same(value, device.shown[c.value]))
            continue;
        if (std::isnan(value))
            row.clear(col(c.column));
        else if (c.integer)
            row.integer(col(c.column), static_cast<std::int64_t>(std::llround(value)));
        else
            row.real(col(c.column), value);
    }
    row.text(col(GpuColumn::Health), device.health);
    setTime(row, GpuColumn::XidAt, device.xidAt);
    setTime(row, GpuColumn::BusySince, device.busySince);
    setTime(row, GpuColumn::SampleTime, device.sample);
    if (device.interval.count() > 0)
        row.integer(col(GpuColumn::SampleInterval), device.interval.count());
    else
        row.clear(col(GpuColumn::SampleInterval));
    device.shownInterval = device.interval;
    device.sent = device.identity;
    device.shown = device.values;
    device.shownSample = device.sample;
    device.shownBusySince = device.busySince;
    device.shownXidAt = device.xidAt;
    device.sentOnce = true;
}

Result<void> GpuRows::finish(UtcTime now, const Apply& apply)
{
    FactBatch batch(m_source);
    const auto flush = [&]() -> Result<void> {
        if (batch.empty())
            return {};
        FactBatch full = std::move(batch);
        batch = FactBatch(m_source);
        return apply(std::move(full));
    };
    for (std::size_t i = 0; i < m_devices.size();) {
        Device& device = m_devices[i];
        update(device, now);
        const bool forget = !m_anyFailed && !device.seen && device.lastSeen.known() &&
                            now - device.lastSeen > kForget;
        if (forget) {
            batch.remove(kind(models::BuiltIn::Gpu), device.key);
            m_index.erase(device.id);
            if (i + 1 != m_devices.size()) {
                m_devices[i] = std::move(m_devices.back());
                m_index[m_devices[i].id] = i;
            }
            m_devices.pop_back();
        } else {
            emit(device, batch);
            ++i;
        }
        if (batch.rows().size() >= kBatchRows) {
            if (auto r = flush(); !r)
                return r;
        }
    }
    return flush();
}

} // namespace binnacle::plugins::prometheus
