// SPDX-License-Identifier: GPL-3.0-or-later
// The application object of the console: hands out events as QApplication does, and lets a frame
// report look on when there is one. Ui thread.
#pragma once

#include <QApplication>

namespace binnacle::app {

class FrameReport;

class ConsoleApplication final : public QApplication {
    Q_OBJECT
public:
    using QApplication::QApplication;
    /// Null: nobody looks on. The report must outlive its stay here.
    void setFrameReport(FrameReport* report) { m_report = report; }
    bool notify(QObject* receiver, QEvent* event) override;

private:
    FrameReport* m_report = nullptr;
    int m_depth = 0; ///< events that an event brings with it count as part of it
};

} // namespace binnacle::app
