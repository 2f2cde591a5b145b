// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the forms that the replay server has the client's Accept header asks for first. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace binnacle::tests::replay {

struct Format {
    bool protobuf = false;
    bool metadataOnly = false; ///< PartialObjectMetadata(List)

    std::string_view contentType(bool watch) const
    {
        if (!protobuf)
            return "application/json";
        return watch ? "application/vnd.kubernetes.protobuf;stream=watch"
                     : "application/vnd.kubernetes.protobuf";
    }
};

/// nullopt: nothing that is asked for can be served (406). Tables are passed over.
std::optional<Format> negotiate(std::string_view accept);

/// The client takes aggregated discovery.
bool wantsAggregatedDiscovery(std::string_view accept);

} // namespace binnacle::tests::replay
