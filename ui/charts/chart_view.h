// SPDX-License-Identifier: GPL-3.0-or-later
// The chart of every page: draws ChartData, shows the crosshair it shares with the page's other
// charts and a box with exact values, pans and zooms by mouse, touchpad and keys, and speaks its
// summary. Ui thread. Knows no page and no source of data.
#pragma once

#include "ui/charts/chart_painter.h"
#include "ui/charts/chart_text.h"
#include "ui/charts/crosshair_hub.h"

#include <QPixmap>
#include <QPointer>
#include <QWidget>

#include <memory>

namespace binnacle::ui {

using ChartDataPtr = std::shared_ptr<const ChartData>;

class ChartView final : public QWidget {
    Q_OBJECT
public:
    ChartView(Theme& theme, QWidget* parent);

    /// Keeps pan and zoom when the new data covers the same time, else shows all of it.
    void setData(ChartDataPtr data);
    const ChartDataPtr& data() const { return m_data; }
    /// Null: a crosshair of its own.
    void setHub(CrosshairHub* hub);
    void setDirectLabels(bool on);
    /// Off where the wheel scrolls what is around the chart.
    void setWheelZooms(bool on) { m_wheelZooms = on; }
    /// -1: none.
    void setHighlight(int series);

    /// Units: Unix seconds.
    void setWindow(double from, double to);
    double from() const { return m_from; }
    double to() const { return m_to; }
    bool isZoomed() const;
    void resetWindow();
    void pan(double share);
    void zoom(double factor, double around);

    /// What the box at the crosshair says, line by line; empty when there is no crosshair.
    QStringList hoverLines() const;
    /// The drawing without crosshair: for files.
    void paintChart(QPainter& painter, const QRectF& area, double pixelRatio) const;
    QSize sizeHint() const override { return {480, 240}; }
    QSize minimumSizeHint() const override { return {120, 72}; }

Q_SIGNALS:
    void windowChanged(double from, double to);
    /// Double click or Return on the series nearest to the crosshair.
    void seriesPicked(int series);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    ChartPainter painterFor(const QRectF& area, double ratio) const;
    void redraw();
    void stepCrosshair(int direction);
    void paintCrosshair(QPainter& painter, const ChartSpace& space) const;
    void paintBox(QPainter& painter, const ChartSpace& space, double x) const;
    int nearestSeries() const;
    double crosshair() const { return m_hub->time(); }

    Theme& m_theme;
    ChartDataPtr m_data;
    CrosshairHub m_own;
    QPointer<CrosshairHub> m_hub;
    ChartLook m_look;
    QPixmap m_base; ///< everything but the crosshair
    double m_from = 0, m_to = 1;
    double m_pointerY = -1; ///< negative: the pointer is elsewhere
    double m_dragFrom = 0;  ///< window when the drag began
    double m_dragX = -1;    ///< negative: no drag
    double m_selectX = -1;  ///< negative: no time is being selected
    bool m_wheelZooms = false, m_stale = true;
};

} // namespace binnacle::ui
