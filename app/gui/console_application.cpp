// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/console_application.h"

#include "app/gui/frame_report.h"

#include <QThread>

namespace binnacle::app {

bool ConsoleApplication::notify(QObject* receiver, QEvent* event)
{
    // D-Bus has a thread with events of its own.
    if (!m_report || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    // Read before: an event may delete its receiver.
    const char* const name = receiver ? receiver->metaObject()->className() : "nothing";
    const QEvent::Type type = event->type();
    if (m_depth++ == 0)
        m_report->began();
    const bool done = QApplication::notify(receiver, event);
    if (--m_depth == 0 && m_report)
        m_report->ended(name, type);
    return done;
}

} // namespace binnacle::app
