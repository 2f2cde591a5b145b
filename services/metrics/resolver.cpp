// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/metrics/resolver.h"

#include "services/metrics/expression.h"

#include <algorithm>
#include <charconv>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::MetricAnswer;
using models::MetricSeries;
using models::Result;

struct MeaningResolver::Plan {
    const Meaning* meaning = nullptr;
    const MeaningRequest* request = nullptr;
    ExpressionInputs inputs;
};

namespace {

/// "p95" is 0.95, "p999" is 0.999.
std::optional<double> quantileOf(std::string_view suffix)
{
    if (suffix.size() < 2 || suffix[0] != 'p')
        return std::nullopt;
    const auto digits = suffix.substr(1);
    double value = 0, scale = 1;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
        scale *= 10;
    }
    if (digits.size() == 1)
        scale = 100; // p5 is 0.05
    return value > 0 && value < scale ? std::optional(value / scale) : std::nullopt;
}

std::string percentName(double quantile)
{
    char text[32];
    const auto [end, error] =
        std::to_chars(text, text + sizeof text, quantile * 100, std::chars_format::general, 6);
    return error == std::errc{} ? 'p' + std::string(text, end) : "p?";
}

std::string joined(const std::vector<std::string>& texts, const char* between)
{
    std::string out;
    for (const auto& text : texts)
        out += (out.empty() ? "" : between) + text;
    return out;
}

std::string near(const Catalogue& catalogue, std::string_view name)
{
    const auto area = name.substr(0, name.find('.'));
    std::vector<std::string> same, all;
    for (const auto& meaning : catalogue.meanings()) {
        all.push_back(meaning.name);
        if (meaning.name.compare(0, area.size() + 1, std::string(area) + '.') == 0)
            same.push_back(meaning.name);
    }
    return joined(same.empty() ? all : same, ", ");
}

/// Series by the name they still carry; series without one belong to the first spelling present.
std::size_t spellingOf(const MetricSeries& series, const std::vector<PresentSpelling>& present)
{
    const auto name = series.label("__name__");
    std::size_t nameless = 0;
    bool found = false;
    for (std::size_t i = 0; i < present.size(); ++i) {
        if (!name.empty() && present[i].spelling->metric == name)
            return i;
        if (!found && !present[i].spelling->expression.empty()) {
            nameless = i;
            found = true;
        }
    }
    return nameless;
}

/// What the server itself says of a metric's scale; asked only when the values cannot tell.
Scale scaleByMetadata(MetricSource& source, const std::string& metric, std::stop_token stop)
{
    const auto all = source.metadata(std::move(stop));
    if (!all)
        return Scale::Unclear;
    for (const auto& item : *all) {
        if (item.metric == metric)
            return scaleOfText(item.help, item.unit);
    }
    return Scale::Unclear;
}

struct Scaling {
    UnitScale scale;
    std::string note;
};

Scaling scalingOf(const MetricSpelling& spelling, const std::vector<const MetricSeries*>& series,
                  ScaleMemory& memory, MetricSource& source, std::stop_token stop)
{
    const UnitScale declared = unitScale(spelling.unit, "ratio").value_or(UnitScale{});
    Scale scale = scaleOf(series);
    std::string by = "values";
    if (scale != Scale::Unclear)
        memory.learn(source.id(), spelling.metric, scale);
    const auto known = memory.find(source.id(), spelling.metric);
    if (known && *known != scale) {
        scale = *known;
        by = "earlier values";
    }
    if (scale == Scale::Unclear && !series.empty()) {
        scale = scaleByMetadata(source, spelling.metric, std::move(stop));
        by = "the metric's description";
        memory.learn(source.id(), spelling.metric, scale);
    }
    if (scale == Scale::Unclear)
        return {declared, {}};
    const bool percent = scale == Scale::Percent;
    const UnitScale found = percent ? *unitScale("percent", "ratio") : UnitScale{};
    if (found == declared)
        return {found, {}};
    return {found,
            spelling.metric + " counts " + (percent ? "0 to 100" : "0 to 1") + " here, by " + by};
}

} // namespace

std::string MeaningAnswer::usedText() const
{
    std::string out;
    for (const auto& use : used) {
        out += out.empty() ? "" : "\n";
        out += use.engine;
        for (const auto& generation : use.generations)
            out += ' ' + generation;
        out += ": " + use.expression;
        if (!use.note.empty())
            out += " (" + use.note + ')';
    }
    return out;
}

Result<MeaningResolver::Plan> MeaningResolver::plan(const MeaningRequest& request) const
{
    if (!m_catalogue.problem().empty())
        return fail(ErrorCode::Internal, m_catalogue.problem());
    Plan plan;
    plan.request = &request;
    plan.meaning = m_catalogue.find(request.meaning);
    auto quantile = request.quantile;
    if (const auto dot = request.meaning.rfind('.'); !plan.meaning && dot != std::string::npos) {
        quantile = quantileOf(std::string_view(request.meaning).substr(dot + 1));
        if (quantile)
            plan.meaning = m_catalogue.find(std::string_view(request.meaning).substr(0, dot));
    }
    if (!plan.meaning)
        return fail(ErrorCode::NotFound, "no meaning is called \"" + request.meaning + "\"",
                    "Known ones: " + near(m_catalogue, request.meaning) + ".");
    if (quantile && !plan.meaning->quantile)
        return fail(ErrorCode::InvalidInput, plan.meaning->name + " has no percentiles",
                    "Ask for " + plan.meaning->name + " itself.");
    if (quantile && !(*quantile > 0 && *quantile < 1))
        return fail(ErrorCode::InvalidInput, "a percentile lies between 0 and 1");
    plan.inputs.filter = request.filter;
    plan.inputs.by = request.by;
    plan.inputs.quantile = quantile.value_or(plan.meaning->quantile.value_or(0.95));
    plan.inputs.window = request.window.count() > 0 ? request.window : m_catalogue.window();
    return plan;
}

