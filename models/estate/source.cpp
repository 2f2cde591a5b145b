// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/source.h"

namespace binnacle::models {

std::string_view toString(SourcePhase phase)
{
    switch (phase) {
    case SourcePhase::Idle:
        return "idle";
    case SourcePhase::Connecting:
        return "connecting";
    case SourcePhase::Syncing:
        return "syncing";
    case SourcePhase::Ready:
        return "ready";
    case SourcePhase::Degraded:
        return "degraded";
    case SourcePhase::Failed:
        return "failed";
    case SourcePhase::Stopped:
        return "stopped";
    }
    return "idle";
}

} // namespace binnacle::models
