// SPDX-License-Identifier: GPL-3.0-or-later
// The operations of the evaluator that look at labels: label_replace and `or`.
#include "plugins/demo/demo_evaluate_rows.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace binnacle::plugins::demo {

namespace {

using models::LabelList;
using models::Result;
using Points = std::vector<double>;
using Match = std::match_results<std::string_view::const_iterator>;

bool isNamePart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// $1, ${1} and $$. Source: Go's Regexp.Expand: unknown groups are empty, a lone $ stays.
std::string expanded(std::string_view text, const Match& match)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        if (text[i + 1] == '$') {
            out += text[++i];
            continue;
        }
        const bool braces = text[i + 1] == '{';
        const std::size_t from = i + (braces ? 2 : 1);
        std::size_t end = from;
        while (end < text.size() && isNamePart(text[end]))
            ++end;
        if (end == from || (braces && (end == text.size() || text[end] != '}'))) {
            out += text[i];
            continue;
        }
        std::size_t group = 0;
        const auto [stop, code] = std::from_chars(text.data() + from, text.data() + end, group);
        if (code == std::errc{} && stop == text.data() + end && group < match.size())
            out += match.str(group);
        i = braces ? end : end - 1;
    }
    return out;
}

void replace(LabelList& labels, const Replacement& how)
{
    const std::string_view from = labelOf(labels, how.from);
    Match match;
    try {
        if (!std::regex_match(from.begin(), from.end(), match, *how.pattern))
            return;
    } catch (const std::regex_error&) {
        return; // the pattern gave up on this text (complexity): it does not match
    }
    std::string value = expanded(how.value, match);
    std::erase_if(labels, [&](const auto& l) { return l.first == how.label; });
    if (value.empty())
        return;
    std::pair<std::string, std::string> label(how.label, std::move(value));
    labels.insert(std::upper_bound(labels.begin(), labels.end(), label), std::move(label));
}

} // namespace

Result<void> DemoEvaluator::runReplace(const QueryNode& node, const Visit& visit)
{
    SeriesRows rows;
    auto ran = run(*node.left, [&](LabelList&& labels, Points&& points) {
        replace(labels, node.replace);
        rows.add(std::move(labels), std::move(points));
    });
    return ran ? rows.handOver(visit) : ran;
}

/// Moment by moment: an alternative fills only where no earlier one has its labels, names aside.
Result<void> DemoEvaluator::runOr(const QueryNode& node, const Visit& visit)
{
    constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();
    SeriesRows rows;
    std::map<LabelList, std::vector<bool>> taken;
    for (const auto& alternative : node.any) {
        // Series of one alternative do not hide each other, so they are marked after all are seen.
        std::vector<std::pair<LabelList, std::vector<bool>>> has;
        const auto fill = [&](LabelList&& labels, Points&& points) {
            LabelList plain = withoutName(labels);
            const auto before = taken.find(plain);
            std::vector<bool> mine(points.size());
            for (std::size_t i = 0; i < points.size(); ++i) {
                if (before != taken.end() && before->second[i])
                    points[i] = kAbsent;
                mine[i] = !std::isnan(points[i]);
            }
            if (std::find(mine.begin(), mine.end(), true) == mine.end())
                return;
            has.emplace_back(std::move(plain), std::move(mine));
            rows.add(std::move(labels), std::move(points));
        };
        if (auto ran = run(*alternative, fill); !ran)
            return ran;
        for (auto& [plain, mine] : has) {
            auto& all = taken.try_emplace(std::move(plain), mine.size()).first->second;
            for (std::size_t i = 0; i < mine.size(); ++i)
                all[i] = all[i] || mine[i];
        }
    }
    return rows.handOver(visit);
}

} // namespace binnacle::plugins::demo
