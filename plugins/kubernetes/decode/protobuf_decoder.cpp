// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/object_decoder.h"
#include "plugins/kubernetes/decode/writers.h"

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::FactBatch;
using models::fail;
using models::KindId;
using models::KindRegistry;
using models::Result;

namespace {

bool endsInitialEvents(const view::ObjectMeta& meta)
{
    return firstOf(meta.annotations(), {"k8s.io/initial-events-end"}) == "true";
}

template <class Message> class ProtobufDecoder final : public ObjectDecoder {
public:
    ProtobufDecoder(KindId kind, std::string source) : m_kind(kind), m_source(std::move(source)) {}

    Result<ObjectMark> decode(std::string_view object, ObjectUse use, FactBatch& out) override
    {
        m_message.clear();
        if (!m_message.merge(object))
            return fail(ErrorCode::DataCorrupt, "malformed " + kindName() + " object");
        const auto& meta = m_message.metadata();
        if (use != ObjectUse::Observe) {
            if (meta.uid().empty() || meta.name().empty())
                return fail(ErrorCode::DataCorrupt, kindName() + " object without name or uid");
            put(use, out);
        }
        return ObjectMark{std::string(meta.resourceversion()),
                          use == ObjectUse::Observe && endsInitialEvents(meta)};
    }

private:
    std::string kindName() const { return KindRegistry::instance().spec(m_kind).name; }

    void put(ObjectUse use, FactBatch& out)
    {
        const auto key = models::makeKey(m_source, m_message.metadata().uid());
        if (use == ObjectUse::Remove) {
            out.remove(m_kind, key);
            return;
        }
        Row row(out.upsert(m_kind, key));
        writeCommon(row, m_message.metadata());
        write(row, m_message);
    }

    KindId m_kind;
    std::string m_source;
    Message m_message; ///< read again and again: its memory stays
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
        return make<view::Pod>(kind, std::move(source));
    case BuiltIn::Node:
        return make<view::Node>(kind, std::move(source));
    case BuiltIn::Namespace:
        return make<view::Namespace>(kind, std::move(source));
    case BuiltIn::Event:
        return make<view::Event>(kind, std::move(source));
    case BuiltIn::Deployment:
        return make<view::Deployment>(kind, std::move(source));
    case BuiltIn::ReplicaSet:
        return make<view::ReplicaSet>(kind, std::move(source));
    case BuiltIn::StatefulSet:
        return make<view::StatefulSet>(kind, std::move(source));
    case BuiltIn::DaemonSet:
        return make<view::DaemonSet>(kind, std::move(source));
    case BuiltIn::Job:
        return make<view::Job>(kind, std::move(source));
    case BuiltIn::ResourceQuota:
        return make<view::ResourceQuota>(kind, std::move(source));
    case BuiltIn::PersistentVolumeClaim:
        return make<view::PersistentVolumeClaim>(kind, std::move(source));
    case BuiltIn::HorizontalPodAutoscaler:
        return make<view::HorizontalPodAutoscaler>(kind, std::move(source));
    default:
        return nullptr;
    }
}

} // namespace binnacle::plugins::kubernetes
