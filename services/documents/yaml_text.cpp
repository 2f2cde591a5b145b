// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/documents/documents.h"
#include "services/documents/yaml_scalar.h"

namespace binnacle::services {

using models::Document;

namespace {

std::string quoted(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out.append(1, '\\').append(1, c);
        else if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else if (byte < 0x20 || byte == 0x7f)
            out.append("\\x").append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
        else
            out += c;
    }
    return out + '"';
}

/// Several lines read best as a block, when a block can hold them.
bool fitsBlock(std::string_view text)
{
    if (text.find('\n') == std::string_view::npos || text.front() == ' ' || text.front() == '\n')
        return false;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t')
            return false;
    }
    return true;
}

class Writer {
public:
    std::string take() { return std::move(m_out); }

    /// Begins on the line under way.
    void value(const Document& document, int indent, bool afterDash)
    {
        if (document.isMap() && !document.fields.empty())
            map(document, indent, afterDash);
        else if (document.isList() && !document.items.empty())
            list(document, indent);
        else
            m_out.append(scalar(document, indent)).append("\n");
    }

private:
    void map(const Document& document, int indent, bool afterDash)
    {
        bool first = true;
        for (const auto& [key, inner] : document.fields) {
            if (!first || !afterDash)
                margin(indent);
            first = false;
            m_out.append(needsQuotes(key) ? quoted(key) : key).append(":");
            if (inner.isMap() && !inner.fields.empty()) {
                m_out += '\n';
                value(inner, indent + 2, false);
            } else if (inner.isList() && !inner.items.empty()) {
                m_out += '\n';
                value(inner, indent, false); // as kubectl does
            } else {
                m_out += ' ';
                value(inner, indent + 2, false);
            }
        }
    }

    void list(const Document& document, int indent)
    {
        for (const Document& item : document.items) {
            margin(indent);
            m_out += '-';
            if (item.isList() && !item.items.empty()) {
                m_out += '\n';
                value(item, indent + 2, false);
            } else {
                m_out += ' ';
                value(item, indent + 2, true);
            }
        }
    }

    std::string scalar(const Document& document, int indent) const
    {
        switch (document.type) {
        case Document::Type::Null:
            return "null";
        case Document::Type::Map:
            return "{}";
        case Document::Type::List:
            return "[]";
        case Document::Type::Text:
            break;
        default:
            return document.scalar;
        }
        if (fitsBlock(document.scalar))
            return block(document.scalar, indent);
        return needsQuotes(document.scalar) ? quoted(document.scalar) : document.scalar;
    }

    static std::string block(std::string_view text, int indent)
    {
        std::size_t ends = 0;
        while (ends < text.size() && text[text.size() - 1 - ends] == '\n')
            ++ends;
        std::string out = ends == 0 ? "|-" : ends == 1 ? "|" : "|+";
        if (ends > 0)
            text.remove_suffix(1);
        while (true) {
            const auto end = text.find('\n');
            const auto line = text.substr(0, end);
            out += '\n';
            if (!line.empty())
                out.append(static_cast<std::size_t>(indent), ' ').append(line);
            if (end == std::string_view::npos)
                return out;
            text.remove_prefix(end + 1);
        }
    }

    void margin(int indent) { m_out.append(static_cast<std::size_t>(indent), ' '); }

    std::string m_out;
};

} // namespace

std::string toYaml(const Document& document)
{
    Writer writer;
    writer.value(document, document.isScalar() ? 2 : 0, false); // a block needs a margin
    return writer.take();
}

} // namespace binnacle::services
