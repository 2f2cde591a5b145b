// SPDX-License-Identifier: GPL-3.0-or-later
// What response headers of an API server say. Pure; any thread.
#pragma once

#include "models/base/time.h"
#include "services/net/http_client.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::plugins::kubernetes {

/// "binnacle/0.1.0 (linux)": names starting with curl, Wget or Mozilla get pretty-printed answers.
std::string userAgent();

/// Null when there is none; names compare without case.
const services::HttpHeader* findHeader(const std::vector<services::HttpHeader>& headers,
                                       std::string_view name);

/// "Mon, 23 Nov 2026 18:14:59 GMT". Errors: InvalidInput. Source: RFC 9110, IMF-fixdate.
models::Result<models::UtcTime> parseHttpDate(std::string_view text);

/// Server minus ours, from Date and the time of the answer; 0 when the difference is within what a
/// whole second and the round trip allow; none without a Date.
std::optional<models::Duration> clockSkew(const services::HttpResponse& response,
                                          models::UtcTime receivedAt);

/// The texts of "Warning: 299 - "…"" headers.
std::vector<std::string> warningTexts(const services::HttpResponse& response);

/// True when a Content-Type has all these parameters, as in "g=apidiscovery.k8s.io".
bool hasParameter(std::string_view contentType, std::string_view parameter);

} // namespace binnacle::plugins::kubernetes
