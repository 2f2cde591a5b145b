// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tab_bar.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QToolButton>

namespace binnacle::ui {

TabBar::TabBar(QWidget* parent)
    : QWidget(parent), m_row(new QHBoxLayout(this)), m_group(new QButtonGroup(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool on) {
        if (on)
            Q_EMIT currentChanged(id);
    });
}

void TabBar::addTab(const QString& text, const QString& hint)
{
    auto* button = new QToolButton(this);
    button->setProperty("role", QStringLiteral("tab"));
    button->setCheckable(true);
    button->setToolTip(hint);
    button->setText(text);
    const int id = static_cast<int>(m_group->buttons().size());
    m_group->addButton(button, id);
    m_row->addWidget(button);
    if (id == 0)
        button->setChecked(true);
}

void TabBar::setText(int index, const QString& text)
{
    m_group->button(index)->setText(text);
}

void TabBar::setTabVisible(int index, bool visible)
{
    m_group->button(index)->setVisible(visible);
}

void TabBar::setCurrent(int index)
{
    m_group->button(index)->setChecked(true);
}

int TabBar::current() const
{
    return m_group->checkedId();
}

} // namespace binnacle::ui
