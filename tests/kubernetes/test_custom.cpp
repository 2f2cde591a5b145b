// SPDX-License-Identifier: GPL-3.0-or-later
// JSON decoders: custom resources as recorded and as the books describe them, and the JSON path of
// built-in kinds.
#include "plugins/kubernetes/json/generic_kind.h"
#include "plugins/kubernetes/json/json_envelope.h"
#include "plugins/kubernetes/json/json_path.h"
#include "plugins/kubernetes/json/transcode.h"
#include "tests/kubernetes/support.h"
#include "tests/support/catch.h"

#include <cstdlib>
#include <fstream>
#include <functional>
#include <limits>
#include <map>

using namespace binnacle;
using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests::kubernetes;
using models::BuiltIn;
using models::QueueColumn;
using models::WorkloadColumn;

namespace {

/// Every item of a recorded list, by name.
std::map<std::string, Decoded> recorded(const std::string& file, BuiltIn kind)
{
    const std::string body = fixture(file);
    JsonEnvelope reader;
    const auto list = reader.openList(body);
    REQUIRE(list);
    const auto decoder = makeCustomDecoder(kind, "test");
    REQUIRE(decoder);
    std::map<std::string, Decoded> all;
    for (const auto item : list->items) {
        Decoded object(*decoder, item);
        REQUIRE(object.error() == "");
        all.emplace(object.text(models::Common::Name).value(), std::move(object));
    }
    return all;
}

Decoded custom(BuiltIn kind, const std::string& json)
{
    return {*makeCustomDecoder(kind, "test"), json};
}

std::string object(const std::string& rest)
{
    return R"({"metadata":{"name":"x","namespace":"n","uid":"u","generation":2},)" + rest + "}";
}

} // namespace

TEST_CASE("recorded inference services tell replicas, model and why they are not ready")
{
    const auto all = recorded("inferenceservices.json", BuiltIn::InferenceService);
    const auto& bad = all.at("fraud-graph");
    CHECK(bad.text(WorkloadColumn::Status) == "Failed");
    CHECK(bad.text(WorkloadColumn::ModelUri) == "s3://models/fraud-graph/4");
    CHECK(bad.text(WorkloadColumn::Message) == "model server exits with code 1");
    CHECK(bad.integer(WorkloadColumn::GpusPerPod) == 1);
    CHECK_FALSE(bad.text(WorkloadColumn::Revision));
    bool ready = false;
    for (const auto& [name, service] : all)
        ready = ready || (service.text(WorkloadColumn::Status) == "Ready" &&
                          service.text(WorkloadColumn::Revision) == name + "-predictor-00002");
    CHECK(ready);
}

TEST_CASE("a recorded rollout that waits at a canary step says so")
{
    const auto all = recorded("rollouts.json", BuiltIn::Rollout);
    const auto& rollout = all.at("fraud-ranker");
    CHECK(rollout.text(WorkloadColumn::Status) == "Paused");
    CHECK(rollout.text(WorkloadColumn::Reason) == "CanaryPauseStep");
    CHECK(rollout.integer(WorkloadColumn::Paused) == 1);
    CHECK(rollout.integer(WorkloadColumn::Desired) == 4);
    CHECK(rollout.integer(WorkloadColumn::Updated) == 1);
    CHECK(rollout.text(WorkloadColumn::Revision) == "7d5b6c4f8");
    CHECK(rollout.text(WorkloadColumn::ModelUri) == "models:/fraud-ranker/9");
    CHECK(rollout.text(WorkloadColumn::ModelVersion) == "fraud-ranker:9");
    CHECK(rollout.integer(WorkloadColumn::GpusPerPod) == 1);
}

TEST_CASE("a rollout's phase of an older generation is not believed")
{
    const auto rollout = custom(BuiltIn::Rollout,
                                object(R"("status":{"phase":"Healthy","observedGeneration":"1"})"));
    CHECK(rollout.text(WorkloadColumn::Status) == "Progressing");
    CHECK(rollout.integer(WorkloadColumn::ObservedGeneration) == 1);
    const auto healthy = custom(BuiltIn::Rollout,
                                object(R"("status":{"phase":"Healthy","observedGeneration":"2"})"));
    CHECK(healthy.text(WorkloadColumn::Status) == "Ready");
}

