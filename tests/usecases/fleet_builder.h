// SPDX-License-Identifier: GPL-3.0-or-later
// A small estate written fact by fact, for tests of the fleet's rules.
#pragma once

#include "services/store/estate_store.h"
#include "services/usecases/fleet.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <memory>
#include <string>

namespace binnacle::tests {

using models::BuiltIn;
using models::col;
using models::Common;
using models::GpuColumn;
using models::NodeColumn;
using models::PodColumn;
using models::QueueColumn;

class FleetBuilder {
public:
    models::UtcTime now = models::UtcTime::fromSeconds(std::int64_t{1'795'431'600}); // 11:00 UTC

    FleetBuilder()
    {
        services::StoreOptions options;
        options.clock = &m_clock;
        m_store = std::move(*services::EstateStore::open(options));
    }

    void source(const std::string& id, models::SourcePhase phase = models::SourcePhase::Ready,
                const std::function<void(models::SourceStatus&)>& edit = {})
    {
        m_store->updateStatus(id, [&](models::SourceStatus& status) {
            status.id = id;
            status.phase = phase;
            status.interval = std::chrono::seconds(15);
            status.lastContact = now;
            // Unless a test says otherwise: a metric server, or a cluster whose pods were all listed.
            if (id.starts_with("prom"))
                status.type = "prometheus";
            else if (phase == models::SourcePhase::Ready)
                status.kinds["Pod"].complete = true;
            if (edit)
                edit(status);
        });
    }

    /// `fill` gets the writer of the row.
    template <class Fn>
    void row(const std::string& source, BuiltIn kind, const std::string& ns,
             const std::string& name, Fn&& fill)
    {
        models::FactBatch batch(source);
        auto writer = batch.upsert(
            models::kind(kind),
            models::makeKey(source, std::to_string(static_cast<int>(kind)) + ns + "/" + name));
        writer.text(col(Common::Name), name).textIf(col(Common::Namespace), ns);
        fill(writer);
        REQUIRE(m_store->apply(std::move(batch)));
    }

    void node(const std::string& name, std::int64_t gpus, const std::string& pool = "p",
              const std::string& source = "kube")
    {
        row(source, BuiltIn::Node, "", name, [&](auto& w) {
            w.text(col(NodeColumn::Ready), "True")
                .text(col(NodeColumn::Status), "Ready")
                .textIf(col(NodeColumn::Pool), pool);
            w.integer(col(NodeColumn::GpuAllocatable), gpus)
                .integer(col(NodeColumn::GpuCapacity), gpus);
            w.text(col(NodeColumn::GpuModel), "NVIDIA A10");
        });
    }

    template <class Fn>
    void gpu(const std::string& node, std::int64_t index, Fn&& fill,
             const std::string& source = "prom")
    {
        row(source, BuiltIn::Gpu, "", node + "#" + std::to_string(index), [&](auto& w) {
            w.text(col(GpuColumn::Uuid), "GPU-" + node + "-" + std::to_string(index))
                .text(col(GpuColumn::Node), node)
                .integer(col(GpuColumn::Index), index)
                .time(col(GpuColumn::SampleTime), now);
            fill(w);
        });
    }

    /// With SM activity and the power that belongs to it.
    void busyGpu(const std::string& node, std::int64_t index, double sm)
    {
        gpu(node, index, [&](auto& w) {
            w.real(col(GpuColumn::SmActive), sm).real(col(GpuColumn::Utilisation), sm);
        });
    }

    template <class Fn>
    void pod(const std::string& ns, const std::string& name, const std::string& node,
             std::int64_t gpus, Fn&& fill, const std::string& source = "kube")
    {
        // Unless a test says otherwise, all pods of the source were listed.
        m_store->updateStatus(source, [](models::SourceStatus& status) {
            models::KindSync all;
            all.complete = true;
            status.kinds.try_emplace("Pod", all);
        });
        row(source, BuiltIn::Pod, ns, name, [&](auto& w) {
            w.text(col(PodColumn::Phase), node.empty() ? "Pending" : "Running")
                .integer(col(PodColumn::Gpus), gpus)
                .textIf(col(PodColumn::Node), node);
            w.text(col(Common::Labels), "team\x1f" + ns + "\x1e");
            w.time(col(Common::Created), now - std::chrono::hours(1));
            fill(w);
        });
    }
    void pod(const std::string& ns, const std::string& name, const std::string& node,
             std::int64_t gpus)
    {
        pod(ns, name, node, gpus, [](auto&) {});
    }

    services::FleetView build() const { return services::buildFleet(*m_store->current(), now); }

    static const services::FleetGpu& device(const services::FleetView& view,
                                            const std::string& node, std::int64_t index)
    {
        const auto it = std::find_if(view.gpus.begin(), view.gpus.end(), [&](const auto& g) {
            return g.node == node && g.index == index;
        });
        REQUIRE(it != view.gpus.end());
        return *it;
    }

private:
    models::ManualClock m_clock{now};
    std::unique_ptr<services::EstateStore> m_store;
};

} // namespace binnacle::tests
