// SPDX-License-Identifier: GPL-3.0-or-later
// The frame around the decoders of custom resources: parse, common columns, then one function per
// kind. Inside this plugin only.
#pragma once

#include "plugins/kubernetes/decode/common.h"
#include "plugins/kubernetes/decode/object_decoder.h"
#include "plugins/kubernetes/json/json_fields.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "messages.view.h"

namespace binnacle::plugins::kubernetes {

using CustomWriter =
    std::function<void(Row& row, const view::ObjectMeta& meta, const JsonElement& object)>;

std::unique_ptr<ObjectDecoder> makeCustomDecoder(models::KindId kind, std::string source,
                                                 CustomWriter writer);

/// A message and the bytes that its texts are views of.
template <class Message> class Owned {
public:
    explicit Owned(std::string wire) : m_wire(std::make_unique<const std::string>(std::move(wire)))
    {
        m_message.merge(*m_wire);
    }
    const Message& operator*() const { return m_message; }
    const Message* operator->() const { return &m_message; }

private:
    std::unique_ptr<const std::string> m_wire; ///< on the heap: moving must not move the bytes
    Message m_message;
};

/// A pod template inside a custom resource, through the same table as built-in kinds.
Owned<view::PodTemplateSpec> podTemplateAt(const JsonElement& from, JsonPath path);
/// The wire form of a part of one; empty when there is none.
std::string podSpecAt(const JsonElement& from, JsonPath path);
std::string containerAt(const JsonElement& from, JsonPath path);

void writeInferenceService(Row& row, const view::ObjectMeta& meta, const JsonElement& object);
void writeRollout(Row& row, const view::ObjectMeta& meta, const JsonElement& object);
void writeQueueWorkload(Row& row, const view::ObjectMeta& meta, const JsonElement& object);
void writeClusterQueue(Row& row, const view::ObjectMeta& meta, const JsonElement& object);
void writeLocalQueue(Row& row, const view::ObjectMeta& meta, const JsonElement& object);

} // namespace binnacle::plugins::kubernetes
