// SPDX-License-Identifier: GPL-3.0-or-later
// What one publication changed: made by ingest, written to history. Holds the snapshot that shows
// the result, so that history encodes it off the store's lock. Private to the store.
#pragma once

#include "services/store/snapshot.h"
#include "services/store/table_writer.h"

#include <string>
#include <vector>

namespace binnacle::services {

struct KindDelta {
    models::KindId kind = 0;
    TableDelta delta;
};

struct StatusDelta {
    SourceIndex source = 0;
    bool contactOnly = false; ///< only the time of contact and the latency moved
    std::string gone{};       ///< the id, when the source is in no snapshot any more
};

struct EstateDelta {
    models::UtcTime at;
    std::vector<KindDelta> kinds;
    std::vector<StatusDelta> statuses;
    SnapshotPtr after;
    std::string source; ///< whose batch it was

    bool empty() const { return kinds.empty() && statuses.empty(); }
    std::size_t rows() const
    {
        std::size_t total = statuses.size();
        for (const KindDelta& k : kinds)
            total += k.delta.rows.size() + k.delta.removed.size();
        return total;
    }
};

} // namespace binnacle::services
