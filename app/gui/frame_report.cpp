// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/frame_report.h"

#include <QCoreApplication>
#include <QMetaEnum>
#include <QSaveFile>

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <pthread.h>

namespace binnacle::app {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kAskEvery = std::chrono::milliseconds(5);
const QEvent::Type kQuestion = static_cast<QEvent::Type>(QEvent::registerEventType());

double steadyMs()
{
    return std::chrono::duration<double, std::milli>(Clock::now().time_since_epoch()).count();
}

std::int64_t unixMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// Processor time of one thread, readable from every other.
double cpuMs(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1000.0 + static_cast<double>(time.tv_nsec) / 1e6;
}

std::string nameOf(QEvent::Type type)
{
    const char* name = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    return name ? name : "event " + std::to_string(static_cast<int>(type));
}

} // namespace

FrameReport::FrameReport(std::filesystem::path file) : m_file(std::move(file)), m_start(unixMs())
{
    pthread_getcpuclockid(pthread_self(), &m_uiClock);
    m_watchdog = std::jthread([this](const std::stop_token& stop) { ask(stop); });
}

FrameReport::~FrameReport() = default;

void FrameReport::began()
{
    m_eventBegan = steadyMs();
}

void FrameReport::ended(const char* receiver, QEvent::Type type)
{
    const double ms = steadyMs() - m_eventBegan;
    // A widget's whole frame, with all that it paints, is one request for an update.
    if (type == QEvent::UpdateRequest)
        m_log.addFrame({unixMs() - static_cast<std::int64_t>(ms), ms});
    if (ms > m_longest.ms)
        m_longest = {ms, receiver, type};
}

void FrameReport::ask(const std::stop_token& stop)
{
    pthread_setname_np(pthread_self(), "watchdog");
    std::mutex mutex;
    std::condition_variable_any timer;
    std::unique_lock lock(mutex);
    while (!timer.wait_for(lock, stop, kAskEvery, [] { return false; }) && !stop.stop_requested()) {
        if (m_askedMs.load() >= 0)
            continue; // the last question still waits for its answer
        m_askedCpuMs = cpuMs(m_uiClock);
        m_askedMs = steadyMs();
        QCoreApplication::postEvent(this, new QEvent(kQuestion));
    }
}

void FrameReport::answer()
{
    Stall found;
    found.ms = steadyMs() - m_askedMs.load();
    found.cpuMs = cpuMs(m_uiClock) - m_askedCpuMs.load();
    found.at = unixMs() - static_cast<std::int64_t>(found.ms);
    if (m_longest.receiver && (found.ms > kStallMs || found.ms > m_log.longestAnswer().ms))
        found.cause = nameOf(m_longest.type) + " of " + m_longest.receiver + ", " +
                      std::to_string(std::lround(m_longest.ms)) + " ms";
    m_log.addAnswer(std::move(found));
    m_longest = {};
    m_askedMs = -1;
}

bool FrameReport::event(QEvent* event)
{
    if (event->type() != kQuestion)
        return QObject::event(event);
    answer();
    return true;
}

bool FrameReport::write() const
{
    QSaveFile out(QString::fromStdString(m_file.string()));
    const bool ok = out.open(QIODevice::WriteOnly) &&
                    out.write(m_log.toJson(m_start, unixMs())) > 0 && out.commit();
    if (!ok)
        std::fprintf(stderr, "The frame report cannot be written: %s\n",
                     qPrintable(out.errorString()));
    return ok;
}

} // namespace binnacle::app
