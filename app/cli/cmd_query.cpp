// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/metric_pick.h"
#include "services/metrics/resolver.h"
#include "services/ports/metric_source.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace binnacle::app {

using models::ErrorCode;
using models::fail;
using models::MetricAnswer;
using models::MetricSeries;
using models::Result;

namespace {

Json number(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    return value;
}

/// Unix seconds; whole ones as integers, as people expect to read them.
Json unixSeconds(double t)
{
    return t == std::floor(t) ? Json(static_cast<std::int64_t>(t)) : Json(t);
}

Json labelsJson(const models::LabelList& labels)
{
    Json out = Json::object();
    for (const auto& [name, value] : labels)
        out[name] = value;
    return out;
}

Json histogramJson(const models::HistogramSample& h)
{
    Json buckets = Json::array();
    for (const auto& b : h.buckets)
        buckets.push_back({b.rule, number(b.left), number(b.right), number(b.count)});
    return {unixSeconds(h.time),
            {{"count", number(h.count)}, {"sum", number(h.sum)}, {"buckets", std::move(buckets)}}};
}

Json seriesJson(const MetricSeries& s)
{
    Json out;
    out["labels"] = labelsJson(s.labels);
    Json points = Json::array();
    for (std::size_t i = 0; i < s.times.size(); ++i)
        points.push_back(Json::array({unixSeconds(s.times[i]), number(s.values[i])}));
    out["points"] = std::move(points);
    if (!s.histograms.empty()) {
        Json histograms = Json::array();
        for (const auto& h : s.histograms)
            histograms.push_back(histogramJson(h));
        out["histograms"] = std::move(histograms);
    }
    return out;
}

Result<std::optional<services::MetricRangeQuery>> rangeOf(const Arguments& a, models::UtcTime now)
{
    if (a.start.empty() && a.end.empty() && a.step.empty())
        return std::nullopt;
    if (a.start.empty())
        return fail(ErrorCode::InvalidInput, "a range needs --start",
                    "for example: --start -1h --step 30s");
    services::MetricRangeQuery range;
    range.expression = a.expression;
    const auto start = models::parseTimeArgument(a.start, now);
    if (!start)
        return fail(start.error().in("--start"));
    range.start = *start;
    range.end = now;
    if (!a.end.empty()) {
        const auto end = models::parseTimeArgument(a.end, now);
        if (!end)
            return fail(end.error().in("--end"));
        range.end = *end;
    }
    if (range.end < range.start)
        return fail(ErrorCode::InvalidInput, "--end is before --start", "swap them");
    range.step =
        std::max<models::Duration>((range.end - range.start) / 250, std::chrono::seconds(15));
    if (!a.step.empty()) {
        const auto step = models::parseDuration(a.step);
        if (!step || step->count() <= 0)
            return fail(ErrorCode::InvalidInput, "--step must be longer than nothing",
                        "for example --step 30s");
        range.step = *step;
    }
    return range;
}

void printAnswer(const Job& job, const MetricAnswer& answer)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto& series : answer.series) {
        std::string labels;
        for (const auto& [name, value] : series.labels)
            labels += (labels.empty() ? "" : ", ") + name + "=" + value;
        for (std::size_t i = 0; i < series.times.size(); ++i)
            rows.push_back({models::toRfc3339(models::UtcTime::fromSeconds(series.times[i])),
                            dump(number(series.values[i]), false), labels});
        for (const auto& h : series.histograms)
            rows.push_back({models::toRfc3339(models::UtcTime::fromSeconds(h.time)),
                            "histogram count " + dump(number(h.count), false) + " sum " +
                                dump(number(h.sum), false),
                            labels});
    }
    if (answer.shape == models::MetricShape::String)
        job.out.line(printable(answer.text));
    job.out.table({"TIME", "VALUE", "LABELS"}, rows);
}

const char* shapeWord(models::MetricShape shape)
{
    switch (shape) {
    case models::MetricShape::Vector:
        return "vector";
    case models::MetricShape::Matrix:
        return "matrix";
    case models::MetricShape::Scalar:
        return "scalar";
    case models::MetricShape::String:
        return "string";
    }
    return "vector";
}

Json seriesList(const MetricAnswer& answer)
{
    Json list = Json::array();
    for (const auto& series : answer.series)
        list.push_back(seriesJson(series));
    return list;
}