TEST_CASE("recorded queue workloads tell state, GPUs and the reason for waiting")
{
    const auto all = recorded("workloads.json", BuiltIn::QueueWorkload);
    CHECK(all.at("job-llm-finetune").text(QueueColumn::Status) == "Admitted");
    CHECK(all.at("job-llm-finetune").integer(QueueColumn::Gpus) == 8);
    CHECK(all.at("job-llm-sweep").text(QueueColumn::Status) == "Pending");
    CHECK(all.at("job-llm-sweep").integer(QueueColumn::Gpus) == 64);
    CHECK(all.at("job-llm-sweep").text(QueueColumn::Message).value().find("8 more needed") !=
          std::string::npos);
    CHECK(all.at("job-llm-sweep").integer(QueueColumn::WaitingSince).has_value());
    CHECK(all.at("job-llm-eval").text(QueueColumn::Status) == "Evicted");
    CHECK(all.at("job-llm-eval").text(QueueColumn::Reason) == "Preempted");
    CHECK(all.at("job-fraud-retrain").text(QueueColumn::Status) == "Finished");
    CHECK_FALSE(all.at("job-fraud-retrain").integer(QueueColumn::WaitingSince));
}

TEST_CASE("recorded cluster queues tell quota, use and what waits; local queues name theirs")
{
    const auto queues = recorded("clusterqueues.json", BuiltIn::ClusterQueue);
    CHECK(queues.at("gpu-shared").integer(QueueColumn::Gpus) == 64);
    CHECK(queues.at("gpu-shared").integer(QueueColumn::GpusUsed) == 8);
    CHECK(queues.at("gpu-shared").integer(QueueColumn::Pending) == 2);
    CHECK(queues.at("gpu-shared").text(QueueColumn::Status) == "Active");
    CHECK(queues.at("gpu-fraud").integer(QueueColumn::GpusUsed) == 0);
    const auto local = recorded("localqueues.json", BuiltIn::LocalQueue);
    CHECK(local.at("llm-queue").text(QueueColumn::Queue) == "gpu-shared");
    CHECK_FALSE(local.at("llm-queue").integer(QueueColumn::Gpus));
}

TEST_CASE("a workload held by a person and a stopped queue are not called pending or active")
{
    CHECK(custom(BuiltIn::QueueWorkload, object(R"("spec":{"active":false})"))
              .text(QueueColumn::Status) == "Held");
    CHECK(custom(BuiltIn::ClusterQueue, object(R"("spec":{"stopPolicy":"HoldAndDrain"})"))
              .text(QueueColumn::Status) == "HoldAndDrain");
    const auto broken = custom(
        BuiltIn::ClusterQueue,
        object(
            R"("status":{"conditions":[{"type":"Active","status":"False","reason":"FlavorNotFound"}]})"));
    CHECK(broken.text(QueueColumn::Status) == "FlavorNotFound");
    CHECK_FALSE(broken.integer(QueueColumn::Gpus)); // no accelerator quota: unknown, not zero
}

TEST_CASE("wrong types in a custom resource leave cells unknown and never fail the object")
{
    for (const char* rest :
         {R"("spec":[1,2],"status":"x")",
          R"("spec":{"podSets":{"a":1}},"status":{"conditions":[1,null,"x"]})",
          R"("spec":{"podSets":[{"count":"two","template":7}],"queueName":5,"priority":"high"})",
          R"("spec":{"predictor":[],"replicas":{}},"status":null)"}) {
        for (const auto kind : {BuiltIn::InferenceService, BuiltIn::Rollout, BuiltIn::QueueWorkload,
                                BuiltIn::ClusterQueue, BuiltIn::LocalQueue})
            CHECK(custom(kind, object(rest)).ok());
    }
    CHECK_FALSE(custom(BuiltIn::Rollout, "[]").ok());
    CHECK_FALSE(custom(BuiltIn::Rollout, "{").ok());
    CHECK_FALSE(custom(BuiltIn::Rollout, R"({"metadata":{"name":"x"}})").ok());
    CHECK_FALSE(custom(BuiltIn::Rollout, R"({"metadata":{"name":"x","uid":7}})").ok());
}

