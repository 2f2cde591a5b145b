// SPDX-License-Identifier: GPL-3.0-or-later
// The state of one cluster as a source, put together from what the monitor and the reflectors see,
// and passed on to the sink. Shared by all threads of a connector. Knows no HTTP.
#pragma once

#include "services/ports/connector.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace binnacle::plugins::kubernetes {

class SourceReport {
public:
    SourceReport(services::FactSink& sink, models::SourceStatus start,
                 const models::Clock& clock = models::Clock::system());

    /// Bytes came from the server just now. Passed on at most four times a second.
    void contact();
    /// So long ago everything the server had of this kind was here.
    void proved(const std::string& kind, std::chrono::steady_clock::duration ago = {});
    /// Says of kinds without a proof for too long since when that is. Called about once a second.
    void review();
    void probed(double latencyMs, const std::string& version, models::Duration clockSkew);
    void lost(const models::Error& error);
    /// An answer after lost(): the phase is computed anew.
    void back();
    void stopped();

    void expect(const std::string& kind);
    /// The server does not serve this kind (any more).
    void forget(const std::string& kind);
    void syncing(const std::string& kind, const std::string& scope);
    void rows(const std::string& kind, std::size_t count);
    void complete(const std::string& kind, std::size_t count);
    void failed(const std::string& kind, const models::Error& error);
    /// What had failed works again, without a new list.
    void works(const std::string& kind);
    /// The watch of a kind is open (again).
    void watching(const std::string& kind);

    void missing(const std::string& permission);
    void granted(const std::string& permission);
    /// Replaces an earlier note that begins with `key`.
    void note(const std::string& text, const std::string& key = {});

    models::SourceStatus status() const;
    /// Blocks until a kind has rows or is complete, or the time is over. False: not yet.
    bool waitForRows(const std::string& kind, std::chrono::milliseconds atMost,
                     std::stop_token stop);

private:
    models::SourcePhase phase() const;
    void publish(std::unique_lock<std::mutex>& lock);
    void touch();
    bool markUnproven();

    services::FactSink& m_sink;
    const models::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::mutex m_order; ///< keeps publications in order; never held while m_mutex is waited for by
                        ///< a reader
    std::condition_variable_any m_changed;
    models::SourceStatus m_status;
    bool m_lost = false;
    /// Kinds whose watches a lost connection cut and that do not run again yet: the source is not
    /// ready before they do.
    std::set<std::string> m_resuming;
    /// By kind, the last proof that we follow it. A heartbeat proves that the server answers, not
    /// that what we show is what it has.
    std::map<std::string, models::UtcTime> m_proof;
    bool m_stopped = false;
    std::chrono::steady_clock::time_point m_published;
};

} // namespace binnacle::plugins::kubernetes
