// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/http_headers.h"

#include "plugins/kubernetes/access/encoding.h"

#include <algorithm>
#include <array>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [&](char x, char y) { return lower(x) == lower(y); });
}

} // namespace

std::string userAgent()
{
    return "binnacle/" BINNACLE_VERSION
#ifdef __linux__
           " (linux)";
#else
           "";
#endif
}

const services::HttpHeader* findHeader(const std::vector<services::HttpHeader>& headers,
                                       std::string_view name)
{
    const auto it = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
        return equalsIgnoringCase(header.name, name);
    });
    return it == headers.end() ? nullptr : &*it;
}

Result<models::UtcTime> parseHttpDate(std::string_view text)
{
    static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::string date = trimmed(text);
    const std::size_t month =
        date.size() == 29 ? kMonths.find(date.substr(8, 3)) : std::string_view::npos;
    if (month == std::string_view::npos || month % 3 != 0 || !date.ends_with(" GMT"))
        return fail(ErrorCode::InvalidInput, "not an HTTP date");
    const auto number = static_cast<char>('0' + (month / 3 + 1) % 10);
    const std::string iso = date.substr(12, 4) + (month / 3 + 1 >= 10 ? "-1" : "-0") + number +
                            "-" + date.substr(5, 2) + "T" + date.substr(17, 8) + "Z";
    return models::parseRfc3339(iso);
}

std::optional<models::Duration> clockSkew(const services::HttpResponse& response,
                                          models::UtcTime receivedAt)
{
    const auto date = parseHttpDate(response.header("Date"));
    if (!date)
        return std::nullopt;
    // The server's clock read something within that second while the request was under way. A
    // stream's total is its whole life, so only the time to the first byte bounds the error.
    const models::Duration flight =
        response.firstByte.count() > 0 ? response.firstByte : response.total;
    if (flight.count() <= 0)
        return std::nullopt;
    const models::Duration earliest = *date - receivedAt;
    const models::Duration latest = *date + std::chrono::seconds(1) - (receivedAt - flight);
    if (earliest.count() <= 0 && latest.count() >= 0)
        return models::Duration{0};
    return earliest + (latest - earliest) / 2;
}

std::vector<std::string> warningTexts(const services::HttpResponse& response)
{
    std::vector<std::string> out;
    for (const services::HttpHeader& header : response.headers) {
        if (!equalsIgnoringCase(header.name, "Warning"))
            continue;
        std::string_view rest = header.value;
        while (true) {
            const std::size_t start = rest.find("299 ");
            const std::size_t open =
                start == std::string_view::npos ? start : rest.find('"', start);
            if (open == std::string_view::npos)
                break;
            std::string text;
            std::size_t at = open + 1;
            for (; at < rest.size() && rest[at] != '"'; ++at) {
                if (rest[at] == '\\' && at + 1 < rest.size())
                    ++at;
                text += rest[at];
            }
            if (!text.empty())
                out.push_back(std::move(text));
            rest.remove_prefix(std::min(at + 1, rest.size()));
        }
    }
    return out;
}

bool hasParameter(std::string_view contentType, std::string_view parameter)
{
    while (!contentType.empty()) {
        const std::size_t end = std::min(contentType.find(';'), contentType.size());
        if (equalsIgnoringCase(trimmed(contentType.substr(0, end)), parameter))
            return true;
        contentType.remove_prefix(std::min(end + 1, contentType.size()));
    }
    return false;
}

} // namespace binnacle::plugins::kubernetes
