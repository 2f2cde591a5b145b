// SPDX-License-Identifier: GPL-3.0-or-later
// A status query's answer, taken apart. Private to services/slo.
#pragma once

#include "models/metrics/metric.h"
#include "services/slo/queries.h"
#include "services/slo/status.h"

#include <map>

namespace binnacle::services {

struct SloAnswer {
    std::map<std::string, double, std::less<>> values; ///< by the label "binnacle"
    /// window → bound → spelling → events
    std::map<std::string, std::map<double, std::map<std::string, double>>, std::less<>> buckets;

    static SloAnswer of(const models::MetricAnswer& answer);
    double value(const std::string& name) const; ///< NaN when absent
};

/// Fills window, burns and bounds of `status`.
void readCounts(const SloAnswer& answer, SloForm form, SloStatus& status);
void lintAnswer(const SloAnswer& answer, SloForm form, SloStatus& status);

} // namespace binnacle::services
