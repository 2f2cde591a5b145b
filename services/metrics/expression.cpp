// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/metrics/expression.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

bool has(const std::vector<std::string>& names, const std::string& name)
{
    return std::binary_search(names.begin(), names.end(), name);
}

const char* suffixOf(MeaningKind kind)
{
    return kind == MeaningKind::Quantile ? "_bucket" : kind == MeaningKind::Mean ? "_count" : "";
}

std::string replaced(std::string text, std::string_view what, std::string_view with)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
    return text;
}

bool isLabelName(std::string_view name)
{
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
        return letter(c) || (c >= '0' && c <= '9');
    });
}

/// "a=\"b\",c=\"d\""
Result<std::string> matchers(const models::LabelList& labels)
{
    std::string out;
    for (const auto& [name, value] : labels) {
        if (!isLabelName(name))
            return fail(ErrorCode::InvalidInput, "not a label name: \"" + name + "\"",
                        "Label filters look like model_name=llama.");
        out += out.empty() ? "" : ",";
        out += name + "=\"";
        for (const char c : value) {
            if (c == '\n' || c == '$') { // $ starts a place of the templates
                out += c == '$' ? "\\x24" : "\\n";
                continue;
            }
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
        }
        out += '"';
    }
    return out;
}

/// The native name of a common label; the label itself when the engine does not rename it.
std::string native(const MeaningEngine& engine, const std::string& common)
{
    for (const auto& [from, to] : engine.rename) {
        if (to == common)
            return from;
    }
    return common;
}

/// Where labels of the pod were renamed by a scrape that does not honour them. Both are asked for.
bool isPodLabel(const std::string& name)
{
    return name == "pod" || name == "namespace" || name == "container" || name == "node";
}

struct Selection {
    std::vector<std::string> matchers; ///< one, or the plain and the exported_ variant
};

Result<Selection> selectionOf(const MeaningEngine& engine, const models::LabelList& filter)
{
    models::LabelList plain, exported;
    bool pod = false;
    for (const auto& [name, value] : filter) {
        const std::string own = native(engine, name);
        plain.emplace_back(own, value);
        const bool isPod = isPodLabel(own);
        pod = pod || isPod;
        exported.emplace_back(isPod ? "exported_" + own : own, value);
    }
    Selection out;
    for (const auto* labels : {&exported, &plain}) {
        if (labels == &exported && !pod)
            continue;
        auto text = matchers(*labels);
        if (!text)
            return fail(std::move(text.error()));
        out.matchers.push_back(std::move(*text));
    }
    return out;
}

std::string inBraces(const std::string& matchers)
{
    return matchers.empty() ? std::string() : '{' + matchers + '}';
}

/// One template, with everything but $each and $all filled in.
std::string filled(std::string text, const std::string& metric, const std::string& matchers)
{
    text = replaced(std::move(text), "$sel", inBraces(matchers));
    text = replaced(std::move(text), "$and", matchers.empty() ? "" : ',' + matchers);
    return replaced(std::move(text), "$m", metric);
}

class Builder {
public:
    Builder(const std::vector<PresentSpelling>& present, Selection selection)
        : m_present(present), m_selection(std::move(selection))
    {
    }

    std::string each(const std::string& body, const std::string* part = nullptr) const
    {
        std::string out;
        int alternatives = 0;
        for (const auto& [spelling, isNative] : m_present) {
            if (part && spelling->part != *part)
                continue;
            for (const auto& matchers : m_selection.matchers) {
                out += alternatives++ == 0 ? "" : " or ";
                out += filled(spelling->expression.empty() ? body : spelling->expression,
                              spelling->metric, matchers);
            }
        }
        return alternatives > 1 ? '(' + out + ')' : out;
    }

    /// Parts get a label each, or the sum would lose equal label sets.
    std::string all(const std::string& body) const
    {
        std::vector<std::string> parts;
        for (const auto& item : m_present) {
            if (std::find(parts.begin(), parts.end(), item.spelling->part) == parts.end())
                parts.push_back(item.spelling->part);
        }
        std::string out;
        for (const auto& part : parts) {
            out += out.empty() ? "" : " or ";
            out +=
                "label_replace(" + each(body, &part) + ", \"part\", \"" + part + "\", \"\", \"\")";
        }
        return parts.size() > 1 ? '(' + out + ')' : out;
    }

    std::string expand(std::string text) const
    {
        for (const bool isEach : {true, false}) {
            const std::string_view word = isEach ? "$each(" : "$all(";
            for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos;) {
                const std::size_t open = at + word.size();
                std::size_t close = open;
                for (int depth = 1; close < text.size(); ++close) {
                    depth += text[close] == '(' ? 1 : text[close] == ')' ? -1 : 0;
                    if (depth == 0)
                        break;
                }
                const std::string body = text.substr(open, close - open);
                const std::string with = isEach ? each(body) : all(body);
                text.replace(at, close + 1 - at, with);
                at += with.size();
            }
        }
        return filled(std::move(text), m_present.front().spelling->metric,
                      m_selection.matchers.back());
    }

