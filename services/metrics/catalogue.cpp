// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/metrics/catalogue.h"

#include "services/metrics/embedded.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <set>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

/// Thrown inside this file only: yaml-cpp throws anyway, so one catch turns both into an Error.
struct Wrong {
    std::string text;
};

[[noreturn]] void wrong(const std::string& where, const std::string& what)
{
    throw Wrong{where + ": " + what};
}

void onlyFields(const YAML::Node& node, const std::string& where,
                const std::set<std::string>& known)
{
    if (!node.IsMap())
        wrong(where, "a mapping is expected");
    for (const auto& field : node) {
        const auto name = field.first.as<std::string>();
        if (known.count(name) == 0)
            wrong(where, "unknown field \"" + name + "\"");
    }
}

std::string text(const YAML::Node& node, const char* field, const std::string& where,
                 bool required = false)
{
    const YAML::Node value = node[field];
    if (!value) {
        if (required)
            wrong(where, std::string("field \"") + field + "\" is missing");
        return {};
    }
    if (!value.IsScalar())
        wrong(where, std::string("field \"") + field + "\" must be a text");
    return value.as<std::string>();
}

std::vector<std::string> texts(const YAML::Node& node, const char* field, const std::string& where)
{
    const YAML::Node value = node[field];
    if (!value)
        return {};
    if (!value.IsSequence())
        wrong(where, std::string("field \"") + field + "\" must be a list");
    return value.as<std::vector<std::string>>();
}

MeaningKind kindOf(const std::string& name, const std::string& where)
{
    static constexpr std::array<std::pair<const char*, MeaningKind>, 7> kKinds{
        {{"gauge", MeaningKind::Gauge},
         {"sum", MeaningKind::Sum},
         {"avg", MeaningKind::Avg},
         {"rate", MeaningKind::Rate},
         {"quantile", MeaningKind::Quantile},
         {"mean", MeaningKind::Mean},
         {"custom", MeaningKind::Custom}}};
    for (const auto& [word, kind] : kKinds) {
        if (name == word)
            return kind;
    }
    wrong(where, "unknown kind \"" + name + "\"");
}

MetricSpelling spellingOf(const YAML::Node& node, const std::string& where)
{
    onlyFields(
        node, where,
        {"metric", "generation", "unit", "exists", "part", "expression", "needs", "needs_any"});
    MetricSpelling out;
    out.metric = text(node, "metric", where, true);
    out.generation = text(node, "generation", where);
    out.unit = text(node, "unit", where, true);
    out.exists = text(node, "exists", where);
    out.part = text(node, "part", where);
    out.expression = text(node, "expression", where);
    out.needs = texts(node, "needs", where);
    out.needsAny = texts(node, "needs_any", where);
    return out;
}

MeaningEngine engineOf(const YAML::Node& node, const std::string& meaning, const Meaning& of)
{
    const std::string name = text(node, "engine", meaning, true);
    const std::string where = meaning + ", engine " + name;
    onlyFields(
        node, where,
        {"engine", "kind", "by", "rename", "counter", "statistic", "expression", "spellings"});
    MeaningEngine out;
    out.engine = name;
    out.kind = kindOf(node["kind"] ? text(node, "kind", where) : "gauge", where);
    out.expression = text(node, "expression", where);
    out.statistic = text(node, "statistic", where);
    out.counter = node["counter"] && node["counter"].as<bool>();
    out.by =
        node["by"] ? texts(node, "by", where) : std::vector<std::string>{"model_name", "namespace"};
    if (node["rename"])
        out.rename = node["rename"].as<std::map<std::string, std::string>>();
    if ((out.kind == MeaningKind::Custom) == out.expression.empty())
        wrong(where, "an expression belongs to kind custom, and to no other");
    if (out.kind == MeaningKind::Quantile && !of.quantile)
        wrong(where, "kind quantile needs the meaning's quantile");
    const YAML::Node spellings = node["spellings"];
    if (!spellings || !spellings.IsSequence() || spellings.size() == 0)
        wrong(where, "at least one spelling is expected");
    for (const auto& item : spellings) {
        out.spellings.push_back(spellingOf(item, where));
        const auto& s = out.spellings.back();
        if (!unitScale(s.unit, of.unit))
            wrong(where, "no conversion from " + s.unit + " to " + of.unit);
        // An aggregate has lost the metric's name: one factor must fit all.
        if (out.kind != MeaningKind::Gauge && s.unit != out.spellings.front().unit)
            wrong(where, "spellings of an aggregating kind must share one unit");
        if (const auto colon = s.metric.find(':'); colon != std::string::npos) {
            MetricSpelling plain = s;
            plain.metric[colon] = '_';
            out.spellings.push_back(std::move(plain));
        }
    }
    return out;
}

