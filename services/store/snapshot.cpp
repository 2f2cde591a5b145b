// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/snapshot.h"

#include "services/store/record_filter.h"

#include <algorithm>

namespace binnacle::services {

models::Freshness Snapshot::freshness(const RowRef& row, models::UtcTime now) const
{
    const models::SourceStatus* const status = source(row.source());
    if (status == nullptr)
        return models::Freshness::Unknown;
    // A kind that fails while its source answers is not followed: what we have of it is old.
    const auto kind = status->kinds.find(row.table().spec().name);
    const bool listed = kind != status->kinds.end();
    if (listed && kind->second.error)
        return models::Freshness::Stale;
    const bool behind = listed && kind->second.provenUntil.known();
    // Nobody watches an idle or stopped source: past the live bound its rows are stale, not late.
    const bool silent = status->phase == models::SourcePhase::Failed ||
                        status->phase == models::SourcePhase::Idle ||
                        status->phase == models::SourcePhase::Stopped;
    const int own = row.table().layout().sampleTime;
    const models::UtcTime proven =
        behind ? std::min(kind->second.provenUntil, status->lastContact) : status->lastContact;
    const models::UtcTime sampled = own < 0 ? proven : row.time(static_cast<models::ColumnId>(own));
    return models::freshness(sampled, interval(row), now, silent);
}

models::Duration Snapshot::interval(const RowRef& row) const
{
    const models::SourceStatus* const status = source(row.source());
    models::Duration expected = status ? status->interval : models::Duration{0};
    if (const int own = row.table().layout().sampleInterval; own >= 0) {
        const auto ns = row.integer(static_cast<models::ColumnId>(own));
        if (ns != models::kUnknownInt && ns > 0)
            expected = models::Duration(ns);
    }
    // History holds one sample a minute: at T a value of that minute is as good as it gets.
    const bool sampled = row.table().layout().sampleTime >= 0;
    if (!live && sampled && expected.count() > 0)
        expected = std::max<models::Duration>(expected, RecordFilter::kGaugeEvery);
    return expected;
}

} // namespace binnacle::services
