// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fleet/heat_map.h"

#include "ui/theme/shapes.h"
#include "ui/viewmodels/device_columns.h"
#include "ui/viewmodels/device_text.h"
#include "ui/viewmodels/format.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace binnacle::ui {

QColor heatColour(const Tokens& tokens, HeatCode code)
{
    if (code < tokens.heat.size())
        return Theme::colour(tokens.heat[code]);
    if (code >= kHeatStates && code - kHeatStates < static_cast<int>(tokens.gpuStates.size()))
        return Theme::colour(tokens.gpuStates[code - kHeatStates]);
    return Theme::colour(code == kHeatUnhealthy ? tokens.critical : tokens.mapGap);
}

HeatMap::HeatMap(Theme& theme, QWidget* parent) : QAbstractScrollArea(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("heatMap"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("GPU heat map"));
    connect(&theme, &Theme::changed, this, &HeatMap::paintAll);
}

void HeatMap::setData(std::shared_ptr<const services::FleetView> view,
                      std::shared_ptr<const HeatData> heat)
{
    const auto before = std::exchange(m_data, std::move(heat));
    m_view = std::move(view);
    m_hover = -1;
    if (!m_data || !m_view) {
        m_cache = {};
        viewport()->update();
        return;
    }
    const HeatLayout oldLayout = m_layout;
    relayout();
    m_current = cellOf(m_currentKey);
    m_selected = cellOf(m_selectedKey);
    const bool samePlaces = before && before->columnStart == m_data->columnStart &&
                            oldLayout == m_layout && !m_cache.isNull() &&
                            before->colour == m_data->colour;
    bool sameTitles = samePlaces && before->sections.size() == m_data->sections.size();
    for (std::size_t i = 0; sameTitles && i < m_data->sections.size(); ++i)
        sameTitles = before->sections[i].title == m_data->sections[i].title &&
                     before->sections[i].nodes == m_data->sections[i].nodes;
    if (!sameTitles) {
        paintAll();
        return;
    }
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < m_data->code.size(); ++i) {
        if (before->code[i] != m_data->code[i])
            changed.push_back(i);
    }
    m_painted = changed.size();
    if (changed.empty())
        return;
    QPainter painter(&m_cache);
    paintCells(painter, changed);
    viewport()->update();
}

void HeatMap::select(const models::ObjectKey& key)
{
    m_selectedKey = key;
    m_selected = cellOf(key);
    viewport()->update();
}

std::ptrdiff_t HeatMap::cellOf(const models::ObjectKey& key) const
{
    if (!key.valid() || !m_data || !m_view)
        return -1;
    for (std::size_t i = 0; i < m_data->gpu.size(); ++i) {
        if (deviceKey(m_view->gpus[m_data->gpu[i]]) == key)
            return static_cast<std::ptrdiff_t>(i);
    }
    return -1;
}

void HeatMap::relayout()
{
    if (!m_data)
        return;
    const int room = viewport()->height();
    // The scroll bar takes its width only when even the smallest cells do not fit.
    m_layout = layoutHeat(*m_data, viewport()->width() - 2, room);
    verticalScrollBar()->setPageStep(room);
    verticalScrollBar()->setSingleStep(24);
    verticalScrollBar()->setRange(0, std::max(0, m_layout.height - room));
}

