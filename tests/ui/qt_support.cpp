// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/qt_support.h"

#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "tests/support/catch.h"

#include <QApplication>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace binnacle::ui::test {

namespace {

/// An answer within 50 ms is promised of the optimised program.
#if defined(NDEBUG) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
constexpr double kLongestMs = 50;
#else
constexpr double kLongestMs = 1000;
#endif

double s_longestMs = 0; ///< since the last StallDetector
double s_worstMs = 0;   ///< since the test case began
std::string s_worst;
int s_stalls = 0;

/// Units: ms. What passed for this thread, without the time that it was ready and others had the
/// processor: a busy machine does not count, waiting for a lock or a disk does.
double ownMs()
{
    static const int file = ::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    timespec t{};
    ::clock_gettime(CLOCK_MONOTONIC, &t);
    char text[96] = {};
    unsigned long long ran = 0;
    unsigned long long queued = 0;
    if (file >= 0 && ::pread(file, text, sizeof text - 1, 0) > 0)
        std::sscanf(text, "%llu %llu", &ran, &queued);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6 -
           static_cast<double>(queued) / 1e6;
}

/// Times every event that is delivered from the loop; what it causes in turn is part of it.
class TimedApplication final : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        // Read before: an event may delete its receiver.
        const char* const name = receiver ? receiver->metaObject()->className() : "nothing";
        const int type = event->type();
        const double began = ownMs();
        ++m_depth;
        const bool taken = QApplication::notify(receiver, event);
        --m_depth;
        const double took = ownMs() - began;
        s_longestMs = std::max(s_longestMs, took);
        if (took > s_worstMs) {
            s_worstMs = took;
            s_worst = std::string(name) + ", event " + std::to_string(type);
        }
        return taken;
    }

private:
    int m_depth = 0;
};

/// On in every ui test: one event that computes for longer fails the run.
class StallListener final : public Catch::TestEventListenerBase {
public:
    using TestEventListenerBase::TestEventListenerBase;
    void testCaseStarting(const Catch::TestCaseInfo&) override { s_worstMs = 0; }
    void testCaseEnded(const Catch::TestCaseStats& stats) override
    {
        if (s_worstMs <= kLongestMs)
            return;
        ++s_stalls;
        std::fprintf(stderr, "STALL: the ui thread did not answer for %.0f ms (%s) in \"%s\"\n",
                     s_worstMs, s_worst.c_str(), stats.testInfo.name.c_str());
    }
    void testRunEnded(const Catch::TestRunStats&) override
    {
        if (s_stalls == 0)
            return;
        std::fprintf(stderr, "%d test cases stalled the ui thread for more than %.0f ms\n",
                     s_stalls, kLongestMs);
        std::fflush(nullptr);
        std::_Exit(3);
    }
};
CATCH_REGISTER_LISTENER(StallListener)

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

void StallDetector::forgive()
{
    s_worstMs = 0;
}

double StallDetector::longestMs() const
{
    return s_longestMs;
}

} // namespace binnacle::ui::test
