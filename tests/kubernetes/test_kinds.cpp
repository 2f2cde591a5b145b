// SPDX-License-Identifier: GPL-3.0-or-later
// What each built-in kind becomes, from messages built by hand.
#include "models/estate/labels.h"
#include "tests/kubernetes/support.h"
#include "tests/support/catch.h"

#include "core.pb.h"
#include "workloads.pb.h"

using namespace binnacle;
using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests::kubernetes;
using models::BuiltIn;
using models::Common;
using models::EventColumn;
using models::NodeColumn;
using models::PodColumn;
using models::QuotaColumn;
using models::WorkloadColumn;

namespace {

template <class Message> Message named(const std::string& name)
{
    Message message;
    message.mutable_metadata()->set_name(name);
    message.mutable_metadata()->set_namespace_("ns");
    message.mutable_metadata()->set_uid("uid-" + name);
    message.mutable_metadata()->set_generation(3);
    return message;
}

/// A map as the messages have it, with the brackets of a map.
template <class Entry> class Entries {
public:
    explicit Entries(google::protobuf::RepeatedPtrField<Entry>& entries) : m_entries(entries) {}
    auto& operator[](const std::string& key) const
    {
        for (auto& entry : m_entries) {
            if (entry.key() == key)
                return *entry.mutable_value();
        }
        auto* const added = m_entries.Add();
        added->set_key(key);
        return *added->mutable_value();
    }

private:
    google::protobuf::RepeatedPtrField<Entry>& m_entries;
};

template <class Entry>
auto& at(google::protobuf::RepeatedPtrField<Entry>* entries, const std::string& key)
{
    return Entries(*entries)[key];
}

template <class Message> Decoded decode(BuiltIn kind, const Message& message)
{
    return {*makeProtobufDecoder(kind, "test"), message.SerializeAsString()};
}

void ask(pb::Container& container, const std::string& resource, const std::string& amount)
{
    at(container.mutable_resources()->mutable_requests(), resource).set_string(amount);
}

pb::Container* init(pb::Pod& pod, const std::string& gpus, bool sidecar)
{
    auto* container = pod.mutable_spec()->add_initcontainers();
    if (sidecar)
        container->set_restartpolicy("Always");
    ask(*container, "nvidia.com/gpu", gpus);
    return container;
}

pb::Container* main(pb::Pod& pod, const std::string& gpus)
{
    auto* container = pod.mutable_spec()->add_containers();
    ask(*container, "nvidia.com/gpu", gpus);
    return container;
}

} // namespace

TEST_CASE("a pod's readiness gates count those that hold, and none at all is not zero")
{
    auto pod = named<pb::Pod>("p");
    CHECK_FALSE(decode(BuiltIn::Pod, pod).text(PodColumn::ReadinessGates));
    CHECK_FALSE(decode(BuiltIn::Pod, pod).text(PodColumn::NominatedNode));
    pod.mutable_spec()->add_readinessgates()->set_conditiontype("warm");
    pod.mutable_spec()->add_readinessgates()->set_conditiontype("in-rotation");
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::ReadinessGates) == "0/2");
    auto* condition = pod.mutable_status()->add_conditions();
    condition->set_type("warm");
    condition->set_status("True");
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::ReadinessGates) == "1/2");
    condition->set_status("Unknown");
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::ReadinessGates) == "0/2");
    pod.mutable_status()->set_nominatednodename("gpu-7");
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::NominatedNode) == "gpu-7");
}

