// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/timeline_table.h"

#include "ui/shell/timeline_rows.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/time_dial.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QTableView>
#include <QToolButton>

namespace binnacle::ui {

namespace {

constexpr int kStripHeight = 92, kWidth = 860, kTall = 420;

} // namespace

TimelineTable::TimelineTable(Theme& theme, TimeDial& dial, TimelineModel& model, QWidget* window)
    : QFrame(window), m_theme(theme), m_dial(dial), m_model(model), m_rows(new TimelineRows(this))
{
    setObjectName(QStringLiteral("timelineTable"));
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("What changed"));
    setAutoFillBackground(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(size::kPadL, size::kPadM, size::kPadL, size::kPadL);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title = new QLabel(this), 1);
    m_title->setProperty("role", QStringLiteral("heading"));
    auto* close = new QToolButton(this);
    close->setText(QStringLiteral("✕"));
    close->setAccessibleName(tr("Close the list of changes"));
    close->setProperty("role", QStringLiteral("flat"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    head->addWidget(close);
    column->addLayout(head);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("changes"));
    m_table->setAccessibleName(tr("Changes, newest first"));
    m_table->setModel(m_rows);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(TimelineRows::What, QHeaderView::Stretch);
    m_table->setColumnWidth(TimelineRows::Time, 130);
    m_table->setColumnWidth(TimelineRows::Kind, 120);
    m_table->setColumnWidth(TimelineRows::Where, 130);
    m_table->installEventFilter(this);
    column->addWidget(m_table, 1);
    connect(m_table, &QTableView::doubleClicked, this, [this] { goToCurrent(); });
    const auto again = [this] {
        if (isVisible())
            refresh();
    };
    connect(&model, &TimelineModel::changed, this, again);
    connect(&dial, &TimeDial::rangeChanged, this, again);
    hide();
}

void TimelineTable::open()
{
    m_table->verticalHeader()->setDefaultSectionSize(m_theme.rowHeight());
    refresh();
    place();
    show();
    raise();
    if (m_rows->rowCount() > 0)
        m_table->selectRow(0);
    m_table->setFocus(Qt::PopupFocusReason);
}

void TimelineTable::refresh()
{
    const auto* held = m_rows->at(m_table->currentIndex().row());
    const services::TimelineEvent before = held ? *held : services::TimelineEvent{};
    m_rows->show(m_model.events(), m_dial.start(), m_dial.end(), m_dial.now());
    for (int row = 0; held && row < m_rows->rowCount(); ++row) {
        if (const auto* event = m_rows->at(row); event->at == before.at && event->key == before.key)
            m_table->selectRow(row);
    }
    m_title->setText(
        toQ(services::timelineSummary(*m_model.events(), m_dial.start(), m_dial.end())));
}

void TimelineTable::place()
{
    const QSize room = parentWidget()->size();
    const int wide = std::min(kWidth, room.width() - 40);
    const int tall = std::min(kTall, room.height() - kStripHeight - 80);
    setGeometry(room.width() - wide - size::kPadL, room.height() - kStripHeight - tall - 8, wide,
                tall);
}

void TimelineTable::goToCurrent()
{
    if (const auto* event = m_rows->at(m_table->currentIndex().row()))
        m_dial.setMoment(event->at);
}

bool TimelineTable::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            goToCurrent();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace binnacle::ui
