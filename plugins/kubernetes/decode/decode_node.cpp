// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/quantity.h"
#include "plugins/kubernetes/decode/accelerators.h"
#include "plugins/kubernetes/decode/pod_status.h"
#include "plugins/kubernetes/decode/writers.h"

namespace binnacle::plugins::kubernetes {

using models::NodeColumn;

namespace {

std::string taintsOf(const view::NodeSpec& spec)
{
    std::string text;
    for (const auto& taint : spec.taints()) {
        text += text.empty() ? "" : ", ";
        text += taint.key();
        if (!taint.value().empty())
            text.append("=").append(taint.value());
        text.append(":").append(taint.effect());
    }
    return text;
}

/// Conditions are problems when true, except those whose name says that true is good
/// ("GpuHealthy").
bool isProblem(const view::NodeCondition& c)
{
    if (c.type() == "Ready")
        return c.status() != "True";
    const std::string_view type = c.type();
    const bool trueIsGood = type.ends_with("Healthy") || type.ends_with("Ready") ||
                            (type.ends_with("Available") && !type.ends_with("Unavailable"));
    return c.status() == (trueIsGood ? "False" : "True");
}

std::string problemName(const view::NodeCondition& c)
{
    const bool negated = c.status() != "True";
    return (negated ? "Not" : "") + std::string(c.type());
}

void writeConditions(Row& row, const view::NodeStatus& status)
{
    std::string names;
    std::string messages;
    for (const auto& c : status.conditions()) {
        if (c.type() == "Ready")
            row.text(NodeColumn::Ready, c.status());
        if (!isProblem(c))
            continue;
        names += (names.empty() ? "" : ", ") + problemName(c);
        if (!c.message().empty())
            messages.append(messages.empty() ? "" : "; ").append(c.message());
    }
    // A node that reported its conditions and has no problem is known to have none.
    if (status.conditions_size() > 0)
        row.writer().text(models::col(NodeColumn::Conditions), row.clean(names));
    row.text(NodeColumn::ConditionMessage, messages);
}

void writeQuantity(Row& row, NodeColumn column, const view::NodeStatus& status,
                   const char* resource, bool milli)
{
    const auto text = valueOf(status.allocatable(), resource);
    if (!text)
        return;
    const auto amount = milli ? models::parseQuantityMilli(*text) : models::parseQuantity(*text);
    if (amount)
        row.integer(column, *amount);
}

void writeAccelerators(Row& row, const view::NodeStatus& status)
{
    AcceleratorCount capacity;
    capacity.add(status.capacity());
    AcceleratorCount allocatable;
    allocatable.add(status.allocatable());
    // Before its first status a node's resources are unknown, not zero.
    if (status.capacity_size() > 0)
        row.integer(NodeColumn::GpuCapacity, capacity.total());
    if (status.allocatable_size() > 0)
        row.integer(NodeColumn::GpuAllocatable, allocatable.total());
    row.text(NodeColumn::GpuResource, capacity.names());
}

void writePlace(Row& row, const TextMap& labels)
{
    row.text(NodeColumn::GpuModel,
             firstOf(labels,
                     {"nvidia.com/gpu.product", "amd.com/gpu.product-name", "gpu.intel.com/product",
                      "cloud.google.com/gke-accelerator", "k8s.amazonaws.com/accelerator",
                      "karpenter.k8s.aws/instance-gpu-name", "binnacle.io/gpu-model"}));
    row.text(NodeColumn::Pool,
             firstOf(labels, {"binnacle.io/pool", "cloud.google.com/gke-nodepool",
                              "eks.amazonaws.com/nodegroup", "kubernetes.azure.com/agentpool",
                              "karpenter.sh/nodepool", "node.kubernetes.io/instance-type"}));
    row.text(NodeColumn::Rack,
             firstOf(labels, {"topology.kubernetes.io/rack", "binnacle.io/rack"}));
    row.text(NodeColumn::Zone, firstOf(labels, {"topology.kubernetes.io/zone",
                                                "failure-domain.beta.kubernetes.io/zone"}));
    row.text(NodeColumn::InstanceType, firstOf(labels, {"node.kubernetes.io/instance-type",
                                                        "beta.kubernetes.io/instance-type"}));
}

} // namespace

void write(Row& row, const view::Node& node)
{
    const auto& status = node.status();
    row.text(NodeColumn::Status, nodeStatus(node))
        .flag(NodeColumn::Unschedulable, node.spec().unschedulable())
        .text(NodeColumn::Taints, taintsOf(node.spec()))
        .text(NodeColumn::Version, status.nodeinfo().kubeletversion());
    writeQuantity(row, NodeColumn::CpuAllocatable, status, "cpu", true);
    writeQuantity(row, NodeColumn::MemoryAllocatable, status, "memory", false);
    writeAccelerators(row, status);
    writePlace(row, node.metadata().labels());
    writeConditions(row, status);
}

} // namespace binnacle::plugins::kubernetes
