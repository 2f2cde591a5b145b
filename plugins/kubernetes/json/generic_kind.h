// SPDX-License-Identifier: GPL-3.0-or-later
// Custom resources nobody wrote a decoder for: columns from the CRD's own printer columns, plus
// what conditions say. For the connector, after discovery. Any thread.
#pragma once

#include "plugins/kubernetes/decode/object_decoder.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::plugins::kubernetes {

struct GenericColumn {
    std::string title, type, path; ///< type as the CRD says: string, integer, number, boolean, date
};

/// Of the CRD document, for one served version. Errors: DataCorrupt (not a CRD).
models::Result<std::vector<GenericColumn>> printerColumns(std::string_view crdJson,
                                                          std::string_view version);

struct GenericResource {
    std::string group, version, kind, plural;
    bool namespaced = true;
    std::vector<GenericColumn> columns;
};

/// How to decode a kind that came by discovery.
struct GenericKind {
    models::KindId id = 0;
    std::string name; ///< "Kind.group"
    std::shared_ptr<const GenericResource> resource;
};

/// Adds the kind to the registry under "Kind.group"; columns that cannot be evaluated are left out.
/// A kind that is known already keeps the columns of its first registration.
GenericKind registerGenericKind(GenericResource resource);

std::unique_ptr<ObjectDecoder> makeGenericDecoder(const GenericKind& kind, std::string source);

} // namespace binnacle::plugins::kubernetes
