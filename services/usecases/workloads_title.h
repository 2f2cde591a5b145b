// SPDX-License-Identifier: GPL-3.0-or-later
// The Workloads page's conclusion in words, of the rows that are shown: "37 of 41 pods are ready: 2
// wait for a GPU, 1 restarts in a loop". Pure; any thread. A row of a source that is not heard of
// counts as unknown, never as fine.
#pragma once

#include "services/store/snapshot.h"
#include "services/store/table_changes.h"
#include "services/usecases/object_state.h"

#include <array>
#include <span>
#include <string>

namespace binnacle::services {

struct StateCounts {
    std::array<std::int64_t, static_cast<std::size_t>(ObjectState::Count)> by{};
    std::int64_t total = 0;

    std::int64_t operator[](ObjectState state) const { return by[static_cast<std::size_t>(state)]; }
    void add(ObjectState state)
    {
        ++by[static_cast<std::size_t>(state)];
        ++total;
    }
};

/// True for each source whose rows are not known to be so now: stale, or never heard of. Shape: by
/// SourceIndex. Of the past all is known that was kept.
std::vector<bool> silentSources(const Snapshot& snapshot, models::UtcTime now);

/// Cost: O(slots).
StateCounts countStates(const Table& table, std::span<const std::uint32_t> slots,
                        const std::vector<bool>& silent);

/// How every live row stands by itself, worked out once per change of the row. Shape: by slot.
using RowStates = std::vector<ObjectState>;

/// Goes on from `before`, of the version that `changes` comes from; null: everything anew. Cost:
/// O(changed rows), else O(rows).
RowStates rowStates(const Table& table, const RowStates* before, const TableChanges& changes);

/// countStates() with states known already.
StateCounts countStates(const Table& table, const RowStates& states,
                        std::span<const std::uint32_t> slots, const std::vector<bool>& silent);

/// Shape: one sentence without a full stop.
std::string workloadsTitle(const models::KindSpec& kind, const StateCounts& counts);

/// The tail alone: "2 wait for a GPU, 1 restarts in a loop"; empty when all is well.
std::string troubleWords(const models::KindSpec& kind, const StateCounts& counts);

} // namespace binnacle::services
