// SPDX-License-Identifier: GPL-3.0-or-later
// What to reflect of a cluster: the built-in kinds, and what discovery found beyond them. Pure but
// for the CRD document of a generic kind. For the session.
#pragma once

#include "plugins/kubernetes/access/discovery.h"
#include "plugins/kubernetes/watch/reflector.h"

#include <string>
#include <vector>

namespace binnacle::plugins::kubernetes {

/// Pods and nodes first, then what gives them meaning. `ns`: look at this namespace only; empty:
/// all.
std::vector<ReflectorTarget> builtInTargets(const std::string& source, const std::string& ns);

/// How a resource found by discovery is read.
enum class CustomClass {
    Known,   ///< InferenceService, Rollout, Kueue: has a decoder and columns of its own
    Generic, ///< any other custom resource that can be listed and watched
    Not,     ///< built-in, or cannot be watched
};
CustomClass classify(const ApiResource& resource);

ReflectorTarget knownTarget(const ApiResource& resource, const std::string& source,
                            const std::string& ns);

/// Reads the CRD for its columns; without the permission for that, conditions alone tell. Thread:
/// any but ui.
ReflectorTarget genericTarget(ApiClient& api, const ApiResource& resource,
                              const std::string& source, const std::string& ns,
                              std::stop_token stop);

/// "pods", "deployments.apps"
std::string qualified(const std::string& plural, const std::string& group);

} // namespace binnacle::plugins::kubernetes
