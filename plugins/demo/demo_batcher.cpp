// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_batcher.h"

namespace binnacle::plugins::demo {

DemoBatcher::DemoBatcher(const std::string& source, const Apply& apply, std::stop_token stop)
    : m_apply(apply), m_stop(std::move(stop)), m_batch(source)
{
}

bool DemoBatcher::next()
{
    if (m_batch.rows().size() >= kBatchRows)
        send();
    if (m_result && m_stop.stop_requested())
        m_result =
            models::fail(models::ErrorCode::Cancelled, "Stopped while the demo estate was written");
    return m_result.has_value();
}

models::Result<void> DemoBatcher::finish()
{
    if (m_result && !m_batch.empty())
        send();
    return m_result;
}

void DemoBatcher::send()
{
    if (!m_result)
        return;
    models::FactBatch next(m_batch.source());
    m_sent += m_batch.rows().size();
    m_result = m_apply(std::move(m_batch));
    m_batch = std::move(next);
}

} // namespace binnacle::plugins::demo
