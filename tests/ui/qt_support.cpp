// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/qt_support.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

namespace binnacle::ui::test {

namespace {

double s_longestMs = 0;

/// Times every event that is delivered from the loop; what it causes in turn is part of it.
class TimedApplication final : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        QElapsedTimer clock;
        clock.start();
        ++m_depth;
        const bool taken = QApplication::notify(receiver, event);
        --m_depth;
        s_longestMs = std::max(s_longestMs, static_cast<double>(clock.nsecsElapsed()) / 1e6);
        return taken;
    }

private:
    int m_depth = 0;
};

} // namespace

void application()
{
    static int argc = 1;
    static char name[] = "test_ui";
    static char* argv[] = {name, nullptr};
    // Kept for ever: widgets and the platform are taken down by the end of the process.
    static TimedApplication* const instance = [] {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        return new TimedApplication(argc, argv);
    }();
    (void)instance;
}

QStringList& Messages::seen()
{
    static QStringList messages;
    return messages;
}

static QtMessageHandler s_before = nullptr;

Messages::Messages()
{
    seen().clear();
    s_before = qInstallMessageHandler(
        [](QtMsgType type, const QMessageLogContext& context, const QString& text) {
            if (type != QtDebugMsg && type != QtInfoMsg)
                seen() << QString::fromLatin1(context.category ? context.category : "") +
                              QStringLiteral(": ") + text;
        });
}

Messages::~Messages()
{
    qInstallMessageHandler(s_before);
}

bool waitUntil(const std::function<bool()>& condition, int ms)
{
    return QTest::qWaitFor(condition, ms);
}

StallDetector::StallDetector()
{
    s_longestMs = 0;
}

double StallDetector::longestMs() const
{
    return s_longestMs;
}

} // namespace binnacle::ui::test
