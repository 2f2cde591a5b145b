// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "models/estate/cell.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <poll.h>
#include <unistd.h>

namespace binnacle::app {

using models::ErrorCode;

int exitCodeFor(const models::Error& error)
{
    switch (error.code) {
    case ErrorCode::InvalidInput:
    case ErrorCode::NotFound:
        return kExitUsage;
    case ErrorCode::Unreachable:
    case ErrorCode::Timeout:
    case ErrorCode::Unauthenticated:
    case ErrorCode::PermissionDenied:
    case ErrorCode::RateLimited:
        return kExitUnreachable;
    default:
        return kExitCheckFailed;
    }
}

Json toJson(const models::Error& error)
{
    Json out;
    out["code"] = models::toString(error.code);
    out["message"] = error.text();
    out["remedy"] = orNull(std::string_view(error.remedy));
    return out;
}

Json orNull(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json orNull(std::int64_t value)
{
    return value == models::kUnknownInt ? Json(nullptr) : Json(value);
}

Json orNull(std::string_view value)
{
    return value.empty() ? Json(nullptr) : Json(std::string(value));
}

std::string dump(const Json& value, bool pretty)
{
    return value.dump(pretty ? 2 : -1, ' ', false, Json::error_handler_t::replace);
}

std::string printable(std::string_view text)
{
    std::string out(text);
    for (char& c : out) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = c == '\n' || c == '\t' ? ' ' : '?';
    }
    return out;
}

void Output::error(const models::Error& error) const
{
    if (m_json) {
        std::cerr << dump(Json{{"error", toJson(error)}}, false) << '\n';
        return;
    }
    std::cerr << "binnacle-cli: " << printable(error.text()) << '\n';
    if (!error.remedy.empty())
        std::cerr << "  " << printable(error.remedy) << '\n';
}

void Output::warning(const std::string& text) const
{
    if (m_json)
        std::cerr << dump(Json{{"warning", text}}, false) << '\n';
    else
        std::cerr << "binnacle-cli: " << printable(text) << '\n';
}

void Output::document(const Json& value) const
{
    std::cout << dump(value, true) << '\n' << std::flush;
}

void Output::beginItems()
{
    m_first = true;
    std::cout << "{\"items\": [";
}

void Output::item(const Json& value)
{
    std::cout << (m_first ? "\n  " : ",\n  ") << dump(value, false);
    m_first = false;
}

void Output::endItems(const Json& rest)
{
    std::cout << "\n]";
    for (const auto& [key, value] : rest.items())
        std::cout << ",\n" << dump(Json(key), false) << ": " << dump(value, false);
    std::cout << "}\n" << std::flush;
}

void Output::table(const std::vector<std::string>& titles,
                   const std::vector<std::vector<std::string>>& rows) const
{
    std::vector<std::size_t> widths;
    for (const auto& title : titles)
        widths.push_back(title.size());
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = std::max(widths[i], std::max<std::size_t>(row[i].size(), 1));
    }
    const auto print = [&](const std::vector<std::string>& cells) {
        std::string text;
        for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
            const std::string cell = cells[i].empty() ? "-" : printable(cells[i]);
            text += cell;
            if (i + 1 < cells.size())
                text += std::string(widths[i] - std::min(widths[i], cell.size()) + 3, ' ');
        }
        std::cout << text << '\n';
    };
    print(titles);
    for (const auto& row : rows)
        print(row);
    std::cout << std::flush;
}

void Output::line(const std::string& text) const
{
    std::cout << text << '\n' << std::flush;
}

models::Result<void> Output::finish() const
{
    std::cout.flush();
    if (std::cout.good())
        return {};
    pollfd reader{STDOUT_FILENO, POLLOUT, 0};
    if (::poll(&reader, 1, 0) < 0 || (reader.revents & (POLLERR | POLLNVAL)) != 0)
        return {};
    return models::fail(ErrorCode::ResourceExhausted, "standard output could not be written",
                        "free some space where it goes; what was printed is not whole");
}

bool Output::good() const
{
    return std::cout.good();
}

} // namespace binnacle::app
