// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/workloads_title.h"

#include "services/usecases/words.h"

#include <algorithm>

namespace binnacle::services {

namespace {

struct Phrase {
    ObjectState state;
    std::string_view one, many;
};

/// The worst first: a title is read from the left.
constexpr std::array kPhrases = {
    Phrase{ObjectState::Failed, "failed", "failed"},
    Phrase{ObjectState::Restarting, "restarts in a loop", "restart in a loop"},
    Phrase{ObjectState::NoImage, "cannot pull its image", "cannot pull their image"},
    Phrase{ObjectState::WaitsForGpu, "waits for a GPU", "wait for a GPU"},
    Phrase{ObjectState::Waiting, "is pending", "are pending"},
    Phrase{ObjectState::NotReady, "is not ready", "are not ready"},
    Phrase{ObjectState::Starting, "starts", "start"},
    Phrase{ObjectState::Changing, "is rolling out", "are rolling out"},
    Phrase{ObjectState::Paused, "is paused", "are paused"},
    Phrase{ObjectState::Leaving, "is going away", "are going away"},
    Phrase{ObjectState::Unknown, "is unknown", "are unknown"},
};

constexpr std::array kJobPhrases = {
    Phrase{ObjectState::Failed, "failed", "failed"},
    Phrase{ObjectState::Changing, "runs", "run"},
    Phrase{ObjectState::Paused, "is suspended", "are suspended"},
    Phrase{ObjectState::Leaving, "is going away", "are going away"},
    Phrase{ObjectState::Unknown, "is unknown", "are unknown"},
};

constexpr std::array kNodePhrases = {
    Phrase{ObjectState::Failed, "is not ready", "are not ready"},
    Phrase{ObjectState::NotReady, "reports a problem", "report a problem"},
    Phrase{ObjectState::Paused, "is cordoned", "are cordoned"},
    Phrase{ObjectState::Leaving, "is going away", "are going away"},
    Phrase{ObjectState::Unknown, "is unknown", "are unknown"},
};

constexpr std::array kQueuePhrases = {
    Phrase{ObjectState::Failed, "was evicted", "were evicted"},
    Phrase{ObjectState::Waiting, "waits", "wait"},
    Phrase{ObjectState::Starting, "has its quota", "have their quota"},
    Phrase{ObjectState::Paused, "is on hold", "are on hold"},
    Phrase{ObjectState::Leaving, "is going away", "are going away"},
    Phrase{ObjectState::Unknown, "is unknown", "are unknown"},
};

std::span<const Phrase> phrasesOf(const models::KindSpec& kind)
{
    if (kind.name == "Job")
        return kJobPhrases;
    if (kind.name == "Node")
        return kNodePhrases;
    if (kind.name == "Workload")
        return kQueuePhrases;
    return kPhrases;
}

/// What is well is called by the kind's own word.
std::string_view fineWord(const models::KindSpec& kind)
{
    if (kind.name == "PersistentVolumeClaim")
        return "bound";
    if (kind.name == "ClusterQueue" || kind.name == "LocalQueue" || kind.name == "Namespace")
        return "active";
    if (kind.name == "Workload")
        return "admitted";
    if (kind.name == "Job")
        return "complete";
    return "ready";
}

std::string eventsTitle(const models::KindSpec& kind, const StateCounts& counts)
{
    const std::int64_t warnings = counts[ObjectState::NotReady];
    const std::string all = counted(counts.total, kindWord(kind, false), kindWord(kind, true));
    return warnings == 0 ? all + ", none is a warning"
                         : thousands(warnings) + " of " + all +
                               (warnings == 1 ? " is a warning" : " are warnings");
}

} // namespace

std::vector<bool> silentSources(const Snapshot& snapshot, models::UtcTime now)
{
    std::vector<bool> silent(snapshot.sources.size(), false);
    for (std::size_t i = 0; snapshot.live && i < silent.size(); ++i) {
        if (!snapshot.sources[i])
            continue;
        const models::Freshness f = snapshot.sources[i]->freshnessAt(now);
        silent[i] = f == models::Freshness::Stale || f == models::Freshness::Unknown;
    }
    return silent;
}

StateCounts countStates(const Table& table, std::span<const std::uint32_t> slots,
                        const std::vector<bool>& silent)
{
    StateCounts counts;
    for (const std::uint32_t slot : slots) {
        const RowRef row = table.row(slot);
        const ObjectState state = stateOf(row);
        const bool unheard = row.source() < silent.size() && silent[row.source()];
        counts.add(unheard && state != ObjectState::Plain ? ObjectState::Unknown : state);
    }
    return counts;
}

RowStates rowStates(const Table& table, const RowStates* before, const TableChanges& changes)
{
    if (!before) {
        RowStates states(table.slotCount(), ObjectState::Plain);
        table.forEach([&](const RowRef& row) { states[row.slot()] = stateOf(row); });
        return states;
    }
    RowStates states(*before);
    states.resize(table.slotCount(), ObjectState::Plain);
    for (const std::uint32_t slot : changes.fresh)
        states[slot] = stateOf(table.row(slot));
    return states;
}

StateCounts countStates(const Table& table, const RowStates& states,
                        std::span<const std::uint32_t> slots, const std::vector<bool>& silent)
{
    const bool allHeard = std::find(silent.begin(), silent.end(), true) == silent.end();
    StateCounts counts;
    for (const std::uint32_t slot : slots) {
        const ObjectState state = states[slot];
        const SourceIndex source = allHeard ? SourceIndex{0} : table.row(slot).source();
        const bool unheard = !allHeard && source < silent.size() && silent[source];
        counts.add(unheard && state != ObjectState::Plain ? ObjectState::Unknown : state);
    }
    return counts;
}

std::string troubleWords(const models::KindSpec& kind, const StateCounts& counts)
{
    std::string words;
    for (const Phrase& phrase : phrasesOf(kind)) {
        const std::int64_t n = counts[phrase.state];
        if (n == 0)
            continue;
        words += words.empty() ? "" : ", ";
        words += thousands(n) + " " + std::string(n == 1 ? phrase.one : phrase.many);
    }
    return words;
}

std::string workloadsTitle(const models::KindSpec& kind, const StateCounts& counts)
{
    const std::string many = kindWord(kind, true);
    if (counts.total == 0)
        return "No " + many;
    if (kind.name == "Event")
        return eventsTitle(kind, counts);
    if (counts[ObjectState::Plain] == counts.total)
        return counted(counts.total, kindWord(kind, false), many);
    // Jobs and queued workloads end well; what serves does not end, and a finished pod is no
    // missing one.
    const bool ends = kind.name == "Job" || kind.name == "Workload";
    const std::int64_t finished = counts[ObjectState::Finished];
    const std::int64_t fine = counts[ObjectState::Fine] + (ends ? finished : 0);
    const std::int64_t expected = counts.total - (ends ? 0 : finished) - counts[ObjectState::Plain];
    const std::string tail = !ends && finished > 0 ? "; " + thousands(finished) + " finished" : "";
    if (expected == 0)
        return counted(counts.total, kindWord(kind, false), many) + ", all finished";
    if (counts[ObjectState::Unknown] == expected)
        return counted(expected, kindWord(kind, false), many) +
               (expected == 1 ? ", state unknown" : ", states unknown") + tail;
    const std::string word =
        std::string(fineWord(kind)) + (kind.name == "Workload" ? " or done" : "");
    if (fine == expected) {
        if (expected == 1)
            return "The only " + kindWord(kind, false) + " is " + word + tail;
        return "All " + thousands(expected) + " " + many + " are " + word + tail;
    }
    const std::string trouble = troubleWords(kind, counts);
    if (expected == 1 && !trouble.empty())
        return "The only " + kindWord(kind, false) + trouble.substr(1) + tail; // "1 is not ready"
    return thousands(fine) + " of " + counted(expected, kindWord(kind, false), many) +
           (fine == 1 ? " is " : " are ") + word + (trouble.empty() ? "" : ": " + trouble) + tail;
}

} // namespace binnacle::services
