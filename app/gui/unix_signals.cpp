// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/unix_signals.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace binnacle::app {

namespace {

constexpr std::array kEnding = {SIGINT, SIGTERM, SIGHUP};

int g_pipe[2] = {-1, -1}; ///< a handler sees nothing but globals

void onSignal(int)
{
    const char byte = 1;
    // Only this is safe in a handler; a full pipe means that we are ending already.
    [[maybe_unused]] const auto n = ::write(g_pipe[1], &byte, 1);
}

} // namespace

UnixSignals::UnixSignals()
{
    if (::pipe2(g_pipe, O_CLOEXEC | O_NONBLOCK) != 0) {
        std::perror("binnacle: signals will end the console without saving");
        return;
    }
    m_notifier = std::make_unique<QSocketNotifier>(g_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &UnixSignals::read);
    for (const int signal : kEnding)
        std::signal(signal, onSignal);
}

UnixSignals::~UnixSignals()
{
    if (!m_notifier)
        return;
    for (const int signal : kEnding)
        std::signal(signal, SIG_DFL);
    m_notifier.reset();
    ::close(g_pipe[0]);
    ::close(g_pipe[1]);
}

void UnixSignals::read()
{
    char byte = 0;
    while (::read(g_pipe[0], &byte, 1) == 1) {
    }
    for (const int signal : kEnding)
        std::signal(signal, SIG_DFL); // the next one ends at once
    Q_EMIT endRequested();
}

} // namespace binnacle::app
