// SPDX-License-Identifier: GPL-3.0-or-later
// Typed reading of JSON that may be anything: a missing path or a wrong type gives nothing, never
// an exception. For the decoders of custom resources, inside this plugin only.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <simdjson.h>

namespace binnacle::plugins::kubernetes {

using JsonElement = simdjson::dom::element;
using JsonPath = std::initializer_list<std::string_view>;

std::optional<JsonElement> at(const JsonElement& from, JsonPath path);
/// Empty when absent or not a text.
std::string_view textAt(const JsonElement& from, JsonPath path);
/// A number, or a text that is one (Argo Rollouts' observedGeneration).
std::optional<std::int64_t> integerAt(const JsonElement& from, JsonPath path);
bool flagAt(const JsonElement& from, JsonPath path);

/// Calls `each` for every element of an array; nothing when it is none.
template <class Fn> void forEachAt(const JsonElement& from, JsonPath path, Fn&& each)
{
    const auto found = at(from, path);
    simdjson::dom::array array;
    if (!found || found->get(array) != simdjson::SUCCESS)
        return;
    for (const auto element : array)
        each(element);
}

struct JsonCondition {
    std::string_view type, status, reason, message, since;
};

/// Of status.conditions.
std::optional<JsonCondition> conditionAt(const JsonElement& object, std::string_view type);

/// What a scalar or a small document looks like to a person; empty for null.
std::string displayText(const JsonElement& value);

} // namespace binnacle::plugins::kubernetes
