// SPDX-License-Identifier: GPL-3.0-or-later
// What a state means to a reader, without a colour: view-models say the tone, widgets draw shape
// and colour from the theme. Values, any thread.
#pragma once

#include "models/estate/freshness.h"

namespace binnacle::ui {

enum class Tone { None, Ok, Info, Warning, Critical, Change, Stale, Unknown };

constexpr Tone toneOf(models::Freshness freshness)
{
    switch (freshness) {
    case models::Freshness::Live:
        return Tone::Ok;
    case models::Freshness::Late:
        return Tone::Warning;
    case models::Freshness::Stale:
        return Tone::Stale;
    case models::Freshness::Unknown:
        break;
    }
    return Tone::Unknown;
}

} // namespace binnacle::ui