Result<void> MeaningResolver::askEngine(const Plan& plan, const MeaningEngine& engine,
                                        const std::vector<std::string>& names, MetricSource& source,
                                        std::stop_token stop, MeaningAnswer& into)
{
    const auto present = presentSpellings(engine, names);
    if (present.empty())
        return {};
    auto expression = buildExpression(engine, present, plan.inputs);
    if (!expression)
        return fail(std::move(expression.error()));
    const auto& request = *plan.request;
    auto answer = request.range
                      ? source.range({*expression, request.range->start, request.range->end,
                                      request.range->step, request.deadline},
                                     stop)
                      : source.instant({*expression, request.time, request.deadline}, stop);
    if (!answer)
        return fail(std::move(answer.error()));

    MeaningUse use;
    use.engine = engine.engine;
    use.expression = std::move(*expression);
    use.statistic = engine.kind == MeaningKind::Quantile ? percentName(plan.inputs.quantile)
                    : engine.kind == MeaningKind::Mean   ? "mean"
                                                         : engine.statistic;
    if (plan.meaning->quantile && use.statistic == "mean")
        use.note = engine.engine + " exposes no percentiles of this: a mean";

    const bool dcgm = engine.engine == "dcgm";
    std::vector<std::vector<const MetricSeries*>> bySpelling(present.size());
    std::vector<std::size_t> spelling(answer->series.size());
    for (std::size_t i = 0; i < answer->series.size(); ++i) {
        if (dcgm)
            into.dropped += dropBlanks(answer->series[i], engine.counter);
        spelling[i] = spellingOf(answer->series[i], present);
        bySpelling[spelling[i]].push_back(&answer->series[i]);
    }
    for (std::size_t i = 0; i < present.size(); ++i) {
        const auto& s = *present[i].spelling;
        Scaling scaling{unitScale(s.unit, plan.meaning->unit).value_or(UnitScale{}), {}};
        if (plan.meaning->unit == "ratio" && plan.meaning->detectScale)
            scaling = scalingOf(s, bySpelling[i], m_scales, source, stop);
        use.metrics.push_back(s.metric);
        use.scales.push_back(scaling.scale);
        if (!s.generation.empty() && std::find(use.generations.begin(), use.generations.end(),
                                               s.generation) == use.generations.end())
            use.generations.push_back(s.generation);
        if (!scaling.note.empty())
            use.note += (use.note.empty() ? "" : "; ") + scaling.note;
    }
    for (std::size_t i = 0; i < answer->series.size(); ++i) {
        auto& one = answer->series[i];
        if (const UnitScale scale = use.scales[spelling[i]]; scale != UnitScale{}) {
            for (double& value : one.values)
                value = scale.apply(value);
        }
        into.dropped += dropOutside(one, *plan.meaning);
        renameLabels(one.labels, engine.rename);
        if (plan.meaning->subject.empty() && one.label("engine").empty()) {
            one.labels.emplace_back("engine", engine.engine);
            std::sort(one.labels.begin(), one.labels.end());
        }
    }
    auto& all = into.answer;
    all.shape = answer->shape;
    all.bytes += answer->bytes;
    all.tookMs += answer->tookMs;
    all.partial = all.partial || answer->partial;
    for (auto* texts : {&answer->warnings, &answer->infos})
        all.warnings.insert(all.warnings.end(), texts->begin(), texts->end());
    for (auto& one : answer->series) {
        if (!one.values.empty() || !one.histograms.empty())
            all.series.push_back(std::move(one));
    }
    into.used.push_back(std::move(use));
    return {};
}

Result<MeaningAnswer> MeaningResolver::resolve(const MeaningRequest& request, MetricSource& source,
                                               std::stop_token stop)
{
    auto planned = plan(request);
    if (!planned)
        return fail(std::move(planned.error()));
    const Meaning& meaning = *planned->meaning;
    const auto names = source.metricNames(stop);
    if (!names)
        return fail(names.error());
    MeaningAnswer out;
    out.meaning = request.meaning;
    out.title = meaning.title;
    out.unit = meaning.unit;
    out.source = source.id();
    std::optional<models::Error> failed;
    for (const auto& engine : meaning.engines) {
        if (auto asked = askEngine(*planned, engine, *names, source, stop, out); !asked) {
            if (asked.error().code == ErrorCode::Cancelled ||
                asked.error().code == ErrorCode::InvalidInput)
                return fail(std::move(asked.error()).in(request.meaning + " of " + engine.engine));
            failed = std::move(asked.error()).in(request.meaning + " of " + engine.engine);
            out.answer.warnings.push_back(failed->text());
            out.answer.partial = true;
        }
    }
    if (out.used.empty() && failed)
        return fail(std::move(*failed));
    if (out.used.empty()) {
        std::vector<std::string> wanted;
        for (const auto& engine : meaning.engines) {
            for (auto& name : wantedNames(engine))
                wanted.push_back(std::move(name));
        }
        return fail(ErrorCode::NotFound,
                    "not available: none of these metrics exist: " + joined(wanted, ", "),
                    "Let this metric server scrape the engine's or the exporter's metrics.");
    }
    if (!meaning.subject.empty()) {
        attributePods(out.answer.series);
        mergeBySubject(out.answer.series, meaning.subject);
    }
    return out;
}

} // namespace binnacle::services
