// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_evaluate_rows.h"

#include <algorithm>
#include <cmath>

namespace binnacle::plugins::demo {

using models::LabelList;

std::string_view labelOf(const LabelList& labels, std::string_view name)
{
    const auto it =
        std::find_if(labels.begin(), labels.end(), [&](const auto& l) { return l.first == name; });
    return it == labels.end() ? std::string_view{} : std::string_view(it->second);
}

LabelList withoutName(LabelList labels)
{
    std::erase_if(labels, [](const auto& l) { return l.first == "__name__"; });
    return labels;
}

void SeriesRows::add(LabelList&& labels, std::vector<double>&& points)
{
    const auto [at, isNew] = m_index.try_emplace(std::move(labels), m_points.size());
    if (isNew) {
        m_points.push_back(std::move(points));
        return;
    }
    auto& row = m_points[at->second];
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (std::isnan(points[i]))
            continue;
        m_clash = m_clash || !std::isnan(row[i]);
        row[i] = points[i];
    }
}

models::Result<void> SeriesRows::handOver(const DemoEvaluator::Visit& visit)
{
    if (m_clash)
        return models::fail(models::ErrorCode::InvalidInput,
                            "Two series of the query's result have the same labels",
                            "Ask for one metric, or keep a label that tells them apart.");
    std::vector<const LabelList*> order(m_points.size());
    for (const auto& [labels, at] : m_index)
        order[at] = &labels;
    for (std::size_t i = 0; i < order.size(); ++i)
        visit(LabelList(*order[i]), std::move(m_points[i]));
    return {};
}

} // namespace binnacle::plugins::demo
