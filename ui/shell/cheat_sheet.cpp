// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/cheat_sheet.h"

#include "ui/shell/action_registry.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QMap>

namespace binnacle::ui {

CheatSheet::CheatSheet(const ActionRegistry& actions, QWidget* window)
    : QFrame(window), m_actions(actions)
{
    setObjectName(QStringLiteral("cheatSheet"));
    setProperty("role", QStringLiteral("palette"));
    setAccessibleName(tr("Keyboard cheat sheet"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    auto* title = new QLabel(tr("Keyboard"), this);
    title->setProperty("role", QStringLiteral("title"));
    column->addWidget(title);
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(6);
    column->addLayout(m_grid);
    hide();
}

void CheatSheet::open()
{
    rebuild();
    adjustSize();
    move((parentWidget()->width() - width()) / 2, (parentWidget()->height() - height()) / 2);
    show();
    raise();
    setFocus();
}

void CheatSheet::rebuild()
{
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    // Two columns of groups, each row "text, key".
    QMap<QString, QList<const ActionSpec*>> groups;
    QStringList order;
    for (const ActionSpec& spec : m_actions.all()) {
        if (spec.keys.isEmpty() && spec.keysText.isEmpty())
            continue;
        if (!groups.contains(spec.group))
            order << spec.group;
        groups[spec.group] << &spec;
    }
    int row[2] = {0, 0};
    for (const QString& group : order) {
        const int side = row[1] < row[0] ? 1 : 0;
        auto* heading = new QLabel(group, this);
        heading->setProperty("role", QStringLiteral("section"));
        m_grid->addWidget(heading, row[side]++, side * 3, 1, 2);
        for (const ActionSpec* spec : groups[group]) {
            auto* key =
                new QLabel(spec->keysText.isEmpty() ? spec->keys.toString(QKeySequence::NativeText)
                                                    : spec->keysText,
                           this);
            key->setProperty("role", QStringLiteral("key"));
            m_grid->addWidget(new QLabel(spec->text, this), row[side], side * 3);
            m_grid->addWidget(key, row[side]++, side * 3 + 1, Qt::AlignRight);
        }
    }
    m_grid->setColumnMinimumWidth(2, 24);
}

void CheatSheet::mousePressEvent(QMouseEvent*)
{
    hide();
}

} // namespace binnacle::ui
