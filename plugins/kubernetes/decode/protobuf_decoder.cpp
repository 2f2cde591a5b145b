// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/object_decoder.h"
#include "plugins/kubernetes/decode/writers.h"

#include <google/protobuf/arena.h>

#include <limits>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::FactBatch;
using models::fail;
using models::KindId;
using models::KindRegistry;
using models::Result;

namespace {

/// Measured: an arena reset after a few objects is faster than one per object, and a first block
/// that it keeps saves asking the allocator each time. Both stay in the cache.
constexpr int kObjectsPerArena = 16;
constexpr std::size_t kArenaBytes = std::size_t{96} << 10;

google::protobuf::ArenaOptions keeping(char* block)
{
    google::protobuf::ArenaOptions options;
    options.initial_block = block;
    options.initial_block_size = kArenaBytes;
    return options;
}

bool endsInitialEvents(const pb::ObjectMeta& meta)
{
    return firstOf(meta.annotations(), {"k8s.io/initial-events-end"}) == "true";
}

template <class Message> class ProtobufDecoder final : public ObjectDecoder {
public:
    ProtobufDecoder(KindId kind, std::string source)
        : m_kind(kind), m_source(std::move(source)),
          m_block(std::make_unique_for_overwrite<char[]>(kArenaBytes)),
          m_arena(keeping(m_block.get()))
    {
    }

    Result<ObjectMark> decode(std::string_view object, ObjectUse use, FactBatch& out) override
    {
        if (++m_decoded % kObjectsPerArena == 0)
            m_arena.Reset();
        auto* message = google::protobuf::Arena::CreateMessage<Message>(&m_arena);
        if (object.size() > std::numeric_limits<int>::max() ||
            !message->ParseFromArray(object.data(), static_cast<int>(object.size())))
            return fail(ErrorCode::DataCorrupt, "malformed " + kindName() + " object");
        const auto& meta = message->metadata();
        if (use != ObjectUse::Observe) {
            if (meta.uid().empty() || meta.name().empty())
                return fail(ErrorCode::DataCorrupt, kindName() + " object without name or uid");
            put(*message, use, out);
        }
        return ObjectMark{meta.resourceversion(),
                          use == ObjectUse::Observe && endsInitialEvents(meta)};
    }

private:
    std::string kindName() const { return KindRegistry::instance().spec(m_kind).name; }

    void put(const Message& message, ObjectUse use, FactBatch& out)
    {
        const auto key = models::makeKey(m_source, message.metadata().uid());
        if (use == ObjectUse::Remove) {
            out.remove(m_kind, key);
            return;
        }
        Row row(out.upsert(m_kind, key));
        writeCommon(row, message.metadata());
        write(row, message);
    }

    KindId m_kind;
    std::string m_source;
    std::unique_ptr<char[]> m_block; ///< outlives the arena
    google::protobuf::Arena m_arena;
    int m_decoded = 0;
};

template <class Message>
std::unique_ptr<ObjectDecoder> make(models::BuiltIn kind, std::string source)
{
    return std::make_unique<ProtobufDecoder<Message>>(models::kind(kind), std::move(source));
}

} // namespace

std::unique_ptr<ObjectDecoder> makeProtobufDecoder(models::BuiltIn kind, std::string source)
{
    using models::BuiltIn;
    switch (kind) {
    case BuiltIn::Pod:
        return make<pb::Pod>(kind, std::move(source));
    case BuiltIn::Node:
        return make<pb::Node>(kind, std::move(source));
    case BuiltIn::Namespace:
        return make<pb::Namespace>(kind, std::move(source));
    case BuiltIn::Event:
        return make<pb::Event>(kind, std::move(source));
    case BuiltIn::Deployment:
        return make<pb::Deployment>(kind, std::move(source));
    case BuiltIn::ReplicaSet:
        return make<pb::ReplicaSet>(kind, std::move(source));
    case BuiltIn::StatefulSet:
        return make<pb::StatefulSet>(kind, std::move(source));
    case BuiltIn::DaemonSet:
        return make<pb::DaemonSet>(kind, std::move(source));
    case BuiltIn::Job:
        return make<pb::Job>(kind, std::move(source));
    case BuiltIn::ResourceQuota:
        return make<pb::ResourceQuota>(kind, std::move(source));
    case BuiltIn::PersistentVolumeClaim:
        return make<pb::PersistentVolumeClaim>(kind, std::move(source));
    case BuiltIn::HorizontalPodAutoscaler:
        return make<pb::HorizontalPodAutoscaler>(kind, std::move(source));
    default:
        return nullptr;
    }
}

} // namespace binnacle::plugins::kubernetes
