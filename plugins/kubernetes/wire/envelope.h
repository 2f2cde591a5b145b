// SPDX-License-Identifier: GPL-3.0-or-later
// The layers around a Kubernetes protobuf object: magic and runtime.Unknown, the list, the watch
// event. Pure views into the input, for the list and watch readers; knows no kind. Any thread.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace binnacle::plugins::kubernetes {

/// "k8s" and a zero byte, in front of every self-described body.
inline constexpr std::string_view kMagic{"k8s\0", 4};

struct Envelope {
    std::string_view apiVersion;
    std::string_view kind;
    std::string_view raw; ///< the object or list, without kind and apiVersion
};

/// Errors: DataCorrupt (no magic, cut, or an encoding inside that we did not ask for).
models::Result<Envelope> openEnvelope(std::string_view body);

struct ListEnvelope {
    std::string_view resourceVersion;
    std::string_view continueToken; ///< empty on the last page
    std::vector<std::string_view> items;
};

/// Takes Envelope::raw of any XxxList. Errors: DataCorrupt.
models::Result<ListEnvelope> openList(std::string_view raw);

enum class WatchEventType { Added, Modified, Deleted, Bookmark, Error };

/// Errors: DataCorrupt for a word we do not know.
models::Result<WatchEventType> watchEventType(std::string_view word);

struct WatchFrame {
    WatchEventType type = WatchEventType::Added;
    /// Protobuf: Envelope::raw of the object, for Error the whole Status with its envelope. JSON:
    /// its text.
    std::string_view object;
};

/// Takes one frame of a protobuf watch, without its length. Errors: DataCorrupt.
models::Result<WatchFrame> openWatchFrame(std::string_view frame);

} // namespace binnacle::plugins::kubernetes
