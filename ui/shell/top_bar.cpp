// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/top_bar.h"

#include "ui/shell/pill.h"
#include "ui/shell/timeline_text.h"
#include "ui/theme/icons.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/source_health.h"
#include "ui/viewmodels/time_dial.h"

#include <QBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace binnacle::ui {

TopBar::TopBar(Theme& theme, Environments& environments, TimeDial& time, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_environments(environments), m_time(time)
{
    setProperty("role", QStringLiteral("topbar"));
    setObjectName(QStringLiteral("topbar"));
    setFixedHeight(size::kTopBar);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(size::kPadL, 0, size::kPadL, 0);
    row->setSpacing(size::kPadS);

    m_environment = new QToolButton(this);
    m_environment->setObjectName(QStringLiteral("environment"));
    m_environment->setPopupMode(QToolButton::InstantPopup);
    m_environment->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_environment->setMenu(m_menu = new QMenu(m_environment));
    row->addWidget(m_environment);
    m_range = new QToolButton(this);
    m_range->setObjectName(QStringLiteral("range"));
    m_range->setProperty("role", QStringLiteral("button"));
    m_range->setToolButtonStyle(Qt::ToolButtonTextOnly);
    row->addWidget(m_range);

    m_search = new QPushButton(this);
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setAccessibleName(tr("Search or run a command"));
    m_search->setProperty("role", QStringLiteral("search"));
    m_search->setText(tr("Search or run a command   Ctrl K"));
    m_search->setMinimumWidth(140); // of the short text, which a narrow bar has
    m_search->setMaximumWidth(280);
    row->addWidget(m_search, 2);
    row->addStretch(1);

    row->addWidget(m_simulated = new Pill(theme, this));
    m_simulated->setObjectName(QStringLiteral("simulated"));
    m_simulated->setEmphasis(true);
    m_simulated->setToolTip(tr("Nothing here is real: a built-in source writes this estate."));
    row->addWidget(m_health = new Pill(theme, this));
    m_health->setObjectName(QStringLiteral("health"));
    row->addWidget(m_live = new Pill(theme, this));
    m_live->setObjectName(QStringLiteral("live"));
    for (QToolButton** button : {&m_themeButton, &m_help}) {
        *button = new QToolButton(this);
        (*button)->setProperty("role", QStringLiteral("flat"));
        row->addWidget(*button);
    }
    m_themeButton->setAccessibleName(tr("Switch between the dark and the light theme"));
    m_themeButton->setToolTip(m_themeButton->accessibleName());
    m_help->setAccessibleName(tr("Keyboard cheat sheet"));
    m_help->setToolTip(tr("Keyboard cheat sheet (?)"));

    connect(m_search, &QPushButton::clicked, this, &TopBar::searchRequested);
    connect(m_health, &Pill::clicked, this, &TopBar::healthRequested);
    connect(m_live, &Pill::clicked, this, [this] {
        if (m_time.isLive())
            Q_EMIT healthRequested();
        else
            m_time.goLive();
    });
    connect(m_simulated, &Pill::clicked, this, &TopBar::healthRequested);
    connect(m_help, &QToolButton::clicked, this, &TopBar::helpRequested);
    connect(m_themeButton, &QToolButton::clicked, this, &TopBar::themeRequested);
    connect(&environments, &Environments::configChanged, this, &TopBar::updateEnvironment);
    connect(&environments, &Environments::currentChanged, this, &TopBar::updateEnvironment);
    connect(&environments.feed(), &SnapshotFeed::liveChanged, this, &TopBar::updateHealth);
    connect(&environments.feed(), &SnapshotFeed::momentChanged, this, &TopBar::updateHealth);
    connect(&time, &TimeDial::momentChanged, this, &TopBar::updateHealth);
    connect(&theme, &Theme::changed, this, &TopBar::restyle);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &TopBar::updateHealth);
    m_tick.start();
    restyle();
    updateEnvironment();
}

void TopBar::restyle()
{
    const Rgb muted = m_theme.tokens().muted;
    m_search->setIcon(icon(QStringLiteral("search"), m_theme, muted));
    m_themeButton->setIcon(icon(QStringLiteral("theme"), m_theme, muted));
    m_help->setIcon(icon(QStringLiteral("help"), m_theme, muted));
}

void TopBar::updateEnvironment()
{
    m_menu->clear();
    for (const auto& environment : m_environments.config().environments) {
        const QString name = toQ(environment.name);
        QAction* action =
            m_menu->addAction(environment.production ? tr("%1 (production)").arg(name) : name);
        action->setCheckable(true);
        action->setChecked(m_environments.current() &&
                           m_environments.current()->name == environment.name);
        connect(action, &QAction::triggered, this, [this, name] { m_environments.switchTo(name); });
    }
    const auto& current = m_environments.current();
    const bool production = current && current->production;
    const QString name = current ? toQ(current->name) : tr("No environment");
    m_environment->setText((production ? tr("%1 · production").arg(name) : name) +
                           QStringLiteral("  ▾"));
    m_environment->setAccessibleName(tr("Environment: %1").arg(name));
    m_environment->setProperty("role", production ? QStringLiteral("production")
                                                  : QStringLiteral("button"));
    m_environment->style()->unpolish(m_environment);
    m_environment->style()->polish(m_environment);
    m_environment->setEnabled(!m_environments.config().environments.empty());
    updateHealth();
}

void TopBar::updateHealth()
{
    // The state of sources is always that of now, whatever moment is shown.
    const auto& snapshot = m_environments.feed().live();
    const SourceHealth health = sourceHealth(snapshot.get(), models::Clock::system().now());
    m_simulated->setVisible(health.simulated);
    m_simulated->setContent(Tone::Change,
                            width() < 900 ? tr("Simulated") : tr("Demo estate, simulated"));
    m_health->setVisible(!m_environments.isFirstRun());
    m_live->setVisible(!m_environments.isFirstRun());
    m_range->setVisible(!m_environments.isFirstRun());
    m_health->setContent(health.tone, health.text);
    m_health->setToolTip(health.detail.isEmpty() ? tr("Every source is live. Opens Connections.")
                                                 : health.detail);
    updateLive(health.live, health.starting);
}

void TopBar::updateLive(int liveSources, int starting)
{
    const SnapshotFeed& feed = m_environments.feed();
    m_live->setEmphasis(!m_time.isLive());
    if (!m_time.isLive()) {
        const QString when = momentText(m_time.moment(), m_time.now());
        m_live->setContent(Tone::Info, feed.isLoading() ? tr("Reading %1").arg(when)
                                                        : tr("As of %1").arg(when));
        m_live->setAccessibleName(tr("Showing the estate as of %1; press to return to live")
                                      .arg(formatAbsolute(m_time.moment())));
        m_live->setToolTip(tr("Everything on screen is as it was at %1. Press to return to live.")
                               .arg(formatAbsolute(m_time.moment())));
        return;
    }
    const bool live = liveSources > 0;
    const bool connecting = !live && starting > 0;
    m_live->setContent(live         ? Tone::Ok
                       : connecting ? Tone::Info
                                    : Tone::Stale,
                       live         ? tr("Live")
                       : connecting ? tr("Connecting")
                                    : tr("Last known"));
    m_live->setAccessibleName(m_live->text());
    m_live->setToolTip(live ? tr("What is on screen follows the sources.")
                            : tr("No source is live: this is the last known state."));
}

void TopBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    m_search->setText(width() < 1100 ? tr("Search   Ctrl K")
                                     : tr("Search or run a command   Ctrl K"));
    updateHealth();
}

} // namespace binnacle::ui
