// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli_main.h"

#include "app/cli/commands.h"

#include <csignal>
#include <thread>
#include <unistd.h>

namespace binnacle::app {

namespace {

int g_wakePipe[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    // Only this is safe in a handler; a full pipe means that we are stopping already.
    [[maybe_unused]] const auto n = ::write(g_wakePipe[1], &byte, 1);
}

/// Turns Ctrl C and SIGTERM into a stop request, so that stores are closed and nothing is lost.
class SignalWatch {
public:
    SignalWatch()
    {
        if (::pipe(g_wakePipe) != 0)
            return;
        std::signal(SIGINT, onSignal);
        std::signal(SIGTERM, onSignal);
        std::signal(SIGPIPE, SIG_IGN);
        m_thread = std::thread([this] {
            char byte = 0;
            if (::read(g_wakePipe[0], &byte, 1) == 1 && byte == 1) {
                m_stop.request_stop();
                std::signal(SIGINT, SIG_DFL); // a second Ctrl C ends at once
            }
        });
    }
    ~SignalWatch()
    {
        if (!m_thread.joinable())
            return;
        const char byte = 0;
        [[maybe_unused]] const auto n = ::write(g_wakePipe[1], &byte, 1);
        m_thread.join();
    }
    std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    std::thread m_thread;
};

int dispatch(const Job& job)
{
    switch (job.arguments.command) {
    case Command::ConnectTest:
        return connectTest(job);
    case Command::EstateSync:
        return estateSync(job);
    case Command::EstateWatch:
        return estateWatch(job);
    case Command::EstateShow:
        return estateShow(job);
    case Command::EstateVerify:
        return estateVerify(job);
    case Command::Workloads:
        return workloads(job);
    case Command::FleetNodes:
    case Command::FleetGpus:
    case Command::FleetTeams:
        return fleet(job);
    case Command::Query:
        return query(job);
    case Command::Meaning:
        return meaning(job);
    case Command::SloList:
    case Command::SloStatus:
    case Command::SloLint:
    case Command::SloRules:
    case Command::SloConvert:
        return slo(job);
    case Command::Completion:
        return completion(job);
    case Command::None:
        break;
    }
    return kExitUsage;
}

} // namespace

int failWith(const Job& job, const models::Error& error)
{
    job.out.error(error);
    return exitCodeFor(error);
}

int failHistoric(const Job& job, const OpenedSession& opened, const models::Error& error)
{
    job.out.error(error);
    return opened.historic ? kExitCheckFailed : exitCodeFor(error);
}

int cliMain(int argc, char** argv)
{
    const ParseOutcome parsed = parseArguments(argc, argv);
    if (!parsed.arguments)
        return parsed.exitCode;
    Output out(parsed.arguments->json);
    try {
        SignalWatch signals;
        Runtime runtime = makeRuntime();
        const int code = dispatch({*parsed.arguments, out, runtime, signals.token()});
        if (const auto written = out.finish(); !written) {
            out.error(written.error());
            return kExitCheckFailed;
        }
        return code;
    } catch (const std::exception& e) {
        out.error({models::ErrorCode::Internal,
                   std::string("a fault in binnacle-cli: ") + e.what(),
                   "please report it with the command you gave",
                   {}});
        return kExitCheckFailed;
    }
}

} // namespace binnacle::app
