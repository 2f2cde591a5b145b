// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/workloads/pod_store.h"
#include "ui/viewmodels/workloads_state.h"

using namespace binnacle;
using namespace binnacle::ui;
using Kind = PageState::Kind;
using test::PodStore;

namespace {

PageState stateOf(const PodStore& store, models::BuiltIn kind = models::BuiltIn::Pod)
{
    WorkloadsSettings settings;
    settings.kind = models::kind(kind);
    const auto build = store.build(settings);
    return workloadsState(build.view->snapshot.get(), build.view.get(), *build.view->kind, {},
                          models::Clock::system().now());
}

} // namespace

TEST_CASE("nothing read yet is loading, a complete empty list is empty, a kind nobody lists is not "
          "supported")
{
    PodStore store;
    CHECK(stateOf(store).kind == Kind::Empty);
    CHECK(stateOf(store, models::BuiltIn::Rollout).kind == Kind::NotSupported);
    store.edit([](auto& status) { status.kinds["Pod"].complete = false; });
    CHECK(stateOf(store).kind == Kind::Loading);
    CHECK(workloadsState(nullptr, nullptr, *objectKind(0), {}, {}).kind == Kind::Loading);
}

TEST_CASE("a kind that may not be listed names the missing verb")
{
    PodStore store;
    store.edit([](models::SourceStatus& status) {
        status.missing = {"list pods (cluster-wide)"};
        status.kinds["Pod"].complete = false;
    });
    const PageState state = stateOf(store);
    CHECK(state.kind == Kind::NotAllowed);
    CHECK(state.title.toStdString() == "You may not list the pods of kube");
    CHECK(state.detail.contains(QStringLiteral("list pods (cluster-wide)")));
    CHECK(state.action == QStringLiteral("go.connections"));
    // Another kind's right is no reason.
    CHECK(stateOf(store, models::BuiltIn::Node).kind != Kind::NotAllowed);
}

TEST_CASE("rows stay on screen when every source is silent, with since when")
{
    PodStore store(3);
    CHECK(stateOf(store).kind == Kind::Ready);
    store.edit([](models::SourceStatus& status) {
        status.lastContact = models::Clock::system().now() - std::chrono::hours(2);
    });
    const PageState state = stateOf(store);
    CHECK(state.kind == Kind::Stale);
    CHECK(state.title.contains(QStringLiteral("2 h")));
}

TEST_CASE("a failed source without rows shows its error and remedy")
{
    PodStore store;
    store.edit([](models::SourceStatus& status) {
        status.phase = models::SourcePhase::Failed;
        status.error =
            models::Error{models::ErrorCode::Unreachable, "no route", "Check the VPN.", {}};
    });
    const PageState state = stateOf(store);
    CHECK(state.kind == Kind::Failed);
    CHECK(state.detail.contains(QStringLiteral("Check the VPN.")));
}

TEST_CASE("of the past, nothing kept is no failure")
{
    PodStore store(2);
    auto past = std::make_shared<services::Snapshot>();
    past->live = false;
    past->at = models::UtcTime::fromSeconds(std::int64_t{1'795'431'600});
    past->keptSince = past->at + std::chrono::hours(1);
    const auto view = buildWorkloads(past, objectKind(0), {}, {}).view;
    const PageState state = workloadsState(past.get(), view.get(), *view->kind, {}, past->at);
    CHECK(state.kind == Kind::Empty);
    CHECK(state.detail.contains(QStringLiteral("History is kept since")));
}

TEST_CASE("the chooser counts what is known and names what may not be listed")
{
    PodStore store(4);
    store.edit([](models::SourceStatus& status) {
        status.missing = {"list nodes (cluster-wide)"};
        status.kinds["Job"].complete = true;
    });
    std::string all;
    for (const KindChoice& choice : kindChoices(*store.snapshot()))
        all += choice.title.toStdString() + "=" + std::to_string(choice.rows) +
               choice.problem.toStdString() + ";";
    CHECK(all.find("Pods=4;") != std::string::npos);
    CHECK(all.find("Jobs=0;") != std::string::npos);
    CHECK(all.find("may not be listed") != std::string::npos);
    CHECK(all.find("Rollouts") == std::string::npos);
}
