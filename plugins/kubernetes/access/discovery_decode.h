// SPDX-License-Identifier: GPL-3.0-or-later
// Discovery documents to values. Pure; any thread. Only for discovery.cpp and its tests.
#pragma once

#include "models/base/result.h"
#include "plugins/kubernetes/access/discovery.h"

#include <string>
#include <string_view>
#include <vector>

namespace binnacle::plugins::kubernetes {

/// An APIGroupDiscoveryList. Errors: DataCorrupt. Entries without a name or kind are left out.
models::Result<ApiResources> decodeAggregated(std::string_view body);

struct GroupVersion {
    std::string group, version;
    std::string path() const; ///< "/api/v1", "/apis/apps/v1"
};

/// An APIVersions or APIGroupList, preferred version of each group first. Errors: DataCorrupt.
models::Result<std::vector<GroupVersion>> decodeGroups(std::string_view body);

/// Adds an APIResourceList to what earlier, more preferred versions gave. Errors: DataCorrupt.
models::Result<void> addResources(std::string_view body, const GroupVersion& from,
                                  ApiResources& to);

models::Result<ServerVersion> decodeVersion(std::string_view body);

} // namespace binnacle::plugins::kubernetes