TEST_CASE("overflowing counts saturate instead of turning negative")
{
    const auto huge =
        custom(BuiltIn::QueueWorkload, object(R"("spec":{"podSets":[{"count":9000000000000000000,)"
                                              R"("template":{"spec":{"containers":[{"resources":)"
                                              R"({"requests":{"nvidia.com/gpu":"8"}}}]}}}]})"));
    CHECK(huge.integer(QueueColumn::Gpus).value() == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("recorded JSON and protobuf of the same objects decode to the same cells")
{
    const std::pair<const char*, BuiltIn> kinds[] = {{"pods", BuiltIn::Pod},
                                                     {"nodes", BuiltIn::Node},
                                                     {"namespaces", BuiltIn::Namespace},
                                                     {"deployments", BuiltIn::Deployment}};
    for (const auto& [file, kind] : kinds) {
        INFO(file);
        const auto body = fixture(std::string(file) + ".pb");
        const auto envelope = openEnvelope(body);
        REQUIRE(envelope);
        const auto binary = openList(envelope->raw);
        const auto text = fixture(std::string(file) + ".json");
        JsonEnvelope reader;
        const auto json = reader.openList(text);
        REQUIRE(binary);
        REQUIRE(json);
        REQUIRE(binary->items.size() == json->items.size());
        REQUIRE(binary->items.size() >= 3);
        const auto fromBinary = makeProtobufDecoder(kind, "test");
        const auto fromJson = makeJsonBuiltInDecoder(kind, "test");
        const auto& spec = models::KindRegistry::instance().spec(models::kind(kind));
        for (std::size_t i = 0; i < binary->items.size(); ++i) {
            const Decoded a(*fromBinary, binary->items[i]);
            const Decoded b(*fromJson, json->items[i]);
            REQUIRE(a.ok());
            REQUIRE(b.ok());
            CHECK(a.mark().resourceVersion == b.mark().resourceVersion);
            for (models::ColumnId c = 0; c < spec.columns.size(); ++c) {
                // The hash of a template covers fields that only protobuf carries through.
                if (spec.columns[c].name == "templateHash")
                    continue;
                INFO(spec.columns[c].name);
                CHECK(a.text(c) == b.text(c));
                CHECK(a.integer(c) == b.integer(c));
                CHECK(a.text(c).value_or("").find("fieldsV1") == std::string::npos);
            }
        }
    }
}

TEST_CASE("the tables of the JSON path have the names and numbers of the proto files")
{
    std::string protos;
    const char* root = std::getenv("BINNACLE_SOURCE_DIR");
    for (const char* file : {"meta", "core", "workloads"}) {
        std::ifstream in(std::string(root ? root : ".") + "/plugins/kubernetes/proto/" + file +
                         ".proto");
        protos.append(std::istreambuf_iterator<char>(in), {});
    }
    REQUIRE(protos.size() > 1000);
    std::size_t checked = 0;
    const std::function<void(const MessageSchema&)> check = [&](const MessageSchema& schema) {
        const auto begin = protos.find("message " + std::string(schema.name) + " {");
        REQUIRE(begin != std::string::npos);
        const auto body = protos.substr(begin, protos.find("\n}", begin) - begin);
        for (const auto& field : schema.fields) {
            INFO(schema.name << "." << field.name);
            CHECK(body.find(" " + std::string(field.name) + " = " + std::to_string(field.number) +
                            ";") != std::string::npos);
            CHECK((body.find("repeated") != std::string::npos || !field.repeated));
            ++checked;
            if (field.message)
                check(*field.message);
        }
    };
    for (int kind = 0; kind < static_cast<int>(BuiltIn::Count); ++kind) {
        if (const auto* schema = schemaOf(static_cast<BuiltIn>(kind)))
            check(*schema);
    }
    CHECK(checked > 200);
}

TEST_CASE("column paths of CRDs find what kubectl would show")
{
    simdjson::dom::parser parser;
    simdjson::dom::element doc;
    const std::string json =
        R"({"spec":{"a.b":"dotted","list":[{"n":"x"},{"n":"y"}],"num":3},"metadata":{"labels":{"k/e.y":"v"}},)"
        R"("status":{"conditions":[{"type":"Ready","status":"True"},{"type":"Other","status":"False"}]}})";
    REQUIRE(parser.parse(json).get(doc) == simdjson::SUCCESS);
    const auto value = [&](const char* path) {
        const auto parsed = ColumnPath::parse(path);
        return parsed ? parsed->evaluate(doc) : "(" + parsed.error().message + ")";
    };
    CHECK(value(R"(.status.conditions[?(@.type=="Ready")].status)") == "True");
    CHECK(value(".status.conditions[?(@.type == 'Other')].status") == "False");
    CHECK(value(R"(.spec.a\.b)") == "dotted");
    CHECK(value(".spec['a.b']") == "dotted");
    CHECK(value(".metadata.labels['k/e.y']") == "v");
    CHECK(value(".spec.list[1].n") == "y");
    CHECK(value(".spec.list[*].n") == "x,y");
    CHECK(value("{.spec.num}") == "3");
    CHECK(value(".spec.absent.deeper") == "");
    CHECK(value(".spec.list[?(@.n==\"x\")].n") == "x");
    CHECK(value("..spec").starts_with("(unsupported"));
    CHECK(value(".spec[").starts_with("(unsupported"));
    CHECK(value(".spec.list[1:2]").starts_with("(unsupported"));
}

TEST_CASE("an unknown custom resource gets the columns of its CRD and its readiness")
{
    const std::string crd =
        R"({"kind":"CustomResourceDefinition","spec":{"versions":[{"name":"v1","additionalPrinterColumns":[)"
        R"({"name":"Engine Type","type":"string","jsonPath":".spec.engine"},)"
        R"({"name":"Workers","type":"integer","jsonPath":".spec.workers"},)"
        R"({"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"},)"
        R"({"name":"Odd","type":"string","jsonPath":"..broken"}]}]}})";
    const auto columns = printerColumns(crd, "v1");
    REQUIRE(columns);
    CHECK(columns->size() == 4);
    const auto kind =
        registerGenericKind({"ml.example.org", "v1", "Trainer", "trainers", true, *columns});
    CHECK(kind.name == "Trainer.ml.example.org");
    const auto& spec = models::KindRegistry::instance().spec(kind.id);
    REQUIRE(spec.column("engineType") > 0);
    REQUIRE(spec.column("workers") > 0);
    CHECK(spec.column("odd") == -1);
    const auto decoder = makeGenericDecoder(kind, "test");
    const Decoded trainer(
        *decoder, object(R"("spec":{"engine":"ray","workers":12},"status":{"conditions":[)"
                         R"({"type":"Ready","status":"False","reason":"NoGpu","message":"m"}]})"));
    REQUIRE(trainer.ok());
    CHECK(trainer.text(static_cast<models::ColumnId>(spec.column("engineType"))) == "ray");
    CHECK(trainer.integer(static_cast<models::ColumnId>(spec.column("workers"))) == 12);
    CHECK(trainer.text(static_cast<models::ColumnId>(spec.column("conditionStatus"))) == "NoGpu");
    const Decoded odd(*decoder, object(R"("spec":{"engine":{"a":1},"workers":"many"})"));
    REQUIRE(odd.ok());
    CHECK_FALSE(odd.integer(static_cast<models::ColumnId>(spec.column("workers"))));
    CHECK_FALSE(printerColumns("{}", "v1"));
}
