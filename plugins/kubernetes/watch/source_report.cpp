// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/watch/source_report.h"

#include <algorithm>

namespace binnacle::plugins::kubernetes {

using models::SourcePhase;
using models::SourceStatus;
using namespace std::chrono_literals;

namespace {

constexpr auto kContactEvery = 250ms;
constexpr std::size_t kMaxNotes = 50;

} // namespace

SourceReport::SourceReport(services::FactSink& sink, SourceStatus start, const models::Clock& clock)
    : m_sink(sink), m_clock(clock), m_status(std::move(start))
{
    m_status.phase = SourcePhase::Connecting;
    m_status.since = m_clock.now();
}

SourcePhase SourceReport::phase() const
{
    if (m_stopped)
        return SourcePhase::Stopped;
    if (m_lost)
        return SourcePhase::Failed;
    if (!m_status.lastContact.known())
        return SourcePhase::Connecting;
    if (!m_resuming.empty())
        return SourcePhase::Syncing;
    bool trouble = !m_status.missing.empty();
    bool anyGood = m_status.kinds.empty();
    for (const auto& [name, kind] : m_status.kinds) {
        if (!kind.complete && !kind.error)
            return SourcePhase::Syncing;
        trouble = trouble || kind.error.has_value();
        anyGood = anyGood || !kind.error;
    }
    if (!anyGood)
        return SourcePhase::Failed;
    return trouble ? SourcePhase::Degraded : SourcePhase::Ready;
}

void SourceReport::touch()
{
    m_status.lastContact = m_clock.now();
}

/// True when that changed anything. A kind is marked while its rows still count as live, and says
/// nothing before: the source's own contact speaks for kinds that keep up.
bool SourceReport::markUnproven()
{
    if (m_status.interval <= models::Duration::zero())
        return false; // no proof is expected
    const auto most = std::max<models::Duration>(2 * m_status.interval - 1s, m_status.interval);
    bool changed = false;
    for (auto& [name, kind] : m_status.kinds) {
        const auto proof = m_proof.find(name);
        const bool behind =
            kind.complete && proof != m_proof.end() && m_clock.now() - proof->second > most;
        const auto next = behind ? proof->second : models::UtcTime();
        changed = changed || !(kind.provenUntil == next);
        kind.provenUntil = next;
    }
    return changed;
}

void SourceReport::review()
{
    std::unique_lock lock(m_mutex);
    if (markUnproven())
        publish(lock);
}

void SourceReport::proved(const std::string& kind, std::chrono::steady_clock::duration ago)
{
    const std::lock_guard lock(m_mutex);
    auto& proof = m_proof[kind];
    const auto at = m_clock.now() - std::chrono::duration_cast<models::Duration>(ago);
    if (!proof.known() || at > proof)
        proof = at;
    m_resuming.erase(kind); // a refused heartbeat leaves the watches open: they need no new answer
}

void SourceReport::publish(std::unique_lock<std::mutex>& lock)
{
    markUnproven();
    const auto next = phase();
    if (next != m_status.phase) {
        m_status.phase = next;
        m_status.since = m_clock.now();
    }
    if (next == SourcePhase::Ready)
        m_status.error.reset();
    m_published = m_clock.steady();
    m_changed.notify_all();
    // The sink has a lock of its own: ours is not held while calling it, m_order keeps the
    // sequence.
    lock.unlock();
    const std::lock_guard order(m_order);
    SourceStatus copy = status();
    m_sink.updateStatus([&copy](SourceStatus& target) { target = std::move(copy); });
}

void SourceReport::contact()
{
    std::unique_lock lock(m_mutex);
    const bool first = !m_status.lastContact.known();
    touch();
    if (first || m_clock.steady() - m_published >= kContactEvery)
        publish(lock);
}

void SourceReport::probed(double latencyMs, const std::string& version, models::Duration clockSkew)
{
    std::unique_lock lock(m_mutex);
    touch();
    m_status.latencyMs = latencyMs;
    m_status.clockSkew = clockSkew;
    if (!version.empty())
        m_status.version = version;
    publish(lock);
}

void SourceReport::lost(const models::Error& error)
{
    std::unique_lock lock(m_mutex);
    m_lost = true;
    m_status.error = error;
    for (const auto& [name, kind] : m_status.kinds) {
        if (kind.complete && !kind.error)
            m_resuming.insert(name);
    }
    publish(lock);
}

void SourceReport::back()
{
    std::unique_lock lock(m_mutex);
    if (!m_lost)
        return;
    m_lost = false;
    m_status.error.reset();
    for (const auto& [name, kind] : m_status.kinds) {
        if (kind.error)
            m_status.error = kind.error;
    }
    publish(lock);
}

void SourceReport::stopped()
{
    std::unique_lock lock(m_mutex);
    m_stopped = true;
    publish(lock);
}

void SourceReport::expect(const std::string& kind)
{
    std::unique_lock lock(m_mutex);
    m_status.kinds[kind];
    publish(lock);
}

void SourceReport::forget(const std::string& kind)
{
    std::unique_lock lock(m_mutex);
    m_status.kinds.erase(kind);
    m_resuming.erase(kind);
    m_proof.erase(kind);
    publish(lock);
}

void SourceReport::syncing(const std::string& kind, const std::string& scope)
{
    std::unique_lock lock(m_mutex);
    auto& sync = m_status.kinds[kind];
    sync.scope = scope;
    publish(lock);
}

void SourceReport::rows(const std::string& kind, std::size_t count)
{
    std::unique_lock lock(m_mutex);
    auto& sync = m_status.kinds[kind];
    const bool first = sync.rows == 0 && count > 0;
    sync.rows = count;
    touch();
    m_proof[kind] = m_status.lastContact;
    if (first || m_clock.steady() - m_published >= kContactEvery)
        publish(lock);
}

void SourceReport::complete(const std::string& kind, std::size_t count)
{
    std::unique_lock lock(m_mutex);
    auto& sync = m_status.kinds[kind];
    sync.rows = count;
    sync.complete = true;
    sync.error.reset();
    m_resuming.erase(kind);
    touch();
    m_proof[kind] = m_status.lastContact;
    if (!m_lost)
        m_status.error.reset();
    publish(lock);
}

void SourceReport::failed(const std::string& kind, const models::Error& error)
{
    std::unique_lock lock(m_mutex);
    m_status.kinds[kind].error = error;
    m_resuming.erase(kind); // its own error speaks for it
    if (!m_lost)
        m_status.error = error;
    publish(lock);
}

void SourceReport::watching(const std::string& kind)
{
    std::unique_lock lock(m_mutex);
    touch();
    m_proof[kind] = m_status.lastContact;
    const bool resumed = m_resuming.erase(kind) > 0 && m_resuming.empty();
    if (resumed || m_status.kinds[kind].provenUntil.known())
        publish(lock);
}

void SourceReport::works(const std::string& kind)
{
    std::unique_lock lock(m_mutex);
    m_status.kinds[kind].error.reset();
    if (!m_lost)
        m_status.error.reset();
    publish(lock);
}

void SourceReport::missing(const std::string& permission)
{
    std::unique_lock lock(m_mutex);
    auto& list = m_status.missing;
    if (std::find(list.begin(), list.end(), permission) != list.end())
        return;
    list.push_back(permission);
    publish(lock);
}

void SourceReport::granted(const std::string& permission)
{
    std::unique_lock lock(m_mutex);
    if (std::erase(m_status.missing, permission) > 0)
        publish(lock);
}

void SourceReport::note(const std::string& text, const std::string& key)
{
    std::unique_lock lock(m_mutex);
    auto& list = m_status.notes;
    if (std::find(list.begin(), list.end(), text) != list.end())
        return;
    if (!key.empty())
        std::erase_if(list, [&](const std::string& old) { return old.starts_with(key); });
    if (list.size() >= kMaxNotes)
        list.erase(list.begin());
    list.push_back(text);
    publish(lock);
}

SourceStatus SourceReport::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

bool SourceReport::waitForRows(const std::string& kind, std::chrono::milliseconds atMost,
                               std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, stop, atMost, [&] {
        const auto it = m_status.kinds.find(kind);
        return it != m_status.kinds.end() &&
               (it->second.rows > 0 || it->second.complete || it->second.error);
    });
}

} // namespace binnacle::plugins::kubernetes
