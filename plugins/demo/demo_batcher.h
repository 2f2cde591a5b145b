// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts a stream of rows into batches and hands each on when it is full; remembers the first
// failure. For DemoFeed only; one thread.
#pragma once

#include "models/base/result.h"
#include "models/estate/fact.h"

#include <functional>
#include <stop_token>
#include <string>

namespace binnacle::plugins::demo {

class DemoBatcher {
public:
    using Apply = std::function<models::Result<void>(models::FactBatch&&)>;
    static constexpr std::size_t kBatchRows = 512;

    DemoBatcher(const std::string& source, const Apply& apply, std::stop_token stop);

    models::FactBatch& batch() { return m_batch; }
    /// To be asked before each row: sends a full batch. False: stop writing.
    bool next();
    /// Sends what is left. Errors: the first of `apply`, Cancelled.
    models::Result<void> finish();
    std::size_t rows() const { return m_sent + m_batch.rows().size(); }

private:
    void send();
    const Apply& m_apply;
    std::stop_token m_stop;
    models::FactBatch m_batch;
    models::Result<void> m_result;
    std::size_t m_sent = 0;
};

} // namespace binnacle::plugins::demo
