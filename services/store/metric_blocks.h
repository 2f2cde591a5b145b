// SPDX-License-Identifier: GPL-3.0-or-later
// Metric blocks: opaque bytes under (key, start), checksummed, the longest unused dropped beyond a
// size bound. In the history file, or in memory for a store without one. A cache: losing the last
// few in a power cut is fine, giving back damaged bytes is not. Private to the store. Thread: any.
#pragma once

#include "models/base/time.h"
#include "services/store/sqlite_db.h"

#include <filesystem>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace binnacle::services {

class MetricBlocks {
public:
    /// An empty folder: in memory.
    MetricBlocks(std::filesystem::path folder, bool readOnly, std::uint64_t maxBytes);

    /// Errors: ResourceExhausted, Unsupported (read only), Conflict.
    models::Result<void> put(const std::string& key, models::UtcTime start, std::string payload,
                             models::UtcTime now);
    /// Errors: DataCorrupt; the damaged block is dropped, so the next call finds none.
    models::Result<std::optional<std::string>> get(const std::string& key, models::UtcTime start,
                                                   models::UtcTime now);

private:
    using Key = std::pair<std::string, std::int64_t>;
    struct InMemory {
        std::string payload;
        std::list<Key>::iterator used;
    };
    models::Result<void> putInMemory(Key key, std::string payload);
    std::optional<std::string> getInMemory(const Key& key);
    models::Result<void> connect();
    models::Result<void> makeRoom(std::uint64_t incoming);
    void touch(const std::string& key, models::UtcTime start, models::UtcTime now);
    models::Result<void> drop(const std::string& key, models::UtcTime start);

    std::mutex m_lock;
    std::filesystem::path m_folder;
    bool m_readOnly;
    std::uint64_t m_maxBytes;
    std::optional<SqliteDb> m_db; ///< opened on first use
    std::map<Key, InMemory> m_blocks;
    std::list<Key> m_order; ///< least recently used first
    std::uint64_t m_bytes = 0;
};

} // namespace binnacle::services
