// SPDX-License-Identifier: GPL-3.0-or-later
// Milliseconds from process start to the first painted frame and to the first usable page, as JSON.
// Ui thread.
#pragma once

#include <QObject>

#include <filesystem>
#include <map>

namespace binnacle::ui {
class MainWindow;
}

namespace binnacle::app {

class StartupReport final : public QObject {
    Q_OBJECT
public:
    StartupReport(ui::MainWindow& window, std::filesystem::path file);

Q_SIGNALS:
    /// Written, or failed with a message on stderr.
    void written(bool ok);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void onReady(const QString& page);
    ui::MainWindow& m_window;
    std::filesystem::path m_file;
    double m_firstFrameMs = -1;
    std::map<std::string, double> m_pages;
};

/// Since the process began, by the kernel's own account where it tells. Units: milliseconds.
double processAgeMs();

} // namespace binnacle::app
