// SPDX-License-Identifier: GPL-3.0-or-later
// A harmless change as the request that a server rehearses: which subresource, which patch, which
// right it needs. Pure; for this folder and its tests.
#pragma once

#include "plugins/kubernetes/access/permissions.h"
#include "plugins/kubernetes/objects/resource.h"

namespace binnacle::plugins::kubernetes {

struct RehearsalPlan {
    std::string path;        ///< of what is read before and patched
    std::string patch;       ///< JSON merge patch, which custom resources take too
    AccessQuestion question; ///< the right that the change itself would need
};

/// Errors: Unsupported for kinds that cannot do this, InvalidInput for a negative number.
models::Result<RehearsalPlan> planRehearsal(const Resource& resource,
                                            const services::ObjectRef& ref,
                                            const services::HarmlessChange& change,
                                            models::UtcTime now);

} // namespace binnacle::plugins::kubernetes
