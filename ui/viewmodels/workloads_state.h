// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the seven states the Workloads page is in for one kind, and why: nothing there, not
// allowed, not read yet, not heard of. Pure; any thread.
#pragma once

#include "services/store/snapshot.h"
#include "ui/viewmodels/page_state.h"
#include "ui/viewmodels/workloads_view.h"

#include <optional>

namespace binnacle::ui {

/// `view` may be null, or of an older snapshot.
PageState workloadsState(const services::Snapshot* snapshot, const WorkloadsView* view,
                         const ObjectKind& kind, const std::optional<models::Error>& openError,
                         models::UtcTime now);

/// What is missing from a table that shows rows: "prod: you may not list pods". Empty: nothing.
QStringList workloadsCaveats(const services::Snapshot& snapshot, const ObjectKind& kind);

/// A kind as the chooser offers it.
struct KindChoice {
    models::KindId kind = 0;
    QString title, group; ///< "Pods", API group: "apps"
    std::int64_t rows = models::kUnknownInt;
    QString problem; ///< "may not be listed"
};

/// Every kind that a source lists or that has rows; built-in ones first.
std::vector<KindChoice> kindChoices(const services::Snapshot& snapshot);

} // namespace binnacle::ui
