// SPDX-License-Identifier: GPL-3.0-or-later
// One console application of its own: signals and the frame report need the real one.
#include "app/gui/console_application.h"
#include "app/gui/frame_report.h"
#include "app/gui/unix_signals.h"
#include "tests/support/catch.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTimer>
#include <QWidget>

#include <csignal>

using namespace binnacle::app;

namespace {

ConsoleApplication& application()
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    static int argc = 1;
    static char name[] = "test_gui_console";
    static char* argv[] = {name, nullptr};
    // Never destroyed: at exit, fonts and platform would be gone before it.
    static auto* const instance = new ConsoleApplication(argc, argv);
    return *instance;
}

void busyFor(int ms)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < ms) {
    }
}

} // namespace

TEST_CASE("SIGTERM asks the console to end instead of ending it")
{
    application();
    UnixSignals signals;
    bool asked = false;
    QObject::connect(&signals, &UnixSignals::endRequested, [&asked] {
        asked = true;
        QCoreApplication::quit();
    });
    QTimer::singleShot(0, [] { std::raise(SIGTERM); });
    QTimer::singleShot(10'000, [] { QCoreApplication::exit(1); });
    CHECK(QCoreApplication::exec() == 0);
    CHECK(asked);
}

TEST_CASE("the frame report has a window's frames and names what kept the ui thread busy")
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("frames.json"));
    FrameReport report(file.toStdString());
    application().setFrameReport(&report);
    QWidget window;
    window.resize(300, 200);
    window.show();
    QTimer busy;
    busy.setSingleShot(true);
    QObject::connect(&busy, &QTimer::timeout, [&window] {
        busyFor(120);
        window.update();
    });
    busy.start(50);
    QTimer::singleShot(400, [] { QCoreApplication::quit(); });
    QCoreApplication::exec();
    application().setFrameReport(nullptr);
    REQUIRE(report.write());
    QFile in(file);
    REQUIRE(in.open(QIODevice::ReadOnly));
    const QJsonObject told = QJsonDocument::fromJson(in.readAll()).object();
    CHECK(told[u"frames"][u"count"].toInt() >= 1);
    CHECK(told[u"answers"][u"count"].toInt() > 5);
    REQUIRE(told[u"stalls"].toArray().size() >= 1);
    CHECK(told[u"longestAnswer"][u"ms"].toDouble() >= 100);
    CHECK(told[u"longestAnswer"][u"cpuMs"].toDouble() > 50);
    CHECK(told[u"longestAnswer"][u"cause"].toString().startsWith(u"Timer of QTimer"));
}

TEST_CASE("a frame report that cannot be written says so")
{
    application();
    FrameReport report("/nonexistent-folder/frames.json");
    CHECK_FALSE(report.write());
}
