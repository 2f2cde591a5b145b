// SPDX-License-Identifier: GPL-3.0-or-later
// How an objective stands at a moment, measured on a server: attainment, budget, burn, forecast,
// and what keeps the number from being trusted. For the command line and pages. Blocks; any thread
// but ui.
#pragma once

#include "models/slo/budget.h"
#include "models/slo/forecast.h"
#include "models/slo/window.h"
#include "services/ports/metric_source.h"
#include "services/slo/definitions.h"

#include <optional>

namespace binnacle::services {

/// A defect of the measurement. `code` is stable: docs/cli.md lists them.
struct SloLint {
    std::string code, message;
};

struct SloStatus {
    models::Slo slo;
    models::WindowSpan span;
    models::EventCounts window; ///< NaN: not known
    double attainmentLow = models::kUnknownNumber, attainmentHigh = models::kUnknownNumber;
    models::BurnCounts burns;
    bool counted = true; ///< false: shares only, no events (raw indicators)
    double budgetRemaining = models::kUnknownNumber;
    models::NearestPair nearest;
    models::Exhaustion exhaustion;
    std::string state;      ///< ok, ticket, page, exhausted, unknown
    std::string arithmetic; ///< "ratio of sums", "mean of ratios", "time slices"
    std::vector<SloLint> lint;
    std::optional<models::Error> error; ///< it could not be measured
};

/// One query, one more where a threshold metric may be a native histogram. Unreadable answers are
/// in `error`; the other fields are unknown then. Cost: the server reads the whole window.
SloStatus measureSlo(const models::Slo& slo, MetricSource& source, models::UtcTime at,
                     std::chrono::milliseconds deadline, std::stop_token stop);

/// What the definition alone tells: unreachable factors, parts not acted upon. `retention` is the
/// server's, if it says so.
std::vector<SloLint> lintDefinition(const models::Slo& slo, models::Duration period,
                                    std::optional<models::Duration> retention);

} // namespace binnacle::services
