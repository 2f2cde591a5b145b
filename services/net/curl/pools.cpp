// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curl/pools.h"

#include <algorithm>

namespace binnacle::services::curl {

namespace {

bool sameTls(const std::shared_ptr<const TlsOptions>& a, const std::shared_ptr<const TlsOptions>& b)
{
    return a == b || (a && b && *a == *b);
}

Share makeShare()
{
    Share share(curl_share_init());
    // No lock functions: only the net thread ever touches it.
    if (share &&
        (curl_share_setopt(share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT) != CURLSHE_OK ||
         curl_share_setopt(share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION) != CURLSHE_OK))
        share.reset();
    return share;
}

} // namespace

Pool* Pools::acquire(const Ask& ask, TimePoint now)
{
    const auto found = std::find_if(m_pools.begin(), m_pools.end(), [&](const Pool& pool) {
        return !pool.retired && pool.group == ask.request->connectionGroup &&
               pool.http1 == ask.wantsHttp1() && sameTls(pool.tls, ask.tls);
    });
    if (found != m_pools.end()) {
        ++found->users;
        found->lastUsed = now;
        return &*found;
    }
    Share share = makeShare();
    if (!share)
        return nullptr;
    Pool& pool = m_pools.emplace_back();
    pool.group = ask.request->connectionGroup;
    pool.tls = ask.tls;
    pool.http1 = ask.wantsHttp1();
    pool.users = 1;
    pool.lastUsed = now;
    pool.share = std::move(share);
    return &pool;
}

void Pools::release(Pool& pool, TimePoint now)
{
    --pool.users;
    pool.lastUsed = now;
    if (pool.retired && pool.users == 0)
        m_pools.remove_if([&](const Pool& each) { return &each == &pool; });
}

void Pools::retire(const std::function<bool(const Pool&)>& matches)
{
    for (Pool& pool : m_pools)
        if (matches(pool))
            pool.retired = true;
    m_pools.remove_if([](const Pool& pool) { return pool.retired && pool.users == 0; });
}

void Pools::evict(TimePoint now)
{
    m_pools.remove_if(
        [&](const Pool& pool) { return pool.users == 0 && now - pool.lastUsed >= kIdle; });
}

HostGate& Pools::gateOf(Pool& pool, const Ask& ask)
{
    const std::string key =
        ask.url.origin() + '\n' + ask.request->unixSocket + '\n' + ask.request->proxy;
    const bool http1 = pool.http1 || ask.url.scheme == "http";
    return pool.gates
        .try_emplace(key, http1 ? HostGate::Protocol::Http1 : HostGate::Protocol::Unknown)
        .first->second;
}

} // namespace binnacle::services::curl
