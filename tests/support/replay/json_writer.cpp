// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/json_writer.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace binnacle::tests::replay {

std::string timeText(std::int64_t seconds)
{
    const auto when = static_cast<std::time_t>(seconds);
    std::tm parts{};
    gmtime_r(&when, &parts);
    std::array<char, 32> out{};
    const std::size_t size = std::strftime(out.data(), out.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {out.data(), size};
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (static_cast<unsigned char>(c) < 0x20) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
            out += escape.data();
        } else {
            out.push_back(c);
        }
    }
    out.push_back('"');
    return out;
}

void JsonWriter::comma()
{
    if (!m_first)
        m_out.push_back(',');
    m_first = false;
}

void JsonWriter::key(std::string_view name)
{
    comma();
    m_out += quoted(name);
    m_out.push_back(':');
}

void JsonWriter::open(Field field, char bracket)
{
    key(field.name);
    m_out.push_back(bracket);
    m_first = true;
}

void JsonWriter::close(char bracket)
{
    m_out.push_back(bracket);
    m_first = false;
}

void JsonWriter::beginItem()
{
    comma();
    m_out.push_back('{');
    m_first = true;
}

void JsonWriter::text(Field field, std::string_view value)
{
    key(field.name);
    m_out += quoted(value);
}

void JsonWriter::integer(Field field, std::int64_t value)
{
    key(field.name);
    m_out += std::to_string(value);
}

void JsonWriter::flag(Field field, bool value)
{
    key(field.name);
    m_out += value ? "true" : "false";
}

void JsonWriter::texts(Field field, const std::vector<std::string_view>& values)
{
    beginList(field);
    for (const std::string_view value : values) {
        comma();
        m_out += quoted(value);
    }
    endList();
}

void JsonWriter::time(Field field, std::int64_t seconds)
{
    key(field.name);
    m_out += seconds == 0 ? "null" : quoted(timeText(seconds));
}

void JsonWriter::raw(Field field, std::string_view json)
{
    key(field.name);
    m_out += json;
}

} // namespace binnacle::tests::replay
