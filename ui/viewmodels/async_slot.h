// SPDX-License-Identifier: GPL-3.0-or-later
// One background operation of one owner: start() runs a blocking function on a worker and calls
// back on the ui thread. Latest wins: a new start cancels the one before and drops its answer. The
// slot dies with its owner and no answer arrives after that. Only the result travels; the callback
// stays here.
#pragma once

#include "ui/viewmodels/worker_pool.h"

#include <functional>
#include <optional>
#include <utility>

namespace binnacle::ui {

template <class T> class AsyncSlot {
public:
    using Job = std::function<T(std::stop_token)>;
    using Done = std::function<void(T)>;

    explicit AsyncSlot(WorkerPool& pool) : m_pool(pool) {}
    ~AsyncSlot() { cancel(); }
    AsyncSlot(const AsyncSlot&) = delete;
    AsyncSlot& operator=(const AsyncSlot&) = delete;

    /// `job` may capture values only, never ui objects: it is destroyed on the worker. Thread: ui.
    void start(Job job, Done done)
    {
        cancel();
        m_done = std::move(done);
        auto run = std::make_shared<Run>();
        run->owner = this;
        m_run = run;
        m_pool.run([run, job = std::move(job), pool = &m_pool, all = m_pool.stopToken()]() mutable {
            const std::stop_callback onEnd(all, [&run] { run->stop.request_stop(); });
            if (!run->stop.stop_requested())
                run->result.emplace(job(run->stop.get_token()));
            job = nullptr;
            pool->mailbox().post(run);
        });
    }

    /// Asks the running job to stop and drops its answer. Thread: ui.
    void cancel()
    {
        if (!m_run)
            return;
        m_run->stop.request_stop();
        m_run->owner = nullptr;
        m_run.reset();
    }

    bool isRunning() const { return m_run != nullptr; }

private:
    struct Run final : Letter {
        AsyncSlot* owner = nullptr; ///< ui thread only
        std::stop_source stop;
        std::optional<T> result; ///< written by the worker before post()
        void deliver() override
        {
            if (!owner)
                return;
            AsyncSlot* slot = std::exchange(owner, nullptr);
            slot->m_run.reset();
            // The callback may start the slot again or delete it: nothing of it is used afterwards.
            const Done done = std::move(slot->m_done);
            if (result && done)
                done(std::move(*result));
        }
    };
    WorkerPool& m_pool;
    std::shared_ptr<Run> m_run;
    Done m_done;
};

} // namespace binnacle::ui
