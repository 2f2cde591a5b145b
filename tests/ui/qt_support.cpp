// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/qt_support.h"

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QTest>

#include <algorithm>

namespace binnacle::ui::test {

void application()
{
    static int argc = 1;
    static char name[] = "test_ui";
    static char* argv[] = {name, nullptr};
    // Kept for ever: widgets and the platform are taken down by the end of the process.
    static QApplication* const instance = [] {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        return new QApplication(argc, argv);
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
    QAbstractEventDispatcher* loop = QAbstractEventDispatcher::instance();
    connect(loop, &QAbstractEventDispatcher::awake, this, [this] {
        m_turn.start();
        m_busy = true;
    });
    connect(loop, &QAbstractEventDispatcher::aboutToBlock, this, [this] {
        if (m_busy)
            m_longest = std::max(m_longest, static_cast<double>(m_turn.nsecsElapsed()) / 1e6);
        m_busy = false;
    });
}

} // namespace binnacle::ui::test
