// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/process.h"

#include "plugins/kubernetes/access/environment.h"
#include "scratch.h"
#include "tests/support/catch.h"

#include <signal.h>

#include <fstream>
#include <thread>

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;
using Steady = std::chrono::steady_clock;

namespace {

ProcessRequest request(const std::string& program)
{
    ProcessRequest out;
    out.argv = {program};
    out.env = inheritedEnvironment();
    out.timeout = std::chrono::milliseconds(20000);
    out.killGrace = std::chrono::milliseconds(300);
    return out;
}

/// True once no process of that id runs; waits on the condition for at most twenty seconds.
bool gone(const std::string& pidFile)
{
    int pid = 0;
    std::ifstream(pidFile) >> pid;
    const auto deadline = Steady::now() + std::chrono::seconds(20);
    while (pid > 0 && ::kill(pid, 0) == 0) {
        // A zombie that init has not reaped yet counts as gone.
        std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
        const std::string text((std::istreambuf_iterator<char>(stat)), {});
        if (text.find(") Z ") != std::string::npos)
            return true;
        if (Steady::now() > deadline)
            return false;
        std::this_thread::yield();
    }
    return pid > 0;
}

} // namespace

TEST_CASE("output, exit code and the end of stderr are collected")
{
    const Scratch dir;
    auto outcome =
        runProcess(request(dir.script("p", "cat; printf out; printf err >&2; exit 3\n")), {});
    REQUIRE(outcome);
    CHECK(outcome->out == "out");
    CHECK(outcome->errTail == "err");
    CHECK(outcome->exitCode == 3);
    outcome = runProcess(request(dir.script("q", "kill -9 $$\n")), {});
    REQUIRE(outcome);
    CHECK(outcome->signal == SIGKILL);
    ProcessRequest noisy = request(
        dir.script("r", "i=0; while [ $i -lt 3000 ]; do echo line $i >&2; i=$((i+1)); done\n"));
    noisy.stderrTail = 20;
    CHECK(runProcess(noisy, {})->errTail == "line 2998\nline 2999\n");
}

TEST_CASE("arguments go through without a shell and our file descriptors stay ours")
{
    const Scratch dir;
    ProcessRequest ask =
        request(dir.script("p", "printf '%s|' \"$@\"; ls /proc/self/fd | wc -l\n"));
    ask.argv.insert(ask.argv.end(), {"a b", "$(touch x)", ""});
    std::ifstream held(dir.path("p"));
    const auto outcome = runProcess(ask, {});
    REQUIRE(outcome);
    CHECK(outcome->out.starts_with("a b|$(touch x)||"));
    CHECK(std::stoi(outcome->out.substr(outcome->out.rfind('|') + 1)) <=
          4); // 0, 1, 2 and the folder itself
}

TEST_CASE("a program has no terminal to prompt on")
{
    const Scratch dir;
    const auto outcome = runProcess(
        request(dir.script(
            "p",
            "if read line; then echo got; fi; (: </dev/tty) 2>/dev/null && echo tty; echo end\n")),
        {});
    REQUIRE(outcome);
    CHECK(outcome->out == "end\n");
}

TEST_CASE("a slow program is ended with everything it started")
{
    const Scratch dir;
    ProcessRequest ask = request(dir.script("p", "sleep 300 & echo $! >" + dir.path("child") +
                                                     "; echo waiting >&2; wait\n"));
    ask.timeout = std::chrono::milliseconds(2000);
    const auto start = Steady::now();
    const auto outcome = runProcess(ask, {});
    REQUIRE_FALSE(outcome);
    CHECK(Steady::now() - start < std::chrono::seconds(20));
    CHECK(outcome.error().code == ErrorCode::Timeout);
    CHECK(outcome.error().message.find("within 2 s; it said: waiting") != std::string::npos);
    CHECK(gone(dir.path("child")));
}

TEST_CASE("a program that ignores SIGTERM is killed after the grace time")
{
    const Scratch dir;
    ProcessRequest ask = request(dir.script("p", "trap '' TERM; echo $$ >" + dir.path("pid") +
                                                     "; while :; do sleep 1; done\n"));
    ask.timeout = std::chrono::milliseconds(2000);
    CHECK(runProcess(ask, {}).error().code == ErrorCode::Timeout);
    CHECK(gone(dir.path("pid")));
}

TEST_CASE("a stop is seen at once")
{
    const Scratch dir;
    std::stop_source stop;
    const std::string program =
        dir.script("p", "echo $$ >" + dir.path("pid") + "; exec sleep 300\n");
    const auto start = Steady::now();
    std::jthread later([&] {
        while (!std::filesystem::exists(dir.path("pid")) &&
               Steady::now() - start < std::chrono::seconds(30))
            std::this_thread::yield();
        stop.request_stop();
    });
    CHECK(runProcess(request(program), stop.get_token()).error().code == ErrorCode::Cancelled);
    CHECK(Steady::now() - start < std::chrono::seconds(30));
    CHECK(gone(dir.path("pid")));
}

TEST_CASE("endless output is bounded and ends the program")
{
    const Scratch dir;
    ProcessRequest ask = request(dir.script("p", "echo $$ >" + dir.path("pid") + "; exec yes\n"));
    ask.stdoutLimit = 100000;
    const auto outcome = runProcess(ask, {});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::ResourceExhausted);
    CHECK(gone(dir.path("pid")));
}

TEST_CASE("a helper that outlives the program is neither waited for nor ended")
{
    const Scratch dir;
    const auto start = Steady::now();
    const auto outcome = runProcess(
        request(dir.script("p", "sleep 30 & echo $! >" + dir.path("child") + "; echo done\n")), {});
    REQUIRE(outcome);
    CHECK(outcome->out == "done\n");
    CHECK(Steady::now() - start < std::chrono::seconds(20));
    int pid = 0;
    std::ifstream(dir.path("child")) >> pid;
    REQUIRE(pid > 0);
    CHECK(::kill(pid, SIGKILL) == 0); // still there, and now ended by its own id
}

TEST_CASE("what cannot be started says why")
{
    const Scratch dir;
    CHECK(runProcess(request(dir.path("absent")), {}).error().code == ErrorCode::NotFound);
    CHECK(runProcess(request(dir.write("plain", "x")), {}).error().code ==
          ErrorCode::PermissionDenied);
    CHECK(runProcess(ProcessRequest{}, {}).error().code == ErrorCode::InvalidInput);
    dir.write("lost", "#!/no/such/interpreter\n");
    ::chmod(dir.path("lost").c_str(), 0755);
    CHECK(runProcess(request(dir.path("lost")), {}).error().code == ErrorCode::NotFound);
}
