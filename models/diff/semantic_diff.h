// SPDX-License-Identifier: GPL-3.0-or-later
// What really differs between two objects: of two revisions, clusters or times. Paths instead of
// lines; lists are matched by their keys, what the server fills in is no change, "1Gi" is "1024Mi",
// and what can break a service comes first. Pure; any thread. Knows Kubernetes' conventions, no
// API.
#pragma once

#include "models/document/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace binnacle::models {

/// Most dangerous first.
enum class DiffArea { Image, ModelUri, Resources, Probe, Environment, Flags, Replicas, Other };

struct DiffChange {
    enum class Op { Added, Removed, Changed, Reordered };
    Op op = Op::Changed;
    DiffArea area = DiffArea::Other;
    std::string path;   ///< "spec.template.spec.containers[server].resources.limits.memory"
    std::string before; ///< empty when added
    std::string after;  ///< empty when removed
};

struct DiffOptions {
    /// What the cluster reports instead of what somebody asked for.
    bool withStatus = false;
    /// Names, namespace and own labels: for objects of different names or clusters.
    bool withIdentity = true;
};

/// Shape: sorted by area, then path. Cost: linear in the objects, except for lists of maps without
/// a key, which are compared as sets.
std::vector<DiffChange> semanticDiff(const Document& before, const Document& after,
                                     const DiffOptions& options = {});

/// "image", "model URI", "resources", …
std::string_view toString(DiffArea area);
/// "added", "removed", "changed", "reordered"
std::string_view toString(DiffChange::Op op);

} // namespace binnacle::models
