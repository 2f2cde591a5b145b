// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/watch/backoff.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>

namespace binnacle::plugins::kubernetes {

using std::chrono::milliseconds;

milliseconds jittered(milliseconds base)
{
    thread_local std::minstd_rand random(std::random_device{}());
    std::uniform_int_distribution<milliseconds::rep> part(base.count() / 2, base.count());
    return milliseconds(part(random));
}

bool pauseFor(milliseconds time, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

milliseconds Backoff::next()
{
    m_current = m_current.count() == 0 ? m_first : std::min(m_current * 2, m_most);
    return jittered(m_current);
}

} // namespace binnacle::plugins::kubernetes
