// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/workloads/pod_store.h"
#include "ui/viewmodels/workloads_filter.h"

using namespace binnacle;
using namespace binnacle::ui;
using test::joined;
using test::PodStore;
using test::shown;

namespace {

WorkloadsSettings filtered(const std::string& filter)
{
    WorkloadsSettings settings;
    settings.filter = filter;
    return settings;
}

} // namespace

TEST_CASE("pods show words, ready of containers, devices and no invented zero")
{
    PodStore store;
    store.node("node-1", "NVIDIA H100 80GB HBM3");
    store.put(1);
    store.put(2, "CrashLoopBackOff", 11);
    const auto view = store.build().view;
    // The worst first.
    CHECK(joined(shown(*view, "status")) == "Restarts in a loop Running");
    CHECK(joined(shown(*view, "ready")) == "0/1 1/1");
    CHECK(joined(shown(*view, "gpu")) == " 8 × H100");
    CHECK(joined(shown(*view, "restarts")) == "11 0");
    CHECK(joined(shown(*view, "revisionModel")) == "– –");
    CHECK(view->title == "1 of 2 pods is ready: 1 restarts in a loop");
}

TEST_CASE("a filter counts what it lets through, and what is read can be typed")
{
    PodStore store(10);
    store.put(3, "CrashLoopBackOff", 4);
    const auto names = [&](const std::string& filter) {
        return joined(shown(*store.build(filtered(filter)).view));
    };
    CHECK(names("restarts>0") == "api-03");
    CHECK(names("status:loop") == "api-03");
    CHECK(names("status:CrashLoopBackOff") == "api-03");
    CHECK(names("status=CrashLoopBackOff") == "api-03");
    CHECK(names("!status:running") == "api-03");
    CHECK(names("ready:0/1") == "api-03");
    CHECK(names("ns:chat api-0 !api-01") == "api-03 api-05 api-07 api-09");
    CHECK(names("age<12m") == "api-00 api-01");
    const auto view = store.build(filtered("ns:chat")).view;
    CHECK(view->matched == 5);
    CHECK(view->total == 10);
    CHECK(view->title == "4 of 5 pods are ready: 1 restarts in a loop");
}

TEST_CASE("a filter that is wrong names the character and hides nothing")
{
    PodStore store(3);
    const auto view = store.build(filtered("ns:chat nofield:x")).view;
    REQUIRE(view->problems.size() == 1);
    CHECK(view->problems.front().at == 8);
    CHECK(view->problem.find("nofield") != std::string::npos);
    CHECK(view->matched == 1);
}

TEST_CASE("rows sort by several columns, unknown values last either way")
{
    PodStore store(6);
    store.put(4, "Running", 7);
    store.put(1, "Running", 7);
    WorkloadsSettings settings;
    settings.sort = {{"restarts", true}, {"name", true}};
    CHECK(joined(shown(*store.build(settings).view)) ==
          "api-04 api-01 api-05 api-03 api-02 api-00");
    settings.sort = {{"namespace", false}, {"restarts", true}};
    CHECK(joined(shown(*store.build(settings).view)) ==
          "api-01 api-03 api-05 api-04 api-00 api-02");
    settings.sort = {{"age", false}};
    CHECK(joined(shown(*store.build(settings).view)) ==
          "api-00 api-01 api-02 api-03 api-04 api-05");
    settings.sort = {{"modelVersion", true}}; // known of none
    CHECK(store.build(settings).view->lines.size() == 6);
}

