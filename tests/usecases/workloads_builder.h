// SPDX-License-Identifier: GPL-3.0-or-later
// A cluster written object by object, for tests of titles, summaries and events. Owner UIDs are
// "Kind/namespace/name".
#pragma once

#include "services/store/estate_store.h"
#include "tests/support/catch.h"

#include <memory>
#include <string>

namespace binnacle::tests {

using models::BuiltIn;
using models::col;
using models::Common;
using models::EventColumn;
using models::NodeColumn;
using models::PodColumn;
using models::WorkloadColumn;

class WorkloadsBuilder {
public:
    models::UtcTime now = models::UtcTime::fromSeconds(std::int64_t{1'795'431'600}); // 11:00 UTC

    WorkloadsBuilder()
    {
        services::StoreOptions options;
        options.clock = &m_clock;
        m_store = std::move(*services::EstateStore::open(options));
        heard("kube", now);
    }

    void heard(const std::string& id, models::UtcTime when)
    {
        m_store->updateStatus(id, [&](models::SourceStatus& status) {
            status.id = id;
            status.type = "kubernetes";
            status.phase = models::SourcePhase::Ready;
            status.interval = std::chrono::seconds(15);
            status.lastContact = when;
        });
    }

    static std::string uid(BuiltIn kind, const std::string& ns, const std::string& name)
    {
        return models::KindRegistry::instance().spec(models::kind(kind)).name + "/" + ns + "/" +
               name;
    }
    static models::ObjectKey key(BuiltIn kind, const std::string& ns, const std::string& name)
    {
        return models::makeKey("kube", uid(kind, ns, name));
    }

    /// `fill` gets the writer of the row.
    template <class Fn>
    void row(BuiltIn kind, const std::string& ns, const std::string& name, Fn&& fill)
    {
        models::FactBatch batch("kube");
        auto writer = batch.upsert(models::kind(kind), key(kind, ns, name));
        writer.text(col(Common::Name), name).textIf(col(Common::Namespace), ns);
        writer.time(col(Common::Created), now - std::chrono::minutes(22));
        fill(writer);
        REQUIRE(m_store->apply(std::move(batch)));
    }

    template <class Fn> void pod(const std::string& name, const std::string& status, Fn&& fill)
    {
        row(BuiltIn::Pod, "chat", name, [&](auto& w) {
            w.text(col(PodColumn::Status), status)
                .integer(col(PodColumn::Containers), 1)
                .integer(col(PodColumn::Ready), status == "Running" ? 1 : 0)
                .text(col(Common::Owner), "scorer")
                .text(col(Common::OwnerKind), "Deployment")
                .text(col(Common::OwnerUid), uid(BuiltIn::Deployment, "chat", "scorer"));
            fill(w);
        });
    }
    void pod(const std::string& name, const std::string& status)
    {
        pod(name, status, [](auto&) {});
    }
    /// Placed, or waiting for devices that no node has when `node` is empty.
    void gpuPod(const std::string& name, const std::string& node, std::int64_t gpus)
    {
        pod(name, node.empty() ? "Pending" : "Running", [&](auto& w) {
            w.integer(col(PodColumn::Gpus), gpus)
                .text(col(PodColumn::GpuResource), "nvidia.com/gpu")
                .text(col(PodColumn::Phase), node.empty() ? "Pending" : "Running")
                .textIf(col(PodColumn::Node), node);
            if (node.empty())
                w.text(col(PodColumn::Reason), "Unschedulable")
                    .text(col(PodColumn::Message),
                          "0/3 nodes are available: 3 Insufficient nvidia.com/gpu.");
        });
    }
    void deployment(std::int64_t want, std::int64_t ready)
    {
        row(BuiltIn::Deployment, "chat", "scorer", [&](auto& w) {
            w.integer(col(WorkloadColumn::Desired), want)
                .integer(col(WorkloadColumn::ReadyReplicas), ready);
        });
    }
    void node(const std::string& name, const std::string& pool, std::int64_t gpus,
              const std::string& ready = "True")
    {
        row(BuiltIn::Node, "", name, [&](auto& w) {
            w.text(col(NodeColumn::Ready), ready)
                .text(col(NodeColumn::Status), ready == "True" ? "Ready" : "NotReady")
                .text(col(NodeColumn::Pool), pool)
                .text(col(NodeColumn::GpuResource), "nvidia.com/gpu")
                .integer(col(NodeColumn::GpuAllocatable), gpus);
        });
    }
    void event(const std::string& id, const std::string& reason, const std::string& about,
               std::int64_t count, std::chrono::minutes ago, const std::string& message = "said")
    {
        row(BuiltIn::Event, "chat", id, [&](auto& w) {
            w.text(col(EventColumn::Type), reason == "Pulled" ? "Normal" : "Warning")
                .text(col(EventColumn::Reason), reason)
                .text(col(EventColumn::Message), message)
                .integer(col(EventColumn::Occurrences), count)
                .time(col(EventColumn::LastSeen), now - ago)
                .text(col(EventColumn::AboutKind), "Pod")
                .text(col(EventColumn::AboutName), about)
                .text(col(EventColumn::AboutNamespace), "chat");
        });
    }
    void remove(BuiltIn kind, const std::string& ns, const std::string& name)
    {
        models::FactBatch batch("kube");
        batch.remove(models::kind(kind), key(kind, ns, name));
        REQUIRE(m_store->apply(std::move(batch)));
    }
    /// The sums of nodes are filled once a list of pods was complete.
    void allPodsListed()
    {
        models::FactBatch batch("kube");
        batch.mark(models::MarkOp::ListBegan, models::kind(BuiltIn::Pod));
        const services::SnapshotPtr before = snapshot();
        if (const services::Table* pods = before->table(BuiltIn::Pod)) {
            pods->forEach([&](const services::RowRef& pod) {
                batch.patch(models::kind(BuiltIn::Pod), pod.key());
            });
        }
        batch.mark(models::MarkOp::ListComplete, models::kind(BuiltIn::Pod));
        REQUIRE(m_store->apply(std::move(batch)));
    }

    services::SnapshotPtr snapshot() const { return m_store->current(); }

private:
    models::ManualClock m_clock{now};
    std::unique_ptr<services::EstateStore> m_store;
};

} // namespace binnacle::tests
