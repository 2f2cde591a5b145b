// SPDX-License-Identifier: GPL-3.0-or-later
// The Workloads page at 150,000 pods, without a display: first filter answer and sort on the
// worker, key press to changed pixels and page switch in the real window, while the estate moves.
// Prints one JSON line; fails past the budgets of issue 4. Opt-in: a bench. Usage: bench_workloads
// [size]
#include "tests/demo/demo_estate.h"
#include "ui/pages/workloads/filter_field.h"
#include "ui/pages/workloads/object_table.h"
#include "ui/pages/workloads/workloads_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/ui_state.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/environments.h"

#include <QApplication>
#include <QHeaderView>
#include <QScrollBar>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <random>
#include <thread>

namespace {

using namespace binnacle;
using namespace binnacle::ui;
using Steady = std::chrono::steady_clock;

double msSince(Steady::time_point began)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - began).count();
}

/// What this thread has worked: says the same on a machine that others use too.
double cpuMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double at(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(values.size()));
    return values[std::min(rank, values.size() - 1)];
}

double s_longestMs = 0; ///< one event of the loop, with all that it brings

class TimedApplication final : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override
    {
        const auto began = Steady::now();
        ++m_depth;
        const bool taken = QApplication::notify(receiver, event);
        if (--m_depth == 0)
            s_longestMs = std::max(s_longestMs, msSince(began));
        return taken;
    }

private:
    int m_depth = 0;
};