TEST_CASE("groups add up, fold, and put those without a value last")
{
    PodStore store(4);
    store.put(3, "CrashLoopBackOff", 11);
    WorkloadsSettings settings;
    settings.group = GroupBy::Namespace;
    auto view = store.build(settings).view;
    CHECK(joined(shown(*view)) == "[chat] api-03 api-01 [rank] api-00 api-02");
    const ObjectGroup& chat = view->groups[static_cast<std::size_t>(view->lines[0].group)];
    CHECK(chat.count == 2);
    CHECK(chat.ready == 1);
    CHECK(chat.want == 2);
    CHECK(chat.gpus == 16);
    CHECK(chat.restarts == 11);
    CHECK(chat.worst == services::ObjectState::Restarting);
    CHECK(chat.words.toStdString() == "1 restarts in a loop");
    settings.folded = {"chat"};
    view = store.build(settings).view;
    CHECK(joined(shown(*view)) == "[chat] [rank] api-00 api-02");
    CHECK(view->matched == 4);
    settings.folded.clear();
    settings.group = GroupBy::ModelVersion;
    CHECK(joined(shown(*store.build(settings).view)).substr(0, 18) == "[No model version]");
}

TEST_CASE("a discovered kind shows its own columns in their order")
{
    models::KindSpec spec;
    spec.name = "CronTab.stable.example.com";
    spec.group = "stable.example.com";
    spec.version = "v1";
    spec.plural = "crontabs";
    spec.columns = models::withCommonColumns(
        {{"conditionStatus", "Status", models::CellType::Text, "", false, false},
         {"conditionMessage", "Message", models::CellType::Text, "", false, false},
         {"spec", "Spec", models::CellType::Text, "", false, false},
         {"replicas", "Replicas", models::CellType::Int, "", false, false}});
    const models::KindId id = models::KindRegistry::instance().add(spec);
    const auto kind = objectKind(id);
    QStringList titles;
    for (const ObjectColumn& column : kind->columns) {
        if (column.shown)
            titles << column.title;
    }
    CHECK(joined(titles) == "Name Namespace Status Spec Replicas Age");
    CHECK(kind->title.toStdString() == "Cron tabs");
}

TEST_CASE("completion offers fields, then values as they are shown")
{
    PodStore store(3);
    store.put(2, "CrashLoopBackOff");
    const auto snapshot = store.snapshot();
    const auto texts = [&](const std::string& text) {
        std::string out;
        for (const auto& c :
             completeWorkloads(text, text.size(), models::kind(models::BuiltIn::Pod), *snapshot)
                 .candidates)
            out += c.text + " ";
        return out;
    };
    CHECK(texts("rest").find("restarts") != std::string::npos);
    CHECK(texts("status:").find("Restarts in a loop") != std::string::npos);
    CHECK(texts("ns:").find("chat") != std::string::npos);
}

TEST_CASE("device names are short")
{
    CHECK(shortDevice("NVIDIA H100 80GB HBM3").toStdString() == "H100");
    CHECK(shortDevice("NVIDIA-A10").toStdString() == "A10");
    CHECK(shortDevice("Tesla-T4").toStdString() == "T4");
    CHECK(shortDevice("NVIDIA RTX A6000").toStdString() == "RTX A6000");
    CHECK(shortDevice("AMD Instinct MI300X").toStdString() == "MI300X");
    CHECK(shortDevice("").isEmpty());
    CHECK(versionPart("fraud-scorer:42").toStdString() == "v42");
    CHECK(versionPart("image@sha256:0123456789abcdef").toStdString() == "01234567");
    CHECK(versionPart("fraud-scorer").toStdString() == "fraud-scorer");
}

TEST_CASE("an order that goes on from the one before is the order made anew")
{
    PodStore store(90);
    WorkloadsSettings settings;
    settings.sort = {{"restarts", true}, {"status", false}};
    ArrangementPtr before = store.build(settings).arrangement;
    for (int step = 0; step < 30; ++step) {
        const int i = step * 37 % 95;
        if (step % 4 == 0)
            store.remove(i % 90);
        else
            store.put(i, step % 3 ? "Running" : "Pending", step * 7 % 5);
        settings.filter = step % 5 == 0 ? "ns:chat" : "";
        const WorkloadsBuild goesOn = store.build(settings, before);
        const WorkloadsBuild anew = store.build(settings);
        INFO("step " << step);
        CHECK(joined(shown(*goesOn.view)) == joined(shown(*anew.view)));
        CHECK(goesOn.view->order->slots == anew.view->order->slots);
        before = goesOn.arrangement;
    }
}
