// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/decode/prometheus_api_decode.h"

#include "plugins/prometheus/decode/prometheus_decode.h"

#include <simdjson.h>

#include <algorithm>

namespace binnacle::plugins::prometheus {

namespace {

namespace dom = simdjson::dom;
using models::ErrorCode;
using models::fail;
using models::LabelList;
using models::Result;

/// One parsed envelope; elements live as long as it.
struct Envelope {
    dom::parser parser;
    std::string body;
    dom::element data;
    ListFacts facts;
};

using Found = simdjson::simdjson_result<dom::element>;

Found found(dom::element element)
{
    return Found(std::move(element));
}

tl::unexpected<models::Error> corrupt(const std::string& what)
{
    return fail(ErrorCode::DataCorrupt, "the answer is cut or malformed: " + what,
                "Ask again; if it stays so, a proxy between here and the server cuts or rewrites "
                "answers.");
}

Result<void> open(Envelope& envelope, std::string body)
{
    envelope.body = std::move(body);
    if (looksLikeMarkup(envelope.body))
        return fail(ErrorCode::InvalidInput, "the server answered with a web page",
                    "Check the address: this is not the Prometheus HTTP API, or a login page or "
                    "proxy stands before it.");
    envelope.body.reserve(envelope.body.size() + simdjson::SIMDJSON_PADDING);
    dom::element root;
    if (const auto e =
            envelope.parser.parse(envelope.body.data(), envelope.body.size(), false).get(root))
        return corrupt(simdjson::error_message(e));
    std::string_view status, type, text;
    if (root["status"].get(status) != simdjson::SUCCESS)
        return fail(ErrorCode::InvalidInput, "the answer is JSON but not Prometheus' envelope",
                    "Check the address: this is another service's API.");
    if (status != "success") {
        const auto noType = root["errorType"].get(type);
        const auto noText = root["error"].get(text);
        return fail(
            toError(noType ? std::string_view{} : type, noText ? std::string_view{} : text));
    }
    if (root["data"].get(envelope.data) != simdjson::SUCCESS)
        return corrupt("success without data");
    if (root["isPartial"].get(envelope.facts.partial) != simdjson::SUCCESS)
        envelope.facts.partial = false;
    dom::array warnings;
    if (root["warnings"].get(warnings) == simdjson::SUCCESS) {
        for (const auto item : warnings) {
            if (item.get(text) == simdjson::SUCCESS)
                envelope.facts.warnings.emplace_back(text);
        }
    }
    return {};
}

std::string text(dom::element element, const char* key)
{
    std::string_view view;
    return element[key].get(view) == simdjson::SUCCESS ? std::string(view) : std::string{};
}

double number(dom::element element, const char* key)
{
    double value = 0;
    return element[key].get(value) == simdjson::SUCCESS ? value : 0;
}

models::UtcTime time(dom::element element, const char* key)
{
    const auto parsed = models::parseRfc3339(text(element, key));
    // Go's zero time means "never".
    return parsed && parsed->ns > 0 ? *parsed : models::UtcTime{};
}

Result<LabelList> labels(Found element, const char* what)
{
    LabelList out;
    dom::object object;
    const auto e = element.get(object);
    if (e == simdjson::NO_SUCH_FIELD)
        return out;
    if (e)
        return corrupt(std::string(what) + " is not an object");
    for (const auto field : object) {
        std::string_view value;
        if (field.value.get(value) != simdjson::SUCCESS)
            return corrupt(std::string(what) + "." + std::string(field.key) + " is not a string");
        out.emplace_back(field.key, value);
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// Calls `step` for each element of `list`; null counts as empty, as Go servers write it.
template <class Step> Result<void> eachOf(Found list, const char* what, Step&& step)
{
    dom::element element;
    const auto e = list.get(element);
    if (e == simdjson::NO_SUCH_FIELD || (e == simdjson::SUCCESS && element.is_null()))
        return {};
    dom::array items;
    if (e != simdjson::SUCCESS || element.get(items) != simdjson::SUCCESS)
        return corrupt(std::string(what) + " is not a list");
    for (const auto item : items) {
        if (auto r = step(item); !r)
            return r;
    }
    return {};
}

Result<Alert> alert(dom::element item)
{
    Alert out;
    auto own = labels(item["labels"], "alert.labels");
    auto notes = labels(item["annotations"], "alert.annotations");
    if (!own || !notes)
        return fail(std::move(!own ? own.error() : notes.error()));
    out.labels = std::move(*own);
    out.annotations = std::move(*notes);
    out.state = text(item, "state");
    out.activeAt = time(item, "activeAt");
    out.value = parseSample(text(item, "value")).value_or(std::numeric_limits<double>::quiet_NaN());
    return out;
}

Result<void> alerts(Found list, std::vector<Alert>& out)
{
    return eachOf(list, "alerts", [&](dom::element item) -> Result<void> {
        auto one = alert(item);
        if (!one)
            return fail(std::move(one.error()));
        out.push_back(std::move(*one));
        return {};
    });
}

Result<Rule> rule(dom::element item)
{
    Rule out;
    out.alerting = text(item, "type") == "alerting";
    out.name = text(item, "name");
    out.query = text(item, "query");
    out.health = text(item, "health");
    out.lastError = text(item, "lastError");
    out.state = text(item, "state");
    out.durationSeconds = number(item, "duration");
    out.evaluationSeconds = number(item, "evaluationTime");
    out.lastEvaluation = time(item, "lastEvaluation");
    auto own = labels(item["labels"], "rule.labels");
    auto notes = labels(item["annotations"], "rule.annotations");
    if (!own || !notes)
        return fail(std::move(!own ? own.error() : notes.error()));
    out.labels = std::move(*own);
    out.annotations = std::move(*notes);
    if (auto r = alerts(item["alerts"], out.alerts); !r)
        return fail(std::move(r.error()));
    return out;
}

} // namespace

std::string_view toString(Flavour flavour)
{
    switch (flavour) {
    case Flavour::Prometheus:
        return "Prometheus";
    case Flavour::Thanos:
        return "Thanos";
    case Flavour::Mimir:
        return "Mimir";
    case Flavour::VictoriaMetrics:
        return "VictoriaMetrics";
    case Flavour::Unknown:
        break;
    }
    return "Prometheus-compatible";
}

std::string_view Target::label(std::string_view name) const
{
    for (const auto& [key, value] : labels) {
        if (key == name)
            return value;
    }
    return {};
}

Result<std::vector<std::string>> decodeStrings(std::string body, ListFacts* facts)
{
    Envelope envelope;
    if (auto r = open(envelope, std::move(body)); !r)
        return fail(std::move(r.error()));
    if (facts)
        *facts = std::move(envelope.facts);
    std::vector<std::string> out;
    auto r = eachOf(found(envelope.data), "data", [&](dom::element item) -> Result<void> {
        std::string_view value;
        if (item.get(value) != simdjson::SUCCESS)
            return corrupt("data holds something that is no string");
        out.emplace_back(value);
        return {};
    });
    if (!r)
        return fail(std::move(r.error()));
    return out;
}

Result<std::vector<LabelList>> decodeSeries(std::string body)
{
    Envelope envelope;
    if (auto r = open(envelope, std::move(body)); !r)
        return fail(std::move(r.error()));
    std::vector<LabelList> out;
    auto r = eachOf(found(envelope.data), "data", [&](dom::element item) -> Result<void> {
        auto one = labels(found(item), "series");
        if (!one)
            return fail(std::move(one.error()));
        out.push_back(std::move(*one));
        return {};
    });
    if (!r)
        return fail(std::move(r.error()));
    return out;
}

Result<std::vector<services::MetricMetadata>> decodeMetadata(std::string body)
{
    Envelope envelope;
    if (auto r = open(envelope, std::move(body)); !r)
        return fail(std::move(r.error()));
    std::vector<services::MetricMetadata> out;
    dom::object object;
    if (envelope.data.get(object) != simdjson::SUCCESS)
        return corrupt("data is not an object");
    for (const auto field : object) {
        auto r = eachOf(found(field.value), "data entry", [&](dom::element item) -> Result<void> {
            out.push_back({std::string(field.key), text(item, "type"), text(item, "help"),
                           text(item, "unit")});
            return {};
        });
        if (!r)
            return fail(std::move(r.error()));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.metric < b.metric; });
    return out;
}

Result<std::vector<ExemplarSeries>> decodeExemplars(std::string body)
{
    Envelope envelope;
    if (auto r = open(envelope, std::move(body)); !r)
        return fail(std::move(r.error()));
    std::vector<ExemplarSeries> out;
    auto r = eachOf(found(envelope.data), "data", [&](dom::element item) -> Result<void> {
        ExemplarSeries one;
        auto own = labels(item["seriesLabels"], "seriesLabels");
        if (!own)
            return fail(std::move(own.error()));
        one.labels = std::move(*own);
        auto inner = eachOf(item["exemplars"], "exemplars", [&](dom::element e) -> Result<void> {
            auto marks = labels(e["labels"], "exemplar.labels");
            if (!marks)
                return fail(std::move(marks.error()));
            const auto value = parseSample(text(e, "value"));
            if (!value)
                return fail(value.error());
            one.exemplars.push_back({std::move(*marks), number(e, "timestamp"), *value});
            return {};
        });
        out.push_back(std::move(one));
        return inner;
    });
    if (!r)
        return fail(std::move(r.error()));
    return out;
}

Result<std::vector<RuleGroup>> decodeRules(std::string body)
{
    Envelope envelope;
    if (auto r = open(envelope, std::move(body)); !r)
        return fail(std::move(r.error()));
    std::vector<RuleGroup> out;
    auto r = eachOf(envelope.data["groups"], "groups", [&](dom::element item) -> Result<void> {
        RuleGroup group;
        group.name = text(item, "name");
        group.file = text(item, "file");
        group.intervalSeconds = number(item, "interval");
        auto inner = eachOf(item["rules"], "rules", [&](dom::element e) -> Result<void> {
            auto one = rule(e);
            if (!one)
                return fail(std::move(one.error()));
            group.rules.push_back(std::move(*one));
            return {};
        });
        out.push_back(std::move(group));
        return inner;
    });
    if (!r)
        return fail(std::move(r.error()));
    return out;
}

Result<std::vector<Alert>> decodeAlerts(std::string body)
{
    Envelope envelope;
    if (auto r = open(envelope, std::move(body)); !r)
        return fail(std::move(r.error()));
    std::vector<Alert> out;
    if (auto r = alerts(envelope.data["alerts"], out); !r)
        return fail(std::move(r.error()));
    return out;
}

Result<std::vector<Target>> decodeTargets(std::string body)
{
    Envelope envelope;
    if (auto r = open(envelope, std::move(body)); !r)
        return fail(std::move(r.error()));
    std::vector<Target> out;
    auto r = eachOf(
        envelope.data["activeTargets"], "activeTargets", [&](dom::element item) -> Result<void> {
            Target one;
            auto own = labels(item["labels"], "target.labels");
            if (!own)
                return fail(std::move(own.error()));
            one.labels = std::move(*own);
            one.pool = text(item, "scrapePool");
            one.url = text(item, "scrapeUrl");
            one.lastError = text(item, "lastError");
            one.health = text(item, "health");
            one.lastScrape = time(item, "lastScrape");
            one.lastScrapeSeconds = number(item, "lastScrapeDuration");
            one.interval =
                models::parseDuration(text(item, "scrapeInterval")).value_or(models::Duration{0});
            out.push_back(std::move(one));
            return {};
        });
    if (!r)
        return fail(std::move(r.error()));
    return out;
}

Result<BuildInfo> decodeBuildInfo(std::string body)
{
    Envelope envelope;
    if (auto r = open(envelope, std::move(body)); !r)
        return fail(std::move(r.error()));
    return BuildInfo{text(envelope.data, "version"), text(envelope.data, "revision"),
                     text(envelope.data, "goVersion"), text(envelope.data, "application")};
}

Result<std::map<std::string, std::string>> decodeFlags(std::string body)
{
    Envelope envelope;
    if (auto r = open(envelope, std::move(body)); !r)
        return fail(std::move(r.error()));
    std::map<std::string, std::string> out;
    auto flags = labels(found(envelope.data), "flags");
    if (!flags)
        return fail(std::move(flags.error()));
    for (auto& [key, value] : *flags)
        out.emplace(std::move(key), std::move(value));
    return out;
}

Result<std::string> decodeConfigText(std::string body)
{
    Envelope envelope;
    if (auto r = open(envelope, std::move(body)); !r)
        return fail(std::move(r.error()));
    return text(envelope.data, "yaml");
}

} // namespace binnacle::plugins::prometheus
