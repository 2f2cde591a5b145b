// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/json/json_envelope.h"

#include <simdjson.h>

#include <string>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;
namespace ondemand = simdjson::ondemand;

struct JsonEnvelope::State {
    ondemand::parser parser;
    std::string buffer; ///< with simdjson's padding behind the text
    std::string resourceVersion, continueToken, word;

    simdjson::simdjson_result<ondemand::document> parse(std::string_view text)
    {
        buffer.reserve(text.size() + simdjson::SIMDJSON_PADDING);
        buffer.assign(text);
        return parser.iterate(buffer.data(), buffer.size(), buffer.capacity());
    }
};

JsonEnvelope::JsonEnvelope() : m_state(std::make_unique<State>()) {}
JsonEnvelope::~JsonEnvelope() = default;

namespace {

/// Bytes behind the document mean that it is not the one that was sent: values that nobody looks at
/// are skipped by their brackets, and a damaged one may close the document too early.
bool endsHere(simdjson::simdjson_result<ondemand::document>& document)
{
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

bool readText(ondemand::value value, std::string& out)
{
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS)
        return false;
    out.assign(text);
    return true;
}

bool readListMeta(ondemand::value value, std::string& version, std::string& token)
{
    ondemand::object meta;
    if (value.get_object().get(meta) != simdjson::SUCCESS)
        return false;
    for (auto field : meta) {
        std::string_view key;
        ondemand::value inner;
        if (field.unescaped_key().get(key) != simdjson::SUCCESS ||
            field.value().get(inner) != simdjson::SUCCESS)
            return false;
        if (key == "resourceVersion" && !readText(inner, version))
            return false;
        if (key == "continue" && !readText(inner, token))
            return false;
    }
    return true;
}

bool readItems(ondemand::value value, std::vector<std::string_view>& items)
{
    bool null = false;
    if (value.is_null().get(null) == simdjson::SUCCESS && null)
        return true; // Go writes an empty list as null
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS)
        return false;
    for (auto element : array) {
        ondemand::object object;
        std::string_view text;
        if (element.get_object().get(object) != simdjson::SUCCESS ||
            object.raw_json().get(text) != simdjson::SUCCESS)
            return false;
        items.push_back(text);
    }
    return true;
}

} // namespace

Result<ListEnvelope> JsonEnvelope::openList(std::string_view body)
{
    ListEnvelope list;
    bool hasItems = false;
    State& s = *m_state;
    s.resourceVersion.clear();
    s.continueToken.clear();
    const auto read = [&]() -> bool {
        auto document = s.parse(body);
        ondemand::object object;
        if (document.get_object().get(object) != simdjson::SUCCESS)
            return false;
        for (auto field : object) {
            std::string_view key;
            ondemand::value value;
            if (field.unescaped_key().get(key) != simdjson::SUCCESS ||
                field.value().get(value) != simdjson::SUCCESS)
                return false;
            if (key == "metadata" && !readListMeta(value, s.resourceVersion, s.continueToken))
                return false;
            if (key == "items") {
                hasItems = true;
                if (!readItems(value, list.items))
                    return false;
            }
        }
        return endsHere(document);
    };
    if (!read())
        return fail(ErrorCode::DataCorrupt, "the JSON list is malformed or cut");
    if (!hasItems)
        return fail(ErrorCode::DataCorrupt, "the answer is not a Kubernetes list");
    list.resourceVersion = s.resourceVersion;
    list.continueToken = s.continueToken;
    return list;
}

Result<WatchFrame> JsonEnvelope::openWatchLine(std::string_view line)
{
    State& s = *m_state;
    s.word.clear();
    WatchFrame frame;
    const auto read = [&]() -> bool {
        auto document = s.parse(line);
        ondemand::object object;
        if (document.get_object().get(object) != simdjson::SUCCESS)
            return false;
        for (auto field : object) {
            std::string_view key;
            ondemand::value value;
            if (field.unescaped_key().get(key) != simdjson::SUCCESS ||
                field.value().get(value) != simdjson::SUCCESS)
                return false;
            if (key == "type" && !readText(value, s.word))
                return false;
            ondemand::object inner;
            if (key == "object" && (value.get_object().get(inner) != simdjson::SUCCESS ||
                                    inner.raw_json().get(frame.object) != simdjson::SUCCESS))
                return false;
        }
        return endsHere(document);
    };
    if (!read())
        return fail(ErrorCode::DataCorrupt, "a line of the watch is not JSON");
    const auto type = watchEventType(s.word);
    if (!type)
        return fail(type.error());
    frame.type = *type;
    return frame;
}

} // namespace binnacle::plugins::kubernetes
