// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the simulated company into a stream of fact batches: full lists once, then what changed
// between two moments. Generates batch by batch, so a huge estate never exists as a whole. Used by
// the connector and by tests that need an estate without threads. Not thread-safe.
#pragma once

#include "models/base/result.h"
#include "plugins/demo/demo_facts.h"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::plugins::demo {

class DemoBatcher;

class DemoFeed {
public:
    using Apply = std::function<models::Result<void>(models::FactBatch&&)>;
    using KindDone = std::function<void(models::BuiltIn, std::size_t rows)>;

    static constexpr std::int64_t kEventsKept = 3600; ///< seconds, as an API server's event TTL

    DemoFeed(const DemoLife& life, std::string source)
        : m_life(life), m_l(life.layout()), m_facts(life, std::move(source))
    {
    }

    /// Every kind as a list with its marks. Units: `t` Unix seconds. Errors: those of `apply`,
    /// Cancelled.
    models::Result<void> lists(std::int64_t t, const Apply& apply, const KindDone& done,
                               std::stop_token stop = {});

    /// What is different at `to` from what was written for `from`; any distance, either direction.
    models::Result<void> changes(std::int64_t from, std::int64_t to, const Apply& apply,
                                 std::stop_token stop = {});

    const DemoFacts& facts() const { return m_facts; }

private:
    void listKind(models::BuiltIn kind, std::int64_t t, DemoBatcher& out);
    void listTeams(models::BuiltIn kind, std::int64_t t, DemoBatcher& out);
    /// The objects of this kind that belong to the workload; often none.
    void listWorkload(models::BuiltIn kind, std::uint32_t workload, std::int64_t t,
                      DemoBatcher& out);
    void writeWorkload(std::uint32_t workload, std::int64_t t, DemoBatcher& out);

    // demo_changes.cpp
    void changedNode(std::int64_t from, std::int64_t to, DemoBatcher& out);
    void changedJobs(std::int64_t from, std::int64_t to, DemoBatcher& out);
    void changedPods(std::int64_t from, std::int64_t to, DemoBatcher& out);
    void changedGpus(std::int64_t from, std::int64_t to, DemoBatcher& out);
    void changedEvents(std::int64_t from, std::int64_t to, DemoBatcher& out);

    const DemoLife& m_life;
    const DemoLayout& m_l;
    DemoFacts m_facts;
    std::vector<bool> m_podChanged; ///< by pod: a new generation in the present step
};

} // namespace binnacle::plugins::demo
