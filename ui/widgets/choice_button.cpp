// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choice_button.h"

#include <QMenu>

#include <algorithm>

namespace binnacle::ui {

ChoiceButton::ChoiceButton(const QString& name, QWidget* parent)
    : QToolButton(parent), m_name(name), m_menu(new QMenu(this))
{
    setProperty("role", QStringLiteral("button"));
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setMenu(m_menu);
}

void ChoiceButton::setChoices(const QStringList& choices)
{
    if (choices == m_choices)
        return;
    const QString before = m_choices.value(m_index);
    m_choices = choices;
    m_menu->clear();
    for (int i = 0; i < choices.size(); ++i) {
        QAction* action = m_menu->addAction(choices[i]);
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, i] { choose(i); });
    }
    show(std::max<int>(0, static_cast<int>(choices.indexOf(before))));
}

void ChoiceButton::show(int index)
{
    m_index = index;
    const QList<QAction*> actions = m_menu->actions();
    for (int i = 0; i < actions.size(); ++i)
        actions[i]->setChecked(i == index);
    setText(QStringLiteral("%1: %2 ▾").arg(m_name, m_choices.value(index).toLower()));
    setAccessibleName(QStringLiteral("%1: %2").arg(m_name, m_choices.value(index)));
}

void ChoiceButton::choose(int index)
{
    if (index < 0 || index >= m_choices.size())
        return;
    show(index);
    Q_EMIT chosen(index);
}

} // namespace binnacle::ui
