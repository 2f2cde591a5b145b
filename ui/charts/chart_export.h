// SPDX-License-Identifier: GPL-3.0-or-later
// A chart as a picture file: PNG at twice the size on screen, SVG with texts and lines. The heading
// goes with it, for a picture without one says nothing. Ui thread; knows no chart library.
#pragma once

#include "models/base/result.h"
#include "ui/theme/theme.h"

#include <QString>

#include <functional>

class QPainter;
class QRect;

namespace binnacle::ui {

enum class PictureFormat { Png, Svg };

struct ChartPicture {
    QString title;             ///< "SM active, gpu-h100-117 #3"
    QString detail;            ///< source and newest value
    int width = 0, height = 0; ///< of the drawing. Units: device-independent pixels
    std::function<void(QPainter&, const QRect&)> draw;
};

/// Errors: PermissionDenied with the system's words when the file cannot be written; an older file
/// of that name then stays whole.
models::Result<void> saveChart(const ChartPicture& picture, const Theme& theme,
                               PictureFormat format, const QString& file);

} // namespace binnacle::ui