/// The resolver asks several questions in a row: the time limit is for all of them together.
Result<services::MeaningAnswer> resolveInTime(services::MeaningResolver& resolver,
                                              const services::MeaningRequest& request,
                                              services::MetricSource& source, std::stop_token stop)
{
    std::stop_source limit;
    const std::stop_callback interrupted(stop, [&] { limit.request_stop(); });
    std::mutex lock;
    std::condition_variable_any never;
    const std::jthread timer([&](std::stop_token done) {
        std::unique_lock guard(lock);
        if (!never.wait_for(guard, done, request.deadline, [&] { return done.stop_requested(); }))
            limit.request_stop();
    });
    auto answer = resolver.resolve(request, source, limit.get_token());
    if (!answer && answer.error().code == ErrorCode::Cancelled && !stop.stop_requested())
        return models::fail(ErrorCode::Timeout,
                            "no answer within " + std::to_string(request.deadline.count()) + " ms",
                            "check the server, or give it longer with --timeout 2m");
    return answer;
}

} // namespace

int query(const Job& job)
{
    auto opened = openForMetrics(job);
    if (!opened)
        return failWith(job, opened.error());
    const auto source = pickSource(*opened, job.arguments.source);
    if (!source)
        return failWith(job, source.error());
    const auto now = opened->historic ? opened->at : models::Clock::system().now();
    const auto deadline = std::chrono::duration_cast<std::chrono::milliseconds>(opened->timeout);
    auto range = rangeOf(job.arguments, now);
    if (!range)
        return failWith(job, range.error());
    Result<MetricAnswer> answer = MetricAnswer{};
    if (*range) {
        (*range)->deadline = deadline;
        answer = (*source)->range(**range, job.stop);
    } else {
        answer = (*source)->instant(
            {job.arguments.expression, opened->historic ? opened->at : models::UtcTime{}, deadline},
            job.stop);
    }
    if (!answer)
        return failWith(job, answer.error().in("source " + (*source)->id()));
    if (job.arguments.json) {
        Json out;
        out["source"] = (*source)->id();
        out["resultType"] = shapeWord(answer->shape);
        if (answer->shape == models::MetricShape::String)
            out["text"] = answer->text;
        out["series"] = seriesList(*answer);
        out["warnings"] = answer->warnings;
        out["infos"] = answer->infos;
        out["partial"] = answer->partial;
        job.out.document(out);
    } else {
        printAnswer(job, *answer);
        for (const auto& warning : answer->warnings)
            job.out.warning(warning);
    }
    return answer->partial ? kExitPartial : kExitDone;
}

int meaning(const Job& job)
{
    services::MeaningRequest request;
    request.meaning = job.arguments.meaning;
    for (const auto& label : job.arguments.labels) {
        const auto split = label.find('=');
        if (split == std::string::npos || split == 0)
            return failWith(job, {ErrorCode::InvalidInput,
                                  "--label " + label + " is not of the form k=v",
                                  "for example --label model_name=chat",
                                  {}});
        request.filter.emplace_back(label.substr(0, split), label.substr(split + 1));
    }
    auto opened = openForMetrics(job);
    if (!opened)
        return failWith(job, opened.error());
    const auto source = pickSource(*opened, job.arguments.source);
    if (!source)
        return failWith(job, source.error());
    request.deadline = std::chrono::duration_cast<std::chrono::milliseconds>(opened->timeout);
    if (opened->historic)
        request.time = opened->at;
    services::MeaningResolver resolver;
    auto answer = resolveInTime(resolver, request, **source, job.stop);
    if (!answer)
        return failWith(job, answer.error().in("source " + (*source)->id()));
    const auto& series = answer->answer.series;
    Json out;
    out["meaning"] = answer->meaning;
    out["title"] = answer->title;
    out["value"] = series.size() == 1 && !series[0].values.empty() ? number(series[0].values.back())
                                                                   : Json(nullptr);
    Json expressions = Json::array();
    Json used = Json::array();
    for (const auto& use : answer->used) {
        expressions.push_back(use.expression);
        used.push_back({{"engine", use.engine},
                        {"expression", use.expression},
                        {"metrics", use.metrics},
                        {"generations", use.generations},
                        {"statistic", orNull(std::string_view(use.statistic))},
                        {"note", orNull(std::string_view(use.note))}});
    }
    out["expression"] = expressions.empty() ? Json(nullptr) : expressions[0];
    out["source"] = answer->source;
    out["unit"] = answer->unit;
    out["series"] = seriesList(answer->answer);
    out["used"] = std::move(used);
    out["dropped"] = answer->dropped;
    out["warnings"] = answer->answer.warnings;
    if (job.arguments.json) {
        job.out.document(out);
    } else {
        job.out.line(answer->title + " in " +
                     (answer->unit.empty() ? "plain numbers" : answer->unit) + ", from " +
                     answer->source);
        job.out.line(answer->usedText());
        printAnswer(job, answer->answer);
    }
    return answer->answer.partial ? kExitPartial : kExitDone;
}

} // namespace binnacle::app
