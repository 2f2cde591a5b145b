// SPDX-License-Identifier: GPL-3.0-or-later
// The enums of kinds.h and the tables of builtin_kinds.cpp say the same thing twice. Names are part
// of the command line's contract and of the history file, so they are written out here once more.
#include "models/estate/kinds.h"
#include "tests/support/catch.h"

#include <set>
#include <string>
#include <utility>

using namespace binnacle::models;

namespace {

using Names = std::vector<std::pair<ColumnId, std::string>>;

struct Expected {
    std::vector<BuiltIn> kinds;
    ColumnId count;
    Names names;
};

template <class Enum>
Expected expect(std::vector<BuiltIn> kinds, std::vector<std::pair<Enum, std::string>> names)
{
    Names out;
    for (auto& [column, name] : names)
        out.emplace_back(col(column), std::move(name));
    return {std::move(kinds), col(Enum::Count), std::move(out)};
}

const KindSpec& specOf(BuiltIn b)
{
    return KindRegistry::instance().spec(kind(b));
}

Expected expectedPod()
{
    using enum PodColumn;
    return expect<PodColumn>({BuiltIn::Pod}, {{Status, "status"},
                                              {Phase, "phase"},
                                              {Ready, "readyContainers"},
                                              {Containers, "containers"},
                                              {Restarts, "restarts"},
                                              {Node, "node"},
                                              {Gpus, "gpus"},
                                              {GpuResource, "gpuResource"},
                                              {Image, "image"},
                                              {ImageDigest, "imageDigest"},
                                              {ModelUri, "modelUri"},
                                              {Reason, "reason"},
                                              {Message, "message"},
                                              {PriorityClass, "priorityClass"},
                                              {PodIp, "podIp"},
                                              {Started, "started"},
                                              {LastRestart, "lastRestart"},
                                              {QueueName, "queue"},
                                              {PodModelVersion, "podModelVersion"},
                                              {NominatedNode, "nominatedNode"},
                                              {ReadinessGates, "readinessGates"},
                                              {Workload, "workload"},
                                              {Revision, "revision"},
                                              {ModelVersion, "modelVersion"},
                                              {ModelFrom, "modelVersionFrom"},
                                              {Team, "team"},
                                              {TeamFrom, "teamFrom"}});
}

Expected expectedNode()
{
    using enum NodeColumn;
    return expect<NodeColumn>({BuiltIn::Node}, {{Ready, "ready"},
                                                {Status, "status"},
                                                {Unschedulable, "unschedulable"},
                                                {Taints, "taints"},
                                                {GpuCapacity, "gpuCapacity"},
                                                {GpuAllocatable, "gpuAllocatable"},
                                                {GpuResource, "gpuResource"},
                                                {GpuModel, "gpuModel"},
                                                {CpuAllocatable, "cpuAllocatable"},
                                                {MemoryAllocatable, "memoryAllocatable"},
                                                {Version, "version"},
                                                {Pool, "pool"},
                                                {Zone, "zone"},
                                                {Rack, "rack"},
                                                {InstanceType, "instanceType"},
                                                {Conditions, "conditions"},
                                                {ConditionMessage, "conditionMessage"},
                                                {GpuRequested, "gpuRequested"},
                                                {Pods, "pods"}});
}

Expected expectedNamespace()
{
    using enum NamespaceColumn;
    return expect<NamespaceColumn>({BuiltIn::Namespace}, {{Phase, "phase"}, {Team, "team"}});
}

Expected expectedEvent()
{
    using enum EventColumn;
    return expect<EventColumn>({BuiltIn::Event}, {{Type, "type"},
                                                  {Reason, "reason"},
                                                  {Message, "message"},
                                                  {Occurrences, "count"},
                                                  {FirstSeen, "firstSeen"},
                                                  {LastSeen, "lastSeen"},
                                                  {AboutKind, "aboutKind"},
                                                  {AboutName, "aboutName"},
                                                  {AboutNamespace, "aboutNamespace"},
                                                  {AboutUid, "aboutUid"},
                                                  {Component, "component"}});
}

Expected expectedWorkload()
{
    using enum WorkloadColumn;
    return expect<WorkloadColumn>({BuiltIn::Deployment, BuiltIn::ReplicaSet, BuiltIn::StatefulSet,
                                   BuiltIn::DaemonSet, BuiltIn::Job, BuiltIn::InferenceService,
                                   BuiltIn::Rollout},
                                  {{Desired, "desired"},
                                   {Current, "current"},
                                   {ReadyReplicas, "readyReplicas"},
                                   {Updated, "updated"},
                                   {Available, "available"},
                                   {Generation, "generation"},
                                   {ObservedGeneration, "observedGeneration"},
                                   {Revision, "revision"},
                                   {Paused, "paused"},
                                   {Status, "status"},
                                   {Reason, "reason"},
                                   {Message, "message"},
                                   {Image, "image"},
                                   {ModelUri, "modelUri"},
                                   {ModelVersion, "modelVersion"},
                                   {ModelFrom, "modelVersionFrom"},
                                   {GpusPerPod, "gpusPerPod"},
                                   {Team, "team"},
                                   {Finished, "finished"},
                                   {Failed, "failed"},
                                   {QueueName, "queue"},
                                   {TemplateHash, "templateHash"}});
}

Expected expectedQuota()
{
    using enum QuotaColumn;
    return expect<QuotaColumn>(
        {BuiltIn::ResourceQuota},
        {{GpuHard, "gpuHard"}, {GpuUsed, "gpuUsed"}, {Hard, "hard"}, {Used, "used"}});
}

Expected expectedClaim()
{
    using enum ClaimColumn;
    return expect<ClaimColumn>({BuiltIn::PersistentVolumeClaim}, {{Phase, "phase"},
                                                                  {Volume, "volume"},
                                                                  {StorageClass, "storageClass"},
                                                                  {Capacity, "capacity"}});
}

Expected expectedScaler()
{
    using enum ScalerColumn;
    return expect<ScalerColumn>({BuiltIn::HorizontalPodAutoscaler}, {{TargetKind, "targetKind"},
                                                                     {Target, "target"},
                                                                     {Min, "min"},
                                                                     {Max, "max"},
                                                                     {Current, "current"},
                                                                     {Desired, "desired"}});
}

Expected expectedQueue()
{
    using enum QueueColumn;
    return expect<QueueColumn>({BuiltIn::QueueWorkload, BuiltIn::ClusterQueue, BuiltIn::LocalQueue},
                               {{Queue, "queue"},
                                {Status, "status"},
                                {Reason, "reason"},
                                {Message, "message"},
                                {Gpus, "gpus"},
                                {GpusUsed, "gpusUsed"},
                                {Pending, "pending"},
                                {Admitted, "admitted"},
                                {Priority, "priority"},
                                {WaitingSince, "waitingSince"},
                                {Team, "team"}});
}

Expected expectedGpu()
{
    using enum GpuColumn;
    return expect<GpuColumn>({BuiltIn::Gpu}, {{Uuid, "uuid"},
                                              {Node, "node"},
                                              {Index, "index"},
                                              {Model, "model"},
                                              {Pool, "pool"},
                                              {Rack, "rack"},
                                              {MigProfile, "migProfile"},
                                              {PodNamespace, "podNamespace"},
                                              {Pod, "pod"},
                                              {Team, "team"},
                                              {MemoryTotal, "memoryTotal"},
                                              {PowerLimit, "powerLimit"},
                                              {Xid, "xid"},
                                              {XidAt, "xidAt"},
                                              {Health, "health"},
                                              {Utilisation, "utilisation"},
                                              {SmActive, "smActive"},
                                              {TensorActive, "tensorActive"},
                                              {DramActive, "dramActive"},
                                              {MemoryUsed, "memoryUsed"},
                                              {Power, "power"},
                                              {Temperature, "temperature"},
                                              {SmClock, "smClock"},
                                              {ThrottleReasons, "throttleReasons"},
                                              {NvlinkErrors, "nvlinkErrors"},
                                              {BusySince, "busySince"},
                                              {SampleTime, "sampleTime"},
                                              {SampleInterval, "sampleInterval"}});
}

std::vector<Expected> everyKind()
{
    return {expectedPod(),      expectedNode(),  expectedNamespace(), expectedEvent(),
            expectedWorkload(), expectedQuota(), expectedClaim(),     expectedScaler(),
            expectedQueue(),    expectedGpu()};
}

} // namespace

TEST_CASE("every built-in kind has a described set of columns")
{
    std::set<BuiltIn> described;
    for (const auto& expected : everyKind())
        described.insert(expected.kinds.begin(), expected.kinds.end());
    REQUIRE(described.size() == static_cast<std::size_t>(BuiltIn::Count));
}

TEST_CASE("the column enums and the column tables agree in number, order and name")
{
    for (const auto& expected : everyKind()) {
        for (const BuiltIn b : expected.kinds) {
            const KindSpec& spec = specOf(b);
            INFO(spec.name);
            REQUIRE(spec.columns.size() == expected.count);
            REQUIRE(expected.names.size() ==
                    expected.count - static_cast<std::size_t>(Common::Count));
            for (const auto& [column, name] : expected.names) {
                CHECK(spec.columns[column].name == name);
                CHECK(spec.column(name) == static_cast<int>(column));
            }
        }
    }
}
