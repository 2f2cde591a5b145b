// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/qt_support.h"
#include "tests/ui/workloads/pod_store.h"
#include "ui/viewmodels/workloads_model.h"

#include <QAbstractItemModelTester>

using namespace binnacle;
using namespace binnacle::ui;
using test::PodStore;

namespace {

struct Shown {
    explicit Shown(PodStore& store) : m_store(store)
    {
        tester = std::make_unique<QAbstractItemModelTester>(
            &model, QAbstractItemModelTester::FailureReportingMode::Warning);
        update();
    }
    void update()
    {
        WorkloadsBuild build = m_store.build(settings, model.arrangement());
        changed = build.changed;
        model.mark(build.changed);
        model.show(std::move(build.arrangement), std::move(build.plan));
    }
    std::string name(int row) const { return model.index(row, 0).data().toString().toStdString(); }

    PodStore& m_store;
    WorkloadsSettings settings;
    WorkloadsModel model{objectKind(models::kind(models::BuiltIn::Pod))};
    std::unique_ptr<QAbstractItemModelTester> tester;
    std::vector<ChangedRow> changed;
};

} // namespace

TEST_CASE("an index follows its row through inserts, removals, sorting, filter and groups")
{
    test::application();
    test::Messages messages;
    PodStore store(20);
    Shown shown(store);
    const QPersistentModelIndex eye = shown.model.index(12, 0);
    REQUIRE(shown.name(eye.row()) == "api-12");
    store.remove(3);
    store.put(25);
    shown.update();
    CHECK(eye.row() == 11);
    CHECK(shown.name(eye.row()) == "api-12");
    shown.settings.sort = {{"name", true}};
    shown.update();
    CHECK(shown.name(eye.row()) == "api-12");
    shown.settings.group = GroupBy::Node;
    shown.update();
    CHECK(shown.name(eye.row()) == "api-12");
    CHECK(shown.model.rowCount() == 23);
    CHECK(shown.model.group(0));
    shown.settings.filter = "api-12";
    shown.update();
    REQUIRE(shown.model.rowCount() == 2);
    CHECK(eye.row() == 1);
    shown.settings = {};
    shown.update();
    CHECK(shown.name(eye.row()) == "api-12");
    shown.settings.filter = "nothing-like-this";
    shown.update();
    CHECK(shown.model.rowCount() == 0);
    CHECK_FALSE(eye.isValid());
    CHECK(test::Messages::seen().join(QLatin1Char('\n')).toStdString() == "");
}

TEST_CASE("just the cells that read differently are marked")
{
    test::application();
    PodStore store(5);
    Shown shown(store);
    store.put(2, "Running", 1);
    shown.update();
    REQUIRE(shown.changed.size() == 1);
    const int restarts = shown.model.kind().column("restarts");
    const int status = shown.model.kind().column("status");
    CHECK(shown.changed.front().columns == std::uint64_t{1} << restarts);
    CHECK(shown.model.index(2, restarts).data(WorkloadsModel::MarkRole).toDouble() > 0.5);
    CHECK(shown.model.index(2, status).data(WorkloadsModel::MarkRole).toDouble() == 0.0);
    CHECK(shown.model.index(1, restarts).data(WorkloadsModel::MarkRole).toDouble() == 0.0);
    CHECK(shown.model.hasMarks());
    shown.update();
    CHECK(shown.changed.empty());
}

TEST_CASE("an unchanged estate announces nothing")
{
    test::application();
    PodStore store(50);
    Shown shown(store);
    int announced = 0;
    QObject::connect(&shown.model, &QAbstractItemModel::dataChanged, [&] { ++announced; });
    QObject::connect(&shown.model, &QAbstractItemModel::layoutChanged, [&] { ++announced; });
    QObject::connect(&shown.model, &QAbstractItemModel::rowsInserted, [&] { ++announced; });
    shown.update();
    CHECK(announced == 0);
    store.put(7, "Running", 3);
    shown.update();
    CHECK(announced == 1);
}

TEST_CASE("rows of a source that fell silent are hatched")
{
    test::application();
    PodStore store(2);
    Shown shown(store);
    CHECK_FALSE(shown.model.index(0, 0).data(KeyedModelBase::HatchRole).toBool());
    store.edit([](models::SourceStatus& status) {
        status.lastContact = models::Clock::system().now() - std::chrono::hours(1);
    });
    shown.update();
    CHECK(shown.model.index(0, 0).data(KeyedModelBase::HatchRole).toBool());
}

TEST_CASE("rows of another store are never taken for the same, whatever their version")
{
    test::application();
    PodStore store(3), other(3);
    other.put(1, "CrashLoopBackOff", 5);
    Shown shown(store);
    int announced = 0;
    QObject::connect(&shown.model, &QAbstractItemModel::dataChanged, [&] { ++announced; });
    WorkloadsBuild build = other.build({}, shown.model.arrangement());
    CHECK(build.changed.empty());
    shown.model.show(std::move(build.arrangement), std::move(build.plan));
    CHECK(announced > 0);
    CHECK(shown.name(0) == "api-01");
}
