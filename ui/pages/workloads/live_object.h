// SPDX-License-Identifier: GPL-3.0-or-later
// The one object that a panel asks its cluster about: where the answer comes from and how kubectl
// would call it. For the panels that show what the store does not keep. Ui thread; a value.
#pragma once

#include "ui/pages/workloads/inspector_tab.h"
#include "ui/viewmodels/estate.h"
#include "ui/viewmodels/page_state.h"

#include <QString>

#include <string>

namespace binnacle::ui {

struct LiveObject {
    EstatePtr estate;
    std::string sourceId;
    services::ObjectRef ref;
    std::string resource; ///< "deployments.apps"
    std::string context;  ///< of the kubeconfig; empty: its current one
    bool live = true;     ///< false: the console shows a moment of the past

    bool valid() const { return estate && !ref.name.empty(); }
    bool sameAs(const LiveObject& other) const
    {
        return estate == other.estate && sourceId == other.sourceId && ref == other.ref &&
               live == other.live;
    }
    /// "kubectl --context prod -n team-a VERB deployments.apps/x": `verb` with its flags.
    QString kubectl(const QString& verb, const QString& flags = {}) const;
};

/// Invalid when the object is gone from its table.
LiveObject liveObject(const InspectorSubject& subject, Environments& environments);

/// Why there is nothing to show at a moment of the past.
PageState notKept(const QString& what);
PageState failedState(const models::Error& error);

} // namespace binnacle::ui
