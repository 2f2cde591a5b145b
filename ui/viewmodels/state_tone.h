// SPDX-License-Identifier: GPL-3.0-or-later
// The tone in which an object's state is drawn. A value; any thread.
#pragma once

#include "services/usecases/object_state.h"
#include "ui/viewmodels/tone.h"

namespace binnacle::ui {

constexpr Tone toneFor(services::StateTone tone)
{
    switch (tone) {
    case services::StateTone::None:
        return Tone::None;
    case services::StateTone::Ok:
        return Tone::Ok;
    case services::StateTone::Busy:
        return Tone::Info;
    case services::StateTone::Changed:
        return Tone::Change;
    case services::StateTone::Warning:
        return Tone::Warning;
    case services::StateTone::Critical:
        return Tone::Critical;
    case services::StateTone::Unknown:
        break;
    }
    return Tone::Unknown;
}

inline Tone toneFor(services::ObjectState state)
{
    return toneFor(services::toneOf(state));
}

} // namespace binnacle::ui
