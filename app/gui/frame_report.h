// SPDX-License-Identifier: GPL-3.0-or-later
// Watches the ui thread for `--frame-report`: the time of every frame of a window, and, by a thread
// that asks every few milliseconds, how long the ui thread takes to answer. Lives on the ui thread;
// writes its file when asked to. Knows nothing of what is shown.
#pragma once

#include "app/gui/frame_log.h"

#include <QEvent>
#include <QObject>

#include <atomic>
#include <filesystem>
#include <thread>

namespace binnacle::app {

class FrameReport final : public QObject {
    Q_OBJECT
public:
    explicit FrameReport(std::filesystem::path file);
    ~FrameReport() override;

    /// Around every event that the loop hands out; `receiver` is a class name and outlives all.
    /// Thread: ui.
    void began();
    void ended(const char* receiver, QEvent::Type type);
    /// False with a message on stderr.
    bool write() const;

protected:
    bool event(QEvent* event) override;

private:
    struct Doing {
        double ms = 0;
        const char* receiver = nullptr;
        QEvent::Type type = QEvent::None;
    };
    void ask(const std::stop_token& stop);
    void answer();
    std::filesystem::path m_file;
    FrameLog m_log;
    std::int64_t m_start;
    Doing m_longest; ///< since the last answer
    double m_eventBegan = 0;
    std::atomic<double> m_askedMs{-1}; ///< Units: steady milliseconds; negative: nothing is asked
    std::atomic<double> m_askedCpuMs{0};
    clockid_t m_uiClock{};
    std::jthread m_watchdog; ///< last: it ends first
};

} // namespace binnacle::app
