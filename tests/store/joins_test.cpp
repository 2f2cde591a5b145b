// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/store_fixture.h"

#include <algorithm>

using namespace binnacle::tests;

namespace {

/// Everything around one served model: namespace, deployment, its ReplicaSet, a pod, a node.
struct Parts {
    static void ns(FactBatch& b, std::string_view team = {})
    {
        put(b, {.kind = BuiltIn::Namespace, .uid = "u-ns", .name = "ml-fraud"})
            .textIf(col(NamespaceColumn::Team), team);
    }
    static void deployment(FactBatch& b, std::string_view version = {}, std::string_view team = {})
    {
        put(b,
            {.kind = BuiltIn::Deployment, .uid = "u-d", .name = "fraud-scorer", .ns = "ml-fraud"})
            .textIf(col(WorkloadColumn::ModelVersion), version)
            .textIf(col(WorkloadColumn::Team), team)
            .text(col(WorkloadColumn::Revision), "9");
    }
    static void replicaSet(FactBatch& b, std::string_view version = {})
    {
        put(b, {.kind = BuiltIn::ReplicaSet,
                .uid = "u-rs",
                .name = "fraud-scorer-7d9",
                .ns = "ml-fraud",
                .owner = "fraud-scorer",
                .ownerKind = "Deployment",
                .ownerUid = "u-d"})
            .text(col(WorkloadColumn::Revision), "8")
            .textIf(col(WorkloadColumn::ModelVersion), version);
    }
    static RowWriter pod(FactBatch& b, LabelPairs labels = {})
    {
        return put(b, {.uid = "u-p",
                       .name = "fraud-scorer-7d9-x",
                       .ns = "ml-fraud",
                       .owner = "fraud-scorer-7d9",
                       .ownerKind = "ReplicaSet",
                       .ownerUid = "u-rs",
                       .labels = std::move(labels)});
    }
};

std::string joined(const EstateStore& store, PodColumn column)
{
    return textOf(store.current(), BuiltIn::Pod, "u-p", column);
}

void apply(EstateStore& store, const std::function<void(FactBatch&)>& fill)
{
    FactBatch batch("c1");
    fill(batch);
    require(store.apply(std::move(batch)));
}

std::int64_t onNode(const EstateStore& store, NodeColumn column, std::string_view uid = "u-n")
{
    return rowOf(store.current(), BuiltIn::Node, uid)->integer(col(column));
}

} // namespace

