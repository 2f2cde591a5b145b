// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fleet/team_bars.h"

#include "ui/viewmodels/format.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace binnacle::ui {

namespace {

constexpr int kRowH = 25;
constexpr std::size_t kMaxTeams = 8;

QString figuresOf(const services::FleetTeam& team)
{
    return TeamBars::tr("%1 of %2").arg(formatCount(team.busy), formatCount(team.allocated));
}

} // namespace

TeamBars::TeamBars(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("teamBars"));
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("GPUs that each team holds and uses"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TeamBars::setTeams(std::vector<services::FleetTeam> teams)
{
    if (teams.size() > kMaxTeams)
        teams.resize(kMaxTeams);
    const bool resized = teams.size() != m_teams.size();
    m_teams = std::move(teams);
    QStringList words;
    for (const auto& team : m_teams)
        words << describe(team);
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    if (resized)
        updateGeometry();
    update();
}

QSize TeamBars::sizeHint() const
{
    return {240, std::max(1, static_cast<int>(m_teams.size())) * kRowH};
}

QString TeamBars::describe(const services::FleetTeam& team) const
{
    QString text = tr("%1: %2 GPUs held, %3 computing, %4 idle")
                       .arg(toQ(team.name), formatCount(team.allocated), formatCount(team.busy),
                            formatCount(team.idle));
    if (team.quota != models::kUnknownInt)
        text += tr(", quota %1").arg(formatCount(team.quota));
    if (team.waitingJobs > 0)
        text += tr(", %1 jobs wait for %2 GPUs")
                    .arg(formatCount(team.waitingJobs), formatCount(team.waitingGpus));
    return text;
}

void TeamBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = m_theme.tokens();
    if (m_teams.empty()) {
        painter.setPen(Theme::colour(t.muted));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, tr("No team holds a GPU."));
        return;
    }
    std::int64_t widest = 1;
    for (const auto& team : m_teams)
        widest = std::max({widest, team.allocated, team.quota});
    const QFontMetrics mono(m_theme.mono(size::kSecondary));
    int figures = 0;
    for (const auto& team : m_teams)
        figures = std::max(figures, mono.horizontalAdvance(figuresOf(team)));
    const int names = 84;
    const int track = width() - names - figures - 12;
    for (std::size_t i = 0; i < m_teams.size(); ++i) {
        const auto& team = m_teams[i];
        const int y = static_cast<int>(i) * kRowH;
        if (static_cast<int>(i) == m_row) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(Theme::colour(t.raised));
            painter.drawRoundedRect(QRect(-4, y, width() + 8, kRowH), 4, 4);
        }
        painter.setPen(Theme::colour(t.text));
        painter.setFont(m_theme.text(size::kBody));
        painter.drawText(QRect(0, y, names - 6, kRowH), Qt::AlignVCenter,
                         QFontMetrics(painter.font())
                             .elidedText(team.name.empty() ? tr("no team") : toQ(team.name),
                                         Qt::ElideRight, names - 6));
        const auto bar = [&](std::int64_t value, Rgb colour) {
            const double share = static_cast<double>(value) / static_cast<double>(widest);
            painter.setPen(Qt::NoPen);
            painter.setBrush(Theme::colour(colour));
            painter.drawRoundedRect(QRectF(names, y + 7, std::max(2.0, share * track), kRowH - 14),
                                    3, 3);
        };
        bar(widest, t.raised);
        if (team.allocated > 0)
            bar(team.allocated, t.accentDim);
        const bool known = team.busy != models::kUnknownInt;
        if (known && team.busy > 0)
            bar(team.busy, t.accent);
        painter.setFont(m_theme.mono(size::kSecondary));
        painter.setPen(Theme::colour(t.muted));
        painter.drawText(QRect(width() - figures, y, figures, kRowH),
                         Qt::AlignRight | Qt::AlignVCenter, figuresOf(team));
    }
}

void TeamBars::mouseMoveEvent(QMouseEvent* event)
{
    const int row = static_cast<int>(event->position().y()) / kRowH;
    m_row = row < static_cast<int>(m_teams.size()) ? row : -1;
    setToolTip(m_row < 0 ? QString()
                         : describe(m_teams[static_cast<std::size_t>(m_row)]) +
                               tr("\nShow only this team on the map"));
    update();
}

void TeamBars::leaveEvent(QEvent*)
{
    m_row = -1;
    update();
}

void TeamBars::mousePressEvent(QMouseEvent*)
{
    if (m_row >= 0)
        Q_EMIT teamChosen(toQ(m_teams[static_cast<std::size_t>(m_row)].name));
}

void TeamBars::keyPressEvent(QKeyEvent* event)
{
    const int last = static_cast<int>(m_teams.size()) - 1;
    if (event->key() == Qt::Key_Down)
        m_row = std::min(last, m_row + 1);
    else if (event->key() == Qt::Key_Up)
        m_row = std::max(0, m_row - 1);
    else if (event->key() == Qt::Key_Return && m_row >= 0)
        Q_EMIT teamChosen(toQ(m_teams[static_cast<std::size_t>(m_row)].name));
    else
        QWidget::keyPressEvent(event);
    update();
}

} // namespace binnacle::ui
