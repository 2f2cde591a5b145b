// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/inspector/line_list.h"

#include "ui/theme/shapes.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/state_tone.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace binnacle::ui {

namespace {

constexpr int kNameWidth = 92;
constexpr int kIconRoom = 26; ///< the shape before a link, and air

} // namespace

LineList::LineList(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_grid(new QGridLayout)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(5);
    column->addWidget(m_heading = roleLabel("cardTitle", this));
    column->addLayout(m_grid);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnMinimumWidth(0, 12);
    m_grid->setColumnMinimumWidth(1, kNameWidth);
    m_grid->setColumnStretch(2, 1);
    hide();
}

void LineList::setHeading(const QString& text)
{
    m_heading->setText(text);
    setAccessibleName(text);
}

void LineList::setLines(const std::vector<services::SummaryLine>& lines)
{
    while (m_rows.size() < lines.size()) {
        const int at = static_cast<int>(m_rows.size());
        Row row{new QLabel(this), roleLabel("", this), new ElidedLabel("muted", this)};
        row.text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_grid->addWidget(row.shape, at, 0);
        m_grid->addWidget(row.name, at, 1);
        m_grid->addWidget(row.text, at, 2);
        m_rows.push_back(row);
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row& row = m_rows[i];
        const bool used = i < lines.size();
        row.shape->setVisible(used);
        row.name->setVisible(used);
        row.text->setVisible(used);
        if (!used)
            continue;
        const services::SummaryLine& line = lines[i];
        const Tone tone = toneFor(line.tone);
        row.shape->setPixmap(
            tone == Tone::None ? QPixmap() : shapePixmap(m_theme, tone, 10, devicePixelRatioF()));
        row.name->setText(toQ(line.name));
        row.text->setElide(line.mono ? Qt::ElideMiddle : Qt::ElideRight);
        row.text->setFont(line.mono ? m_theme.mono(size::kSecondary)
                                    : m_theme.text(size::kSecondary));
        row.text->setFullText(toQ(line.text));
    }
    setVisible(!lines.empty());
}

LinkList::LinkList(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 4, 0, 0);
    m_column->setSpacing(3);
    m_column->addWidget(m_heading = roleLabel("cardTitle", this));
    hide();
}

void LinkList::setHeading(const QString& text)
{
    m_heading->setText(text);
    setAccessibleName(text);
}

void LinkList::setLinks(const std::vector<services::SummaryLink>& links)
{
    m_links = links;
    while (m_buttons.size() < links.size()) {
        const std::size_t at = m_buttons.size();
        auto* button = new QPushButton(this);
        button->setProperty("role", QStringLiteral("row"));
        button->setCursor(Qt::PointingHandCursor);
        button->setMinimumWidth(10);
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(button, &QPushButton::clicked, this, [this, at] {
            if (at < m_links.size())
                Q_EMIT followed(m_links[at].kind, m_links[at].key);
        });
        m_column->addWidget(button);
        m_buttons.push_back(button);
    }
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        QPushButton* button = m_buttons[i];
        button->setVisible(i < links.size());
        if (i >= links.size())
            continue;
        const services::SummaryLink& link = links[i];
        button->setIcon(QIcon(shapePixmap(m_theme, toneFor(link.tone), 10, devicePixelRatioF())));
        button->setAccessibleName(
            QStringLiteral("%1 %2 %3").arg(toQ(link.kindName), toQ(link.name), toQ(link.text)));
        button->setToolTip(toQ(link.name));
    }
    setVisible(!links.empty());
    fitTexts();
}

void LinkList::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitTexts();
}

/// The state is said in full; of the name the ends stay, which tell pods apart.
void LinkList::fitTexts()
{
    const QFontMetrics metrics(font());
    for (std::size_t i = 0; i < m_links.size() && i < m_buttons.size(); ++i) {
        const services::SummaryLink& link = m_links[i];
        const QString before =
            QString(2 * link.depth + 1, QLatin1Char(' ')) + toQ(link.kindName) + QLatin1Char(' ');
        const QString after =
            link.text.empty() ? QString() : QStringLiteral("   ") + toQ(link.text);
        const int room = width() - kIconRoom - metrics.horizontalAdvance(before + after);
        m_buttons[i]->setText(before + metrics.elidedText(toQ(link.name), Qt::ElideMiddle, room) +
                              after);
    }
}

} // namespace binnacle::ui
