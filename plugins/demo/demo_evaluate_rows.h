// SPDX-License-Identifier: GPL-3.0-or-later
// Series collected by their labels, for the operations that change labels or join series: what has
// the same labels becomes one series, and two values at one moment are an error, as in Prometheus.
// For the demo's evaluator; one thread.
#pragma once

#include "plugins/demo/demo_evaluate.h"

#include <map>
#include <string_view>

namespace binnacle::plugins::demo {

/// Empty when absent.
std::string_view labelOf(const models::LabelList& labels, std::string_view name);

models::LabelList withoutName(models::LabelList labels);

class SeriesRows {
public:
    /// `points` as DemoEvaluator::Visit takes them, of one length in all calls.
    void add(models::LabelList&& labels, std::vector<double>&& points);
    /// In the order of arrival. Errors: InvalidInput (two values of the same labels at a moment).
    models::Result<void> handOver(const DemoEvaluator::Visit& visit);

private:
    std::map<models::LabelList, std::size_t> m_index;
    std::vector<std::vector<double>> m_points;
    bool m_clash = false;
};

} // namespace binnacle::plugins::demo
