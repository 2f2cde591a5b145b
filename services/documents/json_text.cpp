// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/documents/documents.h"

namespace binnacle::services {

using models::Document;

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Bytes of the UTF-8 character at the beginning; 0 when these bytes are none.
std::size_t characterSize(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t size = first < 0x80                    ? 1
                             : first >= 0xC2 && first < 0xE0 ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
    if (size == 0 || text.size() < size)
        return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80)
            return 0;
    }
    return size;
}

void appendQuoted(std::string& out, std::string_view text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    while (!text.empty()) {
        const char c = text.front();
        const auto byte = static_cast<unsigned char>(c);
        const std::size_t size = characterSize(text);
        if (c == '"' || c == '\\')
            out.append(1, '\\').append(1, c);
        else if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else if (c == '\r')
            out += "\\r";
        else if (byte < 0x20)
            out.append("\\u00").append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
        else
            out += size > 0 ? text.substr(0, size) : kReplacement;
        text.remove_prefix(size > 0 ? size : 1);
    }
    out += '"';
}

void append(std::string& out, const Document& document, std::size_t indent)
{
    const std::string margin = "\n" + std::string(indent + 2, ' ');
    const std::string closing = "\n" + std::string(indent, ' ');
    switch (document.type) {
    case Document::Type::Null:
        out += "null";
        return;
    case Document::Type::Bool:
    case Document::Type::Number:
        out += document.scalar;
        return;
    case Document::Type::Text:
        appendQuoted(out, document.scalar);
        return;
    case Document::Type::List:
        out += '[';
        for (const Document& item : document.items) {
            out += &item == document.items.data() ? margin : "," + margin;
            append(out, item, indent + 2);
        }
        out += document.items.empty() ? "]" : closing + "]";
        return;
    case Document::Type::Map:
        out += '{';
        for (const auto& field : document.fields) {
            out += &field == document.fields.data() ? margin : "," + margin;
            appendQuoted(out, field.first);
            out += ": ";
            append(out, field.second, indent + 2);
        }
        out += document.fields.empty() ? "}" : closing + "}";
        return;
    }
}

} // namespace

std::string toJson(const Document& document)
{
    std::string out;
    append(out, document, 0);
    return out + "\n";
}

} // namespace binnacle::services
