// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/devices/device_refresh.h"

#include <algorithm>
#include <charconv>

namespace binnacle::plugins::prometheus {

using models::ErrorCode;
using models::fail;
using models::Result;
using services::MeaningRequest;

namespace {

/// These two bring all labels; between them they cover devices, MIG slices and old exporters.
bool identifies(std::string_view meaning)
{
    return meaning == "gpu.utilisation" || meaning == "gpu.memory_used";
}

std::string number(double value)
{
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// One series per device, with the labels that all engines share, so that `or` keeps the first
/// engine's where two know a device.
std::string byDevice(const std::string& engine, const std::string& expression)
{
    if (engine == "dcgm")
        return "max by (UUID, GPU_I_ID) (" + expression + ')';
    return "max by (UUID, GPU_I_ID) (label_replace(" + expression +
           ", \"UUID\", \"$1\", \"gpu_uuid\", \"(.+)\"))";
}

void addNew(std::vector<services::MeaningUse>& into, const std::vector<services::MeaningUse>& uses)
{
    for (const auto& use : uses) {
        const bool known = std::any_of(into.begin(), into.end(),
                                       [&](const auto& one) { return one.metrics == use.metrics; });
        if (!known)
            into.push_back(use);
    }
}

/// `make(metric, scale)` for each metric of each engine, joined so that the first one wins per
/// device.
template <class Make> std::string anyOf(const std::vector<services::MeaningUse>& uses, Make&& make)
{
    std::string out;
    for (const auto& use : uses) {
        for (std::size_t i = 0; i < use.metrics.size(); ++i)
            out += (out.empty() ? "" : " or ") +
                   byDevice(use.engine, make(use.metrics[i], use.scales[i]));
    }
    return out;
}

} // namespace

Result<void> DeviceRefresh::askAll(RefreshReport& report, std::chrono::milliseconds deadline,
                                   std::stop_token stop)
{
    for (const auto meaning : gpuMeanings()) {
        bool full = identifies(meaning);
        for (;;) {
            MeaningRequest request;
            request.meaning = meaning;
            request.deadline = deadline;
            if (!full)
                request.by = {"UUID", "GPU_I_ID"};
            const auto answer = m_resolver.resolve(request, m_client, stop);
            if (!answer && answer.error().code == ErrorCode::Cancelled)
                return fail(answer.error());
            if (!answer && answer.error().code == ErrorCode::NotFound) {
                m_rows.unavailable(meaning);
                break;
            }
            if (!answer) {
                m_rows.failed(meaning);
                report.problems.push_back(std::string(meaning) + ": " + answer.error().text());
                break;
            }
            if (answer->answer.partial)
                report.missing.push_back(std::string(meaning) + ": the answer is partial" +
                                         (answer->answer.warnings.empty()
                                              ? std::string()
                                              : ": " + answer->answer.warnings.front()));
            report.available = true;
            if (meaning == "gpu.xid")
                m_xid = answer->used;
            if (meaning == "gpu.utilisation" || (full && m_load.empty()))
                m_load = answer->used;
            else if (full && !identifies(meaning))
                addNew(m_others, answer->used);
            if (m_rows.add(meaning, *answer, full) == 0 || full)
                break;
            full = true; // it shows devices that nobody identified yet
        }
    }
    return {};
}

void DeviceRefresh::askSampleTimes(models::Duration skew, std::chrono::milliseconds deadline,
                                   std::stop_token stop)
{
    auto uses = m_load;
    uses.insert(uses.end(), m_others.begin(), m_others.end());
    if (uses.empty())
        return;
    // An instant query gives its own time to every sample; only timestamp() tells the real one.
    const std::string expression =
        anyOf(uses, [](const std::string& metric, const services::UnitScale&) {
            return "timestamp(" + metric + ')';
        });
    if (const auto answer = m_client.instant({expression, {}, deadline}, std::move(stop)))
        m_rows.sampleTimes(*answer, skew);
}

GpuRows::Times DeviceRefresh::times(const std::string& expression, models::Duration skew,
                                    std::stop_token stop)
{
    GpuRows::Times out;
    const auto answer =
        m_client.instant({expression, {}, std::chrono::seconds(30)}, std::move(stop));
    if (!answer)
        return out;
    for (const auto& series : answer->series) {
        if (!series.values.empty())
            out.emplace(GpuRows::deviceId(series),
                        models::UtcTime::fromSeconds(series.values.back()) - skew);
    }
    return out;
}

void DeviceRefresh::lookBack(models::Duration skew, std::stop_token stop)
{
    const auto last = [&](const char* compare, bool first) {
        return anyOf(m_load, [&](const std::string& metric, const services::UnitScale& scale) {
            const std::string samples = first ? metric
                                              : '(' + metric + ' ' + compare + ' ' +
                                                    number(scale.undo(GpuRows::kBusy)) + ')';
            return std::string(first ? "min_over_time" : "max_over_time") + "(timestamp(" +
                   samples + ")[6h:5m])";
        });
    };
    if (!m_load.empty())
        m_rows.seedSpells(times(last(">=", false), skew, stop), times(last("<", false), skew, stop),
                          times(last("", true), skew, stop));
    if (m_xid.empty() || !m_rows.anyXid())
        return;
    m_rows.seedXid(times(anyOf(m_xid,
                               [](const std::string& metric, const services::UnitScale&) {
                                   return "max_over_time(timestamp((" + metric +
                                          " == 0))[24h:5m]) and on (UUID, GPU_I_ID) (" + metric +
                                          " > 0)";
                               }),
                         skew, stop));
}

Result<RefreshReport> DeviceRefresh::round(models::UtcTime now, models::Duration skew,
                                           std::chrono::milliseconds deadline,
                                           const GpuRows::Apply& apply, std::stop_token stop)
{
    RefreshReport report;
    m_rows.begin();
    if (auto asked = askAll(report, deadline, stop); !asked)
        return fail(std::move(asked.error()));
    report.withoutUuid = m_rows.withoutUuid();
    if (report.available)
        askSampleTimes(skew, deadline, stop);
    auto sent = m_rows.finish(now, apply);
    if (sent && report.available && m_rows.size() > 0 && !m_lookedBack) {
        lookBack(skew, stop); // after the first rows are out: it may take seconds
        m_lookedBack = !stop.stop_requested();
        sent = m_rows.finish(now, apply);
    }
    report.devices = m_rows.size();
    if (!sent) {
        m_rows.resend();
        return fail(std::move(sent.error()));
    }
    return report;
}

} // namespace binnacle::plugins::prometheus
