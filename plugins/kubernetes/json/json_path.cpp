// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/json/json_path.h"

#include "plugins/kubernetes/json/json_fields.h"

#include <charconv>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

std::string_view unquoted(std::string_view text)
{
    if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"') &&
        text.back() == text.front())
        return text.substr(1, text.size() - 2);
    return text;
}

std::string_view trim(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

tl::unexpected<models::Error> unsupported(std::string_view text)
{
    return fail(ErrorCode::Unsupported,
                "unsupported column path \"" + std::string(text.substr(0, 120)) + "\"");
}

/// The end of the bracket that begins at `text[0]`, quotes respected; npos when it never ends.
std::size_t closing(std::string_view text)
{
    char quote = 0;
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0)
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '[')
            ++depth;
        else if (c == ']' && --depth == 0)
            return i;
    }
    return std::string_view::npos;
}

} // namespace

Result<ColumnPath::Step> ColumnPath::bracket(std::string_view inner)
{
    inner = trim(inner);
    if (inner == "*")
        return Step{Step::Kind::All, {}, {}, 0};
    if (inner.starts_with('\'') || inner.starts_with('"'))
        return Step{Step::Kind::Field, std::string(unquoted(inner)), {}, 0};
    if (inner.starts_with("?(@.") && inner.ends_with(')')) {
        const auto condition = inner.substr(4, inner.size() - 5);
        const auto equals = condition.find("==");
        if (equals == std::string_view::npos)
            return unsupported(inner);
        const auto name = trim(condition.substr(0, equals));
        if (name.find_first_of(".[") != std::string_view::npos)
            return unsupported(inner);
        return Step{Step::Kind::Filter, std::string(name),
                    std::string(unquoted(trim(condition.substr(equals + 2)))), 0};
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(inner.data(), inner.data() + inner.size(), index);
    if (error != std::errc{} || end != inner.data() + inner.size())
        return unsupported(inner);
    return Step{Step::Kind::Index, {}, {}, index};
}

Result<ColumnPath> ColumnPath::parse(std::string_view text)
{
    const std::string_view whole = text;
    ColumnPath path;
    if (text.starts_with('{') && text.ends_with('}'))
        text = text.substr(1, text.size() - 2);
    while (!text.empty()) {
        if (text.front() == '[') {
            const auto end = closing(text);
            if (end == std::string_view::npos)
                return unsupported(whole);
            auto step = bracket(text.substr(1, end - 1));
            if (!step)
                return fail(std::move(step.error()));
            path.m_steps.push_back(std::move(*step));
            text.remove_prefix(end + 1);
            continue;
        }
        if (text.front() == '.')
            text.remove_prefix(1);
        std::string name;
        while (!text.empty() && text.front() != '.' && text.front() != '[') {
            if (text.front() == '\\' && text.size() > 1)
                text.remove_prefix(1);
            name += text.front();
            text.remove_prefix(1);
        }
        if (name.empty() || name.find_first_of("()@$?") != std::string::npos)
            return unsupported(whole);
        path.m_steps.push_back({name == "*" ? Step::Kind::All : Step::Kind::Field, name, {}, 0});
    }
    return path;
}

void ColumnPath::walk(const simdjson::dom::element& here, std::size_t at, std::string& out) const
{
    constexpr std::size_t kMaxText = 1000;
    if (out.size() > kMaxText)
        return;
    if (at == m_steps.size()) {
        const auto text = displayText(here);
        out += out.empty() || text.empty() ? "" : ",";
        out += text;
        return;
    }
    const Step& step = m_steps[at];
    simdjson::dom::element next;
    simdjson::dom::object object;
    simdjson::dom::array array;
    if (here.get(object) == simdjson::SUCCESS) {
        if (step.kind == Step::Kind::Field &&
            object.at_key(step.name).get(next) == simdjson::SUCCESS)
            walk(next, at + 1, out);
        if (step.kind == Step::Kind::All) {
            for (const auto [key, value] : object)
                walk(value, at + 1, out);
        }
        return;
    }
    if (here.get(array) != simdjson::SUCCESS)
        return;
    std::size_t position = 0;
    for (const auto element : array) {
        const bool wanted =
            step.kind == Step::Kind::All ||
            (step.kind == Step::Kind::Index && position == step.index) ||
            (step.kind == Step::Kind::Filter && textAt(element, {step.name}) == step.value);
        if (wanted)
            walk(element, at + 1, out);
        ++position;
    }
}

std::string ColumnPath::evaluate(const simdjson::dom::element& object) const
{
    std::string out;
    walk(object, 0, out);
    return out;
}

} // namespace binnacle::plugins::kubernetes