void HeatMap::paintAll()
{
    if (!m_data) {
        viewport()->update();
        return;
    }
    const qreal scale = devicePixelRatioF();
    m_cache = QPixmap(QSize(std::max(1, m_layout.width), std::max(1, m_layout.height)) * scale);
    m_cache.setDevicePixelRatio(scale);
    m_cache.fill(Theme::colour(m_theme.tokens().surface));
    QPainter painter(&m_cache);
    paintTitles(painter);
    std::vector<std::size_t> all(m_data->gpu.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = i;
    m_painted = all.size();
    paintCells(painter, all);
    viewport()->update();
}

void HeatMap::paintTitles(QPainter& painter)
{
    const Tokens& t = m_theme.tokens();
    const QFont font = m_theme.text(size::kSecondary);
    const QFontMetrics metrics(font);
    painter.setFont(font);
    for (std::size_t i = 0; i < m_layout.sections.size(); ++i) {
        const HeatSection& section = m_data->sections[i];
        QString title = toQ(section.title);
        if (!section.subtitle.empty())
            title += QStringLiteral(" · ") + toQ(section.subtitle);
        const HeatLayout::Section& place = m_layout.sections[i];
        const QRect box(place.left, place.titleTop, m_layout.width - place.left, kHeatTitle - 4);
        painter.setPen(Theme::colour(t.text));
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, title);
        painter.setPen(Theme::colour(t.muted));
        painter.drawText(box.adjusted(metrics.horizontalAdvance(title) + 8, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         section.nodes == 1 ? tr("1 node") : tr("%1 nodes").arg(section.nodes));
    }
}

void HeatMap::paintCells(QPainter& painter, const std::vector<std::size_t>& cells)
{
    // By colour: one brush and one call for thousands of cells instead of one each.
    const std::vector<QRect> rects = heatCellRects(m_layout, *m_data, cells);
    std::array<QList<QRect>, 256> byCode;
    for (std::size_t i = 0; i < cells.size(); ++i)
        byCode[m_data->code[cells[i]]].append(rects[i]);
    painter.setPen(Qt::NoPen);
    for (std::size_t code = 0; code < byCode.size(); ++code) {
        if (!byCode[code].isEmpty())
            paintBatch(painter, byCode[code], static_cast<HeatCode>(code));
    }
}

void HeatMap::paintBatch(QPainter& painter, const QList<QRect>& rects, HeatCode code)
{
    const Tokens& t = m_theme.tokens();
    const bool hatched = code == kHeatUnknown || code == kHeatStale;
    const bool framed =
        (code == kHeatIdle || hatched) && m_layout.cell.height > 4 && m_layout.cell.width > 4;
    const auto fill = [&painter](const QList<QRect>& cells, const QBrush& brush) {
        painter.setBrush(brush);
        painter.drawRects(cells.data(), static_cast<int>(cells.size()));
    };
    QList<QRect> inner = rects;
    if (framed) {
        // A frame is the cell in the colour of lines and a smaller one on it: far cheaper than
        // thousands of strokes.
        fill(rects, Theme::colour(t.line));
        for (QRect& rect : inner)
            rect.adjust(1, 1, -1, -1);
    }
    fill(inner, hatched ? Theme::colour(t.surface) : heatColour(t, code));
    if (hatched)
        fill(inner, QBrush(Theme::colour(t.faint),
                           code == kHeatStale ? Qt::BDiagPattern : Qt::Dense6Pattern));
    // Shape besides colour: an unhealthy device also has a notch, for readers who do not see the
    // red.
    if (code == kHeatUnhealthy && m_layout.cell.width >= 9) {
        painter.setBrush(Theme::colour(t.surface));
        for (const QRect& rect : rects)
            painter.drawRect(QRect(rect.center().x() - 1, rect.top() + 2, 2, rect.height() - 4));
    }
}

void HeatMap::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), Theme::colour(m_theme.tokens().surface));
    if (m_cache.isNull() || !m_data)
        return;
    const int top = verticalScrollBar()->value();
    painter.drawPixmap(QPoint(0, -top), m_cache);
    const auto outline = [&](std::ptrdiff_t cell, Rgb colour) {
        if (cell < 0 || cell >= static_cast<std::ptrdiff_t>(m_data->gpu.size()))
            return;
        const QRect rect =
            heatCellRect(m_layout, *m_data, static_cast<std::size_t>(cell)).translated(0, -top);
        painter.setPen(QPen(Theme::colour(colour), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect.adjusted(-1, -1, 1, 1));
    };
    outline(m_hover, m_theme.tokens().muted);
    outline(m_selected, m_theme.tokens().accent);
    if (hasFocus())
        outline(m_current, m_theme.tokens().text);
}

void HeatMap::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
    paintAll();
}

std::ptrdiff_t HeatMap::cellAt(const QPoint& at) const
{
    return m_data ? heatCellAt(m_layout, *m_data, at.x(), at.y() + verticalScrollBar()->value())
                  : -1;
}

void HeatMap::mouseMoveEvent(QMouseEvent* event)
{
    const std::ptrdiff_t hit = cellAt(event->position().toPoint());
    if (hit == m_hover)
        return;
    m_hover = hit;
    viewport()->setCursor(hit >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
}

void HeatMap::mousePressEvent(QMouseEvent* event)
{
    const std::ptrdiff_t hit = cellAt(event->position().toPoint());
    if (hit < 0 || event->button() != Qt::LeftButton)
        return;
    moveTo(static_cast<std::size_t>(hit));
    Q_EMIT opened(m_currentKey);
}

bool HeatMap::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const std::ptrdiff_t hit = cellAt(help->pos());
        if (hit >= 0)
            QToolTip::showText(help->globalPos(), describe(static_cast<std::size_t>(hit)), this);
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::Leave) {
        m_hover = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

QString HeatMap::describe(std::size_t cell) const
{
    return deviceSummary(m_view->gpus[m_data->gpu[cell]],
                         m_view->moment(models::Clock::system().now()), m_view->live);
}

void HeatMap::moveTo(std::size_t cell)
{
    if (!m_data || cell >= m_data->gpu.size())
        return;
    m_current = static_cast<std::ptrdiff_t>(cell);
    m_currentKey = deviceKey(m_view->gpus[m_data->gpu[cell]]);
    const QRect rect = heatCellRect(m_layout, *m_data, cell);
    const int top = verticalScrollBar()->value();
    if (rect.top() < top)
        verticalScrollBar()->setValue(rect.top() - kHeatTitle);
    else if (rect.bottom() > top + viewport()->height())
        verticalScrollBar()->setValue(rect.bottom() - viewport()->height() + 4);
    setAccessibleDescription(describe(cell));
    viewport()->update();
}

void HeatMap::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_current < 0 && m_data && !m_data->gpu.empty())
        moveTo(m_selected >= 0 ? static_cast<std::size_t>(m_selected) : 0);
}

void HeatMap::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    if (!m_data || m_data->gpu.empty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, m_current));
    if (key == Qt::Key_Left)
        moveTo(heatNeighbour(m_layout, *m_data, at, HeatMove::Left));
    else if (key == Qt::Key_Right)
        moveTo(heatNeighbour(m_layout, *m_data, at, HeatMove::Right));
    else if (key == Qt::Key_Up)
        moveTo(heatNeighbour(m_layout, *m_data, at, HeatMove::Up));
    else if (key == Qt::Key_Down)
        moveTo(heatNeighbour(m_layout, *m_data, at, HeatMove::Down));
    else if (key == Qt::Key_Home)
        moveTo(0);
    else if (key == Qt::Key_End)
        moveTo(m_data->gpu.size() - 1);
    else if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space)
        Q_EMIT opened(m_currentKey);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

} // namespace binnacle::ui
