// SPDX-License-Identifier: GPL-3.0-or-later
// What is typed on goes on from the answer before: it must be the answer made anew, whatever is
// typed and whatever changes in between.
#include "models/filter/filter_narrows.h"
#include "tests/ui/workloads/pod_store.h"
#include "ui/viewmodels/workloads_filter.h"

#include <random>

using namespace binnacle;
using namespace binnacle::ui;
using test::joined;
using test::PodStore;
using test::shown;

namespace {

const std::vector<std::string> kPieces{
    "a",        "p",       "i",          "-",     "0",         "1",         "api-1",  " ",
    " ",        "!api",    "!",          "ns:",   "ns:chat",   "status:",   "run",    "!status:run",
    "restarts", ">0",      "restarts>2", "<3",    "age<30m",   "age>15m",   "node-1", "*",
    "a*1",      "api-0,",  ",api-2",     "chat",  "ready:0/1", "source:ku", "loop",   "\"api-1\"",
    "RANK",     "status=", "Pending",    "ready:"};

/// Types on, takes back, or begins anew.
void type(std::string& text, std::mt19937& random)
{
    const auto pick = random() % 10;
    if (pick == 0)
        text.clear();
    else if (pick < 3 && !text.empty())
        text.pop_back();
    else
        text += kPieces[random() % kPieces.size()];
    if (text.size() > 14) // longer ones let nothing through
        text.clear();
}

void change(PodStore& store, std::mt19937& random)
{
    const int pod = static_cast<int>(random() % 120);
    const char* const states[] = {"Running", "Pending", "CrashLoopBackOff"};
    if (random() % 4 == 0)
        store.remove(pod);
    else
        store.put(pod, states[random() % 3], static_cast<std::int64_t>(random() % 5));
}

} // namespace

TEST_CASE("what is typed on shows the same as what is asked anew, while rows change")
{
    std::mt19937 random(7);
    PodStore store(100);
    WorkloadsSettings settings;
    ArrangementPtr before;
    std::size_t some = 0;
    for (int step = 0; step < 1500; ++step) {
        type(settings.filter, random);
        if (random() % 8 == 0)
            settings.group = random() % 2 ? GroupBy::Namespace : GroupBy::None;
        for (auto changes = random() % 3; changes > 0; --changes)
            change(store, random);
        const WorkloadsBuild goesOn = store.build(settings, before);
        const WorkloadsBuild anew = store.build(settings);
        INFO("step " << step << ": " << settings.filter);
        REQUIRE(joined(shown(*goesOn.view)) == joined(shown(*anew.view)));
        REQUIRE(goesOn.view->matched == anew.view->matched);
        REQUIRE(goesOn.view->title == anew.view->title);
        REQUIRE(goesOn.view->states.by == anew.view->states.by);
        anew.view->table->forEach([&](const services::RowRef& row) {
            REQUIRE((*goesOn.view->rowStates)[row.slot()] == services::stateOf(row));
        });
        some += anew.view->matched > 0 && anew.view->matched < anew.view->total ? 1 : 0;
        before = goesOn.arrangement;
    }
    CHECK(some > 200); // else nothing was compared
}

TEST_CASE("a filter narrows another only where no row can say otherwise")
{
    const PodStore store(1);
    const auto snapshot = store.snapshot();
    const auto fields = workloadsFilter(
        models::KindRegistry::instance().spec(models::kind(models::BuiltIn::Pod)), *snapshot);
    const auto now = models::Clock::system().now();
    const auto narrow = [&](const char* a, const char* b) {
        return models::narrows(compileWorkloads(a, fields, now), compileWorkloads(b, fields, now),
                               fields.fields());
    };
    CHECK(narrow("sco", "sc"));
    CHECK_FALSE(narrow("sc", "sco"));
    CHECK(narrow("sc ns:chat", "sc"));
    CHECK(narrow("SCO", "sc"));
    CHECK(narrow("a*bc", "bc"));
    CHECK_FALSE(narrow("a*bc", "ab"));
    CHECK(narrow("!s", "!sc"));
    CHECK_FALSE(narrow("!sc", "!s"));
    CHECK(narrow("ns:a", "ns:a,b"));
    CHECK_FALSE(narrow("ns:a,b", "ns:a"));
    CHECK(narrow("restarts>2 x", "restarts>2"));
    CHECK_FALSE(narrow("restarts>2", "restarts>3"));
    CHECK_FALSE(narrow("age<1h x", "age<1h")); // the clock moves on
    CHECK(narrow("x", ""));
}

TEST_CASE("a build that is asked to stop shows nothing")
{
    const PodStore store(10);
    std::stop_source stop;
    stop.request_stop();
    const WorkloadsSettings settings;
    CHECK(
        buildWorkloads(store.snapshot(), objectKind(settings.kind), settings, {}, stop.get_token())
            .view == nullptr);
}
