// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/on_demand.h"

namespace binnacle::plugins::kubernetes {

models::Result<std::shared_ptr<Connection>> OnDemand::connection()
{
    const std::lock_guard lock(m_mutex);
    if (!m_connection) {
        auto opened = openConnection(m_config, m_http);
        if (!opened)
            return models::fail(std::move(opened.error()));
        m_connection = std::move(*opened);
    }
    return m_connection;
}

void OnDemand::forget()
{
    const std::lock_guard lock(m_mutex);
    m_connection.reset();
}

} // namespace binnacle::plugins::kubernetes
