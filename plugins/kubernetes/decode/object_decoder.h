// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of one object in, one row of facts out. The reflector holds one decoder per kind and calls
// it on its thread; a decoder keeps only scratch memory between calls, so decoding is a pure
// function of the bytes.
#pragma once

#include "models/estate/fact.h"
#include "models/estate/kinds.h"

#include <memory>
#include <string>
#include <string_view>

namespace binnacle::plugins::kubernetes {

enum class ObjectUse {
    Upsert,
    Remove,
    Observe, ///< a bookmark: only the mark is wanted
};

struct ObjectMark {
    std::string resourceVersion;
    bool initialEventsEnd = false; ///< the bookmark that ends a streaming list
};

class ObjectDecoder {
public:
    virtual ~ObjectDecoder() = default;
    /// Adds the row to `out`; on an error nothing is added. Errors: DataCorrupt. Thread: one at a
    /// time.
    virtual models::Result<ObjectMark> decode(std::string_view object, ObjectUse use,
                                              models::FactBatch& out) = 0;
};

/// Of a kind with protobuf (Pod … HorizontalPodAutoscaler). Takes Envelope::raw. Null for other
/// kinds.
std::unique_ptr<ObjectDecoder> makeProtobufDecoder(models::BuiltIn kind, std::string source);

/// The same kinds from JSON text, for servers that refuse protobuf. Null for other kinds.
std::unique_ptr<ObjectDecoder> makeJsonBuiltInDecoder(models::BuiltIn kind, std::string source);

/// InferenceService, Rollout, QueueWorkload, ClusterQueue, LocalQueue from JSON text. Null for
/// other kinds.
std::unique_ptr<ObjectDecoder> makeCustomDecoder(models::BuiltIn kind, std::string source);

} // namespace binnacle::plugins::kubernetes
