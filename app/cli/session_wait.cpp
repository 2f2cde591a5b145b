// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session_wait.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace binnacle::app {

using models::ErrorCode;
using models::fail;
using models::Result;
using models::SourcePhase;
using models::SourceStatus;

models::Result<services::Config> readConfig(const Arguments& arguments)
{
    if (arguments.demo)
        return services::demoConfig();
    return services::loadConfig(arguments.config.empty() ? services::defaultConfigFile()
                                                         : std::filesystem::path(arguments.config));
}

Result<OpenedSession> openFor(const Job& job, bool readOnly)
{
    const Arguments& a = job.arguments;
    OpenedSession opened;
    const auto timeout = models::parseDuration(a.timeout);
    if (!timeout)
        return fail(timeout.error().in("--timeout"));
    opened.timeout = *timeout;
    if (!a.at.empty()) {
        const auto at = models::parseTimeArgument(a.at, models::Clock::system().now());
        if (!at)
            return fail(at.error().in("--at"));
        // Two machines' clocks differ: a minute ahead means the newest state.
        if (*at > models::Clock::system().now() + std::chrono::minutes(1))
            return fail(ErrorCode::InvalidInput,
                        "--at: " + models::toRfc3339(*at) + " is in the future",
                        "leave --at out for the present, or give a time that has passed");
        opened.at = *at;
        opened.historic = true;
    }
    const auto config = readConfig(a);
    if (!config)
        return fail(config.error());
    const auto environment = config->environment(a.environment);
    if (!environment)
        return fail(environment.error());
    services::StoreOptions store;
    if (a.store != "memory")
        store.folder =
            a.store.empty() ? estateFolder(*config, *environment) : std::filesystem::path(a.store);
    store.readOnly = readOnly || opened.historic;
    auto session = openSession(job.runtime, *environment, std::move(store));
    if (!session)
        return fail(session.error());
    opened.session = std::move(*session);
    if (const auto health = opened.session->store().health(); !health.setAside.empty())
        job.out.warning("the estate store was damaged and was set aside as " + health.setAside +
                        "; a new one was begun");
    return opened;
}

namespace {

enum class Progress { Waiting, Ready, Degraded, Failed };

Progress progressOf(const SourceStatus& status, models::UtcTime now)
{
    switch (status.phase) {
    case SourcePhase::Ready:
        return Progress::Ready;
    case SourcePhase::Degraded:
        return Progress::Degraded;
    case SourcePhase::Failed:
        // A connection that was refused once may be there a moment later; wrong credentials will
        // not.
        if (status.error && models::isRetryable(status.error->code) && status.since.known() &&
            now - status.since < std::chrono::seconds(2))
            return Progress::Waiting;
        return Progress::Failed;
    default:
        return Progress::Waiting;
    }
}

} // namespace

SyncState syncSources(const Job& job, OpenedSession& opened,
                      const std::function<bool(const SourceStatus&)>& wanted)
{
    services::EstateSession& session = *opened.session;
    services::EstateStore& store = session.store();
    std::mutex lock;
    std::condition_variable_any wake;
    const auto subscription = store.subscribe([&] {
        const std::scoped_lock guard(lock);
        wake.notify_all();
    });
    const auto ids = session.sourceIds();
    const auto statusOf = [&](const services::Snapshot& snapshot,
                              const std::string& id) -> const SourceStatus* {
        for (const auto& source : snapshot.sources) {
            if (source && source->id == id)
                return source.get();
        }
        return nullptr;
    };
    std::vector<std::string> picked;
    for (const auto& id : ids) {
        const auto snapshot = store.current();
        const auto* status = statusOf(*snapshot, id);
        if (status && wanted(*status))
            picked.push_back(id);
    }
    if (picked.size() == ids.size())
        session.start();
    else
        for (const auto& id : picked)
            session.start(id);

    const auto end = std::chrono::steady_clock::now() + opened.timeout;
    SyncState state;
    state.sources = picked.size();
    while (true) {
        const auto snapshot = store.current();
        const auto now = models::Clock::system().now();
        bool waiting = false;
        state.failed.clear();
        state.degraded.clear();
        for (const auto& id : picked) {
            const auto* status = statusOf(*snapshot, id);
            const auto progress = status ? progressOf(*status, now) : Progress::Waiting;
            waiting = waiting || progress == Progress::Waiting;
            if (progress == Progress::Failed)
                state.failed.push_back(*status);
            if (progress == Progress::Degraded)
                state.degraded.push_back(*status);
        }
        state.complete = !waiting;
        const bool late = std::chrono::steady_clock::now() >= end;
        if (!waiting || late || job.stop.stop_requested()) {
            for (const auto& id : picked) {
                const auto* status = statusOf(*snapshot, id);
                if (!status || progressOf(*status, now) != Progress::Waiting)
                    continue;
                SourceStatus timedOut = *status;
                if (!timedOut.error)
                    timedOut.error =
                        models::Error{ErrorCode::Timeout,
                                      "not every list was complete after " + job.arguments.timeout,
                                      "give it longer with --timeout 2m, or run connect test",
                                      {}};
                state.failed.push_back(std::move(timedOut));
            }
            return state;
        }
        std::unique_lock guard(lock);
        wake.wait_for(guard, job.stop, std::chrono::milliseconds(50), [] { return false; });
    }
}

