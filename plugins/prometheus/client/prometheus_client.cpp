// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/client/prometheus_client.h"

#include "plugins/prometheus/client/range_split.h"
#include "plugins/prometheus/decode/prometheus_api_decode.h"

#include <algorithm>

namespace binnacle::plugins::prometheus {

using models::ErrorCode;
using models::fail;
using models::MetricAnswer;
using models::Result;
using services::MetricQuery;
using services::MetricRangeQuery;

namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kListDeadline{15000};

/// What makes two calls equal.
std::string keyOf(const std::string& path, const PrometheusClient::Fields& fields)
{
    std::string key = path;
    for (const auto& [name, value] : fields) {
        key += '\x1e';
        key += name;
        key += '\x1f';
        key += value;
    }
    return key;
}

/// Label names outside the classic grammar travel as U__ with each odd character as _<hex>_.
/// Source: Prometheus "UTF-8 support", values escaping.
std::string pathLabel(const std::string& label)
{
    const auto plain = [](unsigned char c, bool first) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               (!first && c >= '0' && c <= '9');
    };
    bool classic = !label.empty();
    for (std::size_t i = 0; i < label.size(); ++i)
        classic = classic && plain(static_cast<unsigned char>(label[i]), i == 0);
    if (classic)
        return label;
    std::string out = "U__";
    for (std::size_t i = 0; i < label.size();) {
        const auto c = static_cast<unsigned char>(label[i]);
        const std::size_t size = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        if (c == '_') {
            out += "__";
        } else if (size == 1 && plain(c, false)) {
            out += label[i];
        } else {
            unsigned code = size == 1 ? c : c & (0xFFu >> (size + 1));
            for (std::size_t k = 1; k < size && i + k < label.size(); ++k)
                code = code << 6 | (static_cast<unsigned char>(label[i + k]) & 0x3Fu);
            char text[16];
            std::snprintf(text, sizeof text, "_%X_", code);
            out += text;
        }
        i += size;
    }
    return out;
}

/// Thanos answers 200 and warns where a store is missing. Its other warnings come from the engine.
bool tellsOfStores(const std::vector<std::string>& warnings)
{
    return std::any_of(warnings.begin(), warnings.end(), [](const std::string& text) {
        return text.find("PromQL ") == std::string::npos;
    });
}

} // namespace

Result<MetricAnswer> PrometheusClient::query(const Call& call, std::stop_token stop)
{
    return m_gate.run(
        keyOf(call.path, call.fields), call.deadline, std::move(stop),
        [this, &call](Millis left, std::stop_token token) -> Result<MetricAnswer> {
            Call timed = call;
            timed.deadline = left;
            // The server stops working on what nobody waits for.
            timed.fields.emplace_back("timeout", std::to_string(left.count()) + "ms");
            const auto began = Steady::now();
            auto body = ask(timed, token);
            if (!body)
                return fail(std::move(body.error()));
            AnswerFacts facts;
            auto answer = decodeQuery(std::move(*body), &facts);
            if (facts.sawPartialField)
                m_flavour = Flavour::VictoriaMetrics;
            if (answer) {
                answer->tookMs =
                    std::chrono::duration<double, std::milli>(Steady::now() - began).count();
                answer->partial = answer->partial ||
                                  (m_flavour == Flavour::Thanos && tellsOfStores(answer->warnings));
            }
            return answer;
        });
}

PrometheusClient::Fields PrometheusClient::flavourFields() const
{
    switch (m_flavour.load()) {
    case Flavour::VictoriaMetrics:
    case Flavour::Unknown:
        // Without it VictoriaMetrics moves start and end to multiples of the step, and "now" back
        // by half a minute: its clock would look late, and values of then new. Others ignore it.
        return {{"nocache", "1"}};
    case Flavour::Thanos:
        return {{"dedup", "true"}, {"partial_response", "true"}};
    default:
        return {};
    }
}

Result<MetricAnswer> PrometheusClient::instant(const MetricQuery& query, std::stop_token stop)
{
    Call call{"/query", {{"query", query.expression}}, true, query.deadline};
    if (query.time.known())
        call.fields.emplace_back("time", unixText(query.time));
    for (auto& field : flavourFields())
        call.fields.push_back(std::move(field));
    auto answer = this->query(call, std::move(stop));
    if (!answer)
        return fail(std::move(answer.error()).in("querying " + m_config.id));
    return answer;
}

Result<MetricAnswer> PrometheusClient::range(const MetricRangeQuery& query, std::stop_token stop)
{
    const auto points = pointCount(query);
    if (!points)
        return fail(points.error());
    const auto until = Steady::now() + query.deadline;
    std::vector<MetricAnswer> answers;
    for (const auto& part : splitRange(query, *points)) {
        const auto left = std::chrono::duration_cast<Millis>(until - Steady::now());
        if (left.count() <= 0)
            return fail(ErrorCode::Timeout,
                        "no time left after " + std::to_string(answers.size()) +
                            " parts of a long range",
                        "Choose a larger step or a shorter range.");
        Call call{"/query_range",
                  {{"query", part.expression},
                   {"start", unixText(part.start)},
                   {"end", unixText(part.end)},
                   {"step", secondsText(part.step)}},
                  true,
                  left};
        for (auto& field : flavourFields())
            call.fields.push_back(std::move(field));
        auto answer = this->query(call, stop);
        if (!answer)
            return fail(std::move(answer.error()).in("querying a range of " + m_config.id));
        answers.push_back(std::move(*answer));
    }
    return joinParts(std::move(answers));
}

