// SPDX-License-Identifier: GPL-3.0-or-later
// State drawn as shape and colour together: ● ok, ▲ warning, ◆ critical or change, ○ nothing known;
// and the hatch that says "old or unknown". For delegates and painted widgets. Ui thread.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/tone.h"

#include <QBrush>
#include <QPixmap>
#include <QRectF>

class QPainter;

namespace binnacle::ui {

QColor toneColour(const Theme& theme, Tone tone);

/// Fills the shape of `tone` into a square around the centre of `box`. Units: pixels.
void paintShape(QPainter& painter, const Theme& theme, Tone tone, const QRectF& box);

/// The shape as a picture of `pixels` a side, sharp at `scale`.
QPixmap shapePixmap(const Theme& theme, Tone tone, int pixels, qreal scale);

/// Diagonal lines in `muted`; for what is stale or unknown.
QBrush hatchBrush(const Theme& theme);

} // namespace binnacle::ui
