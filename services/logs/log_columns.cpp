// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_columns.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace binnacle::services {

struct LogColumns::Parser {
    simdjson::dom::parser json;
};

namespace {

/// Smaller is further left.
std::size_t rank(std::string_view name)
{
    constexpr std::array<std::string_view, 6> kFirst{"level", "severity", "lvl",
                                                     "msg",   "message",  "error"};
    return static_cast<std::size_t>(std::find(kFirst.begin(), kFirst.end(), name) - kFirst.begin());
}

std::string shown(simdjson::dom::element value)
{
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS)
        return std::string(text);
    return simdjson::minify(value);
}

} // namespace

LogColumns::LogColumns() : m_parser(std::make_unique<Parser>()) {}
LogColumns::~LogColumns() = default;

std::optional<LogFields> LogColumns::fields(std::string_view line)
{
    const auto start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos || line[start] != '{')
        return std::nullopt;
    simdjson::dom::object object;
    if (m_parser->json.parse(line.data(), line.size(), true).get(object) != simdjson::SUCCESS)
        return std::nullopt;
    LogFields out;
    for (const auto field : object)
        out.emplace_back(std::string(field.key), shown(field.value));
    return out;
}

std::vector<std::string> LogColumns::columnsOf(std::span<const std::string_view> lines,
                                               std::size_t most)
{
    struct Seen {
        std::string name;
        std::size_t times = 0, first = 0;
    };
    std::vector<Seen> seen;
    std::size_t objects = 0;
    for (const std::string_view line : lines) {
        const auto row = fields(line);
        if (!row)
            continue;
        ++objects;
        for (const auto& field : *row) {
            auto known = std::find_if(seen.begin(), seen.end(),
                                      [&](const Seen& s) { return s.name == field.first; });
            if (known == seen.end())
                known = seen.insert(seen.end(), {field.first, 0, seen.size()});
            ++known->times;
        }
    }
    if (objects * 2 < lines.size() || objects == 0)
        return {};
    std::sort(seen.begin(), seen.end(), [](const Seen& a, const Seen& b) {
        return std::tuple(rank(a.name), b.times, a.first) <
               std::tuple(rank(b.name), a.times, b.first);
    });
    std::vector<std::string> out;
    for (std::size_t i = 0; i < std::min(most, seen.size()); ++i)
        out.push_back(std::move(seen[i].name));
    return out;
}

} // namespace binnacle::services