Result<std::vector<std::string>> PrometheusClient::metricNames(std::stop_token stop)
{
    {
        const std::lock_guard guard(m_lock);
        if (Steady::now() < m_namesUntil)
            return m_names;
    }
    bool partial = false;
    auto names = values("__name__", {}, partial, std::move(stop));
    if (!names)
        return names;
    std::sort(names->begin(), names->end());
    const std::lock_guard guard(m_lock);
    if (partial) {
        // A store is missing, not the metrics that only it has: what was there before still is.
        std::vector<std::string> all;
        std::set_union(names->begin(), names->end(), m_names.begin(), m_names.end(),
                       std::back_inserter(all));
        m_names = std::move(all);
        return m_names; // and asked again next time
    }
    m_names = *names;
    m_namesUntil = Steady::now() + std::chrono::seconds(60);
    return names;
}

Result<std::vector<std::string>>
PrometheusClient::labelValues(const std::string& label, std::span<const std::string> matchers,
                              std::stop_token stop)
{
    bool partial = false;
    return values(label, matchers, partial, std::move(stop));
}

Result<std::vector<std::string>> PrometheusClient::values(const std::string& label,
                                                          std::span<const std::string> matchers,
                                                          bool& partial, std::stop_token stop)
{
    Call call{
        "/label/" + services::urlEncode(pathLabel(label)) + "/values", {}, false, kListDeadline};
    for (const auto& matcher : matchers)
        call.fields.emplace_back("match[]", matcher);
    auto body = ask(call, std::move(stop));
    if (!body)
        return fail(std::move(body.error()).in("listing values of " + label));
    ListFacts facts;
    auto list = decodeStrings(std::move(*body), &facts);
    partial = facts.partial || (m_flavour == Flavour::Thanos && tellsOfStores(facts.warnings));
    return list;
}

Result<std::vector<std::string>> PrometheusClient::labelNames(std::stop_token stop)
{
    auto body = ask({"/labels", {}, true, kListDeadline}, std::move(stop));
    if (!body)
        return fail(std::move(body.error()).in("listing label names"));
    return decodeStrings(std::move(*body));
}

Result<std::vector<models::LabelList>>
PrometheusClient::series(std::span<const std::string> matchers, std::stop_token stop)
{
    if (matchers.empty())
        return fail(ErrorCode::InvalidInput, "listing series needs at least one matcher",
                    "Give a metric name or a selector such as {job=\"x\"}.");
    Call call{"/series", {}, true, kListDeadline};
    for (const auto& matcher : matchers)
        call.fields.emplace_back("match[]", matcher);
    auto body = ask(call, std::move(stop));
    if (!body)
        return fail(std::move(body.error()).in("listing series"));
    return decodeSeries(std::move(*body));
}

Result<std::vector<services::MetricMetadata>> PrometheusClient::metadata(std::stop_token stop)
{
    auto body = ask({"/metadata", {}, false, kListDeadline}, std::move(stop));
    if (!body)
        return fail(std::move(body.error()).in("reading metadata"));
    return decodeMetadata(std::move(*body));
}

Result<std::vector<ExemplarSeries>> PrometheusClient::exemplars(const std::string& query,
                                                                models::UtcTime start,
                                                                models::UtcTime end,
                                                                std::stop_token stop)
{
    if (m_flavour == Flavour::VictoriaMetrics)
        return fail(ErrorCode::Unsupported, "VictoriaMetrics keeps no exemplars");
    const Call call{"/query_exemplars",
                    {{"query", query}, {"start", unixText(start)}, {"end", unixText(end)}},
                    true,
                    kListDeadline};
    auto body = ask(call, std::move(stop));
    if (!body)
        return fail(std::move(body.error()).in("reading exemplars"));
    return decodeExemplars(std::move(*body));
}

Result<std::vector<RuleGroup>> PrometheusClient::rules(std::stop_token stop)
{
    auto body = ask({"/rules", {}, false, kListDeadline}, std::move(stop));
    if (!body)
        return fail(std::move(body.error()).in("reading rules"));
    return decodeRules(std::move(*body));
}

Result<std::vector<Alert>> PrometheusClient::alerts(std::stop_token stop)
{
    auto body = ask({"/alerts", {}, false, kListDeadline}, std::move(stop));
    if (!body)
        return fail(std::move(body.error()).in("reading alerts"));
    return decodeAlerts(std::move(*body));
}

Result<std::vector<Target>> PrometheusClient::targets(std::stop_token stop)
{
    auto body = ask({"/targets", {{"state", "active"}}, false, kListDeadline}, std::move(stop));
    if (!body)
        return fail(std::move(body.error()).in("reading targets"));
    return decodeTargets(std::move(*body));
}

} // namespace binnacle::plugins::prometheus
