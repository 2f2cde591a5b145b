// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/object_table.h"

#include "ui/pages/workloads/object_painter.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/table_copy.h"

#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace binnacle::ui {

namespace {

constexpr int kFadeMs = 100;
constexpr int kChevronEnd = 26;
constexpr int kNameMin = 150;
constexpr std::size_t kAnchors = 8;

} // namespace

ObjectTable::ObjectTable(Theme& theme, QWidget* parent) : QTableView(parent), m_theme(theme)
{
    setItemDelegate(new ObjectPainter(theme, this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(theme.rowHeight());
    QHeaderView* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setMinimumSectionSize(36);
    header->setFixedHeight(32);
    connect(header, &QHeaderView::sectionClicked, this, [this](int section) {
        const auto& columns = m_model->kind().columns;
        Q_EMIT sortWanted(toQ(columns[static_cast<std::size_t>(section)].id),
                          QGuiApplication::keyboardModifiers() & Qt::ShiftModifier);
    });
    connect(header, &QHeaderView::sectionResized, this, [this](int section, int, int now) {
        if (m_fitting)
            return;
        if (section == 0)
            m_nameWidth = now;
        fitName();
        Q_EMIT columnsChanged();
    });
    connect(header, &QHeaderView::sectionMoved, this, &ObjectTable::columnsChanged);
    connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) {
        // With Ctrl or Shift the person gathers rows, to copy them.
        if (QGuiApplication::keyboardModifiers() == Qt::NoModifier)
            Q_EMIT opened(m_model->keyAt(index.row()));
    });
    m_fade.setInterval(kFadeMs);
    connect(&m_fade, &QTimer::timeout, this, [this] {
        if (!m_model || !m_model->hasMarks())
            m_fade.stop();
        viewport()->update();
    });
    connect(&theme, &Theme::changed, this, &ObjectTable::restyle);
}

void ObjectTable::setObjects(WorkloadsModel* model)
{
    m_fitting = true;
    m_model = model;
    m_anchors.clear();
    m_nameWidth = 0;
    setModel(model);
    setColumns({});
    m_fitting = false;
}

bool ObjectTable::isGrouped() const
{
    const auto& shown = m_model ? m_model->arrangement() : nullptr;
    const auto* view = shown ? static_cast<const WorkloadsView*>(shown->owner.get()) : nullptr;
    return view && !view->groups.empty();
}

void ObjectTable::setColumns(const std::vector<std::pair<std::string, int>>& wanted)
{
    const ObjectKind& kind = m_model->kind();
    std::vector<std::pair<std::string, int>> columns = wanted;
    if (columns.empty()) {
        for (const ObjectColumn& column : kind.columns) {
            if (column.shown)
                columns.emplace_back(column.id, 0);
        }
    }
    m_fitting = true;
    QHeaderView* header = horizontalHeader();
    std::vector<bool> shown(kind.columns.size(), false);
    int visual = 0;
    for (const auto& [id, width] : columns) {
        const int at = kind.column(id);
        if (at < 0 || shown[static_cast<std::size_t>(at)])
            continue;
        const auto section = static_cast<std::size_t>(at);
        shown[section] = true;
        header->setSectionHidden(at, false);
        header->moveSection(header->visualIndex(at), visual++);
        header->resizeSection(at, width > 0 ? width : kind.columns[section].width);
        if (at == 0)
            m_nameWidth = width;
    }
    for (std::size_t i = 0; i < shown.size(); ++i) {
        if (!shown[i])
            header->setSectionHidden(static_cast<int>(i), true);
    }
    m_fitting = false;
    fitName();
}

std::vector<std::pair<std::string, int>> ObjectTable::columns() const
{
    std::vector<std::pair<std::string, int>> out;
    const QHeaderView* header = horizontalHeader();
    for (int visual = 0; m_model && visual < header->count(); ++visual) {
        const int at = header->logicalIndex(visual);
        if (!header->isSectionHidden(at))
            out.emplace_back(m_model->kind().columns[static_cast<std::size_t>(at)].id,
                             at == 0 ? m_nameWidth : header->sectionSize(at));
    }
    return out;
}

void ObjectTable::fitName()
{
    QHeaderView* header = horizontalHeader();
    if (!m_model || m_fitting || header->count() == 0 || header->isSectionHidden(0))
        return;
    int others = 0;
    for (int i = 1; i < header->count(); ++i)
        others += header->isSectionHidden(i) ? 0 : header->sectionSize(i);
    // The first column takes what is left, unless a person made it as wide as they want it.
    const int least = std::max(kNameMin, m_model->kind().columns.front().width * 3 / 4);
    const int width = m_nameWidth > 0 ? m_nameWidth : std::max(least, viewport()->width() - others);
    m_fitting = true;
    header->resizeSection(0, width);
    m_fitting = false;
}

