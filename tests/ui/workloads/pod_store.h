// SPDX-License-Identifier: GPL-3.0-or-later
// A store with pods made by rule, for view-model tests: "api-00" to "api-NN" of two workloads.
#pragma once

#include "services/store/estate_store.h"
#include "tests/support/catch.h"
#include "ui/viewmodels/workloads_view.h"

#include <memory>

namespace binnacle::ui::test {

using models::BuiltIn;
using models::col;
using models::Common;
using models::PodColumn;

class PodStore {
public:
    PodStore()
    {
        m_store = std::move(*services::EstateStore::open({}));
        m_store->updateStatus("kube", [](models::SourceStatus& status) {
            status.id = "kube";
            status.type = "kubernetes";
            status.phase = models::SourcePhase::Ready;
            status.interval = std::chrono::seconds(60);
            status.lastContact = models::Clock::system().now();
            status.kinds["Pod"].complete = true;
        });
    }
    explicit PodStore(int pods) : PodStore()
    {
        for (int i = 0; i < pods; ++i)
            put(i);
    }

    static models::ObjectKey key(int i)
    {
        return models::makeKey("kube", "pod-" + std::to_string(i));
    }
    static std::string name(int i)
    {
        return "api-" + std::string(i < 10 ? "0" : "") + std::to_string(i);
    }
    void put(int i, const std::string& status = "Running", std::int64_t restarts = 0)
    {
        models::FactBatch batch("kube");
        batch.upsert(models::kind(BuiltIn::Pod), key(i))
            .text(col(Common::Name), name(i))
            .text(col(Common::Namespace), i % 2 ? "chat" : "rank")
            .text(col(PodColumn::Status), status)
            .text(col(PodColumn::Node), "node-" + std::to_string(i % 3))
            .integer(col(PodColumn::Ready), status == "Running" ? 1 : 0)
            .integer(col(PodColumn::Containers), 1)
            .integer(col(PodColumn::Gpus), i % 2 ? 8 : 0)
            .integer(col(PodColumn::Restarts), restarts)
            .time(col(Common::Created),
                  models::Clock::system().now() - std::chrono::minutes(10 + i));
        REQUIRE(m_store->apply(std::move(batch)));
    }
    void node(const std::string& name, const std::string& model)
    {
        models::FactBatch batch("kube");
        batch.upsert(models::kind(BuiltIn::Node), models::makeKey("kube", "node-" + name))
            .text(col(Common::Name), name)
            .text(col(models::NodeColumn::GpuModel), model);
        REQUIRE(m_store->apply(std::move(batch)));
    }
    void remove(int i)
    {
        models::FactBatch batch("kube");
        batch.remove(models::kind(BuiltIn::Pod), key(i));
        REQUIRE(m_store->apply(std::move(batch)));
    }
    void edit(const std::function<void(models::SourceStatus&)>& change)
    {
        m_store->updateStatus("kube", change);
    }
    services::SnapshotPtr snapshot() const { return m_store->current(); }

    WorkloadsBuild build(const WorkloadsSettings& settings = {}, ArrangementPtr before = {}) const
    {
        return buildWorkloads(snapshot(), objectKind(settings.kind), settings, std::move(before));
    }

private:
    std::unique_ptr<services::EstateStore> m_store;
};

/// What a column shows of every line, groups as "[title]".
inline QStringList shown(const WorkloadsView& view, const char* column = "name")
{
    QStringList out;
    const int at = view.kind->column(column);
    for (const ObjectLine& line : view.lines) {
        if (line.group >= 0)
            out << QLatin1Char('[') + view.groups[static_cast<std::size_t>(line.group)].title +
                       QLatin1Char(']');
        else
            out << view.kind->columns[static_cast<std::size_t>(at)].text(view.table->row(line.slot),
                                                                         view.context());
    }
    return out;
}

inline std::string joined(const QStringList& texts)
{
    return texts.join(QLatin1Char(' ')).toStdString();
}

} // namespace binnacle::ui::test