TEST_CASE("a pod finds its deployment through its ReplicaSet, in whatever order they arrive")
{
    std::vector<int> order{0, 1, 2, 3};
    do {
        const auto store = memoryStore();
        for (const int part : order) {
            apply(*store, [&](FactBatch& b) {
                if (part == 0)
                    Parts::ns(b, "payments");
                else if (part == 1)
                    Parts::deployment(b, "fraud-scorer:42");
                else if (part == 2)
                    Parts::replicaSet(b);
                else
                    Parts::pod(b);
            });
        }
        REQUIRE(joined(*store, PodColumn::Workload) == "Deployment/fraud-scorer");
        REQUIRE(joined(*store, PodColumn::Revision) == "8"); // of its own ReplicaSet
        REQUIRE(joined(*store, PodColumn::ModelVersion) == "fraud-scorer:42");
        REQUIRE(joined(*store, PodColumn::ModelFrom) == "Deployment fraud-scorer");
        REQUIRE(joined(*store, PodColumn::Team) == "payments");
        REQUIRE(joined(*store, PodColumn::TeamFrom) == "namespace ml-fraud");
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("the nearest source of a model version wins, and the pod's own word over all")
{
    const auto store = memoryStore();
    const auto expect = [&](const char* version, const char* from) {
        REQUIRE(joined(*store, PodColumn::ModelVersion) == version);
        REQUIRE(joined(*store, PodColumn::ModelFrom) == from);
    };
    const auto pod = [&](const char* uri, const char* own) {
        apply(*store, [&](FactBatch& b) {
            Parts::pod(b)
                .text(col(PodColumn::ImageDigest), "sha256:0123456789abcdef0123456789abcdef")
                .textIf(col(PodColumn::ModelUri), uri)
                .textIf(col(PodColumn::PodModelVersion), own);
        });
    };
    pod("", "");
    expect("image@sha256:0123456789ab", "image digest");
    pod("models:/fraud-scorer/41", "");
    expect("fraud-scorer:41", "model URI");
    apply(*store, [](FactBatch& b) { Parts::replicaSet(b); });
    apply(*store, [](FactBatch& b) { Parts::deployment(b, "fraud-scorer:43"); });
    expect("fraud-scorer:43", "Deployment fraud-scorer");
    apply(*store, [](FactBatch& b) { Parts::replicaSet(b, "fraud-scorer:42"); });
    expect("fraud-scorer:42", "ReplicaSet fraud-scorer-7d9"); // a roll-out is under way
    pod("models:/fraud-scorer/41", "fraud-scorer:40");
    expect("fraud-scorer:40", "pod");
    pod("", "");
    apply(*store, [](FactBatch& b) {
        b.remove(kind(BuiltIn::ReplicaSet), key("u-rs"));
        b.remove(kind(BuiltIn::Deployment), key("u-d"));
    });
    expect("image@sha256:0123456789ab", "image digest");
}

TEST_CASE("a KServe label names the workload, and the InferenceService gives its model")
{
    const auto store = memoryStore();
    apply(*store, [](FactBatch& b) {
        Parts::pod(b, {{"serving.kserve.io/inferenceservice", "fraud"},
                       {"serving.knative.dev/revision", "fraud-00007"}});
        Parts::replicaSet(b);
        Parts::deployment(b);
    });
    REQUIRE(joined(*store, PodColumn::Workload) == "InferenceService/fraud");
    REQUIRE(joined(*store, PodColumn::Revision) == "fraud-00007");
    const auto service = [&](const char* version, const char* uri) {
        apply(*store, [&](FactBatch& b) {
            put(b, {.kind = BuiltIn::InferenceService,
                    .uid = "u-i",
                    .name = "fraud",
                    .ns = "ml-fraud"})
                .textIf(col(WorkloadColumn::ModelVersion), version)
                .textIf(col(WorkloadColumn::ModelUri), uri);
        });
    };
    service("", "s3://models/fraud/42");
    REQUIRE(joined(*store, PodColumn::ModelVersion) == "fraud/42");
    REQUIRE(joined(*store, PodColumn::ModelFrom) == "model URI");
    service("fraud:43", "");
    REQUIRE(joined(*store, PodColumn::ModelVersion) == "fraud:43");
    REQUIRE(joined(*store, PodColumn::ModelFrom) == "InferenceService fraud");
    apply(*store, [](FactBatch& b) { b.remove(kind(BuiltIn::InferenceService), key("u-i")); });
    REQUIRE(joined(*store, PodColumn::ModelVersion).empty());
}

TEST_CASE("an InferenceService of another namespace or source is not the pod's")
{
    const auto store = memoryStore();
    apply(*store, [](FactBatch& b) {
        Parts::pod(b, {{"serving.kserve.io/inferenceservice", "fraud"}});
        put(b,
            {.kind = BuiltIn::InferenceService, .uid = "u-i", .name = "fraud", .ns = "elsewhere"})
            .text(col(WorkloadColumn::ModelVersion), "wrong:1");
    });
    FactBatch other("c2");
    put(other, {.kind = BuiltIn::InferenceService, .uid = "u-j", .name = "fraud", .ns = "ml-fraud"})
        .text(col(WorkloadColumn::ModelVersion), "wrong:2");
    require(store->apply(std::move(other)));
    REQUIRE(joined(*store, PodColumn::ModelVersion).empty());
}

TEST_CASE("the team comes from pod labels, then workload, then namespace, then its name")
{
    const auto store = memoryStore();
    const auto expect = [&](const char* team, const char* from) {
        REQUIRE(joined(*store, PodColumn::Team) == team);
        REQUIRE(joined(*store, PodColumn::TeamFrom) == from);
    };
    apply(*store, [](FactBatch& b) { Parts::pod(b); });
    expect("ml-fraud", "namespace name");
    apply(*store, [](FactBatch& b) { Parts::ns(b, "payments"); });
    expect("payments", "namespace ml-fraud");
    apply(*store, [](FactBatch& b) { Parts::replicaSet(b); });
    apply(*store, [](FactBatch& b) { Parts::deployment(b, "", "risk"); });
    expect("risk", "Deployment fraud-scorer");
    apply(*store, [](FactBatch& b) { Parts::pod(b, {{"team", "labelled"}}); });
    expect("labelled", "pod label team");
    apply(*store, [](FactBatch& b) {
        Parts::pod(b, {{"team", "labelled"}, {"binnacle.io/team", "ours"}});
    });
    expect("ours", "pod label binnacle.io/team");
    apply(*store, [](FactBatch& b) {
        Parts::pod(b);
        b.remove(kind(BuiltIn::Deployment), key("u-d"));
        b.remove(kind(BuiltIn::Namespace), key("u-ns"));
    });
    expect("ml-fraud", "namespace name");
}

TEST_CASE("what is not in the store is still named by the reference to it")
{
    const auto store = memoryStore();
    apply(*store, [](FactBatch& b) { Parts::pod(b); });
    REQUIRE(joined(*store, PodColumn::Workload) == "ReplicaSet/fraud-scorer-7d9");
    apply(*store, [](FactBatch& b) { Parts::replicaSet(b); });
    REQUIRE(joined(*store, PodColumn::Workload) == "Deployment/fraud-scorer");
    apply(*store, [](FactBatch& b) { put(b, {.uid = "bare", .ns = "ml-fraud"}); });
    REQUIRE_FALSE(rowOf(store->current(), BuiltIn::Pod, "bare")->known(col(PodColumn::Workload)));
}

TEST_CASE("owners that own each other end the search")
{
    const auto store = memoryStore();
    apply(*store, [](FactBatch& b) {
        const auto owned = [&](const char* uid, const char* by) {
            put(b, {.kind = BuiltIn::ReplicaSet,
                    .uid = uid,
                    .ns = "ml-fraud",
                    .owner = by,
                    .ownerKind = "ReplicaSet",
                    .ownerUid = by});
        };
        owned("u-rs", "other");
        owned("other", "u-rs");
        Parts::pod(b);
    });
    REQUIRE_FALSE(joined(*store, PodColumn::Workload).empty());
    apply(*store, [](FactBatch& b) { b.remove(kind(BuiltIn::ReplicaSet), key("other")); });
    REQUIRE(joined(*store, PodColumn::Workload) == "ReplicaSet/u-rs");
}

TEST_CASE("a node's sums follow its pods through moves, ends, deletions and lists")
{
    const auto store = memoryStore();
    const auto pod = [](FactBatch& b, const char* uid, const char* node, std::int64_t gpus,
                        const char* phase) {
        put(b, {.uid = uid, .ns = "ml"})
            .textIf(col(PodColumn::Node), node)
            .text(col(PodColumn::Phase), phase)
            .integer(col(PodColumn::Gpus), gpus);
    };
    apply(*store,
          [](FactBatch& b) { put(b, {.kind = BuiltIn::Node, .uid = "u-n", .name = "n1"}); });
    REQUIRE(onNode(*store, NodeColumn::GpuRequested) == kUnknownInt); // nothing listed: not zero
    apply(*store, [&](FactBatch& b) {
        b.mark(MarkOp::ListBegan, kPod);
        pod(b, "a", "n1", 4, "Running");
        pod(b, "b", "n1", 2, "Pending");
        pod(b, "c", "n1", 8, "Succeeded");
        pod(b, "d", "", 1, "Pending");
        pod(b, "e", "n2", 1, "Running");
        b.mark(MarkOp::ListComplete, kPod);
    });
    REQUIRE(onNode(*store, NodeColumn::GpuRequested) == 6);
    REQUIRE(onNode(*store, NodeColumn::Pods) == 2);
    apply(*store, [&](FactBatch& b) { pod(b, "a", "n1", 4, "Failed"); });
    REQUIRE(onNode(*store, NodeColumn::GpuRequested) == 2);
    apply(*store, [&](FactBatch& b) { pod(b, "b", "n2", 2, "Running"); });
    REQUIRE(onNode(*store, NodeColumn::Pods) == 0);
    apply(*store, [&](FactBatch& b) { pod(b, "d", "n1", 1, "Running"); });
    apply(*store, [](FactBatch& b) {
        b.remove(kind(BuiltIn::Node), key("u-n"));
        put(b, {.kind = BuiltIn::Node, .uid = "u-n2", .name = "n1"}); // same name, new machine
        put(b, {.kind = BuiltIn::Node, .uid = "u-m", .name = "n2"});
    });
    REQUIRE(onNode(*store, NodeColumn::GpuRequested, "u-n2") == 1);
    REQUIRE(onNode(*store, NodeColumn::GpuRequested, "u-m") == 3);
    FactBatch other("c2");
    pod(other, "x", "n1", 100, "Running");
    require(store->apply(std::move(other)));
    REQUIRE(onNode(*store, NodeColumn::GpuRequested, "u-n2") == 1); // another cluster's n1
    apply(*store, [](FactBatch& b) {
        b.mark(MarkOp::ListBegan, kPod);
        b.mark(MarkOp::ListComplete, kPod);
    });
    REQUIRE(onNode(*store, NodeColumn::GpuRequested, "u-n2") == 0);
    REQUIRE(onNode(*store, NodeColumn::Pods, "u-m") == 0);
}

TEST_CASE("an empty but complete pod list makes the sums zero, not unknown")
{
    const auto store = memoryStore();
    apply(*store,
          [](FactBatch& b) { put(b, {.kind = BuiltIn::Node, .uid = "u-n", .name = "n1"}); });
    apply(*store, [](FactBatch& b) {
        b.mark(MarkOp::ListBegan, kPod);
        b.mark(MarkOp::ListComplete, kPod);
    });
    REQUIRE(onNode(*store, NodeColumn::Pods) == 0);
}

TEST_CASE("a status update of a deployment touches none of its pods")
{
    const auto store = memoryStore();
    apply(*store, [](FactBatch& b) {
        Parts::deployment(b);
        Parts::replicaSet(b);
        Parts::pod(b);
    });
    const auto table = store->current()->tables.at(kPod);
    apply(*store, [](FactBatch& b) {
        b.patch(kind(BuiltIn::Deployment), key("u-d"))
            .integer(col(WorkloadColumn::ReadyReplicas), 3);
    });
    REQUIRE(store->current()->tables.at(kPod) == table);
}

TEST_CASE("a node's sums stay unknown until all pods of its source were listed")
{
    const auto store = memoryStore();
    const auto requested = [&] {
        return rowOf(store->current(), BuiltIn::Node, "n1")->integer(col(NodeColumn::GpuRequested));
    };
    FactBatch first("c1");
    put(first, {.kind = BuiltIn::Node, .uid = "n1"});
    first.mark(MarkOp::ListBegan, kPod, "ml"); // one namespace only
    put(first, {.uid = "p1", .ns = "ml"})
        .text(col(PodColumn::Node), "n1")
        .integer(col(PodColumn::Gpus), 2);
    first.mark(MarkOp::ListComplete, kPod, "ml");
    require(store->apply(std::move(first)));
    CHECK(requested() == kUnknownInt);

    FactBatch all("c1");
    all.mark(MarkOp::ListBegan, kPod);
    put(all, {.uid = "p1", .ns = "ml"})
        .text(col(PodColumn::Node), "n1")
        .integer(col(PodColumn::Gpus), 2);
    require(store->apply(std::move(all)));
    CHECK(requested() == kUnknownInt); // rows arrive, the list is not complete
    FactBatch done("c1");
    done.mark(MarkOp::ListComplete, kPod);
    require(store->apply(std::move(done)));
    CHECK(requested() == 2);
}

TEST_CASE("a pod that does not say how many devices it holds makes its node's sum unknown")
{
    const auto store = memoryStore();
    const auto requested = [&] {
        return rowOf(store->current(), BuiltIn::Node, "n1")->integer(col(NodeColumn::GpuRequested));
    };
    FactBatch batch("c1");
    put(batch, {.kind = BuiltIn::Node, .uid = "n1"});
    batch.mark(MarkOp::ListBegan, kPod);
    put(batch, {.uid = "p1", .ns = "ml"})
        .text(col(PodColumn::Node), "n1")
        .integer(col(PodColumn::Gpus), 2);
    put(batch, {.uid = "claims", .ns = "ml"}).text(col(PodColumn::Node), "n1");
    batch.mark(MarkOp::ListComplete, kPod);
    require(store->apply(std::move(batch)));
    CHECK(requested() == kUnknownInt);
    CHECK(rowOf(store->current(), BuiltIn::Node, "n1")->integer(col(NodeColumn::Pods)) == 2);
    FactBatch gone("c1");
    gone.remove(kPod, key("claims"));
    require(store->apply(std::move(gone)));
    CHECK(requested() == 2);
}
