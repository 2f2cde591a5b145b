// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/explore_run.h"

#include "ui/viewmodels/explore_words.h"
#include "ui/viewmodels/format.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <map>
#include <regex>
#include <set>

namespace binnacle::ui {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Labels whose value is not the same in every series: what a line is called.
std::set<std::string> tellingLabels(const std::vector<models::MetricSeries>& all)
{
    std::map<std::string, std::pair<std::string, std::size_t>> seen;
    std::set<std::string> telling;
    for (const auto& series : all) {
        for (const auto& [name, value] : series.labels) {
            const auto [it, isNew] = seen.try_emplace(name, value, 0);
            if (it->second.first != value)
                telling.insert(name);
            ++it->second.second;
        }
    }
    for (const auto& [name, first] : seen) {
        if (first.second != all.size())
            telling.insert(name);
    }
    return telling;
}

QString nameOf(const models::MetricSeries& series, const std::set<std::string>& telling,
               const std::string& text)
{
    QStringList words;
    for (const auto& [name, value] : series.labels) {
        if (telling.contains(name) && !value.empty())
            words << toQ(value);
    }
    // One series alone: its labels, else what was asked for.
    for (const auto& [name, value] : series.labels) {
        if (telling.empty() && name != "__name__" && words.size() < 2)
            words << toQ(value);
    }
    return words.isEmpty() ? toQ(text).simplified().left(40) : words.join(QStringLiteral(" · "));
}

QString detailOf(const models::MetricSeries& series)
{
    QStringList words;
    for (const auto& [name, value] : series.labels)
        words << QStringLiteral("%1=\"%2\"").arg(toQ(name), toQ(value));
    return QStringLiteral("{%1}").arg(words.join(QStringLiteral(", ")));
}

/// Mean of the finite samples in [from, to]; NaN when there is none.
double meanOf(const models::MinMaxPyramid& data, double from, double to)
{
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = data.lowerBound(from); i < data.size() && data.time(i) <= to; ++i) {
        sum += data.value(i);
        ++count;
    }
    return count ? sum / static_cast<double>(count) : kNone;
}

ExploreRow rowOf(const models::MetricSeries& series, const models::MinMaxPyramid& data,
                 const ChartData& chart)
{
    ExploreRow row;
    row.detail = detailOf(series);
    row.samples = data.size();
    row.gaps = data.gaps();
    row.longestGap = data.longestGap();
    row.notNumbers = data.notNumbers();
    row.last = data.empty() ? kNone : data.value(data.size() - 1);
    double low = 0;
    if (!data.extremes(chart.from, chart.to, low, row.highest))
        row.highest = kNone;
    row.mean = meanOf(data, chart.from, chart.to);
    const double sixth = (chart.to - chart.from) / 6;
    row.before = meanOf(data, chart.from, chart.from + sixth);
    row.after = meanOf(data, chart.to - sixth, chart.to);
    return row;
}

QStringList toList(const std::vector<std::string>& texts)
{
    QStringList out;
    for (const auto& text : texts)
        out << toQ(text);
    return out;
}

struct Builder {
    ExploreResult& result;
    ChartData& chart;
    double step;
    bool several;

    void add(char query, const std::string& text, models::MetricAnswer& answer) const
    {
        const std::set<std::string> telling = tellingLabels(answer.series);
        for (const auto& series : answer.series) {
            if (chart.series.size() == kMostExploreSeries) {
                ++result.cut;
                continue;
            }
            ChartSeries line;
            // A step without a sample is a gap: the server looks back for us, we do not.
            auto data =
                std::make_shared<models::MinMaxPyramid>(series.times, series.values, 1.5 * step);
            ExploreRow row = rowOf(series, *data, chart);
            row.query = query;
            row.name = nameOf(series, telling, text);
            row.line = chart.series.size();
            line.name =
                several ? QStringLiteral("%1 %2").arg(QLatin1Char(query)).arg(row.name) : row.name;
            line.detail = row.detail;
            line.data = std::move(data);
            chart.series.push_back(std::move(line));
            result.rows.push_back(std::move(row));
        }
    }
};

ExplorePart ask(services::MetricSource& source, services::BlockCache& cache,
                const ExploreQuestion& question, const std::string& text, models::MetricAnswer& out,
                std::stop_token stop)
{
    ExplorePart part;
    part.text = text;
    services::MetricRangeQuery range;
    range.expression = text;
    range.end = question.end;
    range.start = question.end - question.span;
    range.step = question.step;
    const auto began = std::chrono::steady_clock::now();
    auto answer = cache.rangeCached(source, range, stop);
    part.tookMs =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    if (!answer) {
        part.errorAt = errorPlace(answer.error().message, text);
        part.error = std::move(answer.error());
        return part;
    }
    out = std::move(answer->answer);
    part.series = out.series.size();
    for (const auto& series : out.series)
        part.samples += series.values.size();
    part.bytes = out.bytes;
    part.blocks = answer->blocks;
    part.fromCache = answer->fromCache;
    part.partial = out.partial;
    part.warnings = toList(out.warnings);
    part.infos = toList(out.infos);
    return part;
}

