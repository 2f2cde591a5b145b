// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_evaluate.h"

#include "plugins/demo/demo_evaluate_rows.h"
#include "plugins/demo/demo_random.h"
#include "plugins/demo/demo_story_times.h"

#include <algorithm>
#include <limits>
#include <map>

namespace binnacle::plugins::demo {

namespace {

using models::ErrorCode;
using models::fail;
using models::LabelList;
using models::Result;
using Kind = QueryNode::Kind;
using Fold = QueryNode::Fold;

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kMostSamples = 25'000'000;
constexpr std::int64_t kMostPerWindow = 120; // samples looked at per *_over_time window

bool accepts(const Selector& selector, const DemoMetric& metric, const LabelList& labels)
{
    return std::all_of(selector.matchers.begin(), selector.matchers.end(), [&](const Matcher& m) {
        return m.accepts(m.label == "__name__" ? metric.name : labelOf(labels, m.label));
    });
}

/// A running fold of one point; nothing folded stays absent.
struct Running {
    double sum = 0, max = -std::numeric_limits<double>::infinity(),
           min = std::numeric_limits<double>::infinity();
    std::uint32_t count = 0;

    void add(double v)
    {
        if (std::isnan(v))
            return;
        sum += v;
        max = std::max(max, v);
        min = std::min(min, v);
        ++count;
    }
    double result(Fold fold) const
    {
        if (count == 0)
            return kAbsent;
        switch (fold) {
        case Fold::Sum:
            return sum;
        case Fold::Avg:
            return sum / count;
        case Fold::Max:
            return max;
        case Fold::Min:
            return min;
        case Fold::Count:
            return count;
        }
        return kAbsent;
    }
};

bool foldsEverySample(const QueryNode& node)
{
    return node.fold == Fold::Sum || node.fold == Fold::Count;
}

/// What one point of one series costs, for the limit.
double samplesPerPoint(const QueryNode& node, const DemoMetric& metric)
{
    if (node.kind == Kind::OverTime) {
        const double all = node.window / static_cast<double>(kSampleEvery);
        return std::max(1.0, foldsEverySample(node) ? all : std::min(all, 1.0 * kMostPerWindow)) *
               (metric.counter ? 500.0 : 1.0);
    }
    if (node.kind == Kind::Rate || node.kind == Kind::Increase)
        return 1.0 + node.window / 600.0;
    return metric.counter ? 200.0 : 1.0;
}

double apply(char op, double a, double b)
{
    return op == '+' ? a + b : op == '-' ? a - b : op == '*' ? a * b : a / b;
}

} // namespace

Result<void> DemoEvaluator::mayGoOn() const
{
    if (m_limits.stop.stop_requested())
        return fail(ErrorCode::Cancelled, "The query was cancelled");
    if (std::chrono::steady_clock::now() > m_limits.deadline)
        return fail(ErrorCode::Timeout, "The demo estate did not finish the query in time",
                    "Ask for fewer series, a shorter range or a longer step.");
    if (m_samples > kMostSamples)
        return fail(ErrorCode::ResourceExhausted, "The query looks at more than 25 million samples",
                    "Ask for fewer series, a shorter range or a longer step.");
    return {};
}

Result<void> DemoEvaluator::select(const Selector& selector, const Found& found) const
{
    for (const DemoMetric& metric : demoMetrics()) {
        if (!selector.metric.empty() && selector.metric != metric.name)
            continue;
        for (std::uint32_t i = 0; i < m_series.count(metric); ++i) {
            if (i % 256 == 0) {
                if (auto on = mayGoOn(); !on)
                    return on;
            }
            LabelList labels = m_series.labels(metric, i);
            if (accepts(selector, metric, labels))
                found(metric, i, std::move(labels));
        }
    }
    return {};
}

Result<void> DemoEvaluator::run(const QueryNode& node, const Visit& visit)
{
    switch (node.kind) {
    case Kind::Number:
        visit({}, std::vector<double>(m_moments.size(), node.number));
        return {};
    case Kind::Aggregate:
        return runAggregate(node, visit);
    case Kind::Arithmetic:
        return runArithmetic(node, visit);
    case Kind::LabelReplace:
        return runReplace(node, visit);
    case Kind::Or:
        return runOr(node, visit);
    default:
        return runSelector(node, visit);
    }
}

Result<void> DemoEvaluator::runSelector(const QueryNode& node, const Visit& visit)
{
    Result<void> state;
    const auto one = [&](const DemoMetric& metric, std::uint32_t which, LabelList&& labels) {
        if (!state)
            return;
        if (!metric.counter && (node.kind == Kind::Rate || node.kind == Kind::Increase)) {
            state =
                fail(ErrorCode::InvalidInput,
                     std::string(metric.name) + " is a gauge: rate() and increase() need a counter",
                     "Use avg_over_time() for a gauge.");
            return;
        }
        const double per = samplesPerPoint(node, metric);
        m_samples += static_cast<std::uint64_t>(per * static_cast<double>(m_moments.size()));
        state = mayGoOn();
        if (!state)
            return;
        auto points = values(node, metric, which);
        if (std::all_of(points.begin(), points.end(), [](double v) { return std::isnan(v); }))
            return;
        if (node.kind == Kind::Select)
            labels.insert(std::upper_bound(labels.begin(), labels.end(),
                                           std::pair<std::string, std::string>("__name__", "")),
                          {"__name__", std::string(metric.name)});
        visit(std::move(labels), std::move(points));
    };
    if (auto walked = select(node.selector, one); !walked)
        return walked;
    return state;
}

std::vector<double> DemoEvaluator::values(const QueryNode& node, const DemoMetric& metric,
                                          std::uint32_t which) const
{
    std::vector<double> points(m_moments.size(), kAbsent);
    double counted = 0, countedTo = 0, countedFrom = -1; // a counter is summed once along the row
    for (std::size_t i = 0; i < m_moments.size(); ++i) {
        const std::int64_t t = m_moments[i];
        if (t < m_limits.oldest || t > m_limits.newest)
            continue;
        if (node.kind == Kind::OverTime) {
            points[i] = overTime(node, metric, which, t);
        } else if (node.kind != Kind::Select) {
            const double from = std::max(static_cast<double>(t) - node.window,
                                         static_cast<double>(m_limits.oldest));
            const double grown = m_series.increase(metric, which, from, static_cast<double>(t));
            points[i] = node.kind == Kind::Rate ? grown / node.window : grown;
        } else if (metric.counter) {
            const auto now = static_cast<double>(t);
            const double start = m_series.counterStart(which, now);
            if (start != countedFrom) {
                countedFrom = countedTo = start;
                counted = 0;
            }
            counted += m_series.increase(metric, which, countedTo, now);
            countedTo = now;
            points[i] = counted;
        } else {
            points[i] = m_series.value(metric, which, t);
        }
    }
    return points;
}

double DemoEvaluator::overTime(const QueryNode& node, const DemoMetric& metric, std::uint32_t which,
                               std::int64_t t) const
{
    const auto window = static_cast<std::int64_t>(node.window);
    const bool exact = foldsEverySample(node);
    std::int64_t step = kSampleEvery;
    if (!exact)
        step = std::max(step, window / kMostPerWindow / kSampleEvery * kSampleEvery);
    Running running;
    for (std::int64_t at = floorDiv(t, step) * step; at > t - window && at >= m_limits.oldest;
         at -= step)
        running.add(m_series.value(metric, which, at));
    return running.result(node.fold);
}

Result<void> DemoEvaluator::runAggregate(const QueryNode& node, const Visit& visit)
{
    std::map<LabelList, std::vector<Running>> groups;
    const auto add = [&](LabelList&& labels, std::vector<double>&& points) {
        LabelList group;
        for (const auto& label : labels) {
            if (std::find(node.by.begin(), node.by.end(), label.first) != node.by.end())
                group.push_back(label);
        }
        auto& row = groups.try_emplace(std::move(group), m_moments.size()).first->second;
        for (std::size_t i = 0; i < points.size(); ++i)
            row[i].add(points[i]);
    };
    if (auto ran = run(*node.left, add); !ran)
        return ran;
    for (auto& [labels, row] : groups) {
        std::vector<double> points(row.size());
        std::transform(row.begin(), row.end(), points.begin(),
                       [&](const Running& r) { return r.result(node.fold); });
        visit(LabelList(labels), std::move(points));
    }
    return {};
}

Result<void> DemoEvaluator::runArithmetic(const QueryNode& node, const Visit& visit)
{
    const bool numberLeft = node.left->kind == Kind::Number;
    const double number = (numberLeft ? node.left : node.right)->number;
    SeriesRows rows;
    auto ran = run(numberLeft ? *node.right : *node.left,
                   [&](LabelList&& labels, std::vector<double>&& points) {
                       for (double& v : points)
                           v = numberLeft ? apply(node.op, number, v) : apply(node.op, v, number);
                       rows.add(withoutName(std::move(labels)), std::move(points));
                   });
    return ran ? rows.handOver(visit) : ran;
}

} // namespace binnacle::plugins::demo