TEST_CASE("a pod's GPUs: the larger of its containers and any init container, sidecars added")
{
    auto pod = named<pb::Pod>("p");
    CHECK(decode(BuiltIn::Pod, pod).integer(PodColumn::Gpus) == 0);
    main(pod, "2");
    main(pod, "1");
    CHECK(decode(BuiltIn::Pod, pod).integer(PodColumn::Gpus) == 3);
    init(pod, "2", false);
    CHECK(decode(BuiltIn::Pod, pod).integer(PodColumn::Gpus) == 3);
    init(pod, "1", true); // from here on it runs beside everything
    CHECK(decode(BuiltIn::Pod, pod).integer(PodColumn::Gpus) == 4);
    init(pod, "6", false); // with the sidecar before it
    CHECK(decode(BuiltIn::Pod, pod).integer(PodColumn::Gpus) == 7);
    at(pod.mutable_spec()->mutable_resources()->mutable_requests(), "nvidia.com/gpu")
        .set_string("5");
    CHECK(decode(BuiltIn::Pod, pod).integer(PodColumn::Gpus) == 5);
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::GpuResource) == "nvidia.com/gpu");
}

TEST_CASE("a pod that uses claims does not say how many devices it asks for")
{
    auto pod = named<pb::Pod>("p");
    main(pod, "2");
    pod.mutable_spec()->add_resourceclaims()->set_name("gpus");
    CHECK(decode(BuiltIn::Pod, pod).integer(PodColumn::Gpus) == std::nullopt);
}

TEST_CASE("every accelerator's resource counts, others do not; limits stand in for requests")
{
    auto pod = named<pb::Pod>("p");
    auto* container = pod.mutable_spec()->add_containers();
    for (const char* name : {"nvidia.com/mig-1g.10gb", "amd.com/gpu", "gpu.intel.com/i915",
                             "habana.ai/gaudi", "nvidia.com/gpu.shared"})
        ask(*container, name, "1");
    for (const char* name : {"cpu", "memory", "example.com/gpu", "gpu.intel.com/i915_monitoring",
                             "nvidia.com/hostdev"})
        ask(*container, name, "100");
    at(container->mutable_resources()->mutable_limits(), "nvidia.com/gpu").set_string("2");
    const auto decoded = decode(BuiltIn::Pod, pod);
    CHECK(decoded.integer(PodColumn::Gpus) == 7);
    CHECK(
        decoded.text(PodColumn::GpuResource) ==
        "amd.com/gpu, gpu.intel.com/i915, habana.ai/gaudi, nvidia.com/gpu, nvidia.com/gpu.shared, "
        "nvidia.com/mig-1g.10gb");
    ask(*container, "nvidia.com/gpu", "many");
    CHECK(decode(BuiltIn::Pod, pod).integer(PodColumn::Gpus) == 7);
}

TEST_CASE("unknown stays unknown in a pod that nobody scheduled")
{
    auto pod = named<pb::Pod>("p");
    pod.mutable_status()->set_phase("Pending");
    auto* condition = pod.mutable_status()->add_conditions();
    condition->set_type("PodScheduled");
    condition->set_status("False");
    condition->set_reason("Unschedulable");
    condition->set_message("0/24 nodes are available");
    const auto decoded = decode(BuiltIn::Pod, pod);
    CHECK_FALSE(decoded.text(PodColumn::Node));
    CHECK_FALSE(decoded.text(PodColumn::Image));
    CHECK_FALSE(decoded.text(PodColumn::ModelUri));
    CHECK_FALSE(decoded.integer(PodColumn::Started));
    CHECK_FALSE(decoded.integer(Common::Created));
    CHECK(decoded.text(PodColumn::Reason) == "Unschedulable");
    CHECK(decoded.text(PodColumn::Message) == "0/24 nodes are available");
    CHECK(decoded.text(Common::Labels) == "");
}