bool waitUntil(const std::function<bool()>& condition, int ms = 20'000)
{
    // QTest::qWaitFor sleeps 10 ms between looks: too coarse for what is measured here.
    const auto began = Steady::now();
    while (!condition() && msSince(began) < ms) {
        QCoreApplication::processEvents();
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    return condition();
}

services::Config oneEnvironment()
{
    services::SourceConfig source;
    source.id = "demo";
    source.type = "demo";
    services::Config config;
    config.environments = {{"bench", false, {source}}};
    return config;
}

EstateFactory factoryOf(std::function<models::Result<EstatePtr>()> open)
{
    EstateFactory factory;
    factory.open = [open = std::move(open)](const services::EnvironmentConfig&) { return open(); };
    return factory;
}

/// The demo's store behind the console, as a connector would fill it.
class BenchEstate final : public Estate {
public:
    explicit BenchEstate(const std::string& size) : demo(size) {}
    services::EstateStore& store() override { return *demo.store; }
    std::vector<services::MetricSource*> metricSources() override { return {}; }
    models::Result<models::MetricAnswer> rangeOfMeaning(const std::string&,
                                                        const models::LabelList&,
                                                        const services::MetricRangeQuery&,
                                                        std::stop_token) override
    {
        return models::fail(models::ErrorCode::Unsupported, "no metrics in this bench");
    }
    tests::DemoEstate demo;
};

/// Watches a widget for its next paint.
class PaintWatch final : public QObject {
public:
    explicit PaintWatch(QWidget* widget) : QObject(widget) { widget->installEventFilter(this); }
    int paints = 0;

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        paints += event->type() == QEvent::Paint;
        return false;
    }
};

struct Bench {
    explicit Bench(std::shared_ptr<BenchEstate> made) : estate(std::move(made))
    {
        environments.setConfig(oneEnvironment());
        window.resize(1440, 900);
        window.show();
        window.goTo(QStringLiteral("workloads"));
        waitUntil([this] { return window.currentPage()->isReady(); }, 60'000);
        page = qobject_cast<WorkloadsPage*>(window.currentPage());
        table = page->findChild<ObjectTable*>(QStringLiteral("objects"));
        filter = page->findChild<FilterField*>();
        page->setGroup(GroupBy::None);
        settle();
    }
    bool settle()
    {
        return waitUntil([this] { return !page->viewModel().isBuilding(); }, 20'000);
    }

    /// From a key in the filter to rows that answer it, painted.
    double keyToPixels(char key, PaintWatch& watch)
    {
        const auto began = Steady::now();
        const double cpuBegan = cpuMs();
        QTest::keyClick(filter, key);
        const std::string wanted = filter->text().toStdString();
        waitUntil([&] {
            const auto& view = page->viewModel().view();
            return view && view->settings.filter == wanted;
        });
        builds.push_back(page->viewModel().lastBuildMs());
        const int before = watch.paints;
        table->viewport()->update();
        waitUntil([&] { return watch.paints > before; });
        uiCpu.push_back(cpuMs() - cpuBegan);
        return msSince(began);
    }

    std::shared_ptr<BenchEstate> estate;
    Theme theme;
    WorkerPool pool;
    Environments environments{
        pool, factoryOf([this]() -> models::Result<EstatePtr> { return EstatePtr(estate); })};
    UiState state;
    MainWindow window{theme, environments, state, allPages()};
    WorkloadsPage* page = nullptr;
    ObjectTable* table = nullptr;
    FilterField* filter = nullptr;
    std::vector<double> builds; ///< the worker's part of each key
    std::vector<double> uiCpu;  ///< what the ui thread works for each key
};

/// Pods that change a figure, spread over all of them as events are.
class Changes {
public:
    explicit Changes(BenchEstate& estate) : m_estate(estate)
    {
        estate.demo.snapshot()
            ->table(models::BuiltIn::Pod)
            ->forEach([this](const services::RowRef& row) { m_keys.push_back(row.key()); });
    }
    void apply(int count)
    {
        models::FactBatch batch("demo");
        for (int i = 0; i < count; ++i)
            batch.patch(models::kind(models::BuiltIn::Pod), m_keys[m_random() % m_keys.size()])
                .integer(models::col(models::PodColumn::Restarts),
                         static_cast<std::int64_t>(m_random() % 9));
        (void)m_estate.demo.store->apply(std::move(batch));
    }

private:
    BenchEstate& m_estate;
    std::vector<models::ObjectKey> m_keys;
    std::minstd_rand m_random{1};
};

struct Typing {
    std::vector<double> first, next; ///< what the worker works for a key: the first, those after
};

/// "scor" typed on the worker alone, `changes` rows changed before each key.
Typing typeOnWorker(BenchEstate& estate, Changes& moving, int changes,
                    GroupBy group = GroupBy::None)
{
    Typing out;
    WorkloadsSettings settings;
    settings.group = group;
    const auto kind = objectKind(settings.kind);
    for (int round = 0; round < 8; ++round) {
        settings.filter.clear();
        ArrangementPtr shown =
            buildWorkloads(estate.demo.snapshot(), kind, settings, {}).arrangement;
        for (const char key : {'s', 'c', 'o', 'r'}) {
            if (changes > 0)
                moving.apply(changes);
            settings.filter += key;
            const auto snapshot = estate.demo.snapshot();
            const double began = cpuMs();
            shown = buildWorkloads(snapshot, kind, settings, shown).arrangement;
            (key == 's' ? out.first : out.next).push_back(cpuMs() - began);
        }
    }
    return out;
}

/// Keys at a fast typist's pace while 1,000 pods change each second.
std::vector<double> typeWhileMoving(Bench& bench, PaintWatch& watch, Changes& moving)
{
    const std::jthread events([&moving](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            moving.apply(50);
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    });
    std::vector<double> keys;
    bench.uiCpu.clear();
    for (int round = 0; round < 25; ++round) {
        for (const char key : {'s', 'c', 'o', 'r'}) {
            keys.push_back(bench.keyToPixels(key, watch));
            const auto pause = Steady::now();
            waitUntil([&] { return msSince(pause) > 80; });
        }
        bench.filter->clear();
        bench.settle();
    }
    return keys;
}

/// Three rows further and painted, 200 times. Units: milliseconds of work for one frame.
std::vector<double> scroll(Bench& bench)
{
    std::vector<double> frames;
    for (int i = 0; i < 200; ++i) {
        const double began = cpuMs();
        QScrollBar* bar = bench.table->verticalScrollBar();
        bar->setValue(bar->value() + 3 * bench.table->verticalHeader()->defaultSectionSize());
        bench.table->viewport()->repaint();
        frames.push_back(cpuMs() - began);
    }
    return frames;
}

void printTyping(const char* name, const Typing& typed)
{
    std::printf("\"%s\":{\"firstP50\":%.1f,\"nextP50\":%.1f,\"max\":%.1f},", name,
                at(typed.first, 0.5), at(typed.next, 0.5),
                std::max(at(typed.first, 1.0), at(typed.next, 1.0)));
}

/// The worker's part alone: median of seven.
double buildMs(const services::SnapshotPtr& snapshot, const WorkloadsSettings& settings,
               const ArrangementPtr& before)
{
    std::vector<double> all;
    for (int i = 0; i < 7; ++i)
        all.push_back(buildWorkloads(snapshot, objectKind(settings.kind), settings, before).ms);
    return at(all, 0.5);
}

} // namespace

int main(int count, char** words)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const TimedApplication application(count, words);
    const std::string size = count > 1 ? words[1] : "huge";
    auto estate = std::make_shared<BenchEstate>(size);
    if (!estate->demo.list())
        return 2;
    const services::SnapshotPtr snapshot = estate->demo.snapshot();
    WorkloadsSettings settings;
    const ArrangementPtr all = buildWorkloads(snapshot, objectKind(0), settings, {}).arrangement;
    settings.filter = "fraud";
    const double filterMs = buildMs(snapshot, settings, all);
    settings = {};
    settings.sort = {{"name", true}};
    const double sortNameMs = buildMs(snapshot, settings, all);
    settings.sort = {{"restarts", true}, {"name", false}};
    const double sortMs = buildMs(snapshot, settings, all);
    settings.group = GroupBy::ModelVersion;
    const double groupMs = buildMs(snapshot, settings, all);

    Bench bench(estate);
    PaintWatch watch(bench.table->viewport());
    bench.filter->setFocus();
    std::vector<double> keys;
    for (int round = 0; round < 6; ++round) {
        for (const char key : {'s', 'c', 'o', 'r'})
            keys.push_back(bench.keyToPixels(key, watch));
        bench.filter->clear();
        bench.settle();
        if (!estate->demo.moveOn(5))
            return 2;
    }
    std::vector<double> switches;
    for (int i = 0; i < 10; ++i) {
        bench.window.goTo(QStringLiteral("connections"));
        QCoreApplication::processEvents();
        const int before = watch.paints;
        const auto began = Steady::now();
        bench.window.goTo(QStringLiteral("workloads"));
        waitUntil([&] { return watch.paints > before; });
        switches.push_back(msSince(began));
    }
    s_longestMs = 0;
    for (int i = 0; i < 10; ++i) {
        if (!estate->demo.moveOn(5))
            return 2;
        const std::uint64_t wanted = estate->demo.snapshot()->version;
        waitUntil([&] { return bench.page->viewModel().view()->snapshot->version >= wanted; });
    }
    const double stallMs = s_longestMs;
    const std::vector<double> uiStill = bench.uiCpu;
    Changes moving(*estate);
    const std::vector<double> busy = typeWhileMoving(bench, watch, moving);
    const std::vector<double> frames = scroll(bench);
    std::printf("{\"bench\":\"typing\",\"unit\":\"ms of cpu\",");
    printTyping("worker", typeOnWorker(*estate, moving, 0));
    printTyping("workerMoving", typeOnWorker(*estate, moving, 100));
    printTyping("workerMovingGroups", typeOnWorker(*estate, moving, 100, GroupBy::ModelVersion));
    std::printf("\"ui\":{\"p50\":%.1f,\"p99\":%.1f},\"uiMoving\":{\"p50\":%.1f,\"p99\":%.1f},"
                "\"frame\":{\"p50\":%.2f,\"p99\":%.2f},"
                "\"keyToPixelsMovingWallMs\":{\"p50\":%.1f,\"p99\":%.1f,\"keys\":%zu}}\n",
                at(uiStill, 0.5), at(uiStill, 0.99), at(bench.uiCpu, 0.5), at(bench.uiCpu, 0.99),
                at(frames, 0.5), at(frames, 0.99), at(busy, 0.5), at(busy, 0.99), busy.size());
    std::printf("{\"bench\":\"workloads\",\"pods\":%zu,\"filterMs\":%.1f,\"sortNameMs\":%.1f,"
                "\"sortMs\":%.1f,\"groupMs\":%.1f,\"keyToPixelsMs\":{\"p50\":%.1f,\"p99\":%.1f,"
                "\"workerP50\":%.1f},"
                "\"pageSwitchMs\":{\"p50\":%.1f,\"max\":%.1f},\"longestEventMs\":%.1f}\n",
                snapshot->table(models::BuiltIn::Pod)->rowCount(), filterMs, sortNameMs, sortMs,
                groupMs, at(keys, 0.5), at(keys, 0.99), at(bench.builds, 0.5), at(switches, 0.5),
                at(switches, 1.0), stallMs);
    return filterMs <= 30 && sortMs <= 100 && sortNameMs <= 100 && at(switches, 1.0) <= 100 ? 0 : 1;
}
