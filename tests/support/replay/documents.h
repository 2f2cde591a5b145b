// SPDX-License-Identifier: GPL-3.0-or-later
// The objects of the replayed estate as a real API server would send them, field by field, each
// written once for protobuf and JSON. Without kind and apiVersion: the envelopes add those. Pure.
#pragma once

#include "tests/support/replay/estate.h"
#include "tests/support/replay/json_writer.h"
#include "tests/support/replay/proto_writer.h"

namespace binnacle::tests::replay {

/// What documents need beside the record.
struct DocumentContext {
    const Names& names;
    std::string statusManager = names.statusManager();
    bool metadataOnly = false; ///< PartialObjectMetadata
};

/// metadata, spec and status of one object. Writer: ProtoWriter or JsonWriter.
template <class Writer>
void writeObject(Writer& out, Kind kind, const Record& record, const DocumentContext& context);

template <class Writer>
void writePod(Writer& out, const Record& record, const DocumentContext& context);
template <class Writer>
void writeNode(Writer& out, const Record& record, const DocumentContext& context);
template <class Writer>
void writeNamespace(Writer& out, const Record& record, const DocumentContext& context);
/// Deployment or ReplicaSet.
template <class Writer>
void writeWorkload(Writer& out, Kind kind, const Record& record, const DocumentContext& context);

/// Name and namespace of an object, for paths and keys.
std::string nameOf(Kind kind, const Record& record, const Names& names);
std::string namespaceOf(Kind kind, const Record& record, const Names& names);

} // namespace binnacle::tests::replay
