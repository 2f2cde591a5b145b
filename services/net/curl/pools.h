// SPDX-License-Identifier: GPL-3.0-or-later
// Which connections may be shared by whom. A pool is one libcurl connection cache; requests meet in
// it only with equal connection group, equal TLS options and equal HTTP version. Dropping a group
// retires its pools: later requests get new ones, and a retired pool closes its connections when
// its last transfer has left. Net thread only. Private to services/net.
#pragma once

#include "services/net/curl/handles.h"
#include "services/net/curl/host_gate.h"
#include "services/net/curl/transfer.h"

#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <string>

namespace binnacle::services::curl {

struct Pool {
    std::string group;
    std::shared_ptr<const TlsOptions> tls;
    bool http1 = false;
    bool retired = false;
    int users = 0; ///< waiting and running transfers
    TimePoint lastUsed{};
    Share share;                           ///< connections and TLS sessions
    std::map<std::string, HostGate> gates; ///< by origin, unix socket and proxy
};

class Pools {
public:
    /// Null when out of memory. The pool counts one more user until `release`.
    Pool* acquire(const Ask& ask, TimePoint now);
    void release(Pool& pool, TimePoint now);
    /// Later requests that would have met in a matching pool get a new one.
    void retire(const std::function<bool(const Pool&)>& matches);
    /// Closes what nobody used for kIdle.
    void evict(TimePoint now);
    bool empty() const { return m_pools.empty(); }

    static HostGate& gateOf(Pool& pool, const Ask& ask);

    static constexpr std::chrono::seconds kIdle{120};

private:
    std::list<Pool> m_pools;
};

} // namespace binnacle::services::curl
