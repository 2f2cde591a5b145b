// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/json/custom_decoder.h"

#include "plugins/kubernetes/json/transcode.h"

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::FactBatch;
using models::fail;
using models::KindId;
using models::Result;

namespace {

std::string wireAt(const JsonElement& from, JsonPath path, const MessageSchema& schema)
{
    std::string wire;
    const auto found = at(from, path);
    simdjson::dom::object object;
    if (found && found->get(object) == simdjson::SUCCESS)
        transcode(object, schema, wire);
    return wire;
}

class CustomDecoder final : public ObjectDecoder {
public:
    CustomDecoder(KindId kind, std::string source, CustomWriter writer)
        : m_kind(kind), m_source(std::move(source)), m_writer(std::move(writer))
    {
    }

    Result<ObjectMark> decode(std::string_view object, ObjectUse use, FactBatch& out) override
    {
        JsonElement root;
        if (m_parser.parse(object.data(), object.size()).get(root) != simdjson::SUCCESS ||
            !root.is_object())
            return fail(ErrorCode::DataCorrupt, "malformed JSON " + kindName() + " object");
        const Owned<view::ObjectMeta> own(wireAt(root, {"metadata"}, objectMetaSchema()));
        const view::ObjectMeta& meta = *own;
        const bool bookmark = use == ObjectUse::Observe;
        if (!bookmark && (meta.uid().empty() || meta.name().empty()))
            return fail(ErrorCode::DataCorrupt, kindName() + " object without name or uid");
        if (!bookmark)
            put(meta, root, use, out);
        const bool ends =
            bookmark && firstOf(meta.annotations(), {"k8s.io/initial-events-end"}) == "true";
        return ObjectMark{std::string(meta.resourceversion()), ends};
    }

private:
    std::string kindName() const { return models::KindRegistry::instance().spec(m_kind).name; }

    void put(const view::ObjectMeta& meta, const JsonElement& root, ObjectUse use, FactBatch& out)
    {
        const auto key = models::makeKey(m_source, meta.uid());
        if (use == ObjectUse::Remove) {
            out.remove(m_kind, key);
            return;
        }
        Row row(out.upsert(m_kind, key));
        writeCommon(row, meta);
        m_writer(row, meta, root);
    }

    KindId m_kind;
    std::string m_source;
    CustomWriter m_writer;
    simdjson::dom::parser m_parser;
};

} // namespace

Owned<view::PodTemplateSpec> podTemplateAt(const JsonElement& from, JsonPath path)
{
    return Owned<view::PodTemplateSpec>(wireAt(from, path, podTemplateSchema()));
}

std::string podSpecAt(const JsonElement& from, JsonPath path)
{
    return wireAt(from, path, podSpecSchema());
}

std::string containerAt(const JsonElement& from, JsonPath path)
{
    return wireAt(from, path, containerSchema());
}

std::unique_ptr<ObjectDecoder> makeCustomDecoder(KindId kind, std::string source,
                                                 CustomWriter writer)
{
    return std::make_unique<CustomDecoder>(kind, std::move(source), std::move(writer));
}

std::unique_ptr<ObjectDecoder> makeCustomDecoder(models::BuiltIn kind, std::string source)
{
    using models::BuiltIn;
    const auto make = [&](auto* writer) {
        return makeCustomDecoder(models::kind(kind), std::move(source), writer);
    };
    switch (kind) {
    case BuiltIn::InferenceService:
        return make(&writeInferenceService);
    case BuiltIn::Rollout:
        return make(&writeRollout);
    case BuiltIn::QueueWorkload:
        return make(&writeQueueWorkload);
    case BuiltIn::ClusterQueue:
        return make(&writeClusterQueue);
    case BuiltIn::LocalQueue:
        return make(&writeLocalQueue);
    default:
        return nullptr;
    }
}

} // namespace binnacle::plugins::kubernetes
