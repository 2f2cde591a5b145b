// SPDX-License-Identifier: GPL-3.0-or-later
// Who waits for GPUs: how many jobs, for how many GPUs, how long, and when they joined. Ui thread.
#pragma once

#include "services/usecases/fleet.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QLabel;

namespace binnacle::ui {

class Card;
class ElidedLabel;
class Sparkline;

class QueueCard final : public QWidget {
    Q_OBJECT
public:
    QueueCard(Theme& theme, QWidget* parent);
    void setQueue(const services::FleetQueue& queue, models::UtcTime now);

private:
    QLabel* m_figure;
    ElidedLabel* m_detail;
    QLabel* m_wait;
    Sparkline* m_line;
    ElidedLabel* m_foot;
};

/// How many of today's waiting jobs were already waiting at each time: (seconds before now, jobs).
std::vector<QPointF> waitingCurve(const services::FleetQueue& queue, models::UtcTime now);

} // namespace binnacle::ui
