// SPDX-License-Identifier: GPL-3.0-or-later
// Draws one chart: axes, bands, times without samples, series, objectives, changes, exemplars and
// direct labels. For ChartView and for pictures in files, which get the same drawing. Ui thread;
// handles no event.
#pragma once

#include "ui/charts/chart_scale.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/chart_data.h"

#include <QPainter>
#include <QPointF>
#include <QVector>

namespace binnacle::ui {

struct ChartLook {
    bool directLabels = true; ///< names and last values at the right end
    int highlight = -1;       ///< this series is drawn last and wide, the others step back
    double pixelRatio = 1;
};

/// More series than this are counted per pixel and not drawn one by one.
inline constexpr std::size_t kDenseSeries = 120;

class ChartPainter {
public:
    /// Units: device-independent pixels. `from` and `to` are what is on screen.
    ChartPainter(const ChartData& data, const Theme& theme, QRectF area, double from, double to,
                 ChartLook look);

    const ChartSpace& space() const { return m_space; }
    bool dense() const { return m_data.series.size() > kDenseSeries; }
    void paint(QPainter& painter) const;
    /// The colour and dash of series i: a fixed order, then dashes.
    static QPen penOf(const Theme& theme, std::size_t i, double width);

private:
    struct EndLabel {
        std::size_t series;
        double y, value;
    };
    ValueAxis fitAxis(double height) const;
    void arrange(QRectF area);
    std::vector<EndLabel> endLabels() const;
    void paintAxes(QPainter& painter) const;
    void paintAreas(QPainter& painter) const;
    void paintDense(QPainter& painter) const;
    void paintLines(QPainter& painter) const;
    void paintLine(QPainter& painter, std::size_t i) const;
    void paintObjectives(QPainter& painter) const;
    void paintMarkers(QPainter& painter) const;
    void paintExemplars(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;

    const ChartData& m_data;
    const Theme& m_theme;
    ChartLook m_look;
    ChartSpace m_space;
    double m_labelWidth = 0, m_rightEdge = 0, m_topEdge = 0;
    int m_markerRows = 0;
};

} // namespace binnacle::ui
