// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/metric.h"

namespace binnacle::models {

std::string_view MetricSeries::label(std::string_view name) const
{
    for (const auto& [key, value] : labels) {
        if (key == name)
            return value;
    }
    return {};
}

} // namespace binnacle::models
