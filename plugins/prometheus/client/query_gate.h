// SPDX-License-Identifier: GPL-3.0-or-later
// How many queries one server gets at once, equal queries asked once, and the meter of both. One
// gate per source, shared by every reader of it. Any thread. Knows neither HTTP nor PromQL.
#pragma once

#include "models/base/result.h"
#include "models/estate/source.h"
#include "models/metrics/metric.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>

namespace binnacle::plugins::prometheus {

class QueryGate {
public:
    using Answer = models::Result<models::MetricAnswer>;
    using Millis = std::chrono::milliseconds;
    /// Asks the server; gets the time that is left and the token of whoever leads the query.
    using Ask = std::function<Answer(Millis left, std::stop_token stop)>;

    explicit QueryGate(int maxInFlight = 4) : m_max(maxInFlight) {}

    /// Runs `ask`, or waits for an equal query (same key) already in flight and shares its answer.
    /// A leader that is cancelled hands over to one who still waits. Errors: Timeout (waiting
    /// included), Cancelled, and ask's own.
    Answer run(const std::string& key, Millis deadline, std::stop_token stop, const Ask& ask);

    /// A place among those in flight, for requests that are not merged.
    class Slot {
    public:
        explicit Slot(QueryGate* gate) : m_gate(gate) {}
        Slot(Slot&& other) noexcept : m_gate(std::exchange(other.m_gate, nullptr)) {}
        Slot& operator=(Slot&&) = delete;
        ~Slot();

    private:
        QueryGate* m_gate;
    };
    models::Result<Slot> enter(Millis deadline, std::stop_token stop);

    /// One exchange is over. Units: bytes of the answer, milliseconds.
    void count(std::size_t bytes, double ms, bool failed);
    void countMerged();
    models::QueryMeter meter() const;

private:
    struct Flight {
        int followers = 0;
        bool leaderless = false; ///< the leader was cancelled: a follower takes over
        bool done = false;
        std::shared_ptr<const Answer> answer;
    };
    using FlightPtr = std::shared_ptr<Flight>;
    using Steady = std::chrono::steady_clock;

    Answer lead(const std::string& key, const FlightPtr& flight, Steady::time_point until,
                std::stop_token stop, const Ask& ask);
    void leave();

    const int m_max;
    mutable std::mutex m_lock;
    std::condition_variable_any m_changed;
    std::map<std::string, FlightPtr> m_flights;
    models::QueryMeter m_meter;
};

} // namespace binnacle::plugins::prometheus