TEST_CASE("the controlling owner is the owner; the zero time is no time")
{
    auto pod = named<pb::Pod>("p");
    auto* first = pod.mutable_metadata()->add_ownerreferences();
    first->set_name("not-controlling");
    auto* second = pod.mutable_metadata()->add_ownerreferences();
    second->set_name("set");
    second->set_kind("ReplicaSet");
    second->set_uid("uid-set");
    second->set_controller(true);
    pod.mutable_metadata()->mutable_creationtimestamp();
    pod.mutable_status()->mutable_starttime()->set_seconds(1'700'000'000);
    at(pod.mutable_metadata()->mutable_labels(), "b") = "2";
    at(pod.mutable_metadata()->mutable_labels(), "a") = "1";
    const auto decoded = decode(BuiltIn::Pod, pod);
    CHECK(decoded.text(Common::Owner) == "set");
    CHECK(decoded.text(Common::OwnerKind) == "ReplicaSet");
    CHECK(decoded.text(Common::OwnerUid) == "uid-set");
    CHECK_FALSE(decoded.integer(Common::Created));
    CHECK(decoded.integer(PodColumn::Started) == 1'700'000'000'000'000'000);
    CHECK(decoded.text(Common::Labels) == models::encodeLabels({{"a", "1"}, {"b", "2"}}));
    pod.mutable_status()->mutable_starttime()->set_seconds(
        std::numeric_limits<std::int64_t>::max());
    CHECK_FALSE(decode(BuiltIn::Pod, pod).integer(PodColumn::Started));
}

TEST_CASE("a pod says which model it runs by annotation, label, environment or argument")
{
    auto pod = named<pb::Pod>("p");
    auto* container = pod.mutable_spec()->add_containers();
    container->set_name("server");
    container->set_image("vllm:1");
    container->add_args("serve");
    container->add_args("--model");
    container->add_args("meta/llama");
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::ModelUri) == "meta/llama");
    container->set_args(1, "--model=other");
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::ModelUri) == "other");
    auto* variable = container->add_env();
    variable->set_name("STORAGE_URI");
    variable->set_value("s3://m/1");
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::ModelUri) == "s3://m/1");
    const Entries annotations(*pod.mutable_metadata()->mutable_annotations());
    annotations["model-uri"] = "models:/x/3";
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::ModelUri) == "models:/x/3");

    const Entries labels(*pod.mutable_metadata()->mutable_labels());
    labels["model-version"] = "7";
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::PodModelVersion) == "7");
    labels["model-name"] = "fraud";
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::PodModelVersion) == "fraud:7");
    annotations["binnacle.io/model-version"] = "fraud-scorer:42";
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::PodModelVersion) == "fraud-scorer:42");

    auto* status = pod.mutable_status()->add_containerstatuses();
    status->set_name("server");
    status->set_imageid("docker-pullable://r/vllm@sha256:abc");
    CHECK(decode(BuiltIn::Pod, pod).text(PodColumn::ImageDigest) == "sha256:abc");
}

TEST_CASE("a node tells pool, place, GPUs and only its problems")
{
    auto node = named<pb::Node>("n");
    const Entries labels(*node.mutable_metadata()->mutable_labels());
    labels["cloud.google.com/gke-nodepool"] = "gke";
    labels["node.kubernetes.io/instance-type"] = "a3";
    labels["topology.kubernetes.io/zone"] = "z1";
    labels["binnacle.io/rack"] = "r7";
    labels["nvidia.com/gpu.product"] = "NVIDIA-H100";
    const Entries capacity(*node.mutable_status()->mutable_capacity());
    capacity["nvidia.com/gpu"].set_string("8");
    const Entries allocatable(*node.mutable_status()->mutable_allocatable());
    allocatable["nvidia.com/gpu"].set_string("7");
    allocatable["cpu"].set_string("1500m");
    allocatable["memory"].set_string("1Gi");
    const auto condition = [&](const char* type, const char* status, const char* message) {
        auto* c = node.mutable_status()->add_conditions();
        c->set_type(type);
        c->set_status(status);
        c->set_message(message);
    };
    condition("Ready", "Unknown", "Kubelet stopped posting");
    condition("MemoryPressure", "False", "fine");
    condition("NetworkUnavailable", "False", "fine");
    condition("XidError", "True", "Xid 79");
    condition("GpuHealthy", "False", "row remap");
    auto* taint = node.mutable_spec()->add_taints();
    taint->set_key("gpu");
    taint->set_value("true");
    taint->set_effect("NoSchedule");
    const auto decoded = decode(BuiltIn::Node, node);
    CHECK(decoded.text(NodeColumn::Status) == "NotReady");
    CHECK(decoded.text(NodeColumn::Ready) == "Unknown");
    CHECK(decoded.text(NodeColumn::Pool) == "gke");
    CHECK(decoded.text(NodeColumn::InstanceType) == "a3");
    CHECK(decoded.text(NodeColumn::Rack) == "r7");
    CHECK(decoded.text(NodeColumn::Zone) == "z1");
    CHECK(decoded.text(NodeColumn::GpuModel) == "NVIDIA-H100");
    CHECK(decoded.integer(NodeColumn::GpuCapacity) == 8);
    CHECK(decoded.integer(NodeColumn::GpuAllocatable) == 7);
    CHECK(decoded.integer(NodeColumn::CpuAllocatable) == 1500);
    CHECK(decoded.integer(NodeColumn::MemoryAllocatable) == 1 << 30);
    CHECK(decoded.text(NodeColumn::Conditions) == "NotReady, XidError, NotGpuHealthy");
    CHECK(decoded.text(NodeColumn::ConditionMessage) ==
          "Kubelet stopped posting; Xid 79; row remap");
    CHECK(decoded.text(NodeColumn::Taints) == "gpu=true:NoSchedule");
}

