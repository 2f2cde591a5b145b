// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the simulated objects as facts, one function per object, as a real connector's decoder
// would. For DemoFeed; not thread-safe by itself (each batch has one writer), reads only immutable
// layout.
#pragma once

#include "models/estate/fact.h"
#include "plugins/demo/demo_life.h"
#include "plugins/demo/demo_names.h"

#include <cstdint>
#include <string>

namespace binnacle::plugins::demo {

class DemoFacts {
public:
    DemoFacts(const DemoLife& life, std::string source)
        : m_life(life), m_l(life.layout()), m_names(life), m_source(std::move(source))
    {
    }

    const DemoNames& names() const { return m_names; }
    const DemoLife& life() const { return m_life; }
    const std::string& source() const { return m_source; }

    // `t` is the moment that is written. Units: Unix seconds.
    void node(models::FactBatch& out, std::uint32_t node, std::int64_t t) const;
    void gpu(models::FactBatch& out, std::uint32_t gpu, std::int64_t t) const;
    /// The moving columns only.
    void gpuGauges(models::FactBatch& out, std::uint32_t gpu, std::int64_t t) const;
    void pod(models::FactBatch& out, std::uint32_t pod, std::int64_t t) const;
    void removePod(models::FactBatch& out, std::uint32_t pod, std::int64_t generation) const;
    void teamNamespace(models::FactBatch& out, std::uint32_t team) const;
    void resourceQuota(models::FactBatch& out, std::uint32_t team) const;

    void deployment(models::FactBatch& out, std::uint32_t workload, std::int64_t t) const;
    void replicaSet(models::FactBatch& out, std::uint32_t workload, bool older,
                    std::int64_t t) const;
    void statefulSet(models::FactBatch& out, std::uint32_t workload, std::int64_t t) const;
    void rollout(models::FactBatch& out, std::uint32_t workload, std::int64_t t) const;
    void inferenceService(models::FactBatch& out, std::uint32_t workload, std::int64_t t) const;
    /// One run of a job; of the run that waits when `generation` is ahead of the present one.
    void job(models::FactBatch& out, std::uint32_t workload, std::int64_t generation,
             std::int64_t t) const;

    void queueWorkload(models::FactBatch& out, std::uint32_t workload, std::int64_t generation,
                       std::int64_t t) const;
    void clusterQueue(models::FactBatch& out, std::uint32_t team, std::int64_t t) const;
    void localQueue(models::FactBatch& out, std::uint32_t team, std::int64_t t) const;

    /// The event of minute `minute` (Unix minutes) and number `n` of it. False: there is none.
    bool event(models::FactBatch& out, std::int64_t minute, std::uint32_t n) const;
    void removeEvent(models::FactBatch& out, std::int64_t minute, std::uint32_t n) const;
    bool hasEvent(std::int64_t minute, std::uint32_t n) const;
    static constexpr std::uint32_t kEventsPerMinute = 3;

    models::ObjectKey key(std::string_view uid) const { return models::makeKey(m_source, uid); }

private:
    struct TeamQueue {
        std::int64_t pending = 0, pendingGpus = 0, admitted = 0;
    };
    TeamQueue teamQueue(std::uint32_t team, std::int64_t t) const;
    models::RowWriter begin(models::FactBatch& out, models::BuiltIn kind, std::string_view uid,
                            std::string_view name, std::string_view ns, std::int64_t created) const;
    void workloadColumns(models::RowWriter& row, std::uint32_t workload, std::int64_t t) const;
    void writeGauges(models::RowWriter& row, std::uint32_t gpu, std::int64_t t) const;
    std::int64_t readyPods(std::uint32_t workload, std::int64_t t) const;

    const DemoLife& m_life;
    const DemoLayout& m_l;
    DemoNames m_names;
    std::string m_source;
};

} // namespace binnacle::plugins::demo
