// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/rail.h"

#include "ui/theme/icons.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QLabel>
#include <QToolButton>

namespace binnacle::ui {

Rail::Rail(Theme& theme, const std::vector<PageDescriptor>& pages, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_group(new QButtonGroup(this))
{
    setProperty("role", QStringLiteral("rail"));
    setObjectName(QStringLiteral("rail"));
    setAccessibleName(tr("Pages"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 0, 8, 8);
    column->setSpacing(4);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(9, 0, 0, 0);
    head->setSpacing(6);
    head->addWidget(m_mark = new QLabel(this));
    head->addWidget(m_brand = new QLabel(QStringLiteral("Binnacle"), this), 1);
    m_brand->setProperty("role", QStringLiteral("brand"));
    m_mark->setFixedHeight(52);
    column->addLayout(head);

    QString section;
    for (const PageDescriptor& page : pages) {
        if (page.section != section) {
            section = page.section;
            auto* heading = new QLabel(section, this);
            heading->setProperty("role", QStringLiteral("section"));
            heading->setContentsMargins(10, 12, 0, 2);
            column->addWidget(heading);
            m_sections.push_back(heading);
        }
        auto* button = new QToolButton(this);
        button->setObjectName(QStringLiteral("nav.") + page.id);
        button->setProperty("role", QStringLiteral("nav"));
        button->setCheckable(true);
        button->setText(page.title);
        button->setToolTip(tr("%1 (G, %2)").arg(page.title, page.key));
        button->setAccessibleName(page.title);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFixedHeight(34);
        m_group->addButton(button);
        column->addWidget(button);
        connect(button, &QToolButton::clicked, this, [this, id = page.id] { Q_EMIT chosen(id); });
        m_entries.push_back({page.id, page.title, page.icon, button});
    }
    column->addStretch(1);
    m_fold = new QToolButton(this);
    m_fold->setProperty("role", QStringLiteral("flat"));
    m_fold->setAccessibleName(tr("Fold or unfold the page list"));
    m_fold->setToolTip(m_fold->accessibleName());
    column->addWidget(m_fold, 0, Qt::AlignLeft);
    connect(m_fold, &QToolButton::clicked, this, &Rail::foldToggled);
    connect(&theme, &Theme::changed, this, &Rail::restyle);
    restyle();
    setFolded(false);
}

void Rail::restyle()
{
    for (const Entry& entry : m_entries)
        entry.button->setIcon(navIcon(entry.icon, m_theme));
    const Rgb text = m_theme.tokens().text;
    m_mark->setPixmap(
        icon(QStringLiteral("brand"), m_theme, text).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_fold->setIcon(icon(m_folded ? QStringLiteral("unfold") : QStringLiteral("fold"), m_theme,
                         m_theme.tokens().muted));
}

void Rail::setCurrent(const QString& id)
{
    for (const Entry& entry : m_entries)
        entry.button->setChecked(entry.id == id);
}

void Rail::setFolded(bool folded)
{
    m_folded = folded;
    setFixedWidth(folded ? size::kRailFolded : size::kRail);
    m_brand->setVisible(!folded);
    for (QLabel* section : m_sections)
        section->setVisible(!folded);
    for (const Entry& entry : m_entries) {
        entry.button->setToolButtonStyle(folded ? Qt::ToolButtonIconOnly
                                                : Qt::ToolButtonTextBesideIcon);
        entry.button->setText(folded ? QString() : QLatin1Char(' ') + entry.title);
    }
    layout()->setContentsMargins(folded ? 6 : 8, 0, folded ? 6 : 8, 8);
    restyle();
}

} // namespace binnacle::ui
