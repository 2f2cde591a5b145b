// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/wire/envelope.h"

#include "plugins/kubernetes/wire/wire_reader.h"

#include <string>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

Result<Envelope> openEnvelope(std::string_view body)
{
    if (!body.starts_with(kMagic))
        return fail(ErrorCode::DataCorrupt,
                    "the answer is not Kubernetes protobuf (magic bytes missing)");
    WireReader reader(body.substr(kMagic.size()));
    WireField field;
    Envelope envelope;
    std::string_view encoding;
    bool hasRaw = false;
    while (reader.next(field)) {
        if (!field.isBytes)
            continue;
        if (field.number == 1) {
            envelope.apiVersion = wireBytes(field.bytes, 1);
            envelope.kind = wireBytes(field.bytes, 2);
        } else if (field.number == 2) {
            envelope.raw = field.bytes;
            hasRaw = true;
        } else if (field.number == 3) {
            encoding = field.bytes;
        }
    }
    if (reader.corrupt() || !hasRaw)
        return fail(ErrorCode::DataCorrupt, "the protobuf envelope is malformed or cut");
    if (!encoding.empty())
        return fail(ErrorCode::DataCorrupt,
                    "the protobuf envelope holds an unknown content encoding");
    return envelope;
}

Result<ListEnvelope> openList(std::string_view raw)
{
    WireReader reader(raw);
    WireField field;
    ListEnvelope list;
    while (reader.next(field)) {
        if (!field.isBytes)
            continue;
        if (field.number == 1) {
            list.resourceVersion = wireBytes(field.bytes, 2);
            list.continueToken = wireBytes(field.bytes, 3);
        } else if (field.number == 2) {
            list.items.push_back(field.bytes);
        }
    }
    if (reader.corrupt())
        return fail(ErrorCode::DataCorrupt, "the protobuf list is malformed or cut");
    return list;
}

Result<WatchEventType> watchEventType(std::string_view word)
{
    if (word == "ADDED")
        return WatchEventType::Added;
    if (word == "MODIFIED")
        return WatchEventType::Modified;
    if (word == "DELETED")
        return WatchEventType::Deleted;
    if (word == "BOOKMARK")
        return WatchEventType::Bookmark;
    if (word == "ERROR")
        return WatchEventType::Error;
    return fail(ErrorCode::DataCorrupt,
                "unknown watch event type \"" + std::string(word.substr(0, 40)) + "\"");
}

Result<WatchFrame> openWatchFrame(std::string_view frame)
{
    WireReader reader(frame);
    WireField field;
    std::string_view word;
    std::string_view extension;
    while (reader.next(field)) {
        if (field.isBytes && field.number == 1)
            word = field.bytes;
        else if (field.isBytes && field.number == 2)
            extension = field.bytes;
    }
    if (reader.corrupt())
        return fail(ErrorCode::DataCorrupt, "the watch frame is malformed");
    const auto type = watchEventType(word);
    if (!type)
        return fail(type.error());
    const std::string_view object = wireBytes(extension, 1);
    if (*type == WatchEventType::Error)
        return WatchFrame{*type, object};
    const auto envelope = openEnvelope(object);
    if (!envelope)
        return fail(models::Error(envelope.error()).in("opening a watch event"));
    return WatchFrame{*type, envelope->raw};
}

} // namespace binnacle::plugins::kubernetes
