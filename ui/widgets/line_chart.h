// SPDX-License-Identifier: GPL-3.0-or-later
// The drawing part of ChartPanel: Qt Charts with our axes and a crosshair. Ui thread. Used by
// chart_panel only; the one header that names Qt Charts.
#pragma once

#include "ui/theme/theme.h"
#include "ui/viewmodels/device_charts.h"

#include <QtCharts/QChartView>

class QDateTimeAxis;
class QValueAxis;

namespace binnacle::ui {

class LineChart final : public QChartView {
    Q_OBJECT
public:
    LineChart(Theme& theme, QWidget* parent);
    void setData(const ChartData& fresh);

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    void restyle();
    void drawTimes(QPainter& painter, const QRectF& plot) const;
    Theme& m_theme;
    ChartData m_data;
    QDateTimeAxis* m_time;
    QValueAxis* m_value;
    double m_hover = -1; ///< Unix seconds; negative: no crosshair
};

} // namespace binnacle::ui
