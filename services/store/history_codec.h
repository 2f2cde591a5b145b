// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of the estate as bytes and back. A payload is a sequence of segments; a segment has its
// own text dictionary and holds groups, one per publication, column by column. A checkpoint is the
// same with every row added. Private to the store; bytes are not trusted.
#pragma once

#include "services/store/byte_io.h"
#include "services/store/estate_delta.h"
#include "services/store/estate_store.h"
#include "services/store/estate_tables.h"
#include "services/store/schema_book.h"

#include <string>
#include <vector>

namespace binnacle::services {

class HistoryEncoder {
public:
    explicit HistoryEncoder(SchemaBook& schemas) : m_schemas(schemas) {}

    /// Appends one publication.
    void add(const EstateDelta& delta);
    /// The payload of everything added since the last call.
    std::string finish();

    /// The whole snapshot as changes from nothing, in parts that keep encoding small. The first
    /// part holds the sources. Shape: at least one.
    static std::vector<EstateDelta> everything(const SnapshotPtr& snapshot, models::UtcTime at,
                                               std::size_t rowsPerPart);

private:
    struct Seen {
        std::uint64_t segment = 0;
        std::uint32_t id = 0;
    };
    std::uint32_t textRef(TextId id);
    std::uint32_t extraRef(const std::string& text);
    void closeSegment();
    void statuses(const EstateDelta& delta);
    void kind(const EstateDelta& delta, const KindDelta& changes);
    void column(const EstateDelta& delta, const Table& table, models::ColumnId column,
                const std::vector<const DirtyRow*>& rows);
    void value(const EstateDelta& delta, const RowRef& row, models::ColumnId column,
               models::CellType type);
    void time(models::UtcTime at, models::UtcTime value);

    SchemaBook& m_schemas;
    ByteWriter m_payload, m_dictionary, m_body;
    std::shared_ptr<const StringPool> m_texts; ///< of the open segment
    std::vector<Seen> m_seen;                  ///< by TextId
    std::map<std::string, std::uint32_t> m_extra;
    std::uint64_t m_segment = 1;
    std::uint32_t m_dictionarySize = 0;
    std::size_t m_groups = 0;
};

class ToldCollector;

/// Where decoded changes go.
struct ReplayTarget {
    EstateTables& tables;
    models::UtcTime until; ///< groups after it are not applied; unknown: no limit
    models::UtcTime from;  ///< only for changes: entries after it
    std::vector<ChangeEntry>* changes = nullptr;
    std::size_t limit = 0;         ///< of changes
    models::UtcTime lastAt;        ///< of the last group applied
    std::uint64_t rows = 0;        ///< applied
    std::uint64_t orphans = 0;     ///< rows changed that are not there, or added twice: a hole
    bool done = false;             ///< `until` or `limit` was reached
    ToldCollector* told = nullptr; ///< changes with values, for those who ask
};

/// Errors: DataCorrupt; the target is then half filled and of no use.
models::Result<void> replayPayload(std::string_view payload, const SchemaBook& schemas,
                                   ReplayTarget& target);

} // namespace binnacle::services
