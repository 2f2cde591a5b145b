// SPDX-License-Identifier: GPL-3.0-or-later
// The strip under every page: what changed, in lanes, and the handle that sets the moment for the
// whole console. Paints flat arrays from timeline_geometry; what changed comes from TimelineModel,
// the moment goes to TimeDial. Ui thread. Knows no page and no store.
#pragma once

#include "ui/shell/timeline_geometry.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/timeline_model.h"

#include <QTimer>
#include <QWidget>

namespace binnacle::ui {

class TimeDial;

class TimelineStrip final : public QWidget {
    Q_OBJECT
public:
    TimelineStrip(Theme& theme, TimeDial& dial, TimelineModel& model, QWidget* parent);

    /// Closer (below 1) or further, about T, or about now when live.
    void zoom(double factor);
    /// To the next or previous change; forward from the last one is live.
    void step(bool forward);
    /// What a screen reader says: stretch, counts, moment.
    QString summary() const;
    const std::vector<TimeMark>& marks() const { return m_marks; }
    const TimeScale& scale() const { return m_scale; }
    QSize sizeHint() const override;

Q_SIGNALS:
    void tableRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void arrange();
    void describe();
    void setFromMouse(const QPointF& at);
    const TimeMark* hit(const QPointF& at) const;
    void paintLanes(QPainter& painter) const;
    void paintAxis(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintMoment(QPainter& painter) const;
    void paintTag(QPainter& painter, double x, const QString& text, Rgb line) const;
    void paintUnknown(QPainter& painter) const;
    void paintReason(QPainter& painter, services::TimelineLane lane) const;
    QString emptyText() const;
    QString laneReason(services::TimelineLane lane) const;
    Theme& m_theme;
    TimeDial& m_dial;
    TimelineModel& m_model;
    TimeScale m_scale;
    std::vector<TimeMark> m_marks;
    QTimer m_tick;
    QPointF m_mouse;
    bool m_hover = false, m_drag = false;
};

} // namespace binnacle::ui
