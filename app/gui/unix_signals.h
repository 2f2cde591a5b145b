// SPDX-License-Identifier: GPL-3.0-or-later
// SIGINT, SIGTERM and SIGHUP as a Qt signal, by a pipe of our own, so that the console closes as by
// its window: state saved, stores written. A second signal ends at once. One per process; ui
// thread.
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace binnacle::app {

class UnixSignals final : public QObject {
    Q_OBJECT
public:
    UnixSignals();
    ~UnixSignals() override;

Q_SIGNALS:
    void endRequested();

private:
    void read();
    std::unique_ptr<QSocketNotifier> m_notifier; ///< null: the system gave no pipe
};

} // namespace binnacle::app
