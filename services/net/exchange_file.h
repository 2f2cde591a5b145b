// SPDX-License-Identifier: GPL-3.0-or-later
// A recorded exchange as a value and as a file: one line of JSON (what was asked, how it was
// answered), then the body byte for byte. Written by RecordingHttpClient, read by ReplayHttpClient.
// Carries no secrets.
#pragma once

#include "models/base/result.h"
#include "services/net/http_client.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services {

struct RecordedExchange {
    std::string method = "GET";
    std::string
        target; ///< path and query: "/api/v1/query?query=up"; secret query values are "REDACTED"
    std::string requestBody;            ///< empty: answers any body
    HttpResponse response;              ///< with the body
    std::optional<models::Error> error; ///< the exchange failed so, instead of or after `response`
};

/// Copies what may be kept: no credentials, only harmless request parts, no cookies, tokens in
/// forms and JSON bodies replaced, no body at all for Kubernetes Secrets. Cost: parses JSON bodies
/// up to 8 MiB.
RecordedExchange toRecord(const HttpRequest& request, HttpResponse response,
                          std::optional<models::Error> error);

std::string toText(const RecordedExchange& exchange);

/// Errors: DataCorrupt.
models::Result<RecordedExchange> parseExchange(std::string_view text);

/// Writes owner-readable, whole or not at all. Errors: ResourceExhausted, Internal.
models::Result<void> saveExchange(const std::filesystem::path& file,
                                  const RecordedExchange& exchange);

/// All *.exchange files of a folder in the order of their names. Errors: NotFound, DataCorrupt with
/// the file named.
models::Result<std::vector<RecordedExchange>> loadExchanges(const std::filesystem::path& folder);

} // namespace binnacle::services
