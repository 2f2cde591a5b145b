// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in resources of an API server: for paths and aggregated discovery. Pure.
#pragma once

#include "tests/support/replay/record.h"

#include <span>
#include <string>
#include <string_view>

namespace binnacle::tests::replay {

struct Resource {
    std::string_view group, version, plural, singular, kind;
    bool namespaced = true;
    std::string_view shortNames; ///< separated by blanks
    Kind stored = Kind::None;    ///< None: the list is empty

    std::string apiVersion() const
    {
        return group.empty() ? std::string(version)
                             : std::string(group) + "/" + std::string(version);
    }
};

/// Shape: groups together, preferred version first.
std::span<const Resource> resources();
const Resource* findResource(std::string_view group, std::string_view version,
                             std::string_view plural);

/// APIGroupDiscoveryList (v2) of /api (core) or /apis (the other groups).
std::string aggregatedDiscovery(bool core);
/// The older forms: APIVersions or APIGroupList, and APIResourceList of one group version.
std::string plainDiscovery(bool core);
/// Empty when there is no such group version.
std::string resourceList(std::string_view group, std::string_view version);

} // namespace binnacle::tests::replay
