// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/startup_report.h"

#include "ui/shell/main_window.h"

#include <QEvent>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QTimer>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#ifdef __linux__
#include <unistd.h>
#endif

namespace binnacle::app {

namespace {

constexpr double kTickMs = 10; ///< USER_HZ: /proc counts in hundredths

/// Start of the process since boot, in ms; negative when the system does not tell.
double startedMs()
{
#ifdef __linux__
    std::ifstream stat("/proc/self/stat");
    std::string text;
    std::getline(stat, text);
    const auto name = text.rfind(')');
    if (name == std::string::npos)
        return -1;
    // Field 22, starttime; the name may hold spaces, so counting starts behind it.
    std::size_t at = name + 1;
    for (int field = 2; field < 22 && at != std::string::npos; ++field)
        at = text.find(' ', at + (field > 2 ? 1 : 0));
    if (at == std::string::npos)
        return -1;
    return std::strtod(text.c_str() + at, nullptr) * 1000.0 /
           static_cast<double>(sysconf(_SC_CLK_TCK));
#else
    return -1;
#endif
}

double bootMs()
{
#ifdef __linux__
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) * 1000.0 + static_cast<double>(now.tv_nsec) / 1e6;
#else
    return -1;
#endif
}

} // namespace

double processAgeMs()
{
    static const double started = startedMs();
    return started < 0 ? static_cast<double>(std::clock()) * 1000.0 / CLOCKS_PER_SEC
                       : bootMs() - started - kTickMs / 2;
}

StartupReport::StartupReport(ui::MainWindow& window, std::filesystem::path file)
    : m_window(window), m_file(std::move(file))
{
    window.installEventFilter(this);
    connect(&window, &ui::MainWindow::pageReady, this, &StartupReport::onReady);
}

bool StartupReport::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Paint && m_firstFrameMs < 0) {
        // After the paint event itself has been handled.
        m_firstFrameMs = processAgeMs();
        QTimer::singleShot(0, this, [this] { m_firstFrameMs = processAgeMs(); });
    }
    return QObject::eventFilter(watched, event);
}

void StartupReport::onReady(const QString& page)
{
    const bool first = m_pages.empty();
    m_pages.emplace(page.toStdString(), processAgeMs());
    if (!first)
        return;
    QJsonObject pages;
    for (const auto& [name, ms] : m_pages)
        pages.insert(QString::fromStdString(name), ms);
    const QJsonObject report{{QStringLiteral("firstFrameMs"), m_firstFrameMs},
                             {QStringLiteral("usableMs"), m_pages.begin()->second},
                             {QStringLiteral("pages"), pages}};
    QSaveFile out(QString::fromStdString(m_file.string()));
    const bool ok = out.open(QIODevice::WriteOnly) &&
                    out.write(QJsonDocument(report).toJson()) > 0 && out.commit();
    if (!ok)
        std::fprintf(stderr, "The start-up report cannot be written: %s\n",
                     qPrintable(out.errorString()));
    Q_EMIT written(ok);
}

} // namespace binnacle::app
