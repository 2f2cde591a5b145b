// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/device_charts.h"

#include "ui/viewmodels/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

constexpr std::size_t kMaxSeries = 8;

struct Wanted {
    const char* meaning;
    const char* title;
    const char* unit;
    double scale;
};

// Meanings of resources/metrics; units after scaling.
constexpr Wanted kCharts[] = {
    {"gpu.sm_active", QT_TRANSLATE_NOOP("DeviceCharts", "SM active"), "%", 100},
    {"gpu.utilisation", QT_TRANSLATE_NOOP("DeviceCharts", "Utilisation"), "%", 100},
    {"gpu.memory_used", QT_TRANSLATE_NOOP("DeviceCharts", "Memory used"), "GiB", 1.0 / (1 << 30)},
    {"gpu.power", QT_TRANSLATE_NOOP("DeviceCharts", "Power"), "W", 1},
    {"gpu.temperature", QT_TRANSLATE_NOOP("DeviceCharts", "Temperature"), "°C", 1},
};

models::Duration stepFor(models::Duration span, int columns)
{
    // One sample per two pixels is as much as can be seen; whole seconds keep blocks aligned.
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    return std::chrono::seconds(std::max<std::int64_t>(5, seconds * 2 / std::max(columns, 60)));
}

void fill(ChartData& chart, const models::MetricAnswer& answer, const ChartSubject& subject,
          double step)
{
    const std::string label = subject.seriesLabel.toStdString();
    for (const auto& series : answer.series) {
        if (chart.series.size() == kMaxSeries)
            break;
        std::vector<double> scaled(series.values);
        for (double& value : scaled)
            value *= chart.scale;
        ChartSeries line;
        line.name = toQ(series.label(label));
        line.data = std::make_shared<models::MinMaxPyramid>(series.times, scaled, 2.5 * step);
        chart.series.push_back(std::move(line));
    }
}

std::vector<ChartData> loadAll(Estate& estate, const ChartSubject& subject, models::Duration span,
                               int columns, models::UtcTime end, std::stop_token stop)
{
    std::vector<ChartData> charts;
    services::MetricRangeQuery range;
    range.end = end.known() ? end : models::Clock::system().now();
    range.start = range.end - span;
    range.step = stepFor(span, columns);
    range.deadline = std::chrono::seconds(10);
    const double step = std::chrono::duration<double>(range.step).count();
    for (const Wanted& wanted : kCharts) {
        ChartData chart;
        chart.title = QCoreApplication::translate("DeviceCharts", wanted.title);
        chart.unit = QString::fromUtf8(wanted.unit);
        chart.from = range.start.seconds();
        chart.to = range.end.seconds();
        chart.scale = wanted.scale;
        const auto answer = estate.rangeOfMeaning(wanted.meaning, subject.labels, range, stop);
        if (!answer)
            chart.problem = toQ(answer.error().text());
        else if (answer->series.empty())
            chart.problem = QCoreApplication::translate("DeviceCharts", "No samples in this time.");
        else
            fill(chart, *answer, subject, step);
        if (answer)
            chart.source = toQ(answer->text);
        charts.push_back(std::move(chart));
        if (stop.stop_requested())
            break;
    }
    return charts;
}

} // namespace

DeviceCharts::DeviceCharts(WorkerPool& pool, QObject* parent) : QObject(parent), m_slot(pool) {}

void DeviceCharts::load(EstatePtr estate, ChartSubject subject, models::Duration span, int columns,
                        models::UtcTime end)
{
    if (!estate) {
        clear();
        return;
    }
    m_slot.start(
        [estate = std::move(estate), subject = std::move(subject), span, columns,
         end](std::stop_token stop) { return loadAll(*estate, subject, span, columns, end, stop); },
        [this](std::vector<ChartData> charts) {
            m_charts = std::move(charts);
            Q_EMIT changed();
        });
}

void DeviceCharts::clear()
{
    m_slot.cancel();
    m_charts.clear();
    Q_EMIT changed();
}

} // namespace binnacle::ui