models::ObjectKey ObjectTable::currentKey() const
{
    return m_model && currentIndex().isValid() ? m_model->keyAt(currentIndex().row())
                                               : models::ObjectKey{};
}

bool ObjectTable::selectKey(const models::ObjectKey& key)
{
    const int row = m_model ? m_model->rowOf(key) : -1;
    if (row < 0)
        return false;
    setCurrentIndex(m_model->index(row, horizontalHeader()->logicalIndex(0)));
    return true;
}

void ObjectTable::holdPlace()
{
    m_anchors.clear();
    // At the very top, with nobody's pointer or cursor in the table, new rows may come into sight.
    const bool top = verticalScrollBar()->value() == 0;
    if (!m_model || (top && !viewport()->underMouse() && !hasFocus()))
        return;
    const auto hold = [this](int row) {
        if (row >= 0 && row < m_model->rowCount())
            m_anchors.push_back({m_model->keyAt(row), rowViewportPosition(row)});
    };
    // What the pointer is on stays under it; else what the cursor is on; else the top row in sight.
    if (viewport()->underMouse())
        hold(rowAt(viewport()->mapFromGlobal(QCursor::pos()).y()));
    if (viewport()->rect().intersects(visualRect(currentIndex())))
        hold(currentIndex().row());
    const int first = rowAt(0);
    for (int row = first; row >= 0 && m_anchors.size() < kAnchors; ++row) {
        if (row >= m_model->rowCount())
            break;
        hold(row);
    }
}

void ObjectTable::keepPlace()
{
    for (const Anchor& anchor : m_anchors) {
        const int row = m_model ? m_model->rowOf(anchor.key) : -1;
        if (row < 0)
            continue;
        verticalScrollBar()->setValue(row * verticalHeader()->defaultSectionSize() - anchor.top);
        break;
    }
    m_anchors.clear();
    if (m_model && m_model->hasMarks() && !m_fade.isActive())
        m_fade.start();
}

void ObjectTable::setEmptyText(const QString& text)
{
    m_emptyText = text;
    viewport()->update();
}

void ObjectTable::toggleAt(int row)
{
    if (const ObjectGroup* group = m_model->group(row))
        Q_EMIT foldToggled(toQ(group->id));
}

void ObjectTable::keyPressEvent(QKeyEvent* event)
{
    const int row = currentIndex().row();
    const ObjectGroup* group = m_model && currentIndex().isValid() ? m_model->group(row) : nullptr;
    const bool plain = event->modifiers() == Qt::NoModifier;
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && currentIndex().isValid()) {
        Q_EMIT opened(currentKey());
    } else if (plain && group &&
               (event->key() == Qt::Key_Space || (event->key() == Qt::Key_Left && !group->folded) ||
                (event->key() == Qt::Key_Right && group->folded))) {
        toggleAt(row);
    } else if (event->matches(QKeySequence::Copy)) {
        copySelection(*this, TableFormat::Text);
    } else if (plain && event->key() == Qt::Key_Period) {
        const QRect place = visualRect(currentIndex());
        Q_EMIT menuWanted(viewport()->mapToGlobal(place.bottomLeft()));
    } else {
        QTableView::keyPressEvent(event);
    }
}

void ObjectTable::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex at = indexAt(event->position().toPoint());
    const int inside =
        static_cast<int>(event->position().x()) - columnViewportPosition(at.column());
    if (event->button() == Qt::LeftButton && at.isValid() && at.column() == 0 &&
        inside < kChevronEnd && m_model->group(at.row())) {
        toggleAt(at.row());
        return;
    }
    QTableView::mousePressEvent(event);
}

void ObjectTable::contextMenuEvent(QContextMenuEvent* event)
{
    Q_EMIT menuWanted(event->globalPos());
}

void ObjectTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitName();
}

void ObjectTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (!m_model || m_model->rowCount() > 0 || m_emptyText.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setFont(m_theme.text(size::kBody));
    painter.setPen(Theme::colour(m_theme.tokens().muted));
    painter.drawText(viewport()->rect().adjusted(20, 20, -20, -20),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
}

void ObjectTable::restyle()
{
    verticalHeader()->setDefaultSectionSize(m_theme.rowHeight());
    viewport()->update();
}

} // namespace binnacle::ui
