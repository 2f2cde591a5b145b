// SPDX-License-Identifier: GPL-3.0-or-later
// The revisions of a workload from what its controller keeps: ReplicaSets or ControllerRevisions.
// Pure; for this folder and its tests.
#pragma once

#include "services/ports/object_source.h"

#include <string>

namespace binnacle::plugins::kubernetes {

/// What keeps the revisions of a kind; None for kinds without any.
enum class RevisionKeeper { None, ReplicaSet, ControllerRevision };
RevisionKeeper revisionKeeper(const std::string& kind);

/// "app=x,tier in (a,b)" of a workload's spec.selector; empty when it selects nothing by name.
std::string selectorText(const models::Document& workload);

/// The items of `list` that `workload` owns, newest first.
services::Revisions revisionsOf(const models::Document& workload, const models::Document& list,
                                RevisionKeeper keeper);

} // namespace binnacle::plugins::kubernetes
