// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of /query and /query_range to columns: pure functions from bytes to values, for the
// client of this folder, the bench and the fuzz target. Any thread. Knows no HTTP; simdjson stays
// inside the .cpp. Source: Prometheus HTTP API v1, "Format overview" and "Expression query result
// formats".
#pragma once

#include "models/base/result.h"
#include "models/metrics/metric.h"

#include <string>
#include <string_view>

namespace binnacle::plugins::prometheus {

/// What the envelope told besides the data.
struct AnswerFacts {
    bool sawPartialField = false; ///< "isPartial" is there: VictoriaMetrics answered
};

/// Shape: labels sorted by name, times ascending as the server sent them, full precision ("NaN",
/// "+Inf" are values). Errors: DataCorrupt (cut, malformed, wrong types: names the byte), the
/// mapped code of an error envelope, InvalidInput when it is no JSON at all (a proxy's page).
models::Result<models::MetricAnswer> decodeQuery(std::string body, AnswerFacts* facts = nullptr);

/// An error envelope's type and text as an Error. Source: web/api/v1 errorType constants, Mimir's
/// and Thanos' additions.
models::Error toError(std::string_view errorType, std::string_view message);

/// The text of an error answer: envelope, JSON without one, HTML or plain text. Falls back to
/// `byStatus` (the HTTP mapping), never loses its code for 401, 403, 404 and 429.
models::Error decodeFailure(std::string body, int status, models::Error byStatus);

/// True when the bytes begin like a page and not like JSON.
bool looksLikeMarkup(std::string_view body);

/// "3.14", "NaN", "+Inf", "-Inf", "Inf". Errors: DataCorrupt.
models::Result<double> parseSample(std::string_view text);

} // namespace binnacle::plugins::prometheus
