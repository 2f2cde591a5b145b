// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/theme/tokens.h"

#include <QBoxLayout>
#include <QLabel>
#include <QStyle>

namespace binnacle::ui {

Card::Card(const QString& title, QWidget* parent) : QFrame(parent)
{
    setProperty("role", QStringLiteral("card"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(15, 13, 15, 13);
    column->setSpacing(size::kPadS);
    m_head = new QHBoxLayout;
    m_head->setSpacing(size::kPadS);
    m_title = roleLabel("cardTitle", this);
    m_head->addWidget(m_title, 1);
    column->addLayout(m_head);
    m_body = new QVBoxLayout;
    m_body->setSpacing(6);
    column->addLayout(m_body, 1);
    setTitle(title);
}

void Card::setTitle(const QString& title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

QLabel* roleLabel(const char* role, QWidget* parent, const QString& text)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QLatin1String(role));
    label->setTextFormat(Qt::PlainText);
    return label;
}

void setTone(QWidget* widget, const char* tone)
{
    const QString wanted = QLatin1String(tone);
    if (widget->property("tone").toString() == wanted)
        return;
    widget->setProperty("tone", wanted);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QFrame* rule(QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setProperty("role", QStringLiteral("rule"));
    line->setFixedHeight(1);
    return line;
}

void clearLayout(QLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        } else if (item->layout()) {
            clearLayout(item->layout());
        }
        delete item;
    }
}

} // namespace binnacle::ui
