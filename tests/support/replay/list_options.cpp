// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/list_options.h"

#include <charconv>

namespace binnacle::tests::replay {

namespace {

bool parseNumber(const std::string& text, std::uint64_t& out)
{
    const auto end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, out);
    return parsed.ec == std::errc() && parsed.ptr == end;
}

bool isTrue(const std::string& text)
{
    return text == "true" || text == "1";
}

Status invalid(const std::string& field, const std::string& why)
{
    Status status;
    status.code = 422;
    status.reason = "Invalid";
    status.message = "ListOptions.meta.k8s.io \"\" is invalid: " + field + ": Forbidden: " + why;
    status.causeReason = "FieldValueForbidden";
    status.causeField = field;
    status.causeMessage = "Forbidden: " + why;
    status.detailsGroup = "meta.k8s.io";
    status.detailsKind = "ListOptions";
    return status;
}

Status badRequest(const std::string& message)
{
    Status status;
    status.code = 400;
    status.reason = "BadRequest";
    status.message = message;
    return status;
}

std::optional<Status> checkRules(const ListOptions& options, const std::string& match)
{
    if (options.initialEventsNamed && !options.watch)
        return invalid("sendInitialEvents", "sendInitialEvents is forbidden for list");
    if (options.initialEventsNamed && match != "NotOlderThan")
        return invalid("resourceVersionMatch",
                       "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    if (options.watch && !options.initialEventsNamed && !match.empty())
        return invalid("resourceVersionMatch",
                       "resourceVersionMatch is forbidden for watch unless sendInitialEvents is "
                       "provided");
    if (!options.watch && !match.empty() && !options.resourceVersion)
        return invalid("resourceVersionMatch",
                       "resourceVersionMatch is forbidden unless resourceVersion is provided");
    if (options.exact && options.resourceVersion == std::uint64_t{0})
        return invalid("resourceVersionMatch",
                       R"(resourceVersionMatch "exact" is forbidden for resourceVersion "0")");
    return std::nullopt;
}

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

} // namespace

tl::expected<ListOptions, Status> parseListOptions(const HttpRequest& request)
{
    ListOptions out;
    out.watch = isTrue(request.parameter("watch"));
    out.bookmarks = isTrue(request.parameter("allowWatchBookmarks"));
    out.initialEventsNamed = request.query.contains("sendInitialEvents");
    out.initialEvents = isTrue(request.parameter("sendInitialEvents"));
    out.continueToken = request.parameter("continue");
    const std::string match = request.parameter("resourceVersionMatch");
    out.exact = match == "Exact";
    for (const char* selector : {"labelSelector", "fieldSelector"}) {
        if (!request.parameter(selector).empty())
            return tl::unexpected(badRequest(std::string("the replay server has no ") + selector));
    }
    for (const auto& [name, value] :
         {std::pair{"limit", &out.limit}, std::pair{"timeoutSeconds", &out.timeoutSeconds}}) {
        const std::string text = request.parameter(name);
        if (!text.empty() && !parseNumber(text, *value))
            return tl::unexpected(
                badRequest("strconv.ParseInt: parsing " + quoted(text) + ": invalid syntax"));
    }
    if (const std::string text = request.parameter("resourceVersion"); !text.empty()) {
        std::uint64_t version = 0;
        if (!parseNumber(text, version)) {
            const std::string problem = "resourceVersion: Invalid value: " + quoted(text) +
                                        ": strconv.ParseUint: parsing " + quoted(text) +
                                        ": invalid syntax";
            Status status = badRequest("invalid resource version: " + problem);
            if (out.watch) { // a real server says it less well here
                status.code = 500;
                status.reason.clear();
                status.message = problem;
            }
            return tl::unexpected(status);
        }
        out.resourceVersion = version;
    }
    if (auto problem = checkRules(out, match))
        return tl::unexpected(*problem);
    return out;
}

std::string encodeToken(const ContinueToken& token)
{
    const std::string plain = std::to_string(token.version) + token.start;
    std::string out;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : plain) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        for (held += 8; held >= 6; held -= 6)
            out.push_back(kDigits[(bits >> (held - 6)) & 63]);
    }
    if (held > 0)
        out.push_back(kDigits[(bits << (6 - held)) & 63]);
    return out;
}

std::optional<ContinueToken> decodeToken(const std::string& text)
{
    std::string plain;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const std::size_t digit = kDigits.find(c);
        if (digit == kDigits.npos)
            return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(digit);
        if ((held += 6) >= 8) {
            held -= 8;
            plain.push_back(static_cast<char>((bits >> held) & 0xff));
        }
    }
    const std::size_t slash = plain.find('/');
    ContinueToken token;
    if (slash == plain.npos || !parseNumber(plain.substr(0, slash), token.version))
        return std::nullopt;
    token.start = plain.substr(slash);
    return token;
}

} // namespace binnacle::tests::replay
