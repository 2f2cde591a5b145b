// SPDX-License-Identifier: GPL-3.0-or-later
// Where the API serves an object: by the kind's description in the estate, else by discovery. For
// this folder and for logs; blocks on the network only for kinds that the estate does not know.
#pragma once

#include "plugins/kubernetes/connection.h"
#include "services/ports/object_source.h"

#include <stop_token>
#include <string>

namespace binnacle::plugins::kubernetes {

struct Resource {
    std::string kind;  ///< as the API says it: "Deployment"
    std::string group; ///< "" for the core group
    std::string version, plural;
    bool namespaced = true;

    /// "/apis/apps/v1/namespaces/x/deployments"
    std::string listPath(const std::string& ns) const;
    std::string path(const services::ObjectRef& ref) const;
    /// "deployments.apps"
    std::string qualifiedName() const;
};

/// Errors: Unsupported for kinds that no API serves (devices); those of Discovery.
models::Result<Resource> resourceOf(const std::string& kind, Connection& connection,
                                    std::chrono::milliseconds deadline, std::stop_token stop);

/// A failed request for `verb` on one object, in words: what is not allowed names verb and
/// resource; what is not there says which object.
models::Error explained(models::Error error, const std::string& verb, const Resource& resource,
                        const services::ObjectRef& ref);

} // namespace binnacle::plugins::kubernetes
