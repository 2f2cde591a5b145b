// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/kind_chooser.h"

#include "ui/viewmodels/format.h"
#include "ui/viewmodels/fuzzy.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QFrame>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTreeWidget>

namespace binnacle::ui {

namespace {

constexpr int kKindRole = Qt::UserRole + 1;
constexpr int kWidth = 340, kHeight = 420;

} // namespace

KindChooser::KindChooser(QWidget* parent)
    : QToolButton(parent), m_popup(new QFrame(this, Qt::Popup)), m_search(new QLineEdit(m_popup)),
      m_list(new QTreeWidget(m_popup))
{
    setProperty("role", QStringLiteral("button"));
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_popup->setProperty("role", QStringLiteral("palette"));
    m_popup->setFixedSize(kWidth, kHeight);
    auto* column = new QVBoxLayout(m_popup);
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    m_search->setPlaceholderText(tr("Search kinds"));
    m_search->setAccessibleName(tr("Search kinds"));
    m_search->installEventFilter(this);
    m_list->setAccessibleName(tr("Kinds"));
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setStyleSheet(QStringLiteral("QTreeView::item { padding: 5px 4px; }"));
    connect(m_search, &QLineEdit::textChanged, this, &KindChooser::search);
    connect(m_list, &QTreeWidget::itemClicked, this, &KindChooser::take);
    connect(this, &QToolButton::clicked, this, &KindChooser::open);
}

void KindChooser::showKind(const ObjectKind& kind)
{
    m_kind = kind.id;
    setText(tr("Kind: %1 ▾").arg(kind.countWord));
    setAccessibleName(tr("Kind: %1").arg(kind.countWord));
}

void KindChooser::open()
{
    fill();
    m_search->clear();
    search({});
    m_popup->move(mapToGlobal(QPoint(width() - kWidth, height() + 4)));
    m_popup->show();
    m_search->setFocus();
}

void KindChooser::fill()
{
    m_list->clear();
    for (const KindChoice& choice : m_source ? m_source() : std::vector<KindChoice>{}) {
        auto* item = new QTreeWidgetItem(m_list);
        item->setText(0, choice.group.isEmpty()
                             ? choice.title
                             : QStringLiteral("%1  ·  %2").arg(choice.title, choice.group));
        item->setText(1, choice.problem.isEmpty() ? formatCount(choice.rows) : choice.problem);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(0, kKindRole, choice.kind);
    }
}

void KindChooser::search(const QString& text)
{
    QTreeWidgetItem* first = nullptr;
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_list->topLevelItem(i);
        const bool hit = fuzzyMatch(text, item->text(0)).has_value();
        item->setHidden(!hit);
        const bool present = text.isEmpty() && item->data(0, kKindRole).toUInt() == m_kind;
        if (hit && (!first || present))
            first = item;
    }
    m_list->setCurrentItem(first);
}

void KindChooser::take(QTreeWidgetItem* item)
{
    if (!item || item->isHidden())
        return;
    m_popup->hide();
    Q_EMIT chosen(static_cast<models::KindId>(item->data(0, kKindRole).toUInt()));
}

bool KindChooser::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return QToolButton::eventFilter(watched, event);
    const auto* press = static_cast<QKeyEvent*>(event);
    if (press->key() == Qt::Key_Down || press->key() == Qt::Key_Up) {
        QKeyEvent arrow(press->type(), press->key(), Qt::NoModifier);
        QCoreApplication::sendEvent(m_list, &arrow);
        return true;
    }
    if (press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter) {
        take(m_list->currentItem());
        return true;
    }
    return false;
}

} // namespace binnacle::ui
