// SPDX-License-Identifier: GPL-3.0-or-later
// What an API server wraps around objects: lists, watch events, bookmarks, Status, in both forms.
// Pure; appends to a buffer.
#pragma once

#include "tests/support/replay/documents.h"
#include "tests/support/replay/negotiate.h"
#include "tests/support/replay/resources.h"

#include <string>
#include <string_view>

namespace binnacle::tests::replay {

/// Where an object comes from and how it is written.
struct Writing {
    const Resource& resource;
    Format format;
    DocumentContext context;

    std::string kind() const;       ///< "Pod", or "PartialObjectMetadata"
    std::string apiVersion() const; ///< of that
};

struct ListMeta {
    std::uint64_t resourceVersion = 0;
    std::string continueToken;
    std::uint64_t remaining = 0; ///< told only together with a token
};

struct Status {
    int code = 400;
    std::string reason, message;
    std::string causeReason, causeField, causeMessage; ///< one cause at most
    int retryAfterSeconds = 0;
    std::string continueToken; ///< of an expired list
    std::string detailsKind, detailsGroup, detailsName;
};

/// One object as an element of a list.
void appendItem(std::string& out, const Writing& writing, const Record& record);
/// One object as the answer to a GET.
void appendObject(std::string& out, const Writing& writing, const Record& record);
/// What comes before the items and after; JSON separates items by commas. `itemBytes` is the sum of
/// all items, tags included: protobuf must say it beforehand.
std::string listHead(const Writing& writing, const ListMeta& meta, std::uint64_t itemBytes);
std::string listTail(const Writing& writing);

void appendEvent(std::string& out, const Writing& writing, const Event& event);
/// A bookmark; `initialEnd` marks the end of a streaming list.
void appendBookmark(std::string& out, const Writing& writing, std::uint64_t resourceVersion,
                    bool initialEnd);
void appendErrorEvent(std::string& out, const Format& format, const Status& status);
std::string statusBody(const Format& format, const Status& status);

} // namespace binnacle::tests::replay
