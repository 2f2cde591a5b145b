// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/document/document.h"

namespace binnacle::models {

Document Document::text(std::string value)
{
    return {Type::Text, std::move(value), {}, {}};
}

Document Document::number(std::string value)
{
    return {Type::Number, std::move(value), {}, {}};
}

Document Document::boolean(bool value)
{
    return {Type::Bool, value ? "true" : "false", {}, {}};
}

bool Document::empty() const
{
    switch (type) {
    case Type::Null:
        return true;
    case Type::List:
        return items.empty();
    case Type::Map:
        return fields.empty();
    default:
        return false;
    }
}

const Document* Document::find(std::string_view key) const
{
    for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
        if (field->first == key)
            return &field->second;
    }
    return nullptr;
}

const Document* Document::at(std::initializer_list<std::string_view> path) const
{
    const Document* found = this;
    for (const std::string_view key : path) {
        found = found->find(key);
        if (found == nullptr)
            return nullptr;
    }
    return found;
}

std::string_view Document::textAt(std::initializer_list<std::string_view> path) const
{
    const Document* const found = at(path);
    return found != nullptr && found->isScalar() ? std::string_view(found->scalar)
                                                 : std::string_view{};
}

std::string brief(const Document& document)
{
    std::string out;
    switch (document.type) {
    case Document::Type::Null:
        return "null";
    case Document::Type::List:
        for (const Document& item : document.items)
            out.append(out.empty() ? "[" : ", ").append(brief(item));
        return out.empty() ? "[]" : out + "]";
    case Document::Type::Map:
        for (const auto& [key, value] : document.fields)
            out.append(out.empty() ? "{" : ", ").append(key).append(": ").append(brief(value));
        return out.empty() ? "{}" : out + "}";
    default:
        return document.scalar;
    }
}

} // namespace binnacle::models
