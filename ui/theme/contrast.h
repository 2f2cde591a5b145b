// SPDX-License-Identifier: GPL-3.0-or-later
// How far two colours are apart for a reader (WCAG 2.1). For the contrast test and for choosing
// text on a coloured cell. Pure, no Qt.
#pragma once

#include "ui/theme/tokens.h"

namespace binnacle::ui {

/// 1 (equal) to 21 (black on white). Source: WCAG 2.1, "contrast ratio".
double contrastRatio(Rgb a, Rgb b);

/// Relative luminance, 0 to 1. Source: WCAG 2.1.
double luminance(Rgb colour);

} // namespace binnacle::ui
