// SPDX-License-Identifier: GPL-3.0-or-later
// Grey blocks where a page's cards will be, shown when loading takes longer than 150 ms. Still,
// without a spinner. Used by StateView; ui thread.
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace binnacle::ui {

class Skeleton final : public QWidget {
    Q_OBJECT
public:
    Skeleton(Theme& theme, QWidget* parent);
    void reveal();
    void conceal();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme& m_theme;
    bool m_visible = false;
};

} // namespace binnacle::ui