namespace {

/// Empty when the source gives everything that was asked for.
std::string gapOf(const SourceStatus& status, const std::vector<std::string>& kinds,
                  const std::string& ns)
{
    for (const auto& kind : kinds) {
        const auto it = status.kinds.find(kind);
        if (it == status.kinds.end())
            continue;
        if (!it->second.scope.empty() && it->second.scope != ns)
            return kind + " of namespace " + it->second.scope + " only";
        if (it->second.error)
            return kind + ": " + it->second.error->text();
    }
    return {};
}

} // namespace

int reportGaps(const Job& job, const SyncState& state, const std::vector<std::string>& kinds,
               const std::string& ns)
{
    for (const auto& status : state.failed) {
        // Of several refusals, the one of what was asked for says most.
        const models::Error* own = nullptr;
        for (const auto& kind : kinds) {
            const auto it = status.kinds.find(kind);
            if (!own && it != status.kinds.end() && it->second.error)
                own = &*it->second.error;
        }
        models::Error error =
            own ? *own
                : status.error.value_or(
                      models::Error{ErrorCode::Unreachable, "the source does not answer", {}, {}});
        job.out.error(std::move(error).in("source " + status.id));
    }
    bool partial = false;
    for (const auto& status : state.degraded) {
        const std::string gap = gapOf(status, kinds, ns);
        if (gap.empty())
            continue;
        partial = true;
        std::string missing;
        for (const auto& permission : status.missing)
            missing += (missing.empty() ? "" : "; ") + permission;
        job.out.warning("source " + status.id + " gives a part only: " + gap +
                        (missing.empty() ? "" : " (missing permissions: " + missing + ")"));
    }
    if (!state.failed.empty()) {
        if (state.failed.size() < state.sources)
            return kExitPartial;
        // A context that does not exist is the configuration's fault, not the network's.
        const bool allUsage =
            std::all_of(state.failed.begin(), state.failed.end(), [](const auto& status) {
                return status.error && exitCodeFor(*status.error) == kExitUsage;
            });
        return allUsage ? kExitUsage : kExitUnreachable;
    }
    return partial ? kExitPartial : kExitDone;
}

Result<services::SnapshotPtr> snapshotFor(const Job& job, OpenedSession& opened,
                                          const std::function<bool(const SourceStatus&)>& wanted,
                                          const std::vector<std::string>& kinds,
                                          const std::string& ns, int& exitCode)
{
    exitCode = kExitDone;
    if (opened.historic)
        return opened.session->store().at(opened.at);
    const SyncState state = syncSources(job, opened, wanted);
    if (state.sources == 0)
        return fail(ErrorCode::NotFound,
                    "no source of environment \"" + opened.session->environment().name +
                        "\" lists objects",
                    "add a source of type kubernetes or demo to " + job.arguments.config);
    if (job.stop.stop_requested())
        return fail(ErrorCode::Cancelled, "interrupted");
    exitCode = reportGaps(job, state, kinds, ns);
    return opened.session->store().current();
}

} // namespace binnacle::app
