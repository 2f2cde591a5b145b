// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/screenshots.h"

#include "ui/pages/connections/connections_page.h"
#include "ui/pages/fleet/fleet_page.h"
#include "ui/pages/workloads/workloads_page.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/device_columns.h"

#include <QDir>
#include <QPixmap>

#include <cstdio>

namespace binnacle::app {

namespace {

constexpr int kPollMs = 100;
constexpr int kDeadlineMs = 60'000;
constexpr int kCalmLooks = 12; ///< the demo's first values arrive within a second
constexpr int kCalmWithCharts = 25;

} // namespace

Screenshots::Screenshots(ui::MainWindow& window, ui::Theme& theme, const GuiOptions& options,
                         std::function<bool()> calm)
    : m_window(window), m_theme(theme), m_options(options), m_isCalm(std::move(calm))
{
    for (const std::string& page : options.pages)
        m_pages << QString::fromStdString(page);
    for (const auto& page : window.pages()) {
        if (options.pages.empty())
            m_pages << page.id;
    }
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &Screenshots::look);
}

void Screenshots::start()
{
    if (!QDir().mkpath(QString::fromStdString(m_options.screenshotFolder.string()))) {
        giveUp(QStringLiteral("the folder cannot be made"));
        return;
    }
    nextPage();
}

void Screenshots::nextPage()
{
    if (m_pages.isEmpty()) {
        Q_EMIT finished(0);
        return;
    }
    m_page = m_pages.takeFirst();
    if (m_page != QStringLiteral("first-run") && !m_window.goTo(m_page)) {
        giveUp(QStringLiteral("there is no page of this name"));
        return;
    }
    m_calm = 0;
    m_prepared = false;
    m_since.start();
    m_poll.start();
}

void Screenshots::look()
{
    const ui::Page* page = m_window.currentPage();
    m_calm = page && page->isReady() && m_isCalm() ? m_calm + 1 : 0;
    if (m_calm > 0 && !m_prepared)
        m_prepared = prepare();
    const bool charts = m_options.open == "gpu" || m_options.open == "node" ||
                        m_options.open == "pod" || m_options.open == "workload" ||
                        m_options.open == "yaml";
    if (m_prepared && m_calm >= (charts ? kCalmWithCharts : kCalmLooks)) {
        m_poll.stop();
        save();
    } else if (m_since.elapsed() > kDeadlineMs) {
        giveUp(page && page->isSettled()
                   ? QStringLiteral("the page has no data to show (see its message in a window)")
                   : QStringLiteral("the page was not ready within 60 s"));
    }
}

bool Screenshots::prepare()
{
    if (m_options.open.empty())
        return true;
    if (auto* connections = qobject_cast<ui::ConnectionsPage*>(m_window.currentPage())) {
        if (m_options.open == "add")
            connections->openForm(QStringLiteral("prometheus"));
        return true;
    }
    if (auto* workloads = qobject_cast<ui::WorkloadsPage*>(m_window.currentPage()))
        return workloads->openWorst(m_options.open == "workload") &&
               (m_options.open != "yaml" || workloads->showTab(QStringLiteral("yaml")));
    auto* fleet = qobject_cast<ui::FleetPage*>(m_window.currentPage());
    if (!fleet)
        return true;
    const auto& view = fleet->viewModel().view();
    if (m_options.open == "devices") {
        fleet->showDevices({});
        return true;
    }
    if (m_options.open == "node")
        return !view->nodes.empty() && fleet->open(view->nodes.front().key);
    for (const auto& gpu : view->gpus) {
        if (gpu.state == services::GpuState::Computing)
            return fleet->open(ui::deviceKey(gpu));
    }
    return false;
}

void Screenshots::save()
{
    const QString theme = m_theme.isDark() ? QStringLiteral("dark") : QStringLiteral("light");
    const QString name = m_options.open.empty()
                             ? m_page
                             : m_page + QLatin1Char('-') + QString::fromStdString(m_options.open);
    const QString file = QDir(QString::fromStdString(m_options.screenshotFolder.string()))
                             .filePath(QStringLiteral("%1-%2.png").arg(name, theme));
    const QPixmap picture = m_window.grab();
    if (picture.isNull() || !picture.save(file, "PNG")) {
        giveUp(QStringLiteral("%1 cannot be written").arg(file));
        return;
    }
    std::printf("%s\n", qPrintable(file));
    nextPage();
}

void Screenshots::giveUp(const QString& why)
{
    m_poll.stop();
    std::fprintf(stderr, "No picture of %s: %s.\n", qPrintable(m_page), qPrintable(why));
    Q_EMIT finished(1);
}

} // namespace binnacle::app