Meaning meaningOf(const std::string& name, const YAML::Node& node)
{
    onlyFields(node, name, {"title", "unit", "valid", "quantile", "subject", "detect", "engines"});
    Meaning out;
    out.name = name;
    out.title = text(node, "title", name, true);
    out.unit = text(node, "unit", name, true);
    out.subject = texts(node, "subject", name);
    if (node["detect"])
        out.detectScale = node["detect"].as<bool>();
    if (node["quantile"]) {
        out.quantile = node["quantile"].as<double>();
        if (!(*out.quantile > 0 && *out.quantile < 1))
            wrong(name, "quantile must lie between 0 and 1");
    }
    if (const YAML::Node valid = node["valid"]) {
        if (!valid.IsSequence() || valid.size() != 2)
            wrong(name, "valid must be [low, high]");
        out.low = valid[0].as<double>();
        out.high = valid[1].as<double>();
        if (!(*out.low < *out.high))
            wrong(name, "valid: low must be below high");
    }
    const YAML::Node engines = node["engines"];
    if (!engines || !engines.IsSequence() || engines.size() == 0)
        wrong(name, "at least one engine is expected");
    for (const auto& item : engines)
        out.engines.push_back(engineOf(item, name, out));
    return out;
}

} // namespace

std::optional<UnitScale> unitScale(std::string_view from, std::string_view to)
{
    struct Conversion {
        std::string_view from, to;
        UnitScale scale;
    };
    static constexpr std::array<Conversion, 13> kConversions{{{"percent", "ratio", {1, 100}},
                                                              {"KiB", "bytes", {1024, 1}},
                                                              {"MiB", "bytes", {1048576, 1}},
                                                              {"GiB", "bytes", {1073741824, 1}},
                                                              {"mW", "W", {1, 1000}},
                                                              {"mJ", "J", {1, 1000}},
                                                              {"ns", "s", {1, 1e9}},
                                                              {"us", "s", {1, 1e6}},
                                                              {"ms", "s", {1, 1000}},
                                                              {"Hz", "MHz", {1, 1e6}},
                                                              {"kHz", "MHz", {1, 1000}},
                                                              {"kW", "W", {1000, 1}},
                                                              {"min", "s", {60, 1}}}};
    if (from == to)
        return UnitScale{};
    for (const auto& conversion : kConversions) {
        if (conversion.from == from && conversion.to == to)
            return conversion.scale;
    }
    return std::nullopt;
}

Result<Catalogue> Catalogue::parse(const std::string& yaml)
{
    try {
        const YAML::Node root = YAML::Load(yaml);
        onlyFields(root, "catalogue", {"version", "date", "sources", "window", "meanings"});
        if (text(root, "version", "catalogue", true) != "1")
            wrong("catalogue", "version 1 is expected");
        Catalogue out;
        out.m_date = text(root, "date", "catalogue", true);
        if (texts(root, "sources", "catalogue").empty())
            wrong("catalogue", "its sources are missing");
        if (root["window"]) {
            const auto window = models::parseDuration(text(root, "window", "catalogue"));
            if (!window || window->count() <= 0)
                wrong("catalogue", "window is no duration");
            out.m_window = *window;
        }
        const YAML::Node meanings = root["meanings"];
        if (!meanings || !meanings.IsMap())
            wrong("catalogue", "meanings are missing");
        for (const auto& item : meanings) {
            const auto name = item.first.as<std::string>();
            if (out.find(name))
                wrong(name, "is there twice");
            out.m_meanings.push_back(meaningOf(name, item.second));
        }
        std::sort(out.m_meanings.begin(), out.m_meanings.end(),
                  [](const Meaning& a, const Meaning& b) { return a.name < b.name; });
        return out;
    } catch (const Wrong& e) {
        return fail(ErrorCode::InvalidInput, "catalogue of meanings: " + e.text);
    } catch (const YAML::Exception& e) {
        return fail(ErrorCode::InvalidInput, std::string("catalogue of meanings: ") + e.what());
    }
}

const Catalogue& Catalogue::builtIn()
{
    static const Catalogue catalogue = [] {
        auto parsed = parse(std::string(embeddedCatalogue()));
        if (parsed)
            return std::move(*parsed);
        Catalogue broken;
        broken.m_problem = parsed.error().text();
        return broken;
    }();
    return catalogue;
}

const Meaning* Catalogue::find(std::string_view name) const
{
    for (const auto& meaning : m_meanings) {
        if (meaning.name == name)
            return &meaning;
    }
    return nullptr;
}

} // namespace binnacle::services
