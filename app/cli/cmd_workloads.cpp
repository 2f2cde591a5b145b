// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/row_json.h"

#include <algorithm>

namespace binnacle::app {

using models::ErrorCode;

namespace {

bool listsObjects(const models::SourceStatus& status)
{
    return status.type != "prometheus";
}

/// "Pod", "pods", "pod" and "Workload.kueue.x-k8s.io" all name a kind. -1 when none.
int findKind(const std::string& word)
{
    const auto& registry = models::KindRegistry::instance();
    if (const int exact = registry.find(word); exact >= 0)
        return exact;
    for (std::size_t i = 0; i < registry.size(); ++i) {
        const auto& spec = registry.spec(static_cast<models::KindId>(i));
        const auto same = [&](const std::string& name) {
            return name.size() == word.size() &&
                   std::equal(name.begin(), name.end(), word.begin(), [](char a, char b) {
                       return std::tolower(static_cast<unsigned char>(a)) ==
                              std::tolower(static_cast<unsigned char>(b));
                   });
        };
        if (same(spec.name) || same(spec.plural) || same(spec.plural + "." + spec.group) ||
            same(spec.name + "." + spec.group))
            return static_cast<int>(i);
    }
    return -1;
}

models::Error unknownKind(const std::string& word, const services::Snapshot& snapshot)
{
    std::string known;
    for (const auto& table : snapshot.tables) {
        if (table && table->rowCount() > 0)
            known += (known.empty() ? "" : ", ") + table->spec().name;
    }
    return {ErrorCode::InvalidInput,
            "no kind is called \"" + word + "\" here",
            known.empty() ? "kinds are spelled as in the API: Pod, Deployment, InferenceService"
                          : "kinds seen: " + known,
            {}};
}

/// Sorted by namespace and name.
std::vector<services::RowRef> rowsInOrder(const services::Table& table,
                                          const std::vector<std::uint32_t>& slots,
                                          const std::string& ns)
{
    std::vector<services::RowRef> rows;
    for (const std::uint32_t slot : slots) {
        if (const auto row = table.row(slot); ns.empty() || row.ns() == ns)
            rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return std::pair(a.ns(), a.name()) < std::pair(b.ns(), b.name());
    });
    return rows;
}

/// What the filter picks, in order. Errors: InvalidInput.
models::Result<std::vector<services::RowRef>> pickRows(const Arguments& a, models::KindId kind,
                                                       const services::Snapshot& snapshot,
                                                       models::UtcTime now)
{
    const auto& spec = models::KindRegistry::instance().spec(kind);
    const services::TableFilter fields(spec, workloadFields(spec, snapshot, now));
    const auto filter = models::compileWholeFilter(a.filter, fields.fields(), now);
    if (!filter)
        return models::fail(filter.error().in("--filter"));
    const services::Table* table = snapshot.table(kind);
    if (!table)
        return std::vector<services::RowRef>{};
    return rowsInOrder(*table, fields.select(*table, *filter, now), a.ns);
}

} // namespace

int workloads(const Job& job)
{
    const Arguments& a = job.arguments;
    auto opened = openFor(job);
    if (!opened)
        return failWith(job, opened.error());
    int exitCode = kExitDone;
    // The word may name a kind that discovery has yet to find, so it is looked up after the lists.
    const int early = findKind(a.kind);
    const std::string kindName =
        early < 0 ? a.kind
                  : models::KindRegistry::instance().spec(static_cast<models::KindId>(early)).name;
    // A slip in the filter shows before anything is waited for, where the kind is known.
    if (early >= 0) {
        const auto slip = pickRows(a, static_cast<models::KindId>(early), services::Snapshot{},
                                   models::Clock::system().now());
        if (!slip)
            return failWith(job, slip.error());
    }
    auto snapshot = snapshotFor(job, *opened, listsObjects, {kindName}, a.ns, exitCode);
    if (!snapshot)
        return failHistoric(job, *opened, snapshot.error());
    const int kind = findKind(a.kind);
    if (kind < 0) {
        if (exitCode != kExitDone)
            return exitCode;
        return failWith(job, unknownKind(a.kind, **snapshot));
    }
    const auto now = opened->historic ? opened->at : models::Clock::system().now();
    const auto picked = pickRows(a, static_cast<models::KindId>(kind), **snapshot, now);
    if (!picked)
        return failWith(job, picked.error());
    const auto& rows = *picked;
    if (rows.empty() && (exitCode == kExitUnreachable || exitCode == kExitUsage))
        return exitCode; // nothing known from earlier either: the error says all
    std::vector<std::vector<std::string>> lines;
    if (a.json)
        job.out.beginItems();
    for (const auto& row : rows) {
        const Json item = workloadItem(**snapshot, row, now);
        if (a.json)
            job.out.item(item);
        else
            lines.push_back(workloadCells(item));
        if (!job.out.good())
            return exitCode;
    }
    if (a.json)
        job.out.endItems(
            {{"kind", kindName}, {"at", models::toRfc3339(now)}, {"live", !opened->historic}});
    else
        job.out.table(workloadTitles(), lines);
    return exitCode;
}

} // namespace binnacle::app
