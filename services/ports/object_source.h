// SPDX-License-Identifier: GPL-3.0-or-later
// Whole objects of a cluster, asked for one at a time: what YAML views, revisions and rehearsals
// need and the store does not keep. Implemented by the Kubernetes connector and the demo; for the
// Workloads inspector. All calls block, take a deadline and a stop token, and may be made from
// several threads at once. Nothing here changes anything.
#pragma once

#include "models/base/result.h"
#include "models/base/time.h"
#include "models/diff/semantic_diff.h"
#include "models/document/document.h"
#include "models/estate/cell.h"

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::services {

struct ObjectRef {
    std::string kind; ///< KindSpec's name: "Deployment"
    std::string ns;   ///< empty for what lives in no namespace
    std::string name;
    friend bool operator==(const ObjectRef&, const ObjectRef&) = default;
};

struct WholeObject {
    models::Document document;      ///< without managed fields; values of Secrets are masked
    models::Document managedFields; ///< who wrote what; null when there are none
    std::string text;               ///< JSON as the server wrote it; of a Secret masked too
    models::UtcTime takenAt;
    bool simulated = false;
};

/// What a workload was asked to run, at one of its revisions.
struct Revision {
    std::int64_t number = 0;
    std::string name; ///< of the ReplicaSet or ControllerRevision that keeps it
    models::UtcTime created;
    std::string changeCause; ///< annotation kubernetes.io/change-cause; empty: nobody said
    bool current = false;
    std::int64_t pods = models::kUnknownInt; ///< that run it now, where that is known
    /// {kind, spec: {template}}: paths of a diff read as in the workload.
    models::Document object;
};

struct Revisions {
    std::vector<Revision> items; ///< newest first
    bool simulated = false;
};

/// Changes that are safe to try: a server's dry run checks them and stores nothing.
struct HarmlessChange {
    enum class What { Scale, Restart, Cordon, Uncordon };
    What what = What::Restart;
    std::int64_t replicas = 0; ///< of Scale
};

struct Rehearsal {
    bool allowed = false;
    std::string permission;                  ///< "patch deployments.apps/scale in team-a"
    std::string reason;                      ///< the server's, for or against; may be empty
    std::string request;                     ///< "PATCH /apis/…?dryRun=All"
    std::vector<models::DiffChange> changes; ///< empty when not allowed, or when it changes nothing
    std::vector<std::string> warnings;       ///< of the server
    bool simulated = false;
};

class ObjectSource {
public:
    virtual ~ObjectSource() = default;

    /// Errors: PermissionDenied (names verb and resource), NotFound, Expired, Timeout, Unreachable,
    /// Unauthenticated, Unsupported (a kind that no API serves), DataCorrupt.
    virtual models::Result<WholeObject>
    object(const ObjectRef& ref, std::chrono::milliseconds deadline, std::stop_token stop) = 0;

    /// Errors: as object; Unsupported for kinds that keep no revisions.
    virtual models::Result<Revisions>
    revisions(const ObjectRef& ref, std::chrono::milliseconds deadline, std::stop_token stop) = 0;

    /// Asks for the permission first; without it the answer says so and nothing is tried. Errors:
    /// as object; Unsupported for kinds that cannot do this; InvalidInput and Conflict (the
    /// server's refusal).
    virtual models::Result<Rehearsal> rehearse(const ObjectRef& ref, const HarmlessChange& change,
                                               std::chrono::milliseconds deadline,
                                               std::stop_token stop) = 0;
};

} // namespace binnacle::services
