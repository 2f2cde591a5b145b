// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_metrics.h"

#include "plugins/demo/demo_evaluate.h"
#include "plugins/demo/demo_query.h"
#include "plugins/demo/demo_series.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace binnacle::plugins::demo {

namespace {

using models::ErrorCode;
using models::fail;
using models::MetricAnswer;
using models::Result;
using services::MetricQuery;
using services::MetricRangeQuery;

constexpr std::chrono::hours kKept{24 * 90};
constexpr std::int64_t kMostPoints = 200'000;

std::int64_t seconds(models::UtcTime t)
{
    return t.ns / 1'000'000'000;
}

class DemoMetrics final : public services::MetricSource {
public:
    DemoMetrics(std::shared_ptr<const DemoWorld> world, std::string id, const models::Clock& clock)
        : m_world(std::move(world)), m_series(*m_world), m_id(std::move(id)), m_clock(clock)
    {
    }

    const std::string& id() const override { return m_id; }

    Result<MetricAnswer> instant(const MetricQuery& query, std::stop_token stop) override
    {
        const models::UtcTime at = query.time.known() ? query.time : m_clock.now();
        return evaluate(query.expression, {seconds(at)}, {at.seconds()}, query.deadline, stop,
                        false);
    }

    Result<MetricAnswer> range(const MetricRangeQuery& query, std::stop_token stop) override
    {
        if (!query.start.known() || !query.end.known() || query.end < query.start)
            return fail(ErrorCode::InvalidInput, "The range ends before it starts");
        if (query.step.count() <= 0)
            return fail(ErrorCode::InvalidInput, "The step of a range must be positive");
        const std::int64_t points = (query.end - query.start).count() / query.step.count() + 1;
        if (points > kMostPoints)
            return fail(ErrorCode::ResourceExhausted, "The range has more than 200,000 points",
                        "Ask for a shorter range or a longer step.");
        Moments moments;
        std::vector<double> times;
        for (std::int64_t i = 0; i < points; ++i) {
            const models::UtcTime at = query.start + models::Duration(query.step.count() * i);
            moments.push_back(seconds(at));
            times.push_back(at.seconds());
        }
        return evaluate(query.expression, std::move(moments), std::move(times), query.deadline,
                        stop, true);
    }

    Result<std::vector<std::string>> metricNames(std::stop_token) override
    {
        std::vector<std::string> names;
        for (const DemoMetric& metric : demoMetrics())
            names.emplace_back(metric.name);
        std::sort(names.begin(), names.end());
        return names;
    }

    Result<std::vector<std::string>> labelValues(const std::string& label,
                                                 std::span<const std::string> matchers,
                                                 std::stop_token stop) override
    {
        std::set<std::string> values;
        auto walked =
            walk(matchers, stop, [&](const DemoMetric& metric, models::LabelList&& labels) {
                if (label == "__name__")
                    values.emplace(metric.name);
                for (auto& [name, value] : labels)
                    if (name == label)
                        values.insert(std::move(value));
            });
        if (!walked)
            return fail(std::move(walked.error()));
        return std::vector<std::string>(values.begin(), values.end());
    }

    Result<std::vector<models::LabelList>> series(std::span<const std::string> matchers,
                                                  std::stop_token stop) override
    {
        if (matchers.empty())
            return fail(ErrorCode::InvalidInput, "Asking for series needs at least one selector");
        std::vector<models::LabelList> found;
        auto walked =
            walk(matchers, stop, [&](const DemoMetric& metric, models::LabelList&& labels) {
                labels.emplace_back("__name__", metric.name);
                std::sort(labels.begin(), labels.end());
                found.push_back(std::move(labels));
            });
        if (!walked)
            return fail(std::move(walked.error()));
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

    Result<std::vector<services::MetricMetadata>> metadata(std::stop_token) override
    {
        std::vector<services::MetricMetadata> all;
        for (const DemoMetric& m : demoMetrics())
            all.push_back({std::string(m.name), std::string(m.type), std::string(m.help),
                           std::string(m.unit)});
        return all;
    }

    std::optional<models::Duration> retention() const override { return kKept; }

private:
    EvaluationLimits limits(std::chrono::milliseconds deadline, std::stop_token stop) const
    {
        const std::int64_t now = seconds(m_clock.now());
        const auto kept = std::chrono::duration_cast<std::chrono::seconds>(kKept).count();
        return {std::move(stop), std::chrono::steady_clock::now() + deadline, now - kept, now};
    }

    template <class Fn>
    Result<void> walk(std::span<const std::string> matchers, std::stop_token stop, Fn&& fn) const
    {
        std::vector<Selector> selectors;
        for (const std::string& text : matchers) {
            auto selector = parseSelector(text);
            if (!selector)
                return fail(std::move(selector.error()));
            selectors.push_back(std::move(*selector));
        }
        if (matchers.empty())
            selectors.emplace_back();
        const Moments none;
        const DemoEvaluator evaluator(m_series, none, limits(std::chrono::seconds(30), stop));
        for (const Selector& selector : selectors) {
            auto done = evaluator.select(
                selector, [&](const DemoMetric& metric, std::uint32_t, models::LabelList&& labels) {
                    fn(metric, std::move(labels));
                });
            if (!done)
                return done;
        }
        return {};
    }

    Result<MetricAnswer> evaluate(const std::string& expression, Moments moments,
                                  std::vector<double> times, std::chrono::milliseconds deadline,
                                  std::stop_token stop, bool matrix)
    {
        const auto began = std::chrono::steady_clock::now();
        auto query = parseQuery(expression);
        if (!query)
            return fail(std::move(query.error()).in("asking the demo estate"));
        MetricAnswer answer;
        answer.shape = matrix                                      ? models::MetricShape::Matrix
                       : (*query)->kind == QueryNode::Kind::Number ? models::MetricShape::Scalar
                                                                   : models::MetricShape::Vector;
        DemoEvaluator evaluator(m_series, moments, limits(deadline, stop));
        auto ran =
            evaluator.run(**query, [&](models::LabelList&& labels, std::vector<double>&& points) {
                models::MetricSeries series;
                series.labels = std::move(labels);
                for (std::size_t i = 0; i < points.size(); ++i) {
                    if (std::isnan(points[i]))
                        continue;
                    series.times.push_back(times[i]);
                    series.values.push_back(points[i]);
                }
                if (!series.times.empty())
                    answer.series.push_back(std::move(series));
            });
        if (!ran)
            return fail(std::move(ran.error()).in("asking the demo estate"));
        answer.infos.emplace_back("Simulated by the demo estate");
        answer.tookMs =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began)
                .count();
        return answer;
    }

    std::shared_ptr<const DemoWorld> m_world;
    DemoSeries m_series;
    std::string m_id;
    const models::Clock& m_clock;
};

} // namespace

std::unique_ptr<services::MetricSource> makeDemoMetrics(std::shared_ptr<const DemoWorld> world,
                                                        std::string id, const models::Clock& clock)
{
    return std::make_unique<DemoMetrics>(std::move(world), std::move(id), clock);
}

} // namespace binnacle::plugins::demo
