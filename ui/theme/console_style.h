// SPDX-License-Identifier: GPL-3.0-or-later
// Fusion with Binnacle's metrics: no focus surprises, no animation over 120 ms, crisp lines. Used
// by Theme only. Colours come from palette and style sheet, never from here.
#pragma once

#include <QProxyStyle>

namespace binnacle::ui {

class ConsoleStyle final : public QProxyStyle {
    Q_OBJECT
public:
    ConsoleStyle();
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* result) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override;
};

} // namespace binnacle::ui
