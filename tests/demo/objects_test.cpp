// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_connector.h"
#include "services/documents/documents.h"
#include "services/ports/log_source.h"
#include "services/ports/object_source.h"
#include "tests/demo/demo_estate.h"
#include "tests/kubernetes_objects/log_collector.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace binnacle;
using binnacle::tests::Collector;
using services::HarmlessChange;
using services::ObjectRef;
using namespace std::chrono_literals;

namespace {

struct Demo {
    models::ManualClock clock{models::UtcTime::fromSeconds(std::int64_t{1'795'431'600})};
    std::unique_ptr<services::Connector> connector = [this] {
        services::SourceConfig config;
        config.id = "demo";
        config.type = "demo";
        return plugins::makeDemoConnector(config, &clock);
    }();
    services::ObjectSource& objects() { return *connector->objects(); }
    services::LogSource& logs() { return *connector->logs(); }
};

const ObjectRef kScorer{"Rollout", "payments", "fraud-scorer"};

} // namespace

TEST_CASE("a simulated object says so in its own text, and is the same at every question")
{
    Demo demo;
    const auto object = demo.objects().object(kScorer, 1s, {});
    REQUIRE(object);
    CHECK(object->simulated);
    const std::string yaml = services::toYaml(object->document);
    CHECK(yaml.find("binnacle.io/simulated") != std::string::npos);
    CHECK(yaml.find("s3://models/fraud-scorer/42") != std::string::npos);
    CHECK(services::toYaml(demo.objects().object(kScorer, 1s, {})->document) == yaml);
    const auto again = services::parseYamlDocument(yaml);
    REQUIRE(again);
    CHECK(*again == object->document);
}

TEST_CASE("revisions of a simulated workload differ as real rollouts do")
{
    Demo demo;
    const auto revisions = demo.objects().revisions(kScorer, 1s, {});
    REQUIRE(revisions);
    REQUIRE(revisions->items.size() >= 2);
    CHECK(revisions->items[0].current);
    CHECK(revisions->items[0].number == 42);
    const auto changes =
        models::semanticDiff(revisions->items[1].object, revisions->items[0].object);
    REQUIRE(changes.size() >= 3);
    CHECK(changes[0].area == models::DiffArea::Image);
    const auto batch = std::find_if(changes.begin(), changes.end(), [](const auto& change) {
        return change.path.find("max-batch-size") != std::string::npos;
    });
    REQUIRE(batch != changes.end());
    CHECK(batch->after == "8");
}

TEST_CASE("what the demo does not have is not found, and a pod keeps no revisions")
{
    Demo demo;
    CHECK(demo.objects().object({"Pod", "payments", "none"}, 1s, {}).error().code ==
          models::ErrorCode::NotFound);
    CHECK(demo.objects().revisions({"Pod", "payments", "none"}, 1s, {}).error().code ==
          models::ErrorCode::Unsupported);
}

TEST_CASE("a rehearsal in the demo names the change and says that it is simulated")
{
    Demo demo;
    const auto scaled = demo.objects().rehearse(kScorer, {HarmlessChange::What::Scale, 3}, 1s, {});
    REQUIRE(scaled);
    CHECK(scaled->simulated);
    REQUIRE(scaled->changes.size() == 1);
    CHECK(scaled->changes[0].after == "3");
}

TEST_CASE("a simulated log begins by saying so, is the same twice, and in order")
{
    Demo demo;
    tests::DemoEstate estate;
    REQUIRE(estate.list());
    const auto snapshot = estate.snapshot();
    const auto& pods = *snapshot->table(models::kind(models::BuiltIn::Pod));
    std::string ns, pod;
    for (std::size_t slot = 0; slot < pods.slotCount() && pod.empty(); ++slot) {
        const auto row = pods.row(slot);
        if (row.text(models::col(models::PodColumn::Status)) == "Running") {
            ns = row.ns();
            pod = row.name();
        }
    }
    REQUIRE_FALSE(pod.empty());
    Collector first, second;
    const services::LogRequest request{ns, pod, "", false, false, {}, 100};
    REQUIRE(demo.logs().stream(request, first, {}));
    REQUIRE(demo.logs().stream(request, second, {}));
    REQUIRE(first.texts.size() > 1);
    CHECK(first.texts[0].find("simulated") != std::string::npos);
    CHECK(first.texts == second.texts);
    CHECK(std::is_sorted(first.times.begin(), first.times.end(),
                         [](models::UtcTime a, models::UtcTime b) { return a.ns < b.ns; }));
}

TEST_CASE("a pod that the demo does not have has no log")
{
    Demo demo;
    Collector out;
    const auto missing =
        demo.logs().stream({"payments", "none", "", false, false, {}, {}}, out, {});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == models::ErrorCode::NotFound);
    CHECK(out.texts.empty());
}
