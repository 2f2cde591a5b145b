// SPDX-License-Identifier: GPL-3.0-or-later
// JSON objects to the protobuf wire form of the same kind, by a table of fields: the one path that
// lets JSON answers use the protobuf decoders. Pure; inside this plugin only.
#pragma once

#include "models/estate/kinds.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <simdjson.h>

namespace binnacle::plugins::kubernetes {

enum class JsonField : std::uint8_t {
    Text,
    Int,
    Bool,
    Time,     ///< RFC 3339
    Quantity, ///< text or number
    Message,
    StringMap,
    QuantityMap,
};

struct MessageSchema;

struct FieldSchema {
    std::string_view name;
    std::uint32_t number = 0;
    JsonField type = JsonField::Text;
    const MessageSchema* message = nullptr; ///< of Message
    bool repeated = false;
};

struct MessageSchema {
    std::string_view name; ///< of the message in proto/
    std::span<const FieldSchema> fields;
};

/// Appends the wire form. Fields of another type than the table says are left out, as unknown
/// fields are.
void transcode(const simdjson::dom::object& object, const MessageSchema& schema, std::string& out);

/// Appends a field of type bytes or message.
void appendField(std::string& out, std::uint32_t number, std::string_view bytes);

/// Null for kinds without protobuf.
const MessageSchema* schemaOf(models::BuiltIn kind);
const MessageSchema& objectMetaSchema();
const MessageSchema& podTemplateSchema();
const MessageSchema& podSpecSchema();
const MessageSchema& containerSchema();

} // namespace binnacle::plugins::kubernetes
