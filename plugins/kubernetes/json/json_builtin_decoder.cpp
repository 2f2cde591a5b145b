// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/object_decoder.h"
#include "plugins/kubernetes/json/transcode.h"

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::FactBatch;
using models::fail;
using models::Result;

namespace {

class JsonBuiltInDecoder final : public ObjectDecoder {
public:
    JsonBuiltInDecoder(const MessageSchema& schema, std::unique_ptr<ObjectDecoder> inner)
        : m_schema(schema), m_inner(std::move(inner))
    {
    }

    Result<ObjectMark> decode(std::string_view object, ObjectUse use, FactBatch& out) override
    {
        simdjson::dom::object root;
        if (m_parser.parse(object.data(), object.size()).get(root) != simdjson::SUCCESS)
            return fail(ErrorCode::DataCorrupt,
                        "malformed JSON " + std::string(m_schema.name) + " object");
        m_wire.clear();
        transcode(root, m_schema, m_wire);
        return m_inner->decode(m_wire, use, out);
    }

private:
    const MessageSchema& m_schema;
    std::unique_ptr<ObjectDecoder> m_inner;
    simdjson::dom::parser m_parser;
    std::string m_wire;
};

} // namespace

std::unique_ptr<ObjectDecoder> makeJsonBuiltInDecoder(models::BuiltIn kind, std::string source)
{
    const MessageSchema* schema = schemaOf(kind);
    auto inner = makeProtobufDecoder(kind, std::move(source));
    if (!schema || !inner)
        return nullptr;
    return std::make_unique<JsonBuiltInDecoder>(*schema, std::move(inner));
}

} // namespace binnacle::plugins::kubernetes
