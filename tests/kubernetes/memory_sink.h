// SPDX-License-Identifier: GPL-3.0-or-later
// A FactSink that keeps rows as the store would (upsert, remove, sweep at ListComplete), for tests
// that look at what a connector delivered. Thread: any; it locks.
#pragma once

#include "services/ports/connector.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace binnacle::tests::kubernetes {

using RowTexts =
    std::map<std::string, std::string>; ///< column name to text; unknown columns absent

class MemorySink final : public services::FactSink {
public:
    models::Result<void> apply(models::FactBatch&& batch) override;
    void updateStatus(const std::function<void(models::SourceStatus&)>& edit) override;

    std::size_t count(const std::string& kind) const;
    std::vector<RowTexts> rows(const std::string& kind) const;
    models::SourceStatus status() const;
    /// Sizes of the batches so far.
    std::vector<std::size_t> batches() const;
    int lists(const std::string& kind) const; ///< ListComplete marks seen
    void failNext(int applies);               ///< the next ones are refused

    /// Waits for a condition on the state; false after `atMost`. Checked at each change.
    bool waitFor(const std::function<bool(const MemorySink&)>& condition,
                 std::chrono::milliseconds atMost = std::chrono::seconds(10)) const;

private:
    struct Row {
        RowTexts texts;
        int list = 0;
    };
    using Table = std::map<models::ObjectKey, Row>;
    void applyRow(const models::FactBatch& batch, const models::FactRow& row);
    void applyMark(const models::FactMark& mark);

    mutable std::recursive_mutex m_mutex;
    mutable std::condition_variable_any m_changed;
    std::map<models::KindId, Table> m_tables;
    std::map<models::KindId, int> m_began, m_completed;
    std::vector<std::size_t> m_batches;
    models::SourceStatus m_status;
    int m_fail = 0;
};

} // namespace binnacle::tests::kubernetes