private:
    const std::vector<PresentSpelling>& m_present;
    Selection m_selection;
};

std::string templateOf(const MeaningEngine& engine, bool native)
{
    switch (engine.kind) {
    case MeaningKind::Gauge:
        return "$each($m$sel)";
    case MeaningKind::Sum:
        return "sum by ($by) ($each($m$sel))";
    case MeaningKind::Avg:
        return "avg by ($by) ($each($m$sel))";
    case MeaningKind::Rate:
        return "sum by ($by) ($each(rate($m$sel[$w])))";
    case MeaningKind::Quantile:
        return native ? "histogram_quantile($q, sum by ($by) ($each(rate($m$sel[$w]))))"
                      : "histogram_quantile($q, sum by (le, $by) ($each(rate($m_bucket$sel[$w]))))";
    case MeaningKind::Mean:
        return "sum by ($by) ($each(rate($m_sum$sel[$w]))) / "
               "(sum by ($by) ($each(rate($m_count$sel[$w]))) > 0)";
    case MeaningKind::Custom:
        return engine.expression;
    }
    return {};
}

std::string number(double value)
{
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value);
    return error == std::errc{} ? std::string(text, end) : "0.95";
}

} // namespace

std::string promDuration(models::Duration duration)
{
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    if (ms % 3600000 == 0)
        return std::to_string(ms / 3600000) + 'h';
    if (ms % 60000 == 0)
        return std::to_string(ms / 60000) + 'm';
    return ms % 1000 == 0 ? std::to_string(ms / 1000) + 's' : std::to_string(ms) + "ms";
}

Result<std::string> selector(const models::LabelList& labels)
{
    auto inner = matchers(labels);
    if (!inner)
        return inner;
    return inBraces(*inner);
}

std::vector<PresentSpelling> presentSpellings(const MeaningEngine& engine,
                                              const std::vector<std::string>& names)
{
    std::vector<PresentSpelling> classic, native;
    for (const auto& s : engine.spellings) {
        const auto there = [&](const std::string& name) { return has(names, name); };
        if (!std::all_of(s.needs.begin(), s.needs.end(), there) ||
            (!s.needsAny.empty() && std::none_of(s.needsAny.begin(), s.needsAny.end(), there)))
            continue;
        const std::string suffix = s.exists.empty() ? suffixOf(engine.kind) : s.exists;
        if (there(s.metric + suffix))
            classic.push_back({&s, false});
        else if (engine.kind == MeaningKind::Quantile && there(s.metric))
            native.push_back({&s, true});
    }
    // The two kinds of histogram cannot stand in one sum; classic ones are what all servers have.
    return classic.empty() ? native : classic;
}

std::vector<std::string> wantedNames(const MeaningEngine& engine)
{
    std::vector<std::string> out;
    for (const auto& s : engine.spellings)
        out.push_back(s.metric + (s.exists.empty() ? suffixOf(engine.kind) : s.exists));
    return out;
}

Result<std::string> buildExpression(const MeaningEngine& engine,
                                    const std::vector<PresentSpelling>& present,
                                    const ExpressionInputs& inputs)
{
    if (present.empty())
        return fail(ErrorCode::NotFound, "no spelling of " + engine.engine + " exists");
    auto selection = selectionOf(engine, inputs.filter);
    if (!selection)
        return fail(std::move(selection.error()));
    std::vector<std::string> by = engine.by;
    for (const auto& label : inputs.by) {
        if (!isLabelName(label))
            return fail(ErrorCode::InvalidInput, "not a label name: \"" + label + "\"");
        const auto own = native(engine, label);
        if (std::find(by.begin(), by.end(), own) == by.end())
            by.push_back(own);
    }
    std::string grouping;
    for (const auto& label : by)
        grouping += (grouping.empty() ? "" : ", ") + label;
    const Builder builder(present, std::move(*selection));
    std::string text = templateOf(engine, present.front().native);
    // Fewer labels make a far smaller answer; the name stays, because scales are found by it.
    if (engine.kind == MeaningKind::Gauge && !inputs.by.empty()) {
        std::string only = "__name__";
        for (const auto& label : inputs.by)
            only += ", " + native(engine, label);
        text = "max by (" + only + ") (" + text + ')';
    }
    text = replaced(std::move(text), "$by", grouping);
    text = replaced(std::move(text), "$w", promDuration(inputs.window));
    text = replaced(std::move(text), "$q", number(inputs.quantile));
    return builder.expand(std::move(text));
}

} // namespace binnacle::services
