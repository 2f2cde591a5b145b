// SPDX-License-Identifier: GPL-3.0-or-later
// The mutable side of the estate: one text pool, a TableWriter per kind, the sources by index.
// Ingest fills one for the present, a replay fills one for the past; both end in a Snapshot.
// Private to the store; one thread at a time.
#pragma once

#include "services/store/snapshot.h"
#include "services/store/table_writer.h"

#include <map>
#include <string>

namespace binnacle::services {

/// A source is two bytes in every row; what comes from connectors and files stays below that.
inline constexpr std::size_t kMaxSources = 60'000;

class EstateTables {
public:
    EstateTables();

    StringPool& texts() { return *m_texts; }
    const StringPool& texts() const { return *m_texts; }
    TableWriter& writer(models::KindId kind); ///< made on first use
    TableWriter* find(models::KindId kind)
    {
        return kind < m_writers.size() ? m_writers[kind].get() : nullptr;
    }
    const TableWriter* find(models::KindId kind) const
    {
        return kind < m_writers.size() ? m_writers[kind].get() : nullptr;
    }
    std::size_t kindCount() const { return m_writers.size(); }

    /// Made on first use, Idle. Errors: none; the caller bounds the number of sources.
    SourceIndex source(std::string_view id);
    int findSource(std::string_view id) const; ///< -1 when unknown
    std::size_t sourceCount() const { return m_sources.size(); }
    const models::SourceStatus& status(SourceIndex index) const { return *m_sources[index]; }
    void setStatus(SourceIndex index, std::shared_ptr<const models::SourceStatus> status)
    {
        m_sources[index] = std::move(status);
    }

    /// A value with texts, tables and sources filled in; version and times are the caller's.
    Snapshot snapshot();

    /// Drops texts that no row uses, when that pays. True: every TextId is a new one now, and old
    /// snapshots keep the old pool. Cost: O(cells) when it does something.
    bool compactTexts();
    std::size_t bytes() const;

private:
    std::shared_ptr<StringPool> m_texts;
    std::vector<std::unique_ptr<TableWriter>> m_writers;
    std::vector<std::shared_ptr<const models::SourceStatus>> m_sources;
    std::map<std::string, SourceIndex, std::less<>> m_sourceByName;
    std::uint64_t m_lineage;
    std::size_t m_lookAgain; ///< number of texts at which dead ones are counted next
};

} // namespace binnacle::services
