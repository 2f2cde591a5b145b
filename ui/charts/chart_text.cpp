// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_text.h"

#include "ui/charts/chart_scale.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

constexpr std::size_t kSpokenSeries = 8;

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("Chart", text, nullptr, n);
}

QString clock(const ChartData& chart, double time)
{
    const bool days = chart.to - chart.from > 86400;
    return timeText(time, days ? QStringLiteral("dd MMM HH:mm") : QStringLiteral("HH:mm:ss"));
}

QString seriesSummary(const ChartData& chart, const ChartSeries& series)
{
    const auto& data = *series.data;
    std::size_t low = 0, high = 0;
    for (std::size_t i = 1; i < data.size(); ++i) {
        low = data.value(i) < data.value(low) ? i : low;
        high = data.value(i) > data.value(high) ? i : high;
    }
    QString text = tr("%1: last %2, lowest %3 at %4, highest %5 at %6")
                       .arg(series.name.isEmpty() ? tr("value") : series.name,
                            exactText(data.value(data.size() - 1), chart.unit),
                            exactText(data.value(low), chart.unit), clock(chart, data.time(low)),
                            exactText(data.value(high), chart.unit), clock(chart, data.time(high)));
    if (data.gaps() > 0)
        text += tr(", %n gap(s)", static_cast<int>(data.gaps()));
    return text + QLatin1Char('.');
}

} // namespace

QString chartSummary(const ChartData& chart)
{
    if (!chart.problem.isEmpty())
        return chart.problem;
    QStringList parts;
    QString head = tr("%n series", static_cast<int>(chart.series.size()));
    if (!chart.unit.isEmpty())
        head += QStringLiteral(", ") + chart.unit;
    parts << tr("%1, from %2 to %3.").arg(head, clock(chart, chart.from), clock(chart, chart.to));
    std::size_t said = 0;
    for (const ChartSeries& series : chart.series) {
        if (!series.data || series.data->empty())
            continue;
        if (said++ == kSpokenSeries)
            break;
        parts << seriesSummary(chart, series);
    }
    if (chart.series.size() > kSpokenSeries)
        parts << tr("%n more in the table.", static_cast<int>(chart.series.size() - kSpokenSeries));
    for (const ChartObjective& objective : chart.objectives)
        parts << QStringLiteral("%1 %2.").arg(objective.label,
                                              exactText(objective.value, chart.unit));
    for (const ChartMarker& marker : chart.markers)
        parts << tr("%1 at %2.").arg(marker.label, clock(chart, marker.time));
    return parts.join(QLatin1Char(' '));
}

std::vector<HoverRow> samplesAt(const ChartData& chart, double time, double reach)
{
    std::vector<HoverRow> rows;
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
        const auto& data = chart.series[i].data;
        if (!data)
            continue;
        const std::size_t at = data->nearest(time, reach);
        if (at < data->size())
            rows.push_back({i, data->time(at), data->value(at)});
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const HoverRow& a, const HoverRow& b) { return a.value > b.value; });
    return rows;
}

double hoverReach(const ChartData& chart, double secondsPerPixel)
{
    double between = 0;
    for (const ChartSeries& series : chart.series) {
        if (!series.data || series.data->size() < 2)
            continue;
        // The first pair says the step; a gap there would only make the reach generous.
        const double step = series.data->time(1) - series.data->time(0);
        between = between == 0 ? step : std::min(between, step);
    }
    return std::max(between * 0.55, 2 * secondsPerPixel);
}

ChartRows::ChartRows(const ChartData& chart)
{
    std::size_t sum = 0;
    for (const ChartSeries& series : chart.series) {
        sum += series.data ? series.data->size() : 0;
        m_ends.push_back(sum);
    }
}

std::pair<std::size_t, std::size_t> ChartRows::at(std::size_t row) const
{
    const auto series = static_cast<std::size_t>(
        std::upper_bound(m_ends.begin(), m_ends.end(), row) - m_ends.begin());
    return {series, series == 0 ? row : row - m_ends[series - 1]};
}

TableText chartTable(const ChartData& chart, std::size_t limit)
{
    TableText table;
    table.titles = {tr("Series"), tr("Time"),
                    chart.unit.isEmpty() ? tr("Value") : tr("Value, %1").arg(chart.unit)};
    table.figures = {false, false, true};
    const ChartRows rows(chart);
    for (std::size_t row = 0; row < std::min(limit, rows.size()); ++row) {
        const auto [series, i] = rows.at(row);
        const auto& data = *chart.series[series].data;
        const auto when = QDateTime::fromMSecsSinceEpoch(
            static_cast<qint64>(std::llround(data.time(i) * 1000)), Qt::UTC);
        table.rows.push_back({chart.series[series].name, when.toString(Qt::ISODateWithMs),
                              QString::number(data.value(i), 'g', 17)});
    }
    return table;
}

} // namespace binnacle::ui
