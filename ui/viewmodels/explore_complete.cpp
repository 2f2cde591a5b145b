// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/explore_complete.h"

#include "models/promql/promql_context.h"
#include "models/promql/promql_functions.h"

#include <algorithm>
#include <set>

namespace binnacle::ui {

namespace {

using models::promql::Context;
using models::promql::Expects;

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

/// 0: begins with it, 1: a word of it does, 2: holds it; negative: no match.
int rank(std::string_view name, const std::string& wanted)
{
    if (wanted.empty())
        return 0;
    const std::string text = lower(name);
    const std::size_t at = text.find(wanted);
    if (at == std::string::npos)
        return -1;
    return at == 0 ? 0 : text[at - 1] == '_' || text[at - 1] == ':' ? 1 : 2;
}

struct Ranked {
    int order;
    PromqlCandidate candidate;
};

std::vector<PromqlCandidate> best(std::vector<Ranked> found)
{
    std::stable_sort(found.begin(), found.end(),
                     [](const Ranked& a, const Ranked& b) { return a.order < b.order; });
    std::vector<PromqlCandidate> out;
    for (Ranked& one : found) {
        if (out.size() == PromqlCompleter::kMostCandidates)
            break;
        out.push_back(std::move(one.candidate));
    }
    return out;
}

void addAll(std::vector<Ranked>& found, const std::vector<std::string>& texts,
            const std::string& wanted)
{
    for (const std::string& text : texts) {
        if (const int r = rank(text, wanted); r >= 0)
            found.push_back({r, {text, {}, {}}});
    }
}

void addFunctions(std::vector<Ranked>& found, const std::string& wanted)
{
    if (wanted.empty())
        return;
    for (const auto& list : {models::promql::functions(), models::promql::aggregations()}) {
        for (const auto& f : list) {
            if (rank(f.name, wanted) == 0)
                found.push_back({0, {std::string(f.name), "function", std::string(f.help)}});
        }
    }
}

} // namespace

std::vector<std::string> PromqlCompleter::kept(const std::string& key,
                                               const std::function<models::Result<Texts>()>& ask)
{
    {
        const std::lock_guard lock(m_lock);
        if (const auto it = m_kept.find(key); it != m_kept.end())
            return it->second;
    }
    // Not under the lock: a slow server must not hold up another question.
    auto texts = ask();
    if (!texts)
        return {};
    const std::lock_guard lock(m_lock);
    return m_kept[key] = std::move(*texts);
}

std::map<std::string, services::MetricMetadata>
PromqlCompleter::metadata(services::MetricSource& source, std::stop_token stop)
{
    {
        const std::lock_guard lock(m_lock);
        if (const auto it = m_metadata.find(source.id()); it != m_metadata.end())
            return it->second;
    }
    const auto all = source.metadata(std::move(stop));
    if (!all)
        return {};
    std::map<std::string, services::MetricMetadata> byName;
    for (const auto& one : *all)
        byName.emplace(one.metric, one);
    const std::lock_guard lock(m_lock);
    return m_metadata[source.id()] = std::move(byName);
}

PromqlCompletion PromqlCompleter::complete(services::MetricSource& source, const std::string& text,
                                           std::size_t cursor, std::stop_token stop)
{
    const Context context = models::promql::contextAt(text, cursor);
    const std::string wanted = lower(context.prefix);
    PromqlCompletion out{context.begin, context.end, {}};
    std::vector<Ranked> found;
    const std::vector<std::string> selector =
        context.metric.empty() ? std::vector<std::string>{} : std::vector{context.metric};
    switch (context.expects) {
    case Expects::Nothing:
        return out;
    case Expects::Duration:
        addAll(found, {"1m", "5m", "15m", "1h", "6h", "1d", "7d"}, wanted);
        break;
    case Expects::Label:
        if (selector.empty())
            return out;
        addAll(found,
               kept(source.id() + "|labels|" + context.metric,
                    [&]() -> models::Result<Texts> {
                        const auto all = source.series(selector, stop);
                        if (!all)
                            return models::fail(all.error());
                        std::set<std::string> names;
                        for (const auto& labels : *all)
                            for (const auto& [name, value] : labels)
                                if (name != "__name__")
                                    names.insert(name);
                        return Texts(names.begin(), names.end());
                    }),
               wanted);
        break;
    case Expects::LabelValue:
        addAll(found,
               kept(source.id() + "|values|" + context.metric + "|" + context.label,
                    [&] { return source.labelValues(context.label, selector, stop); }),
               wanted);
        break;
    case Expects::Expression: {
        if (wanted.empty())
            return out;
        const auto types = metadata(source, stop);
        const auto names = source.metricNames(stop);
        for (const std::string& name : names ? *names : Texts{}) {
            const int r = rank(name, wanted);
            if (r < 0)
                continue;
            const auto type = types.find(name);
            const bool known = type != types.end();
            // Inside rate() and the like a counter is what is meant.
            const bool counter = known && type->second.type == "counter";
            found.push_back({r + (context.wantsRange && known && !counter ? 3 : 0),
                             {name, known ? type->second.type : std::string(),
                              known ? type->second.help : std::string()}});
        }
        addFunctions(found, wanted);
        break;
    }
    }
    out.candidates = best(std::move(found));
    return out;
}

} // namespace binnacle::ui
