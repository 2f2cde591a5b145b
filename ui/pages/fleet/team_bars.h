// SPDX-License-Identifier: GPL-3.0-or-later
// "Allocated, but is it used?": per team a bar of what it holds with the used part filled, and the
// figures. A press asks for that team. Ui thread.
#pragma once

#include "services/usecases/fleet.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace binnacle::ui {

class TeamBars final : public QWidget {
    Q_OBJECT
public:
    TeamBars(Theme& theme, QWidget* parent);
    void setTeams(std::vector<services::FleetTeam> teams);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void teamChosen(const QString& team);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QString describe(const services::FleetTeam& team) const;
    Theme& m_theme;
    std::vector<services::FleetTeam> m_teams;
    int m_row = -1;
};

} // namespace binnacle::ui
