// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/usecases/fleet_builder.h"

using namespace binnacle;
using namespace tests;
using models::kUnknownInt;
using Writer = models::RowWriter;

namespace {

void space(FleetBuilder& estate, const std::string& ns, const std::string& team)
{
    estate.row("kube", BuiltIn::Namespace, "", ns,
               [&](Writer& w) { w.text(col(models::NamespaceColumn::Team), team); });
}

const services::FleetTeam& teamOf(const services::FleetView& view, const std::string& name)
{
    const auto it = std::find_if(view.teams.begin(), view.teams.end(),
                                 [&](const auto& t) { return t.name == name; });
    REQUIRE(it != view.teams.end());
    return *it;
}

} // namespace

TEST_CASE("teams hold what their placed pods ask for, most first", "[fleet][teams]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.source("prom");
    estate.node("n", 8);
    estate.pod("docs", "a", "n", 2);
    estate.pod("search", "b", "n", 3);
    estate.pod("search", "c", "", 4); // waits: holds nothing
    for (int i = 0; i < 8; ++i) {
        estate.gpu("n", i, [&](Writer& w) {
            w.real(col(GpuColumn::SmActive), i < 3 ? 0.8 : 0.0)
                .text(col(GpuColumn::PodNamespace), i < 3 ? "search" : "docs");
            if (i < 5)
                w.text(col(GpuColumn::Pod), i < 3 ? "b" : "a");
        });
    }
    const auto view = estate.build();
    REQUIRE(view.teams.size() == 2);
    CHECK(view.teams[0].name == "search");
    CHECK(view.teams[0].allocated == 3);
    CHECK(view.teams[0].busy == 3);
    CHECK(view.teams[0].idle == 0);
    CHECK(view.teams[1].allocated == 2);
    CHECK(view.teams[1].busy == 0);
    CHECK(view.teams[1].idle == 2);
    CHECK(view.teams[1].utilisation == Approx(0).margin(1e-9));
}

TEST_CASE("a quota comes from the queue system first, then from the namespaces", "[fleet][teams]")
{
    FleetBuilder estate;
    estate.source("kube");
    space(estate, "ml-docs", "docs");
    space(estate, "ml-search", "search");
    space(estate, "ml-search-2", "search");
    for (const std::string ns : {"ml-docs", "ml-search", "ml-search-2"}) {
        estate.row("kube", BuiltIn::ResourceQuota, ns, "q",
                   [](Writer& w) { w.integer(col(models::QuotaColumn::GpuHard), 16); });
    }
    estate.row("kube", BuiltIn::LocalQueue, "ml-docs", "train",
               [](Writer& w) { w.text(col(QueueColumn::Queue), "cq-docs"); });
    estate.row("kube", BuiltIn::ClusterQueue, "", "cq-docs",
               [](Writer& w) { w.integer(col(QueueColumn::Gpus), 64); });
    const auto view = estate.build();
    CHECK(teamOf(view, "docs").quota == 64);
    CHECK(teamOf(view, "search").quota == 32);
}

TEST_CASE("a queue that several teams share is nobody's quota", "[fleet][teams]")
{
    FleetBuilder estate;
    estate.source("kube");
    space(estate, "a", "docs");
    space(estate, "b", "search");
    for (const std::string ns : {"a", "b"})
        estate.row("kube", BuiltIn::LocalQueue, ns, "q",
                   [](Writer& w) { w.text(col(QueueColumn::Queue), "shared"); });
    estate.row("kube", BuiltIn::ClusterQueue, "", "shared",
               [](Writer& w) { w.integer(col(QueueColumn::Gpus), 64); });
    for (const auto& team : estate.build().teams)
        CHECK(team.quota == kUnknownInt);
}

TEST_CASE("without pods the exporter's holders make up the teams", "[fleet][teams]")
{
    FleetBuilder estate;
    estate.source("prom");
    for (int i = 0; i < 3; ++i) {
        estate.gpu("n", i, [&](Writer& w) {
            w.real(col(GpuColumn::SmActive), 0.5)
                .text(col(GpuColumn::Pod), "p")
                .text(col(GpuColumn::PodNamespace), "x")
                .text(col(GpuColumn::Team), "docs");
        });
    }
    CHECK(teamOf(estate.build(), "docs").allocated == 3);
}

TEST_CASE("where pods may not be listed a team's allocation is unknown, not zero", "[fleet][teams]")
{
    const auto teamWith = [](bool podsListed) {
        FleetBuilder estate;
        estate.source("kube", models::SourcePhase::Degraded, [&](models::SourceStatus& status) {
            status.kinds["Pod"].complete = podsListed;
        });
        space(estate, "ml-docs", "docs");
        estate.row("kube", BuiltIn::ResourceQuota, "ml-docs", "q",
                   [](Writer& w) { w.integer(col(models::QuotaColumn::GpuHard), 16); });
        return teamOf(estate.build(), "docs");
    };
    CHECK(teamWith(false).allocated == kUnknownInt);
    CHECK(teamWith(false).waitingJobs == kUnknownInt);
    CHECK(teamWith(true).allocated == 0);
}

TEST_CASE("a list that is not complete, or of one namespace, makes no zeros", "[fleet][teams]")
{
    const auto teamWith = [](const char* scope, bool complete, bool queue) {
        FleetBuilder estate;
        estate.source("kube", models::SourcePhase::Syncing, [&](models::SourceStatus& status) {
            status.kinds["Pod"].complete = complete;
            status.kinds["Pod"].scope = scope;
            status.kinds["Workload"].complete = queue;
        });
        space(estate, "ml-docs", "docs");
        estate.pod("ml-vision", "v", "n", 2); // another team's, which was seen
        estate.row("kube", BuiltIn::ResourceQuota, "ml-docs", "q",
                   [](Writer& w) { w.integer(col(models::QuotaColumn::GpuHard), 16); });
        return teamOf(estate.build(), "docs");
    };
    CHECK(teamWith("", false, true).allocated == kUnknownInt);
    CHECK(teamWith("ml-vision", true, true).allocated == kUnknownInt);
    CHECK(teamWith("ml-vision", true, true).waitingJobs == kUnknownInt);
    CHECK(teamWith("", true, false).waitingJobs == kUnknownInt);
    CHECK(teamWith("", true, false).waitingGpus == kUnknownInt);
    CHECK(teamWith("", true, true).allocated == 0);
    CHECK(teamWith("", true, true).waitingJobs == 0);
}

TEST_CASE("one cluster that cannot be listed makes every zero unknown, but no count",
          "[fleet][teams]")
{
    FleetBuilder estate;
    estate.source("kube");
    estate.source("dead", models::SourcePhase::Failed,
                  [](models::SourceStatus& status) { status.type = "kubernetes"; });
    estate.source("prom", models::SourcePhase::Failed,
                  [](models::SourceStatus& status) { status.type = "prometheus"; });
    estate.pod("docs", "d", "n", 2);
    space(estate, "ml-vision", "vision");
    estate.row("kube", BuiltIn::ResourceQuota, "ml-vision", "q",
               [](Writer& w) { w.integer(col(models::QuotaColumn::GpuHard), 16); });
    CHECK(teamOf(estate.build(), "vision").allocated == kUnknownInt);
    CHECK(teamOf(estate.build(), "docs").allocated == 2);
}
