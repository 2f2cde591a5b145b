// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/process.h"

#include "plugins/kubernetes/access/encoding.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;
using Steady = std::chrono::steady_clock;

namespace {

/// How soon an exit, a stop or the timeout is noticed while the pipes are silent.
constexpr int kTickMs = 10;
/// How long pipes that outlive the program are read on.
constexpr std::chrono::milliseconds kDrain{300};

class Pipe {
public:
    Pipe() { m_ok = ::pipe2(m_fds.data(), O_CLOEXEC) == 0; }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe()
    {
        closeWrite();
        closeRead();
    }
    bool ok() const { return m_ok; }
    int read() const { return m_fds[0]; }
    int write() const { return m_fds[1]; }
    void closeRead() { close(m_fds[0]); }
    void closeWrite() { close(m_fds[1]); }

private:
    static void close(int& fd)
    {
        if (fd >= 0)
            ::close(std::exchange(fd, -1));
    }
    std::array<int, 2> m_fds{-1, -1};
    bool m_ok = false;
};

std::vector<char*> pointers(const std::vector<std::string>& texts)
{
    std::vector<char*> out;
    for (const std::string& text : texts)
        out.push_back(const_cast<char*>(text.c_str())); // the C interface only lacks the const
    out.push_back(nullptr);
    return out;
}

/// A new session: no controlling terminal to prompt on, and one process group to end.
Result<pid_t> start(const ProcessRequest& request, const Pipe& out, const Pipe& err)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out.write(), 1);
    posix_spawn_file_actions_adddup2(&actions, err.write(), 2);
#if defined(__GLIBC__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 34)
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
#endif
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGQUIT})
        sigaddset(&usual, number);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(
        &attributes,
        static_cast<short>(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
    pid_t pid = -1;
    const int rc = ::posix_spawn(&pid, request.argv.front().c_str(), &actions, &attributes,
                                 pointers(request.argv).data(), pointers(request.env).data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (rc == 0)
        return pid;
    const ErrorCode code = rc == ENOENT                    ? ErrorCode::NotFound
                           : rc == EACCES || rc == ENOEXEC ? ErrorCode::PermissionDenied
                                                           : ErrorCode::ResourceExhausted;
    return fail(code, "cannot start " + request.argv.front() + ": " + std::strerror(rc),
                rc == ENOENT ? "Check that the program and the interpreter in its first line exist."
                             : "Check that the file is an executable program.");
}

class Run {
public:
    explicit Run(const ProcessRequest& request) : m_request(request) {}

    Result<ProcessOutcome> execute(const std::stop_token& stop)
    {
        if (!m_out.ok() || !m_err.ok())
            return fail(ErrorCode::ResourceExhausted,
                        "cannot make a pipe: " + std::string(std::strerror(errno)));
        const auto pid = start(m_request, m_out, m_err);
        if (!pid)
            return fail(pid.error());
        m_pid = *pid;
        m_out.closeWrite();
        m_err.closeWrite();
        const ErrorCode* failure = watch(stop);
        if (failure != nullptr)
            end();
        reap();
        return failure == nullptr ? Result<ProcessOutcome>(std::move(m_outcome))
                                  : fail(error(*failure));
    }

private:
    /// Until the program ended by itself (null) or has to be ended.
    const ErrorCode* watch(const std::stop_token& stop)
    {
        static constexpr ErrorCode kCancelled = ErrorCode::Cancelled, kTimeout = ErrorCode::Timeout,
                                   kTooMuch = ErrorCode::ResourceExhausted;
        const auto deadline = Steady::now() + m_request.timeout;
        auto drainUntil = Steady::time_point::max();
        for (;;) {
            readSome();
            if (m_outcome.out.size() > m_request.stdoutLimit)
                return &kTooMuch;
            const auto now = Steady::now();
            if (drainUntil == Steady::time_point::max() && hasEnded())
                drainUntil = now + kDrain;
            if (drainUntil != Steady::time_point::max()) {
                if ((m_out.read() < 0 && m_err.read() < 0) || now >= drainUntil)
                    return nullptr;
            } else if (stop.stop_requested()) {
                return &kCancelled;
            } else if (now >= deadline) {
                return &kTimeout;
            }
        }
    }

    void readSome()
    {
        std::array<pollfd, 2> wait{pollfd{m_out.read(), POLLIN, 0},
                                   pollfd{m_err.read(), POLLIN, 0}};
        if (::poll(wait.data(), wait.size(), kTickMs) <= 0)
            return;
        std::array<char, 16384> buffer{};
        for (std::size_t i = 0; i < wait.size(); ++i) {
            if (wait[i].fd < 0 || wait[i].revents == 0)
                continue;
            const ssize_t n = ::read(wait[i].fd, buffer.data(), buffer.size());
            if (n > 0 && i == 0)
                m_outcome.out.append(buffer.data(), static_cast<std::size_t>(n));
            else if (n > 0)
                appendTail({buffer.data(), static_cast<std::size_t>(n)});
            else if (n == 0 || errno != EINTR)
                i == 0 ? m_out.closeRead() : m_err.closeRead();
        }
    }

    void appendTail(std::string_view text)
    {
        std::string& tail = m_outcome.errTail;
        tail.append(text);
        if (tail.size() > m_request.stderrTail)
            tail.erase(0, tail.size() - m_request.stderrTail);
    }

    /// Leaves the zombie, so that its process group id cannot be given to somebody else yet.
    bool hasEnded() const
    {
        siginfo_t info{};
        const int rc =
            ::waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOHANG | WNOWAIT);
        return (rc == 0 && info.si_pid == m_pid) || (rc != 0 && errno == ECHILD);
    }

    void end()
    {
        ::kill(-m_pid, SIGTERM);
        const auto deadline = Steady::now() + m_request.killGrace;
        while (!hasEnded() && Steady::now() < deadline) {
            readSome();
            if (m_outcome.out.size() > m_request.stdoutLimit)
                m_outcome.out.clear(); // keeps the pipe flowing while it shuts down
        }
        ::kill(-m_pid, SIGKILL);
    }

    void reap()
    {
        int status = 0;
        pid_t rc = 0;
        do {
            rc = ::waitpid(m_pid, &status, 0);
        } while (rc < 0 && errno == EINTR);
        if (rc == m_pid && WIFEXITED(status))
            m_outcome.exitCode = WEXITSTATUS(status);
        else if (rc == m_pid && WIFSIGNALED(status))
            m_outcome.signal = WTERMSIG(status);
    }

    models::Error error(ErrorCode code) const
    {
        const std::string& name = m_request.argv.front();
        models::Error out{code, name + " was stopped", {}, {}};
        if (code == ErrorCode::Timeout) {
            const auto ms = m_request.timeout.count();
            out.message =
                name + " did not finish within " +
                (ms >= 1000 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms");
        } else if (code == ErrorCode::ResourceExhausted) {
            out.message =
                name + " printed more than " + std::to_string(m_request.stdoutLimit >> 10) + " KiB";
        }
        if (const std::string tail = trimmed(redacted(m_outcome.errTail)); !tail.empty())
            out.message += "; it said: " + tail;
        return out;
    }

    const ProcessRequest& m_request;
    Pipe m_out, m_err;
    pid_t m_pid = -1;
    ProcessOutcome m_outcome;
};

} // namespace

Result<ProcessOutcome> runProcess(const ProcessRequest& request, std::stop_token stop)
{
    if (request.argv.empty())
        return fail(ErrorCode::InvalidInput, "no program is named");
    return Run(request).execute(stop);
}

} // namespace binnacle::plugins::kubernetes
