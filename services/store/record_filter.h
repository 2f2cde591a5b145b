// SPDX-License-Identifier: GPL-3.0-or-later
// Decides what of a publication goes into history now: everything, except that gauges are sampled
// once a minute per source and kind, and times of contact twice per interval of their source. What
// is held back is never older than that. Private to the store; runs under its lock.
#pragma once

#include "services/store/estate_delta.h"
#include "services/store/estate_tables.h"

#include <chrono>
#include <map>

namespace binnacle::services {

class RecordFilter {
public:
    static constexpr std::chrono::seconds kGaugeEvery{60};

    /// Takes from `delta` what is not to be recorded yet, adds what is due.
    void filter(EstateDelta& delta, const EstateTables& tables,
                std::chrono::steady_clock::time_point now);
    /// Adds everything held back: before closing.
    void drain(EstateDelta& delta, const EstateTables& tables);

private:
    struct Held {
        std::chrono::steady_clock::time_point sampled;
        bool everSampled = false;
        std::vector<std::uint32_t> slots;
        std::vector<bool> in; ///< by slot
    };
    void hold(KindDelta& changes, const TableWriter& w);
    void release(EstateDelta& delta, models::KindId kind, Held& held, const TableWriter& w);
    bool contactDue(const StatusDelta& change, const EstateTables& tables);

    std::map<std::pair<SourceIndex, models::KindId>, Held> m_held;
    std::map<SourceIndex, models::UtcTime> m_contact; ///< last one recorded
    std::map<SourceIndex, bool> m_contactHeld;
};

} // namespace binnacle::services
