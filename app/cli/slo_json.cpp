// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/slo_json.h"

#include <cmath>
#include <cstdio>

namespace binnacle::app {

namespace {

Json maybe(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

std::string shown(double value, const char* format)
{
    if (!std::isfinite(value))
        return {};
    char text[48];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string span(double seconds)
{
    if (!std::isfinite(seconds))
        return {};
    if (seconds > 100.0 * 365 * 86400)
        return "> 100y";
    return models::toHumanAge(models::Duration(static_cast<std::int64_t>(seconds * 1e9)));
}

} // namespace

Json sloJson(const models::Slo& slo)
{
    Json out;
    out["name"] = slo.name;
    out["service"] = orNull(std::string_view(slo.service));
    out["window"] = slo.window.text;
    out["target"] = slo.target;
    out["budgeting"] = models::toString(slo.budgeting);
    out["format"] = slo.format;
    out["file"] = slo.file;
    out["line"] = slo.line;
    out["unsupported"] = slo.unsupported;
    return out;
}

Json sloLintJson(const std::vector<services::SloLint>& lint)
{
    Json out = Json::array();
    for (const auto& one : lint)
        out.push_back({{"code", one.code}, {"message", one.message}});
    return out;
}

Json sloStatusJson(const services::SloStatus& status)
{
    const auto& slo = status.slo;
    Json out;
    out["name"] = slo.name;
    out["service"] = orNull(std::string_view(slo.service));
    out["window"] = slo.window.text;
    out["target"] = slo.target;
    const double unknown = models::kUnknownNumber;
    out["good"] = maybe(status.counted ? status.window.total - status.window.bad : unknown);
    out["total"] = maybe(status.counted ? status.window.total : unknown);
    out["attainment"] = maybe(models::attainment(status.window));
    out["attainmentLow"] = maybe(status.attainmentLow);
    out["attainmentHigh"] = maybe(status.attainmentHigh);
    out["budgetRemaining"] = maybe(status.budgetRemaining);
    Json burn = Json::object();
    for (std::size_t i = 0; i < status.burns.size(); ++i)
        burn[std::string(models::kBurnWindows[i])] =
            maybe(models::burnRate(status.burns[i], slo.target));
    out["burn"] = std::move(burn);
    out["nearestPair"] = orNull(status.nearest.name);
    out["firesIn"] = maybe(status.nearest.firesIn);
    out["exhaustedIn"] = {{"low", maybe(status.exhaustion.low)},
                          {"mid", maybe(status.exhaustion.mid)},
                          {"high", maybe(status.exhaustion.high)}};
    out["state"] = status.state;
    out["arithmetic"] = orNull(std::string_view(status.arithmetic));
    out["lint"] = sloLintJson(status.lint);
    out["error"] = status.error ? toJson(*status.error) : Json(nullptr);
    return out;
}

std::vector<std::string> sloStatusCells(const services::SloStatus& status)
{
    const auto& slo = status.slo;
    std::string lint;
    for (const auto& one : status.lint)
        lint += (lint.empty() ? "" : ", ") + one.code;
    const double reached = models::attainment(status.window) * 100;
    std::string attained = shown(reached, "%.4f%%");
    if (attained.empty() && std::isfinite(status.attainmentLow))
        attained = shown(status.attainmentLow * 100, "%.4f") + ".." +
                   shown(status.attainmentHigh * 100, "%.4f%%");
    return {slo.name,
            slo.service,
            slo.window.text,
            shown(slo.target * 100, "%.6g%%"),
            attained,
            shown(status.budgetRemaining * 100, "%.1f%%"),
            shown(models::burnRate(status.burns[2], slo.target), "%.2f"),
            std::string(status.nearest.name),
            status.nearest.fires ? "now" : span(status.nearest.firesIn),
            span(status.exhaustion.mid),
            status.state,
            lint};
}

} // namespace binnacle::app
