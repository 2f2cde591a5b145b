// SPDX-License-Identifier: GPL-3.0-or-later
// The frame around the decoders of custom resources: parse, common columns, then one function per
// kind. Inside this plugin only.
#pragma once

#include "plugins/kubernetes/decode/common.h"
#include "plugins/kubernetes/decode/object_decoder.h"
#include "plugins/kubernetes/json/json_fields.h"

#include <functional>

#include "core.pb.h"

namespace binnacle::plugins::kubernetes {

using CustomWriter =
    std::function<void(Row& row, const pb::ObjectMeta& meta, const JsonElement& object)>;

std::unique_ptr<ObjectDecoder> makeCustomDecoder(models::KindId kind, std::string source,
                                                 CustomWriter writer);

/// A pod template inside a custom resource, through the same table as built-in kinds.
pb::PodTemplateSpec podTemplateAt(const JsonElement& from, JsonPath path);
pb::PodSpec podSpecAt(const JsonElement& from, JsonPath path);
pb::Container containerAt(const JsonElement& from, JsonPath path);

void writeInferenceService(Row& row, const pb::ObjectMeta& meta, const JsonElement& object);
void writeRollout(Row& row, const pb::ObjectMeta& meta, const JsonElement& object);
void writeQueueWorkload(Row& row, const pb::ObjectMeta& meta, const JsonElement& object);
void writeClusterQueue(Row& row, const pb::ObjectMeta& meta, const JsonElement& object);
void writeLocalQueue(Row& row, const pb::ObjectMeta& meta, const JsonElement& object);

} // namespace binnacle::plugins::kubernetes
