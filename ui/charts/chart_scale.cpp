// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_scale.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace binnacle::ui {

namespace {

double niceStep(double raw)
{
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power >= raw * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

int decimalsFor(double step)
{
    int decimals = 0;
    for (double scaled = std::abs(step);
         decimals < 12 && std::abs(scaled - std::round(scaled)) > 1e-6 * std::max(scaled, 1e-3);
         scaled *= 10)
        ++decimals;
    return decimals;
}

} // namespace

std::vector<double> ValueAxis::ticks() const
{
    std::vector<double> all;
    const auto count = static_cast<int>(std::lround((high - low) / step));
    for (int i = 0; i <= count; ++i) {
        const double tick = low + i * step;
        all.push_back(std::abs(tick) < step * 1e-9 ? 0 : tick);
    }
    return all;
}

ValueAxis niceAxis(double low, double high, int maxTicks)
{
    if (!std::isfinite(low) || !std::isfinite(high) || low > high)
        return {0, 1, 0.5};
    if (low == high) {
        const double room = low == 0 ? 1 : std::abs(low) * 0.5;
        low -= low > 0 ? std::min(room, low) : room;
        high += room;
    }
    if (low > 0 && low < 0.7 * high)
        low = 0;
    if (high < 0 && high > 0.7 * low)
        high = 0;
    const int parts = std::max(1, maxTicks - 1);
    double step = niceStep((high - low) / parts);
    for (;;) {
        const double first = std::floor(low / step + 1e-9) * step;
        const double last = std::ceil(high / step - 1e-9) * step;
        if (std::lround((last - first) / step) <= parts)
            return {first, last, step};
        step = niceStep(step * 1.01);
    }
}

QString tickText(double value, double step)
{
    struct Letter {
        double unit;
        const char* name;
    };
    static constexpr std::array<Letter, 4> kLetters = {
        {{1e12, " T"}, {1e9, " G"}, {1e6, " M"}, {1e3, " k"}}};
    static const QLocale locale(QLocale::English, QLocale::UnitedStates);
    const double size = std::max(std::abs(value), std::abs(step));
    for (const Letter& letter : kLetters) {
        // Up to 9,999 a number is easier to read than "9.999 k".
        if (size >= letter.unit && size >= 1e4 && value != 0)
            return locale.toString(value / letter.unit, 'f', decimalsFor(step / letter.unit)) +
                   QLatin1String(letter.name);
    }
    if (size < 1e-4 && value != 0)
        return locale.toString(value, 'g', 3);
    return locale.toString(value, 'f', decimalsFor(step));
}

QString thinText(double value)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    if (value == 0)
        return QStringLiteral("0");
    const double digits = std::floor(std::log10(std::abs(value)));
    const double step = std::pow(10.0, std::min(digits - 2, 0.0));
    const double large = std::pow(10.0, digits - 2);
    // From ten thousand up the letter takes the zeros.
    return digits >= 4 ? tickText(std::round(value / large) * large, large)
                       : tickText(std::round(value / step) * step, step);
}

QString exactText(double value, const QString& unit)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    static const QLocale locale(QLocale::English, QLocale::UnitedStates);
    const double size = std::abs(value);
    const int whole = size < 1 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
    QString text;
    if (size != 0 && (size < 1e-4 || size >= 1e15)) {
        text = locale.toString(value, 'g', 6);
    } else {
        text = locale.toString(value, 'f', std::clamp(6 - whole, 0, 6));
        if (text.contains(QLatin1Char('.'))) {
            while (text.endsWith(QLatin1Char('0')))
                text.chop(1);
            if (text.endsWith(QLatin1Char('.')))
                text.chop(1);
        }
    }
    return unit.isEmpty() ? text : text + QLatin1Char(' ') + unit;
}

TimeAxis timeAxis(double from, double to, int maxTicks)
{
    static constexpr std::array<double, 19> kSteps = {1,     2,     5,     10,    15,    30,   60,
                                                      120,   300,   600,   900,   1800,  3600, 7200,
                                                      10800, 21600, 43200, 86400, 172800};
    TimeAxis axis;
    if (!(to > from) || maxTicks < 1)
        return axis;
    const double raw = (to - from) / maxTicks;
    double step = kSteps.back();
    while (step < raw)
        step *= 2;
    for (const double candidate : kSteps) {
        if (candidate >= raw) {
            step = candidate;
            break;
        }
    }
    const auto middle = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>((from + to) * 500));
    const double offset = middle.offsetFromUtc();
    for (double t = std::ceil((from + offset) / step) * step - offset; t <= to; t += step)
        axis.ticks.push_back(t);
    axis.format = step < 60      ? QStringLiteral("HH:mm:ss")
                  : step < 86400 ? (to - from > 1.5 * 86400 ? QStringLiteral("dd MMM HH:mm")
                                                            : QStringLiteral("HH:mm"))
                                 : QStringLiteral("dd MMM");
    return axis;
}

QString timeText(double seconds, const QString& format)
{
    return QLocale::c().toString(
        QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(std::llround(seconds * 1000))), format);
}

std::vector<double> spreadLabels(const std::vector<double>& wanted, double height, double top,
                                 double bottom)
{
    const double none = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> places(wanted.size(), none);
    const auto room = static_cast<std::size_t>(std::max(0.0, (bottom - top) / height + 1e-9));
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < wanted.size() && order.size() < room; ++i) {
        if (std::isfinite(wanted[i]))
            order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
    // Labels that touch become one block, which lies where its members' mean is nearest.
    struct Block {
        double sum; ///< of the place that each member wants the block's top to have
        std::size_t count;
        double start;
    };
    std::vector<Block> blocks;
    const auto settle = [&](Block& block) {
        const double tall = static_cast<double>(block.count) * height;
        block.start = std::clamp(block.sum / static_cast<double>(block.count), top, bottom - tall);
    };
    for (const std::size_t i : order) {
        Block block{wanted[i] - height / 2, 1, 0};
        settle(block);
        while (!blocks.empty() &&
               blocks.back().start + static_cast<double>(blocks.back().count) * height >
                   block.start + 1e-9) {
            const Block& above = blocks.back();
            const double shift = static_cast<double>(above.count) * height;
            block.sum = above.sum + block.sum - shift * static_cast<double>(block.count);
            block.count += above.count;
            settle(block);
            blocks.pop_back();
        }
        blocks.push_back(block);
    }
    std::size_t next = 0;
    for (const Block& block : blocks) {
        for (std::size_t i = 0; i < block.count; ++i)
            places[order[next++]] = block.start + (static_cast<double>(i) + 0.5) * height;
    }
    return places;
}

void placeInRows(std::vector<RowLabel>& labels, int rows, double left, double right, double gap)
{
    std::vector<std::vector<std::pair<double, double>>> taken(static_cast<std::size_t>(rows));
    for (RowLabel& label : labels) {
        label.row = -1;
        label.left =
            std::clamp(label.centre - label.width / 2, left, std::max(left, right - label.width));
        for (int row = 0; row < rows && label.row < 0; ++row) {
            auto& spans = taken[static_cast<std::size_t>(row)];
            const bool free = std::none_of(spans.begin(), spans.end(), [&](const auto& span) {
                return label.left < span.second + gap &&
                       label.left + label.width + gap > span.first;
            });
            if (!free)
                continue;
            label.row = row;
            spans.emplace_back(label.left, label.left + label.width);
        }
    }
}

} // namespace binnacle::ui