TEST_CASE("a node before its first status has unknown GPUs, not none")
{
    auto node = named<pb::Node>("n");
    node.mutable_spec()->set_unschedulable(true);
    const auto decoded = decode(BuiltIn::Node, node);
    CHECK(decoded.text(NodeColumn::Status) == "Unknown,SchedulingDisabled");
    CHECK_FALSE(decoded.integer(NodeColumn::GpuCapacity));
    CHECK_FALSE(decoded.text(NodeColumn::Conditions));
}

TEST_CASE("a deployment is progressing, ready, degraded, paused or failed")
{
    auto d = named<pb::Deployment>("d");
    d.mutable_spec()->set_replicas(4);
    auto& s = *d.mutable_status();
    const auto status = [&] {
        return decode(BuiltIn::Deployment, d).text(WorkloadColumn::Status).value();
    };
    CHECK(status() == "Progressing"); // not even observed
    s.set_observedgeneration(3);
    s.set_replicas(5);
    s.set_updatedreplicas(2);
    CHECK(status() == "Progressing");
    d.mutable_spec()->set_paused(true);
    CHECK(status() == "Paused");
    d.mutable_spec()->set_paused(false);
    s.set_replicas(4);
    s.set_updatedreplicas(4);
    s.set_availablereplicas(3);
    CHECK(status() == "Degraded");
    s.set_availablereplicas(4);
    CHECK(status() == "Ready");
    auto* stuck = s.add_conditions();
    stuck->set_type("Progressing");
    stuck->set_status("False");
    stuck->set_reason("ProgressDeadlineExceeded");
    CHECK(status() == "Failed");
    CHECK(decode(BuiltIn::Deployment, d).text(WorkloadColumn::Reason) ==
          "ProgressDeadlineExceeded");
}

TEST_CASE("the template hash tells a rollout from a scaling")
{
    auto d = named<pb::Deployment>("d");
    d.mutable_spec()->mutable_template_()->mutable_spec()->add_containers()->set_image("a:1");
    const auto hash = [&] {
        return decode(BuiltIn::Deployment, d).text(WorkloadColumn::TemplateHash).value();
    };
    const auto before = hash();
    d.mutable_spec()->set_replicas(9);
    CHECK(hash() == before);
    d.mutable_spec()->mutable_template_()->mutable_spec()->mutable_containers(0)->set_image("a:2");
    CHECK(hash() != before);
}

