// SPDX-License-Identifier: GPL-3.0-or-later
// Range queries out of aligned blocks that every reader shares: only blocks nobody has are asked
// for. Past blocks are kept in memory and, when there is one, in the estate store; what may still
// change is never kept. For pages and use-cases that draw charts. Any thread.
#pragma once

#include "models/base/time.h"
#include "services/metrics/block_codec.h"
#include "services/ports/metric_source.h"
#include "services/store/estate_store.h"

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace binnacle::services {

struct CachedAnswer {
    models::MetricAnswer answer;
    std::size_t blocks = 0, fromCache = 0;
    /// "3 of 4 blocks from cache"
    std::string text() const;
};

/// Start and end moved down to multiples of the step, so that equal charts ask equal questions.
MetricRangeQuery alignRange(MetricRangeQuery query);

class BlockCache {
public:
    /// `store` may be null (memory only); it and `clock` (null: the system's) outlive the cache.
    explicit BlockCache(EstateStore* store = nullptr, const models::Clock* clock = nullptr,
                        std::size_t maxBytes = std::size_t{64} << 20);

    /// The answer of source.range(alignRange(query)), point for point. Errors: the source's; a
    /// store that fails only costs the query. Steps that are no whole milliseconds are asked
    /// directly.
    models::Result<CachedAnswer> rangeCached(MetricSource& source, const MetricRangeQuery& query,
                                             std::stop_token stop);

    std::size_t bytes() const;

private:
    using Block = std::vector<models::MetricSeries>;
    using BlockPtr = std::shared_ptr<const Block>;
    struct Entry {
        std::string key;
        BlockPtr block;
        std::size_t bytes = 0;
    };
    struct Window;

    BlockPtr find(const std::string& series, const BlockGrid& grid);
    void keep(const std::string& series, const BlockGrid& grid, const BlockPtr& block, bool store);
    models::Result<void> fetch(MetricSource& source, const Window& window, std::size_t first,
                               std::size_t last, std::vector<BlockPtr>& blocks,
                               models::MetricAnswer& facts, std::stop_token stop);

    EstateStore* const m_store;
    const models::Clock& m_clock;
    const std::size_t m_maxBytes;
    mutable std::mutex m_lock;
    std::list<Entry> m_recent; ///< newest first
    std::unordered_map<std::string, std::list<Entry>::iterator> m_index;
    std::size_t m_bytes = 0;
};

} // namespace binnacle::services
