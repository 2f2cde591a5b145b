// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes and devices.
#include "models/estate/labels.h"
#include "plugins/demo/demo_facts.h"
#include "plugins/demo/demo_random.h"

#include <algorithm>

namespace binnacle::plugins::demo {

using models::BuiltIn;
using models::col;
using models::Common;
using models::GpuColumn;
using models::NodeColumn;
using models::RowWriter;
using models::UtcTime;

namespace {

constexpr std::int64_t kGib = std::int64_t{1} << 30;
constexpr std::int64_t kDay = 86400;

UtcTime at(std::int64_t seconds)
{
    return UtcTime::fromSeconds(seconds);
}

} // namespace

RowWriter DemoFacts::begin(models::FactBatch& out, BuiltIn kind, std::string_view uid,
                           std::string_view name, std::string_view ns, std::int64_t created) const
{
    RowWriter row = out.upsert(models::kind(kind), key(uid));
    row.text(col(Common::Name), name);
    row.textIf(col(Common::Namespace), ns);
    row.time(col(Common::Created), at(created));
    return row;
}

void DemoFacts::node(models::FactBatch& out, std::uint32_t node, std::int64_t t) const
{
    const DemoNode& n = m_l.nodes()[node];
    const std::uint64_t h = hash(m_l.seed(), topic("node-age"), node);
    const std::int64_t created = m_life.day() - between(h, 12 * kDay, 240 * kDay);
    RowWriter row =
        begin(out, BuiltIn::Node, m_names.uid("node", node), m_l.nodeName(node), {}, created);
    models::LabelPairs labels{{"kubernetes.io/arch", "amd64"}};
    const std::string rack = m_l.rackName(node);
    if (n.pool != kNone) {
        const PoolSpec& spec = m_l.spec(n.pool);
        const GpuModelSpec& model = m_l.model(n.pool);
        labels.insert(labels.end(),
                      {{"node.kubernetes.io/instance-type", model.instance},
                       {"topology.kubernetes.io/zone", spec.zone},
                       {"topology.kubernetes.io/region", spec.cluster},
                       {"nvidia.com/gpu.product", model.product},
                       {"binnacle.io/pool", spec.name},
                       {"binnacle.io/purpose", spec.training ? "training" : "serving"},
                       {"topology.kubernetes.io/rack", rack}});
        row.integer(col(NodeColumn::GpuCapacity), n.gpus)
            .integer(col(NodeColumn::GpuAllocatable), n.gpus)
            .text(col(NodeColumn::GpuResource), "nvidia.com/gpu")
            .text(col(NodeColumn::GpuModel), model.product)
            .text(col(NodeColumn::Pool), spec.name)
            .text(col(NodeColumn::Zone), spec.zone)
            .text(col(NodeColumn::Rack), rack)
            .text(col(NodeColumn::InstanceType), model.instance)
            .text(col(NodeColumn::Taints), "nvidia.com/gpu=present:NoSchedule");
    } else {
        row.integer(col(NodeColumn::GpuCapacity), 0).integer(col(NodeColumn::GpuAllocatable), 0);
        row.text(col(NodeColumn::Pool), "cpu").text(col(NodeColumn::InstanceType), "m6i.16xlarge");
    }
    row.text(col(Common::Labels), models::encodeLabels(std::move(labels)));
    row.integer(col(NodeColumn::CpuAllocatable), n.pool == kNone ? 63770 : 191450)
        .integer(col(NodeColumn::MemoryAllocatable), (n.pool == kNone ? 240 : 1900) * kGib)
        .text(col(NodeColumn::Version), "v1.31.4")
        .flag(col(NodeColumn::Unschedulable), false);
    const bool down = m_life.nodeDownSince(node, t).has_value();
    row.text(col(NodeColumn::Ready), down ? "Unknown" : "True")
        .text(col(NodeColumn::Status), down ? "NotReady" : "Ready");
    if (down) {
        row.text(col(NodeColumn::Conditions), "Ready");
        row.text(col(NodeColumn::ConditionMessage), "Kubelet stopped posting node status.");
    }
}

void DemoFacts::gpu(models::FactBatch& out, std::uint32_t gpu, std::int64_t t) const
{
    const std::uint32_t node = m_l.nodeOfGpu(gpu);
    const DemoNode& n = m_l.nodes()[node];
    const GpuModelSpec& model = m_l.model(n.pool);
    const std::string uuid = m_names.gpuUuid(gpu), nodeName = m_l.nodeName(node);
    const std::uint32_t index = gpu - n.firstGpu;
    RowWriter row = out.upsert(models::kind(BuiltIn::Gpu), key(uuid));
    row.text(col(Common::Name), nodeName + " #" + std::to_string(index))
        .text(col(GpuColumn::Uuid), uuid)
        .text(col(GpuColumn::Node), nodeName)
        .integer(col(GpuColumn::Index), index)
        .text(col(GpuColumn::Model), model.product)
        .text(col(GpuColumn::Pool), m_l.spec(n.pool).name)
        .text(col(GpuColumn::Rack), m_l.rackName(node))
        .integer(col(GpuColumn::MemoryTotal), model.memoryGib * kGib)
        .real(col(GpuColumn::PowerLimit), m_life.powerLimit(gpu, t));
    if (const std::uint32_t pod = m_l.podOfGpu(gpu); pod != kNone) {
        const std::uint32_t team = m_l.workloads()[m_l.pods()[pod].workload].team;
        row.text(col(GpuColumn::PodNamespace), DemoNames::teamNamespace(team))
            .text(col(GpuColumn::Pod), m_names.pod(pod, m_life.pod(pod, t).generation))
            .text(col(GpuColumn::Team), DemoNames::teamNamespace(team));
    }
    const GpuXid xid = m_life.xid(gpu, t);
    row.integer(col(GpuColumn::Xid), xid.code);
    if (xid.code != 0)
        row.time(col(GpuColumn::XidAt), at(xid.at));
    row.text(col(GpuColumn::Health), m_life.offBus(gpu, t) ? "off-bus"
                                     : gpu == m_l.stories().remapGpu && xid.code
                                         ? "row-remap-failed"
                                         : "");
    if (m_life.offBus(gpu, t)) {
        // The driver cannot reach the device: every gauge is gone, only the last contact is known.
        row.time(col(GpuColumn::SampleTime), at(m_life.sampleTime(gpu, t)));
        return;
    }
    row.time(col(GpuColumn::BusySince), at(m_life.busySince(gpu, t)));
    writeGauges(row, gpu, t);
}

void DemoFacts::gpuGauges(models::FactBatch& out, std::uint32_t gpu, std::int64_t t) const
{
    RowWriter row = out.patch(models::kind(BuiltIn::Gpu), key(m_names.gpuUuid(gpu)));
    writeGauges(row, gpu, t);
}

void DemoFacts::writeGauges(RowWriter& row, std::uint32_t gpu, std::int64_t t) const
{
    const std::int64_t when = m_life.sampleTime(gpu, t);
    const GpuSample s = m_life.sample(gpu, when);
    row.real(col(GpuColumn::Utilisation), s.utilisation)
        .real(col(GpuColumn::SmActive), s.smActive)
        .real(col(GpuColumn::TensorActive), s.tensorActive)
        .real(col(GpuColumn::DramActive), s.dramActive)
        .integer(col(GpuColumn::MemoryUsed), s.memoryUsed)
        .real(col(GpuColumn::Power), s.power)
        .real(col(GpuColumn::Temperature), s.temperature)
        .real(col(GpuColumn::SmClock), s.smClock)
        .integer(col(GpuColumn::ThrottleReasons), s.throttleReasons)
        .real(col(GpuColumn::NvlinkErrors), s.nvlinkErrors)
        .time(col(GpuColumn::SampleTime), at(when));
}

void DemoFacts::teamNamespace(models::FactBatch& out, std::uint32_t team) const
{
    const std::string_view name = DemoNames::teamNamespace(team);
    RowWriter row = begin(out, BuiltIn::Namespace, m_names.uid("namespace", team), name, {},
                          m_life.day() - 400 * kDay);
    row.text(col(models::NamespaceColumn::Phase), "Active");
    row.text(col(models::NamespaceColumn::Team), name);
    row.text(col(Common::Labels),
             models::encodeLabels({{"kubernetes.io/metadata.name", name}, {"team", name}}));
}

void DemoFacts::resourceQuota(models::FactBatch& out, std::uint32_t team) const
{
    RowWriter row = begin(out, BuiltIn::ResourceQuota, m_names.uid("quota", team), "gpu-quota",
                          DemoNames::teamNamespace(team), m_life.day() - 200 * kDay);
    const std::string hard = std::to_string(m_l.quota(team)), used = std::to_string(m_l.held(team));
    row.integer(col(models::QuotaColumn::GpuHard), m_l.quota(team))
        .integer(col(models::QuotaColumn::GpuUsed), m_l.held(team))
        .text(col(models::QuotaColumn::Hard), "requests.nvidia.com/gpu=" + hard)
        .text(col(models::QuotaColumn::Used), "requests.nvidia.com/gpu=" + used);
}

} // namespace binnacle::plugins::demo
