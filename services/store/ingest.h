// SPDX-License-Identifier: GPL-3.0-or-later
// The one path of every fact: checks a batch, puts it into the tables, sweeps what a full list no
// longer names, joins. Private to the store; runs under its lock; knows no disk.
#pragma once

#include "models/estate/fact.h"
#include "services/store/estate_delta.h"
#include "services/store/joins.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace binnacle::services {

class Ingest {
public:
    Ingest() : m_joiner(m_tables) {}

    /// All or nothing: a batch that fails here changes nothing. Errors: InvalidInput.
    models::Result<void> check(const models::FactBatch& batch) const;
    /// A checked batch; `at` is the time of ingest.
    void apply(const models::FactBatch& batch, models::UtcTime at);
    /// Takes every row of the source out; with `gone` its status too, until it is heard of again.
    void forget(const std::string& source, bool gone);
    /// Takes what another process recorded for kinds of sources that nothing fed here. Cost: O(rows
    /// of those).
    void merge(const EstateTables& recorded, models::UtcTime at);
    void updateStatus(const std::string& source, models::UtcTime at,
                      const std::function<void(models::SourceStatus&)>& edit);

    /// What changed since the last call, stamped with `version`; empty: nothing did, publish
    /// nothing. The caller fills in `after`.
    EstateDelta takeDelta(std::uint64_t version, models::UtcTime at);
    /// True when every text id changed (see EstateTables::compactTexts).
    bool compactTexts();

    EstateTables& tables() { return m_tables; }
    const EstateTables& tables() const { return m_tables; }
    /// Starts with tables filled from history.
    void adopt(EstateTables&& tables);
    std::size_t bytes() const { return m_tables.bytes() + m_joiner.bytes(); }

private:
    using ListKey = std::tuple<SourceIndex, models::KindId, std::string>;

    void applyRow(const models::FactBatch& batch, const models::FactRow& row, SourceIndex source,
                  models::UtcTime at);
    bool writeCell(TableWriter& w, std::size_t slot, models::ColumnId column,
                   const models::FactBatch& batch, const models::Cell& cell);
    void remove(TableWriter& w, std::size_t slot);
    void mark(const models::FactMark& mark, SourceIndex source);
    void sweep(models::KindId kind, SourceIndex source, const std::string& scope,
               std::uint32_t began);

    /// Facts of this kind and source arrived here, or the source was dropped here: what another
    /// process knows of it is older.
    bool knownBetter(SourceIndex source, models::KindId kind) const;
    void mergeKind(const EstateTables& recorded, SourceIndex theirs, SourceIndex mine,
                   models::KindId kind, models::UtcTime at);
    void mergeStatus(const models::SourceStatus& theirs, SourceIndex mine);

    EstateTables m_tables;
    Joiner m_joiner;
    std::map<ListKey, std::uint32_t> m_lists; ///< open lists: the mark their rows carry at least
    std::uint32_t m_listMark = 0;
    std::vector<StatusDelta> m_statuses;
    std::set<std::pair<SourceIndex, models::KindId>> m_fed;
    std::set<SourceIndex> m_forgotten;
};

/// Columns that move all the time (ColumnSpec::gauge).
ColumnSet gaugesOf(const models::KindSpec& spec);

} // namespace binnacle::services
