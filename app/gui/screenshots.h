// SPDX-License-Identifier: GPL-3.0-or-later
// Renders pages to PNG files: goes to each page, waits until it shows data, lets the layout settle,
// saves. A page that is not ready in time ends the program with an error, never with a blank
// picture. Ui thread.
#pragma once

#include "app/gui/options.h"

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <functional>

namespace binnacle::ui {
class MainWindow;
class Theme;
} // namespace binnacle::ui

namespace binnacle::app {

class Screenshots final : public QObject {
    Q_OBJECT
public:
    /// `calm`: nothing is being read for the first time any more.
    Screenshots(ui::MainWindow& window, ui::Theme& theme, const GuiOptions& options,
                std::function<bool()> calm);
    void start();

Q_SIGNALS:
    /// 0: every page was written; 1: a reason was printed.
    void finished(int code);

private:
    void nextPage();
    void look();
    bool prepare();
    void save();
    void giveUp(const QString& why);
    ui::MainWindow& m_window;
    ui::Theme& m_theme;
    GuiOptions m_options;
    std::function<bool()> m_isCalm;
    QStringList m_pages;
    QString m_page;
    QTimer m_poll;
    QElapsedTimer m_since;
    int m_calm = 0; ///< looks in a row at which the page was ready
    bool m_prepared = false;
};

} // namespace binnacle::app
