// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include <algorithm>
#include <cmath>
#include <future>

namespace binnacle::app {

using models::ErrorCode;
using models::SourcePhase;
using models::SourceStatus;

namespace {

std::string stateWord(const SourceStatus& status)
{
    switch (status.phase) {
    case SourcePhase::Ready:
        return "live";
    case SourcePhase::Degraded:
        return "degraded";
    default:
        return "failed";
    }
}

Json sourceJson(const SourceStatus& status)
{
    Json item;
    item["id"] = status.id;
    item["type"] = status.type;
    item["address"] = orNull(std::string_view(status.address));
    item["state"] = stateWord(status);
    item["latency"] =
        status.latencyMs < 0 ? Json(nullptr) : Json(std::round(status.latencyMs * 1000) / 1000);
    item["version"] = orNull(std::string_view(status.version));
    item["permissionsMissing"] = status.missing;
    item["error"] = status.error ? Json(status.error->text()) : Json(nullptr);
    item["errorCode"] =
        status.error ? Json(std::string(models::toString(status.error->code))) : Json(nullptr);
    item["remedy"] = status.error ? orNull(std::string_view(status.error->remedy)) : Json(nullptr);
    item["notes"] = status.notes;
    item["simulated"] = status.simulated;
    item["insecure"] = status.insecure;
    item["clockSkewSeconds"] = static_cast<double>(status.clockSkew.count()) / 1e9;
    return item;
}

bool cannotBeReached(const SourceStatus& source)
{
    return !source.error || source.error->code == ErrorCode::Unreachable ||
           source.error->code == ErrorCode::Timeout;
}

/// 0 all answer; 4 some do not; when none does: 3 if one cannot be reached, else 1 (it refuses us,
/// …).
int exitCodeOf(const std::vector<SourceStatus>& sources)
{
    std::size_t failed = 0;
    bool unreachable = false;
    for (const auto& source : sources) {
        if (source.phase == SourcePhase::Ready || source.phase == SourcePhase::Degraded)
            continue;
        ++failed;
        unreachable = unreachable || cannotBeReached(source);
    }
    if (failed == 0)
        return kExitDone;
    if (failed < sources.size())
        return kExitPartial;
    return unreachable ? kExitUnreachable : kExitCheckFailed;
}

/// The table stays narrow; what needs a sentence follows under it, source by source.
void printText(const Job& job, const std::vector<SourceStatus>& sources)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto& s : sources) {
        const std::string latency =
            s.latencyMs < 0 ? "" : std::to_string(std::lround(s.latencyMs)) + " ms";
        rows.push_back({s.id, s.type, stateWord(s), latency, s.version, s.address});
    }
    job.out.table({"ID", "TYPE", "STATE", "LATENCY", "VERSION", "ADDRESS"}, rows);
    for (const auto& s : sources) {
        if (s.error)
            job.out.line("\n" + s.id + ": " + printable(s.error->text()) +
                         (s.error->remedy.empty() ? "" : "\n  " + printable(s.error->remedy)));
        if (!s.missing.empty())
            job.out.line("\n" + s.id + ": missing permissions");
        for (const auto& permission : s.missing)
            job.out.line("  " + printable(permission));
        for (const auto& note : s.notes)
            job.out.line(s.id + ": " + printable(note));
    }
}

} // namespace

int connectTest(const Job& job)
{
    Job memory = job;
    Arguments arguments = job.arguments;
    arguments.store = "memory"; // a test leaves no trace
    arguments.at.clear();
    const Job quiet{arguments, memory.out, memory.runtime, memory.stop};
    auto opened = openFor(quiet);
    if (!opened)
        return failWith(job, opened.error());
    const auto deadline =
        std::min(std::chrono::duration_cast<std::chrono::milliseconds>(opened->timeout),
                 std::chrono::milliseconds(15000));
    std::vector<std::future<SourceStatus>> pending;
    for (const auto& id : opened->session->sourceIds())
        pending.push_back(std::async(
            std::launch::async, [&, id] { return opened->session->test(id, deadline, job.stop); }));
    std::vector<SourceStatus> sources;
    for (auto& answer : pending)
        sources.push_back(answer.get());
    if (job.arguments.json) {
        Json list = Json::array();
        for (const auto& source : sources)
            list.push_back(sourceJson(source));
        job.out.document(
            {{"environment", opened->session->environment().name}, {"sources", std::move(list)}});
    } else {
        printText(job, sources);
    }
    for (const auto& source : sources) {
        if (source.error && job.arguments.json)
            job.out.error(source.error->in("source " + source.id));
    }
    return exitCodeOf(sources);
}

} // namespace binnacle::app
