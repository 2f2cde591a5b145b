// SPDX-License-Identifier: GPL-3.0-or-later
// A few named threads for what view-models may not do on the ui thread: building views, queries,
// files. Owned by main with the mailbox through which results come back; outlives every page. Its
// destructor asks running jobs to stop and waits for them, so jobs must honour their stop token.
#pragma once

#include "ui/viewmodels/ui_mailbox.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace binnacle::ui {

class WorkerPool {
public:
    explicit WorkerPool(unsigned threads = 3);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Runs on one of the threads, first come first served. Thread: any.
    void run(std::function<void()> job);
    /// Lets go of something large on one of the threads: freeing 40,000 rows takes as long as a
    /// frame. Thread: any.
    void release(std::shared_ptr<const void> what)
    {
        if (what)
            run([what = std::move(what)]() mutable { what.reset(); });
    }
    UiMailbox& mailbox() { return m_mailbox; }
    /// Asked when the pool ends; jobs combine it with their own token.
    std::stop_token stopToken() const { return m_stop.get_token(); }

private:
    void work(unsigned index);
    UiMailbox m_mailbox;
    std::stop_source m_stop;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    bool m_ending = false;
    std::vector<std::thread> m_threads;
};

} // namespace binnacle::ui
