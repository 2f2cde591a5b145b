// SPDX-License-Identifier: GPL-3.0-or-later
// The one mapping of Prometheus' error space (errorType of the envelope) and of what proxies send
// instead of it.
#include "plugins/prometheus/decode/prometheus_decode.h"

#include <simdjson.h>

#include <array>

namespace binnacle::plugins::prometheus {

using models::Error;
using models::ErrorCode;

namespace {

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// "execution" covers both a wrong expression and a limit that was hit; the text tells them apart.
Error executionError(std::string message)
{
    if (contains(message, "too many samples") || contains(message, "limit") ||
        contains(message, "too large") || contains(message, "exceed"))
        return {
            ErrorCode::ResourceExhausted,
            std::move(message),
            "Ask for a shorter range, a larger step or fewer series; the server protects itself "
            "by this limit.",
            {}};
    return {ErrorCode::InvalidInput, std::move(message), "Correct the expression.", {}};
}

struct Mapping {
    std::string_view type;
    ErrorCode code;
    const char* remedy;
};

constexpr std::array<Mapping, 10> kMappings{{
    {"bad_data", ErrorCode::InvalidInput, "Correct the expression or the time range."},
    {"timeout", ErrorCode::Timeout, "Ask for less, or raise the server's query timeout."},
    {"canceled", ErrorCode::Timeout, "The server gave the query up; ask again."},
    {"internal", ErrorCode::Internal, "Look at the server's log."},
    {"unavailable", ErrorCode::Unreachable, "The server is not ready yet; it is asked again."},
    {"not_found", ErrorCode::NotFound, ""},
    {"not_acceptable", ErrorCode::Unsupported, ""},
    {"too_many_requests", ErrorCode::RateLimited,
     "The tenant's rate limit is reached; ask less often."},
    {"too_large_entry", ErrorCode::ResourceExhausted, "Ask for less."},
    {"unauthorized", ErrorCode::Unauthenticated,
     "Check the source's token, user or tenant (X-Scope-OrgID)."},
}};

bool keepsStatus(int status)
{
    return status == 401 || status == 403 || status == 404 || status == 407 || status == 429;
}

} // namespace

Error toError(std::string_view errorType, std::string_view message)
{
    std::string text(message.empty() ? std::string_view("the server gave no reason") : message);
    if (text.size() > 2000)
        text.resize(2000);
    if (errorType == "execution" || errorType == "422")
        return executionError(std::move(text));
    // VictoriaMetrics puts the HTTP status there.
    if (errorType == "400")
        errorType = "bad_data";
    else if (errorType == "429")
        errorType = "too_many_requests";
    else if (errorType == "503")
        errorType = contains(text, "timeout") ? "timeout" : "unavailable";
    for (const auto& m : kMappings) {
        if (m.type == errorType)
            return {m.code, std::move(text), m.remedy, {}};
    }
    if (!errorType.empty())
        text += " (" + std::string(errorType.substr(0, 60)) + ")";
    return {ErrorCode::Internal, std::move(text), "Look at the server's log.", {}};
}

Error decodeFailure(std::string body, int status, Error byStatus)
{
    if (looksLikeMarkup(body) || body.empty())
        return byStatus;
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    if (parser.parse(body.data(), body.size(), false).get(root) != simdjson::SUCCESS)
        return byStatus; // plain text: the HTTP mapping quotes it
    std::string_view type, text;
    if (root["errorType"].get(type) != simdjson::SUCCESS)
        type = {};
    if (root["error"].get(text) != simdjson::SUCCESS &&
        root["message"].get(text) != simdjson::SUCCESS)
        return byStatus;
    if (keepsStatus(status)) {
        byStatus.message += ": " + std::string(text.substr(0, 500));
        return byStatus;
    }
    if (type.empty())
        type = status == 422 ? "execution" : status == 400 ? "bad_data" : "";
    if (type.empty()) {
        byStatus.message = std::string(text.substr(0, 2000));
        return byStatus;
    }
    return toError(type, text);
}

} // namespace binnacle::plugins::prometheus
