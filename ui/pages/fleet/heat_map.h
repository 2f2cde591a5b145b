// SPDX-License-Identifier: GPL-3.0-or-later
// The GPU heat map: one cell per device, painted into a cached picture of which only changed cells
// are drawn again. Hover names the device with its exact values; arrows move, Enter and a click
// open. Ui thread. Knows FleetView only for the words of the hover.
#pragma once

#include "ui/pages/fleet/heat_geometry.h"
#include "ui/theme/theme.h"

#include <QAbstractScrollArea>
#include <QPixmap>

#include <memory>

namespace binnacle::ui {

class HeatMap final : public QAbstractScrollArea {
    Q_OBJECT
public:
    HeatMap(Theme& theme, QWidget* parent);
    void setData(std::shared_ptr<const services::FleetView> view,
                 std::shared_ptr<const HeatData> heat);
    /// Marks the cell of a device; an invalid key marks none.
    void select(const models::ObjectKey& key);
    /// How many cells the last setData() painted: for tests and the overlay.
    std::size_t lastPainted() const { return m_painted; }
    const HeatLayout& heatLayout() const { return m_layout; }

Q_SIGNALS:
    void opened(const models::ObjectKey& gpu);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void relayout();
    void paintAll();
    void paintCells(QPainter& painter, const std::vector<std::size_t>& cells);
    void paintTitles(QPainter& painter);
    void paintBatch(QPainter& painter, const QList<QRect>& rects, HeatCode code);
    std::ptrdiff_t cellAt(const QPoint& viewportPos) const;
    void moveTo(std::size_t cell);
    QString describe(std::size_t cell) const;
    std::ptrdiff_t cellOf(const models::ObjectKey& key) const;

    Theme& m_theme;
    std::shared_ptr<const services::FleetView> m_view;
    std::shared_ptr<const HeatData> m_data;
    HeatLayout m_layout;
    QPixmap m_cache;
    models::ObjectKey m_selectedKey, m_currentKey;
    std::ptrdiff_t m_hover = -1, m_current = -1, m_selected = -1;
    std::size_t m_painted = 0;
};

/// The colour of a ramp or state code. Shared with the legend.
QColor heatColour(const Tokens& tokens, HeatCode code);

} // namespace binnacle::ui