TEST_CASE("a workload's model: its own word first, then the template's, and where it stands")
{
    auto d = named<pb::Deployment>("d");
    auto& pod = *d.mutable_spec()->mutable_template_();
    at(pod.mutable_metadata()->mutable_annotations(), "binnacle.io/model-version") = "m:1";
    auto decoded = decode(BuiltIn::Deployment, d);
    CHECK(decoded.text(WorkloadColumn::ModelVersion) == "m:1");
    CHECK(decoded.text(WorkloadColumn::ModelFrom) ==
          "template annotation binnacle.io/model-version");
    at(d.mutable_metadata()->mutable_labels(), "model-version") = "2";
    CHECK(decode(BuiltIn::Deployment, d).text(WorkloadColumn::ModelFrom) ==
          "own label model-version");
}

TEST_CASE("jobs end as complete or failed, and wait as suspended")
{
    auto job = named<pb::Job>("j");
    const auto status = [&] {
        return decode(BuiltIn::Job, job).text(WorkloadColumn::Status).value();
    };
    CHECK(status() == "Progressing");
    job.mutable_spec()->set_suspend(true);
    CHECK(status() == "Suspended");
    auto* c = job.mutable_status()->add_conditions();
    c->set_type("Failed");
    c->set_status("True");
    c->set_reason("BackoffLimitExceeded");
    c->mutable_lasttransitiontime()->set_seconds(100);
    CHECK(status() == "Failed");
    CHECK(decode(BuiltIn::Job, job).integer(WorkloadColumn::Finished) == 100'000'000'000);
    CHECK(decode(BuiltIn::Job, job).text(WorkloadColumn::Reason) == "BackoffLimitExceeded");
    c->set_type("Complete");
    CHECK(status() == "Complete");
}

TEST_CASE("events count by series, then by count, then once")
{
    auto event = named<pb::Event>("e");
    event.mutable_eventtime()->set_seconds(5);
    event.mutable_involvedobject()->set_uid("about");
    event.mutable_source()->set_component("kubelet");
    auto decoded = decode(BuiltIn::Event, event);
    CHECK(decoded.integer(EventColumn::Occurrences) == 1);
    CHECK(decoded.integer(EventColumn::LastSeen) == 5'000'000'000);
    CHECK(decoded.text(EventColumn::AboutUid) == "about");
    CHECK(decoded.text(EventColumn::Component) == "kubelet");
    event.set_count(4);
    event.mutable_lasttimestamp()->set_seconds(7);
    decoded = decode(BuiltIn::Event, event);
    CHECK(decoded.integer(EventColumn::Occurrences) == 4);
    CHECK(decoded.integer(EventColumn::LastSeen) == 7'000'000'000);
    event.mutable_series()->set_count(9);
    event.mutable_series()->mutable_lastobservedtime()->set_seconds(8);
    CHECK(decode(BuiltIn::Event, event).integer(EventColumn::Occurrences) == 9);
}

TEST_CASE("a quota without GPUs sets no GPU limit; with them it does")
{
    auto quota = named<pb::ResourceQuota>("q");
    const Entries hard(*quota.mutable_status()->mutable_hard());
    hard["pods"].set_string("200");
    CHECK_FALSE(decode(BuiltIn::ResourceQuota, quota).integer(QuotaColumn::GpuHard));
    hard["requests.nvidia.com/gpu"].set_string("24");
    const auto decoded = decode(BuiltIn::ResourceQuota, quota);
    CHECK(decoded.integer(QuotaColumn::GpuHard) == 24);
    CHECK(decoded.text(QuotaColumn::Hard) == "pods=200, requests.nvidia.com/gpu=24");
    CHECK_FALSE(decoded.integer(QuotaColumn::GpuUsed));
}

TEST_CASE("an object without uid or name is refused, and leaves no row behind")
{
    const auto decoder = makeProtobufDecoder(BuiltIn::Pod, "test");
    pb::Pod pod;
    pod.mutable_metadata()->set_name("x");
    const Decoded nameless(*decoder, pod.SerializeAsString());
    CHECK_FALSE(nameless.ok());
    CHECK(nameless.batch().rows().empty());
}
