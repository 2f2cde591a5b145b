// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/json/transcode.h"

#include "models/base/time.h"

namespace binnacle::plugins::kubernetes {

namespace {

namespace dom = simdjson::dom;

void putVarint(std::string& out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>((value & 0x7fu) | 0x80u);
    out += static_cast<char>(value);
}

void putTag(std::string& out, std::uint32_t number, std::uint32_t wireType)
{
    putVarint(out, std::uint64_t{number} << 3 | wireType);
}

void putNumber(std::string& out, std::uint32_t number, std::int64_t value)
{
    putTag(out, number, 0);
    putVarint(out, static_cast<std::uint64_t>(value));
}

void putBytes(std::string& out, std::uint32_t number, std::string_view bytes)
{
    putTag(out, number, 2);
    putVarint(out, bytes.size());
    out += bytes;
}

std::string timeMessage(std::string_view text)
{
    std::string message;
    if (const auto time = models::parseRfc3339(text)) {
        constexpr std::int64_t kSecond = 1'000'000'000;
        std::int64_t seconds = time->ns / kSecond;
        std::int64_t nanos = time->ns % kSecond;
        if (nanos < 0) {
            nanos += kSecond;
            --seconds;
        }
        putNumber(message, 1, seconds);
        putNumber(message, 2, nanos);
    }
    return message;
}

std::string quantityMessage(const dom::element& value)
{
    std::string message;
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS)
        putBytes(message, 1, text);
    else if (value.is_number())
        putBytes(message, 1, simdjson::minify(value));
    return message;
}

void putMap(std::string& out, const FieldSchema& field, const dom::element& value)
{
    dom::object map;
    if (value.get(map) != simdjson::SUCCESS)
        return;
    for (const auto [key, inner] : map) {
        std::string entry;
        putBytes(entry, 1, key);
        std::string_view text;
        if (field.type == JsonField::QuantityMap)
            putBytes(entry, 2, quantityMessage(inner));
        else if (inner.get(text) == simdjson::SUCCESS)
            putBytes(entry, 2, text);
        putBytes(out, field.number, entry);
    }
}

void putOne(std::string& out, const FieldSchema& field, const dom::element& value)
{
    std::string_view text;
    std::int64_t integer = 0;
    bool flag = false;
    dom::object object;
    switch (field.type) {
    case JsonField::Text:
        if (value.get(text) == simdjson::SUCCESS)
            putBytes(out, field.number, text);
        return;
    case JsonField::Int:
        if (value.get(integer) == simdjson::SUCCESS)
            putNumber(out, field.number, integer);
        return;
    case JsonField::Bool:
        if (value.get(flag) == simdjson::SUCCESS)
            putNumber(out, field.number, flag ? 1 : 0);
        return;
    case JsonField::Time:
        if (value.get(text) == simdjson::SUCCESS)
            putBytes(out, field.number, timeMessage(text));
        return;
    case JsonField::Quantity:
        putBytes(out, field.number, quantityMessage(value));
        return;
    case JsonField::Message:
        if (value.get(object) == simdjson::SUCCESS) {
            std::string inner;
            transcode(object, *field.message, inner);
            putBytes(out, field.number, inner);
        }
        return;
    case JsonField::StringMap:
    case JsonField::QuantityMap:
        putMap(out, field, value);
        return;
    }
}

const FieldSchema* find(const MessageSchema& schema, std::string_view name)
{
    for (const auto& field : schema.fields) {
        if (field.name == name)
            return &field;
    }
    return nullptr;
}

} // namespace

void appendField(std::string& out, std::uint32_t number, std::string_view bytes)
{
    putBytes(out, number, bytes);
}

void transcode(const dom::object& object, const MessageSchema& schema, std::string& out)
{
    for (const auto [key, value] : object) {
        const FieldSchema* field = find(schema, key);
        if (!field || value.is_null())
            continue;
        dom::array array;
        if (!field->repeated)
            putOne(out, *field, value);
        else if (value.get(array) == simdjson::SUCCESS) {
            for (const auto element : array)
                putOne(out, *field, element);
        }
    }
}

} // namespace binnacle::plugins::kubernetes
