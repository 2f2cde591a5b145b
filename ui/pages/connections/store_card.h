// SPDX-License-Identifier: GPL-3.0-or-later
// How the local store stands: what is kept since when, how large it is, and plainly when nothing is
// being recorded. Ui thread.
#pragma once

#include "services/store/estate_store.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QLabel;

namespace binnacle::ui {

class ElidedLabel;

class StoreCard final : public QFrame {
    Q_OBJECT
public:
    StoreCard(Theme& theme, QWidget* parent);
    void setHealth(const services::StoreHealth& health, models::UtcTime now);

private:
    Theme& m_theme;
    QLabel* m_shape;
    ElidedLabel* m_text;
    QLabel* m_problem;
};

} // namespace binnacle::ui
