// SPDX-License-Identifier: GPL-3.0-or-later
// Tolerant reading of an API server's small JSON documents: absent and of another type are the
// same, "nothing". Private to this folder's decoders; pure, any thread.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace binnacle::plugins::kubernetes {

inline const nlohmann::json& member(const nlohmann::json& object, const char* key)
{
    static const nlohmann::json nothing;
    if (!object.is_object())
        return nothing;
    const auto it = object.find(key);
    return it == object.end() ? nothing : *it;
}

inline std::string text(const nlohmann::json& object, const char* key)
{
    const nlohmann::json& value = member(object, key);
    return value.is_string() ? value.get<std::string>() : std::string();
}

inline std::vector<std::string> texts(const nlohmann::json& object, const char* key)
{
    std::vector<std::string> out;
    for (const nlohmann::json& value : member(object, key)) {
        if (value.is_string())
            out.push_back(value.get<std::string>());
    }
    return out;
}

} // namespace binnacle::plugins::kubernetes
