// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <sys/resource.h>

namespace binnacle::app {

using models::Clock;

namespace {

/// The high-water mark of this program alone: getrusage() would count what the parent had before
/// exec, too.
std::int64_t peakRssBytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        long long kib = 0;
        if (std::sscanf(line.c_str(), "VmHWM: %lld", &kib) == 1)
            return kib * 1024;
    }
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
}

double milliseconds(std::chrono::nanoseconds d)
{
    return std::round(static_cast<double>(d.count()) / 1e3) / 1e3;
}

/// Every kind that a source listed, and every kind with rows.
Json kindCounts(const services::Snapshot& snapshot)
{
    std::map<std::string, std::size_t> counts;
    for (const auto& source : snapshot.sources) {
        if (!source)
            continue;
        for (const auto& [kind, sync] : source->kinds) {
            if (sync.complete)
                counts[kind] += 0;
        }
    }
    for (const auto& table : snapshot.tables) {
        if (table && table->rowCount() > 0)
            counts[table->spec().name] = table->rowCount();
    }
    return counts;
}

Json sourcesJson(const services::Snapshot& snapshot, models::UtcTime now)
{
    Json list = Json::array();
    for (const auto& source : snapshot.sources) {
        if (!source)
            continue;
        Json item;
        item["id"] = source->id;
        item["type"] = source->type;
        item["phase"] = models::toString(source->phase);
        item["state"] = models::toString(source->freshnessAt(now));
        item["lastContact"] = orNull(std::string_view(models::toRfc3339(source->lastContact)));
        item["simulated"] = source->simulated;
        item["permissionsMissing"] = source->missing;
        item["notes"] = source->notes;
        item["error"] = source->error ? toJson(*source->error) : Json(nullptr);
        list.push_back(std::move(item));
    }
    return list;
}

Json healthJson(const services::StoreHealth& health)
{
    Json out;
    out["recording"] = health.recording;
    out["problem"] = orNull(std::string_view(health.problem));
    out["remedy"] = orNull(std::string_view(health.remedy));
    out["setAside"] = orNull(std::string_view(health.setAside));
    out["bytes"] = health.bytes;
    out["changes"] = health.entries;
    out["keptSince"] = orNull(std::string_view(models::toRfc3339(health.keptSince)));
    out["droppedBatches"] = health.droppedBatches;
    out["memoryBytes"] = health.memoryBytes;
    return out;
}

void printCounts(const Job& job, const Json& kinds)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto& [kind, count] : kinds.items())
        rows.push_back({kind, std::to_string(count.get<std::size_t>())});
    job.out.table({"KIND", "OBJECTS"}, rows);
}

} // namespace

int estateSync(const Job& job)
{
    auto opened = openFor(job);
    if (!opened)
        return failWith(job, opened.error());
    services::EstateSession& session = *opened->session;
    const auto started = Clock::system().steady();
    const SyncState state =
        syncSources(job, *opened, [](const models::SourceStatus&) { return true; });
    const auto complete = Clock::system().steady() - started;
    if (job.stop.stop_requested())
        return failWith(job, {models::ErrorCode::Cancelled, "interrupted", {}, {}});
    const auto snapshot = session.store().current();
    const std::int64_t peak = peakRssBytes();
    const auto first = session.firstRow();
    int exitCode = reportGaps(job, state, {}, {});
    if (exitCode == kExitDone && !state.degraded.empty())
        exitCode = kExitPartial;
    for (const auto& source : state.degraded) {
        std::string missing;
        for (const auto& permission : source.missing)
            missing += (missing.empty() ? "" : "; ") + permission;
        job.out.warning("source " + source.id + " gives a part only" +
                        (missing.empty() ? "" : ": missing " + missing));
    }
    if (auto flushed = session.store().flush(std::chrono::seconds(30));
        !flushed && job.arguments.store != "memory")
        job.out.warning("history was not written: " + flushed.error().text());
    Json out;
    out["environment"] = session.environment().name;
    out["complete"] = state.complete && state.failed.empty();
    out["kinds"] = kindCounts(*snapshot);
    out["firstRowMs"] = first ? Json(milliseconds(*first)) : Json(nullptr);
    out["completeMs"] =
        state.failed.size() < state.sources ? Json(milliseconds(complete)) : Json(nullptr);
    out["peakRssBytes"] = peak;
    out["sources"] = sourcesJson(*snapshot, Clock::system().now());
    if (job.arguments.json) {
        job.out.document(out);
    } else {
        printCounts(job, out["kinds"]);
        job.out.line("first rows after " + dump(out["firstRowMs"], false) + " ms, complete after " +
                     dump(out["completeMs"], false) + " ms, peak " +
                     std::to_string(peak / 1'000'000) + " MB");
    }
    return exitCode;
}

int estateShow(const Job& job)
{
    auto opened = openFor(job, true);
    if (!opened)
        return failWith(job, opened.error());
    services::EstateStore& store = opened->session->store();
    services::SnapshotPtr snapshot = store.current();
    if (opened->historic) {
        auto then = store.at(opened->at);
        if (!then)
            return failHistoric(job, *opened, then.error());
        snapshot = *then;
    }
    Json out;
    out["environment"] = opened->session->environment().name;
    out["at"] = models::toRfc3339(opened->historic ? opened->at : Clock::system().now());
    out["kinds"] = kindCounts(*snapshot);
    out["sources"] = sourcesJson(*snapshot, Clock::system().now());
    out["store"] = healthJson(store.health());
    if (job.arguments.json) {
        job.out.document(out);
        return kExitDone;
    }
    printCounts(job, out["kinds"]);
    for (const auto& source : out["sources"])
        job.out.line(
            "source " + source["id"].get<std::string>() + " (" + source["type"].get<std::string>() +
            "): " + source["state"].get<std::string>() + ", last contact " +
            (source["lastContact"].is_null() ? "never" : source["lastContact"].get<std::string>()));
    job.out.line("store: " + std::to_string(store.health().bytes / 1000) + " kB, " +
                 std::to_string(store.health().entries) + " recorded changes");
    return kExitDone;
}

int estateVerify(const Job& job)
{
    auto opened = openFor(job, true);
    if (!opened)
        return failWith(job, opened.error());
    const auto report = opened->session->store().verify();
    if (!report)
        return failWith(job, report.error());
    Json out;
    out["ok"] = report->ok;
    out["batches"] = report->batches;
    out["checkpoints"] = report->checkpoints;
    out["rows"] = report->rows;
    out["blocks"] = report->blocks;
    out["problems"] = report->problems;
    if (job.arguments.json)
        job.out.document(out);
    else
        job.out.line((report->ok ? "the store is whole: " : "the store is damaged: ") +
                     std::to_string(report->batches) + " batches, " +
                     std::to_string(report->checkpoints) + " checkpoints, " +
                     std::to_string(report->blocks) + " metric blocks");
    for (const auto& problem : report->problems)
        job.out.error(
            {models::ErrorCode::DataCorrupt,
             problem,
             "the console sets a damaged store aside at its next start and begins a new one",
             {}});
    return report->ok ? kExitDone : kExitCheckFailed;
}

} // namespace binnacle::app
