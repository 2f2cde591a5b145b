// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/documents/documents.h"

#include <nlohmann/json.hpp>

namespace binnacle::services {

using models::Document;
using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::size_t kMostDepth = 200;

/// Builds the tree while the text is read: keys keep their order, numbers their digits.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
public:
    bool null() override { return put({}); }
    bool boolean(bool value) override { return put(Document::boolean(value)); }
    bool number_integer(number_integer_t value) override
    {
        return put(Document::number(std::to_string(value)));
    }
    bool number_unsigned(number_unsigned_t value) override
    {
        return put(Document::number(std::to_string(value)));
    }
    bool number_float(number_float_t, const string_t& written) override
    {
        return put(Document::number(written));
    }
    bool string(string_t& value) override { return put(Document::text(std::move(value))); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Document::Type::Map); }
    bool key(string_t& name) override
    {
        m_open.back()->fields.emplace_back(std::move(name), Document{});
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(Document::Type::List); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception&) override
    {
        m_position = position;
        return false;
    }

    Document take() { return std::move(m_root); }
    bool tooDeep() const { return m_tooDeep; }
    std::size_t position() const { return m_position; }

private:
    /// Where the next value goes.
    Document& place()
    {
        if (m_open.empty())
            return m_root;
        Document& in = *m_open.back();
        return in.isList() ? in.items.emplace_back() : in.fields.back().second;
    }
    bool put(Document value)
    {
        place() = std::move(value);
        return true;
    }
    bool open(Document::Type type)
    {
        if (m_open.size() >= kMostDepth) {
            m_tooDeep = true;
            return false;
        }
        // Only the last item of a list is open, so that its address stays.
        Document& here = place();
        here.type = type;
        m_open.push_back(&here);
        return true;
    }
    bool close()
    {
        m_open.pop_back();
        return true;
    }

    Document m_root;
    std::vector<Document*> m_open;
    std::size_t m_position = 0;
    bool m_tooDeep = false;
};

} // namespace

Result<Document> parseJsonDocument(std::string_view text)
{
    Builder builder;
    if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder))
        return builder.take();
    if (builder.tooDeep())
        return fail(ErrorCode::DataCorrupt, "the JSON is nested deeper than 200 levels");
    return fail(ErrorCode::DataCorrupt,
                "not JSON, from byte " + std::to_string(builder.position()) + " on");
}

} // namespace binnacle::services
