// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/row_json.h"
#include "services/store/diff.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace binnacle::app {

using services::RowChange;
using services::Snapshot;
using services::Table;

namespace {

const char* word(RowChange::Op op)
{
    switch (op) {
    case RowChange::Op::Added:
        return "added";
    case RowChange::Op::Changed:
        return "changed";
    case RowChange::Op::Removed:
        return "removed";
    }
    return "changed";
}

/// Null when only values moved that move all the time.
Json changeJson(const Table* before, const Table* after, const RowChange& change, bool gauges)
{
    const Table& table = change.op == RowChange::Op::Removed ? *before : *after;
    const services::RowRef row = table.row(change.slot);
    Json columns = Json::object();
    if (change.op == RowChange::Op::Changed) {
        const auto old = before->find(change.key);
        for (const auto column : change.columns) {
            const auto& spec = table.spec().columns[column];
            if (spec.gauge && !gauges)
                continue;
            columns[spec.name] =
                Json::array({old ? cellJson(*old, column) : Json(nullptr), cellJson(row, column)});
        }
        if (columns.empty())
            return nullptr;
    }
    if (change.op == RowChange::Op::Added) {
        for (std::size_t i = 0; i < table.spec().columns.size(); ++i) {
            const auto column = static_cast<models::ColumnId>(i);
            if (row.known(column))
                columns[table.spec().columns[i].name] =
                    Json::array({nullptr, cellJson(row, column)});
        }
    }
    Json line;
    line["time"] = models::toRfc3339(models::Clock::system().now());
    line["op"] = word(change.op);
    line["kind"] = table.spec().name;
    line["namespace"] = cellJson(row, models::col(models::Common::Namespace));
    line["name"] = cellJson(row, models::col(models::Common::Name));
    line["columns"] = std::move(columns);
    return line;
}

void printRows(const Job& job, const Snapshot& before, const Snapshot& after)
{
    for (std::size_t kind = 0; kind < after.tables.size(); ++kind) {
        const Table* old = before.table(static_cast<models::KindId>(kind));
        const Table* now = after.table(static_cast<models::KindId>(kind));
        if (old == now)
            continue;
        for (const RowChange& change : services::diffTables(old, now)) {
            const Json line = changeJson(old, now, change, job.arguments.gauges);
            if (!line.is_null())
                job.out.line(dump(line, false));
        }
    }
}

/// A source that changes its state is a change too: without it, silence could mean anything.
void printSources(const Job& job, const Snapshot& after, models::UtcTime now,
                  std::map<std::string, std::string>& states)
{
    for (const auto& source : after.sources) {
        if (!source)
            continue;
        const std::string state = std::string(models::toString(source->freshnessAt(now))) + " " +
                                  std::string(models::toString(source->phase));
        std::string& last = states[source->id];
        if (last == state)
            continue;
        Json line;
        line["time"] = models::toRfc3339(now);
        line["op"] = last.empty() ? "added" : "changed";
        line["kind"] = "Source";
        line["name"] = source->id;
        line["state"] = models::toString(source->freshnessAt(now));
        line["phase"] = models::toString(source->phase);
        line["lastContact"] = orNull(std::string_view(models::toRfc3339(source->lastContact)));
        line["error"] = source->error ? toJson(*source->error) : Json(nullptr);
        job.out.line(dump(line, false));
        last = state;
    }
}

} // namespace

int estateWatch(const Job& job)
{
    std::chrono::steady_clock::time_point end = std::chrono::steady_clock::time_point::max();
    models::Duration length{0};
    if (!job.arguments.watchFor.empty()) {
        const auto parsed = models::parseDuration(job.arguments.watchFor);
        if (!parsed)
            return failWith(job, parsed.error().in("--for"));
        length = *parsed;
    }
    auto opened = openFor(job);
    if (!opened)
        return failWith(job, opened.error());
    const SyncState state =
        syncSources(job, *opened, [](const models::SourceStatus&) { return true; });
    int exitCode = reportGaps(job, state, {}, {});
    if (exitCode == kExitUnreachable && length.count() == 0)
        return exitCode;
    if (length.count() > 0)
        end = std::chrono::steady_clock::now() + length;

    services::EstateStore& store = opened->session->store();
    std::mutex lock;
    std::condition_variable_any wake;
    const auto subscription = store.subscribe([&] {
        const std::scoped_lock guard(lock);
        wake.notify_all();
    });
    auto seen = store.current();
    std::map<std::string, std::string> states;
    printSources(job, *seen, models::Clock::system().now(), states);
    while (!job.stop.stop_requested() && std::chrono::steady_clock::now() < end && job.out.good()) {
        {
            // Freshness changes by the passing of time alone, so look at least twice a second.
            std::unique_lock guard(lock);
            wake.wait_until(
                guard, job.stop,
                std::min(end, std::chrono::steady_clock::now() + std::chrono::milliseconds(500)),
                [&] { return store.current()->version != seen->version; });
        }
        const auto next = store.current();
        if (next->version != seen->version)
            printRows(job, *seen, *next);
        printSources(job, *next, models::Clock::system().now(), states);
        seen = next;
    }
    if (auto flushed = store.flush(std::chrono::seconds(10));
        !flushed && job.arguments.store != "memory")
        job.out.warning("history was not written: " + flushed.error().text());
    return exitCode;
}

} // namespace binnacle::app
