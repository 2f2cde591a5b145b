// SPDX-License-Identifier: GPL-3.0-or-later
// bench_charts: a chart of a million points while it is panned, and one of 2,000 series, with our
// chart and with plain Qt Charts over the same data. Lines of text; ends with 1 when a budget is
// missed.
#include "ui/charts/chart_view.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>
#include <vector>

using namespace binnacle;

namespace {

constexpr QSize kSize{1000, 360};
constexpr double kStart = 1'700'000'000;
constexpr std::size_t kMillion = 1'000'000, kMany = 2'000, kEach = 1'000;
constexpr double kPanBudget = 8, kDrawBudget = 50, kMemoryBudget = 32; // ms, ms, MiB

double since(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

/// Units: MiB, of this process now.
double residentMiB()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        long kib = 0;
        if (std::sscanf(line.c_str(), "VmRSS: %ld", &kib) == 1)
            return static_cast<double>(kib) / 1024;
    }
    return 0;
}

std::vector<double> walk(std::size_t points, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> step(0, 1);
    std::vector<double> values(points);
    double value = 100;
    for (double& v : values)
        v = value += step(random);
    return values;
}

std::vector<double> times(std::size_t points)
{
    std::vector<double> out(points);
    for (std::size_t i = 0; i < points; ++i)
        out[i] = kStart + static_cast<double>(i);
    return out;
}

double median(std::vector<double> all)
{
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

double worst(const std::vector<double>& all)
{
    return *std::max_element(all.begin(), all.end());
}

ui::ChartDataPtr chartOf(std::size_t series, std::size_t points)
{
    auto data = std::make_shared<ui::ChartData>();
    const auto at = times(points);
    data->from = at.front();
    data->to = at.back();
    for (std::size_t i = 0; i < series; ++i) {
        ui::ChartSeries one;
        one.name = QString::number(i);
        one.data = std::make_shared<const models::MinMaxPyramid>(
            at, walk(points, static_cast<unsigned>(i)), 60.0);
        data->series.push_back(std::move(one));
    }
    return data;
}

struct Measured {
    double first = 0;
    std::vector<double> frames;
    double mebibytes = 0; ///< data and chart, when all is drawn
};

/// Frames of a pan through a tenth of the data.
Measured ours(ui::Theme& theme, std::size_t series, std::size_t points, int frames)
{
    Measured out;
    const double before = residentMiB();
    const auto data = chartOf(series, points);
    ui::ChartView view(theme, nullptr);
    view.resize(kSize);
    auto start = std::chrono::steady_clock::now();
    view.setData(data);
    (void)view.grab();
    out.first = since(start);
    const double span = (data->to - data->from) / 10;
    for (int i = 0; i < frames; ++i) {
        start = std::chrono::steady_clock::now();
        const double from = data->from + span * (1 + 0.02 * i);
        view.setWindow(from, from + span);
        (void)view.grab();
        out.frames.push_back(since(start));
    }
    out.mebibytes = residentMiB() - before;
    return out;
}

Measured plainQtCharts(std::size_t series, std::size_t points, int frames)
{
    Measured out;
    const double before = residentMiB();
    QChart* const chart = new QChart;
    chart->legend()->hide();
    auto* const x = new QValueAxis;
    auto* const y = new QValueAxis;
    chart->addAxis(x, Qt::AlignBottom);
    chart->addAxis(y, Qt::AlignLeft);
    double low = 1e300;
    double high = -1e300;
    const auto at = times(points);
    for (std::size_t i = 0; i < series; ++i) {
        auto* const line = new QLineSeries;
        const auto values = walk(points, static_cast<unsigned>(i));
        QList<QPointF> list;
        list.reserve(static_cast<qsizetype>(points));
        for (std::size_t k = 0; k < points; ++k) {
            list.append({at[k], values[k]});
            low = std::min(low, values[k]);
            high = std::max(high, values[k]);
        }
        line->replace(list);
        chart->addSeries(line);
        line->attachAxis(x);
        line->attachAxis(y);
    }
    x->setRange(at.front(), at.back());
    y->setRange(low, high);
    QChartView view(chart);
    view.resize(kSize);
    auto start = std::chrono::steady_clock::now();
    (void)view.grab();
    out.first = since(start);
    const double span = (at.back() - at.front()) / 10;
    for (int i = 0; i < frames; ++i) {
        start = std::chrono::steady_clock::now();
        const double from = at.front() + span * (1 + 0.02 * i);
        x->setRange(from, from + span);
        QCoreApplication::processEvents();
        (void)view.grab();
        out.frames.push_back(since(start));
    }
    out.mebibytes = residentMiB() - before;
    return out;
}

void print(const char* name, const Measured& m)
{
    std::printf("%s: first drawing %.1f ms, frame median %.2f ms, longest %.2f ms, %.1f MiB\n",
                name, m.first, median(m.frames), worst(m.frames), m.mebibytes);
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ui::Theme theme;
    ours(theme, 1, 1000, 2); // fonts are loaded once
    const Measured pan = ours(theme, 1, kMillion, 100);
    print("1,000,000 points panned, ours", pan);
    const Measured many = ours(theme, kMany, kEach, 20);
    print("2,000 series of 1,000 points, ours", many);
    print("1,000,000 points panned, plain Qt Charts", plainQtCharts(1, kMillion, 5));
    print("2,000 series of 1,000 points, plain Qt Charts", plainQtCharts(kMany, kEach, 3));
    const bool met = worst(pan.frames) <= kPanBudget && many.first <= kDrawBudget &&
                     worst(many.frames) <= kDrawBudget && many.mebibytes <= kMemoryBudget;
    std::printf("%s\n", met ? "within budget" : "budget missed");
    return met ? 0 : 1;
}
