// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/envelope.h"

namespace binnacle::tests::replay {

namespace {

constexpr std::string_view kMagic("k8s\0", 4);

std::string_view wordOf(EventType type)
{
    switch (type) {
    case EventType::Added:
        return "ADDED";
    case EventType::Modified:
        return "MODIFIED";
    case EventType::Deleted:
        return "DELETED";
    }
    return {};
}

void typeMeta(ProtoWriter& out, std::string_view apiVersion, std::string_view kind)
{
    out.begin({1, ""}); // runtime.TypeMeta: apiVersion before kind
    out.text({1, ""}, apiVersion);
    out.text({2, ""}, kind);
    out.end();
}

/// runtime.Unknown with its magic around what `body` writes.
template <class Body>
void unknown(std::string& out, std::string_view apiVersion, std::string_view kind, const Body& body)
{
    out.append(kMagic);
    ProtoWriter writer(out);
    typeMeta(writer, apiVersion, kind);
    writer.begin({2, ""});
    body(writer);
    writer.end();
    writer.blank(3);
    writer.blank(4);
}

/// A frame of a protobuf watch: length, WatchEvent, RawExtension, Unknown.
template <class Body>
void protoFrame(std::string& out, std::string_view type, std::string_view apiVersion,
                std::string_view kind, const Body& body)
{
    const std::size_t start = out.size();
    out.append(4, '\0');
    ProtoWriter event(out);
    event.text({1, ""}, type);
    event.begin({2, ""});
    event.begin({1, ""});
    unknown(out, apiVersion, kind, body);
    event.end();
    event.end();
    const std::size_t size = out.size() - start - 4;
    for (std::size_t i = 0; i < 4; ++i)
        out[start + i] = static_cast<char>((size >> (24 - 8 * i)) & 0xff);
}

template <class Body>
void jsonObject(std::string& out, std::string_view apiVersion, std::string_view kind,
                const Body& body)
{
    out += "{\"kind\":" + quoted(kind) + ",\"apiVersion\":" + quoted(apiVersion) + ",";
    JsonWriter writer(out);
    body(writer);
    out += "}";
}

template <class Body>
void frame(std::string& out, const Format& format, std::string_view type,
           std::string_view apiVersion, std::string_view kind, const Body& body)
{
    if (format.protobuf) {
        protoFrame(out, type, apiVersion, kind, body);
        return;
    }
    out += "{\"type\":" + quoted(type) + ",\"object\":";
    jsonObject(out, apiVersion, kind, body);
    out += "}\n";
}

template <class Writer> void writeStatus(Writer& out, const Status& status)
{
    out.begin({1, "metadata"});
    out.blank(1);
    out.blank(2);
    if (!status.continueToken.empty())
        out.text({3, "continue"}, status.continueToken);
    else
        out.blank(3);
    out.end();
    out.text({2, "status"}, "Failure");
    out.text({3, "message"}, status.message);
    if (!status.reason.empty())
        out.text({4, "reason"}, status.reason);
    else
        out.blank(4);
    const bool details = !status.causeReason.empty() || !status.detailsKind.empty();
    if (details) {
        out.begin({5, "details"});
        if (!status.detailsName.empty())
            out.text({1, "name"}, status.detailsName);
        if (!status.detailsGroup.empty())
            out.text({2, "group"}, status.detailsGroup);
        if (!status.detailsKind.empty())
            out.text({3, "kind"}, status.detailsKind);
        if (!status.causeReason.empty()) {
            out.beginList({4, "causes"});
            out.beginItem();
            out.text({1, "reason"}, status.causeReason);
            out.text({2, "message"}, status.causeMessage);
            if (!status.causeField.empty())
                out.text({3, "field"}, status.causeField);
            out.endItem();
            out.endList();
        }
        if (status.retryAfterSeconds > 0)
            out.integer({5, "retryAfterSeconds"}, status.retryAfterSeconds);
        out.end();
    }
    out.integer({6, "code"}, status.code);
}

template <class Writer> void writeListMeta(Writer& out, const ListMeta& meta)
{
    out.begin({1, "metadata"});
    out.blank(1);
    out.text({2, "resourceVersion"}, std::to_string(meta.resourceVersion));
    if (!meta.continueToken.empty()) {
        out.text({3, "continue"}, meta.continueToken);
        out.integer({4, "remainingItemCount"}, static_cast<std::int64_t>(meta.remaining));
    } else {
        out.blank(3);
    }
    out.end();
}

} // namespace

std::string Writing::kind() const
{
    return format.metadataOnly ? "PartialObjectMetadata" : std::string(resource.kind);
}

std::string Writing::apiVersion() const
{
    return format.metadataOnly ? "meta.k8s.io/v1" : resource.apiVersion();
}

void appendItem(std::string& out, const Writing& writing, const Record& record)
{
    if (writing.format.protobuf) {
        ProtoWriter writer(out);
        writer.begin({2, ""});
        writeObject(writer, writing.resource.stored, record, writing.context);
        writer.end();
        return;
    }
    out.push_back('{');
    JsonWriter writer(out);
    writeObject(writer, writing.resource.stored, record, writing.context);
    out.push_back('}');
}

void appendObject(std::string& out, const Writing& writing, const Record& record)
{
    const auto body = [&](auto& writer) {
        writeObject(writer, writing.resource.stored, record, writing.context);
    };
    if (writing.format.protobuf)
        unknown(out, writing.apiVersion(), writing.kind(), body);
    else
        jsonObject(out, writing.apiVersion(), writing.kind(), body);
}

std::string listHead(const Writing& writing, const ListMeta& meta, std::uint64_t itemBytes)
{
    std::string out;
    const std::string kind = writing.kind() + "List";
    if (!writing.format.protobuf) {
        out = "{\"kind\":" + quoted(kind) + ",\"apiVersion\":" + quoted(writing.apiVersion()) + ",";
        JsonWriter writer(out);
        writeListMeta(writer, meta);
        return out + ",\"items\":[";
    }
    std::string head;
    ProtoWriter headWriter(head);
    writeListMeta(headWriter, meta);
    out.append(kMagic);
    ProtoWriter writer(out);
    typeMeta(writer, writing.apiVersion(), kind);
    // The tag of Unknown.raw and its length, whose bytes follow as they are made.
    out.push_back(static_cast<char>((2 << 3) | 2));
    for (std::uint64_t size = head.size() + itemBytes;; size >>= 7) {
        out.push_back(static_cast<char>((size & 0x7f) | (size >= 0x80 ? 0x80 : 0)));
        if (size < 0x80)
            break;
    }
    return out + head;
}

std::string listTail(const Writing& writing)
{
    if (!writing.format.protobuf)
        return "]}\n";
    std::string out;
    ProtoWriter writer(out);
    writer.blank(3);
    writer.blank(4);
    return out;
}

void appendEvent(std::string& out, const Writing& writing, const Event& event)
{
    frame(out, writing.format, wordOf(event.type), writing.apiVersion(), writing.kind(),
          [&](auto& writer) {
              writeObject(writer, writing.resource.stored, event.record, writing.context);
          });
}

void appendBookmark(std::string& out, const Writing& writing, std::uint64_t resourceVersion,
                    bool initialEnd)
{
    frame(out, writing.format, "BOOKMARK", writing.apiVersion(), writing.kind(), [&](auto& writer) {
        writer.begin({1, "metadata"});
        writer.text({6, "resourceVersion"}, std::to_string(resourceVersion));
        writer.time({8, "creationTimestamp"}, 0);
        if (initialEnd) {
            writer.beginMap({12, "annotations"});
            writer.entry("k8s.io/initial-events-end", "true");
            writer.endMap();
        }
        writer.end();
        if (writing.format.metadataOnly)
            return;
        writer.begin({2, "spec"});
        writer.end();
        writer.begin({3, "status"});
        writer.end();
    });
}

void appendErrorEvent(std::string& out, const Format& format, const Status& status)
{
    frame(out, format, "ERROR", "v1", "Status", [&](auto& writer) { writeStatus(writer, status); });
}

std::string statusBody(const Format& format, const Status& status)
{
    std::string out;
    const auto body = [&](auto& writer) { writeStatus(writer, status); };
    if (format.protobuf) {
        unknown(out, "v1", "Status", body);
    } else {
        jsonObject(out, "v1", "Status", body);
        out.push_back('\n');
    }
    return out;
}

} // namespace binnacle::tests::replay
