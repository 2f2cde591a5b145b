// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/json/json_fields.h"

#include <charconv>

namespace binnacle::plugins::kubernetes {

std::optional<JsonElement> at(const JsonElement& from, JsonPath path)
{
    JsonElement here = from;
    for (const auto key : path) {
        simdjson::dom::object object;
        if (here.get(object) != simdjson::SUCCESS ||
            object.at_key(key).get(here) != simdjson::SUCCESS)
            return std::nullopt;
    }
    return here;
}

std::string_view textAt(const JsonElement& from, JsonPath path)
{
    const auto found = at(from, path);
    std::string_view text;
    return found && found->get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

std::optional<std::int64_t> integerAt(const JsonElement& from, JsonPath path)
{
    const auto found = at(from, path);
    std::int64_t value = 0;
    if (!found)
        return std::nullopt;
    if (found->get(value) == simdjson::SUCCESS)
        return value;
    std::string_view text;
    if (found->get(text) != simdjson::SUCCESS)
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

bool flagAt(const JsonElement& from, JsonPath path)
{
    const auto found = at(from, path);
    bool value = false;
    return found && found->get(value) == simdjson::SUCCESS && value;
}

std::optional<JsonCondition> conditionAt(const JsonElement& object, std::string_view type)
{
    std::optional<JsonCondition> found;
    forEachAt(object, {"status", "conditions"}, [&](const JsonElement& c) {
        if (!found && textAt(c, {"type"}) == type)
            found = JsonCondition{type, textAt(c, {"status"}), textAt(c, {"reason"}),
                                  textAt(c, {"message"}), textAt(c, {"lastTransitionTime"})};
    });
    return found;
}

std::string displayText(const JsonElement& value)
{
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS)
        return std::string(text);
    if (value.is_null())
        return {};
    return simdjson::minify(value);
}

} // namespace binnacle::plugins::kubernetes