struct Starter {
    const char* metric;
    std::vector<const char*> by; ///< the first that the metric has
};

} // namespace

models::Duration exploreStep(models::Duration span, int columns)
{
    // Steps that people know; one sample per pixel and a half is as much as can be seen.
    constexpr std::int64_t kSteps[] = {1,   2,   5,   10,   15,   30,   60,    120,
                                       300, 600, 900, 1800, 3600, 7200, 21600, 86400};
    const double wanted =
        std::chrono::duration<double>(span).count() * 1.5 / std::max(columns, 200);
    for (const std::int64_t step : kSteps) {
        if (static_cast<double>(step) >= wanted && step >= 5)
            return std::chrono::seconds(step);
    }
    return std::chrono::hours(24);
}

std::optional<std::size_t> errorPlace(const std::string& message, std::string_view text)
{
    // Prometheus: line and column in bytes, both from one. Its copies and the demo: a position.
    static const std::regex kLine("([0-9]{1,6}):([0-9]{1,6}): parse error");
    static const std::regex kPosition("at position ([0-9]{1,6})");
    std::smatch found;
    std::size_t at = 0;
    if (std::regex_search(message, found, kLine)) {
        for (int line = std::stoi(found[1]); line > 1; --line) {
            const std::size_t end = text.find('\n', at);
            if (end == std::string_view::npos)
                return std::nullopt;
            at = end + 1;
        }
        at += static_cast<std::size_t>(std::max(1, std::stoi(found[2]))) - 1;
    } else if (std::regex_search(message, found, kPosition)) {
        at = static_cast<std::size_t>(std::max(1, std::stoi(found[1]))) - 1;
    } else {
        return std::nullopt;
    }
    return std::min(at, text.size());
}

ExploreResultPtr runExplore(services::MetricSource& source, services::BlockCache& cache,
                            const ExploreQuestion& question, std::stop_token stop)
{
    auto result = std::make_shared<ExploreResult>();
    auto chart = std::make_shared<ChartData>();
    result->question = question;
    services::MetricRangeQuery aligned;
    aligned.start = question.end - question.span;
    aligned.end = question.end;
    aligned.step = question.step;
    aligned = services::alignRange(aligned);
    chart->from = aligned.start.seconds();
    chart->to = aligned.end.seconds();
    const auto asked = std::count_if(question.texts.begin(), question.texts.end(),
                                     [](const std::string& t) { return !t.empty(); });
    const Builder builder{*result, *chart, std::chrono::duration<double>(question.step).count(),
                          asked > 1};
    QStringList sources;
    for (std::size_t i = 0; i < question.texts.size(); ++i) {
        const char letter = static_cast<char>('A' + i);
        const std::string& text = question.texts[i];
        if (text.empty() || stop.stop_requested()) {
            result->parts.push_back({});
            continue;
        }
        models::MetricAnswer answer;
        result->parts.push_back(ask(source, cache, question, text, answer, stop));
        builder.add(letter, text, answer);
        sources << toQ(question.source + ": " + text);
    }
    chart->source = sources.join(QLatin1Char('\n'));
    result->chart = chart;
    result->title = exploreTitle(*result);
    chart->title = exploreRange(*chart);
    if (chart->series.empty())
        chart->problem = exploreNothing(*result);
    result->notes = exploreNotes(*result);
    return result;
}

models::Result<std::vector<std::string>> exploreStarters(services::MetricSource& source,
                                                         std::stop_token stop)
{
    static const std::vector<Starter> kStarters = {
        {"DCGM_FI_PROF_SM_ACTIVE", {"pool", "modelName", "Hostname"}},
        {"DCGM_FI_DEV_GPU_UTIL", {"pool", "modelName", "Hostname"}},
        {"vllm:num_requests_waiting", {"model_name"}},
        {"up", {"job"}},
    };
    auto names = source.metricNames(stop);
    if (!names)
        return models::fail(std::move(names.error()));
    for (const Starter& starter : kStarters) {
        if (!std::binary_search(names->begin(), names->end(), starter.metric))
            continue;
        const std::string metric = starter.metric;
        for (const char* label : starter.by) {
            const auto values = source.labelValues(label, std::span(&metric, 1), stop);
            if (values && values->size() > 1)
                return std::vector<std::string>{std::string("avg by (") + label + ") (" + metric +
                                                ")"};
        }
        return std::vector<std::string>{"avg(" + metric + ")"};
    }
    return std::vector<std::string>{};
}

} // namespace binnacle::ui
