// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/kinds.h"
#include "tests/support/catch.h"

#include <set>
#include <thread>

using namespace binnacle::models;

TEST_CASE("the built-in kinds have the ids of their enum")
{
    const std::vector<std::pair<BuiltIn, std::string>> expected{
        {BuiltIn::Pod, "Pod"},
        {BuiltIn::Node, "Node"},
        {BuiltIn::Namespace, "Namespace"},
        {BuiltIn::Event, "Event"},
        {BuiltIn::Deployment, "Deployment"},
        {BuiltIn::ReplicaSet, "ReplicaSet"},
        {BuiltIn::StatefulSet, "StatefulSet"},
        {BuiltIn::DaemonSet, "DaemonSet"},
        {BuiltIn::Job, "Job"},
        {BuiltIn::ResourceQuota, "ResourceQuota"},
        {BuiltIn::PersistentVolumeClaim, "PersistentVolumeClaim"},
        {BuiltIn::HorizontalPodAutoscaler, "HorizontalPodAutoscaler"},
        {BuiltIn::Gpu, "Gpu"},
        {BuiltIn::InferenceService, "InferenceService"},
        {BuiltIn::Rollout, "Rollout"},
        {BuiltIn::QueueWorkload, "Workload"},
        {BuiltIn::ClusterQueue, "ClusterQueue"},
        {BuiltIn::LocalQueue, "LocalQueue"},
    };
    REQUIRE(expected.size() == static_cast<std::size_t>(BuiltIn::Count));
    const auto& registry = KindRegistry::instance();
    REQUIRE(registry.size() >= expected.size());
    for (const auto& [builtIn, name] : expected) {
        CHECK(registry.spec(kind(builtIn)).name == name);
        CHECK(registry.find(name) == kind(builtIn));
    }
    CHECK(registry.find("pod") == -1); // names are exact; the command line is lenient on top
}

TEST_CASE("every column of every kind has a name of its own, a title and a form")
{
    const auto& registry = KindRegistry::instance();
    for (std::size_t i = 0; i < static_cast<std::size_t>(BuiltIn::Count); ++i) {
        const KindSpec& spec = registry.spec(static_cast<KindId>(i));
        INFO(spec.name);
        CHECK_FALSE(spec.plural.empty());
        CHECK_FALSE(spec.version.empty());
        std::set<std::string> names;
        for (const ColumnSpec& column : spec.columns) {
            INFO(column.name);
            CHECK(names.insert(column.name).second);
            CHECK_FALSE(column.title.empty());
            CHECK(column.name.find_first_not_of(
                      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") ==
                  std::string::npos);
            CHECK_FALSE((column.gauge && column.type == CellType::Text));
            CHECK_FALSE((column.gauge && column.joined));
        }
    }
}

TEST_CASE("every kind begins with the common columns")
{
    const std::vector<std::string> common{"name",    "namespace", "labels",    "created",
                                          "deleted", "owner",     "ownerKind", "ownerUid"};
    REQUIRE(common.size() == static_cast<std::size_t>(Common::Count));
    const auto& registry = KindRegistry::instance();
    for (std::size_t k = 0; k < static_cast<std::size_t>(BuiltIn::Count); ++k) {
        const KindSpec& spec = registry.spec(static_cast<KindId>(k));
        for (std::size_t i = 0; i < common.size(); ++i)
            CHECK(spec.columns[i].name == common[i]);
    }
    CHECK(withCommonColumns({}).size() == common.size());
}

TEST_CASE("a kind that is known keeps its id and its columns")
{
    auto& registry = KindRegistry::instance();
    const KindSpec widget{"Widget.test.example",
                          "test.example",
                          "v1",
                          "widgets",
                          true,
                          withCommonColumns({{"size", "Size", CellType::Int, "", false, false}})};
    const KindId id = registry.add(widget);
    const KindSpec& before = registry.spec(id);
    KindSpec changed = widget;
    changed.columns.pop_back();
    CHECK(registry.add(changed) == id);
    CHECK(registry.spec(id).column("size") == static_cast<int>(kFirstOwn));
    CHECK(&registry.spec(id) == &before);
    CHECK(registry.spec(id).column("none") == -1);
}

TEST_CASE("kinds found by many threads at once get one id each, and references stay")
{
    auto& registry = KindRegistry::instance();
    const KindSpec& pod = registry.spec(kind(BuiltIn::Pod));
    std::vector<std::set<KindId>> seen(4);
    std::vector<std::thread> threads;
    for (auto& ids : seen)
        threads.emplace_back([&registry, &ids] {
            for (int i = 0; i < 200; ++i)
                ids.insert(registry.add({"Many" + std::to_string(i), "test.example", "v1", "many",
                                         true, withCommonColumns({})}));
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(seen[0].size() == 200);
    for (const auto& ids : seen)
        CHECK(ids == seen[0]);
    CHECK(&registry.spec(kind(BuiltIn::Pod)) == &pod);
}
