// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/client/query_gate.h"

#include <algorithm>

namespace binnacle::plugins::prometheus {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

tl::unexpected<models::Error> cancelled()
{
    return fail(ErrorCode::Cancelled, "cancelled");
}

tl::unexpected<models::Error> timedOut(const char* waitingFor)
{
    return fail(ErrorCode::Timeout, std::string("no time left while waiting for ") + waitingFor,
                "Ask for less, or wait until the other queries of this source are done.");
}

} // namespace

QueryGate::Slot::~Slot()
{
    if (m_gate)
        m_gate->leave();
}

void QueryGate::leave()
{
    {
        const std::lock_guard guard(m_lock);
        --m_meter.inFlight;
    }
    m_changed.notify_all();
}

Result<QueryGate::Slot> QueryGate::enter(Millis deadline, std::stop_token stop)
{
    std::unique_lock guard(m_lock);
    const bool free =
        m_changed.wait_for(guard, stop, deadline, [this] { return m_meter.inFlight < m_max; });
    if (stop.stop_requested())
        return cancelled();
    if (!free)
        return timedOut("a free place among the queries of this source");
    ++m_meter.inFlight;
    return Slot(this);
}

void QueryGate::count(std::size_t bytes, double ms, bool failed)
{
    const std::lock_guard guard(m_lock);
    ++m_meter.queries;
    m_meter.bytes += bytes;
    m_meter.failed += failed ? 1 : 0;
    m_meter.lastMs = ms;
}

void QueryGate::countMerged()
{
    const std::lock_guard guard(m_lock);
    ++m_meter.merged;
}

models::QueryMeter QueryGate::meter() const
{
    const std::lock_guard guard(m_lock);
    return m_meter;
}

QueryGate::Answer QueryGate::lead(const std::string& key, const FlightPtr& flight,
                                  Steady::time_point until, std::stop_token stop, const Ask& ask)
{
    const auto left = [&] {
        return std::max(Millis{1}, std::chrono::duration_cast<Millis>(until - Steady::now()));
    };
    auto slot = enter(left(), stop);
    Answer answer = slot ? ask(left(), stop) : Answer(fail(std::move(slot.error())));
    std::unique_lock guard(m_lock);
    if (flight->followers > 0) {
        // My time or patience ended, theirs did not.
        const bool mine =
            !answer &&
            (answer.error().code == ErrorCode::Cancelled ||
             (answer.error().code == ErrorCode::Timeout && Steady::now() >= until - Millis{20}));
        if (mine) {
            flight->leaderless = true;
        } else {
            flight->answer = std::make_shared<const Answer>(answer);
            flight->done = true;
            m_flights.erase(key);
        }
    } else {
        m_flights.erase(key);
    }
    guard.unlock();
    m_changed.notify_all();
    return answer;
}

QueryGate::Answer QueryGate::run(const std::string& key, Millis deadline, std::stop_token stop,
                                 const Ask& ask)
{
    const auto until = Steady::now() + deadline;
    std::unique_lock guard(m_lock);
    const auto it = m_flights.find(key);
    if (it == m_flights.end()) {
        const auto flight = std::make_shared<Flight>();
        m_flights.emplace(key, flight);
        guard.unlock();
        return lead(key, flight, until, std::move(stop), ask);
    }
    const FlightPtr flight = it->second;
    ++flight->followers;
    ++m_meter.merged;
    const bool woken = m_changed.wait_until(guard, stop, until,
                                            [&] { return flight->done || flight->leaderless; });
    --flight->followers;
    if (flight->done)
        return *flight->answer;
    if (!woken || stop.stop_requested()) {
        // The last one to lose patience takes an abandoned flight away.
        if (flight->leaderless && flight->followers == 0)
            m_flights.erase(key);
        if (stop.stop_requested())
            return cancelled();
        return timedOut("an equal query already in flight");
    }
    flight->leaderless = false;
    guard.unlock();
    return lead(key, flight, until, std::move(stop), ask);
}

} // namespace binnacle::plugins::prometheus
