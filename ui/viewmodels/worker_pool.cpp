// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/worker_pool.h"

#include <string>
#ifdef __linux__
#include <pthread.h>
#endif

namespace binnacle::ui {

WorkerPool::WorkerPool(unsigned threads)
{
    for (unsigned i = 0; i < threads; ++i)
        m_threads.emplace_back([this, i] { work(i); });
}

WorkerPool::~WorkerPool()
{
    m_stop.request_stop();
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

void WorkerPool::run(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void WorkerPool::work([[maybe_unused]] unsigned index)
{
#ifdef __linux__
    pthread_setname_np(pthread_self(), ("work-" + std::to_string(index)).c_str());
#endif
    while (true) {
        std::function<void()> job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_ending || !m_jobs.empty(); });
            // What is queued still runs: a queued job may be the one that closes an estate.
            if (m_jobs.empty())
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

} // namespace binnacle::ui
