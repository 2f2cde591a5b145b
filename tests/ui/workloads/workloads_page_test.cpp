// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/console_fixture.h"
#include "ui/pages/workloads/filter_field.h"
#include "ui/pages/workloads/inspector/events_tab.h"
#include "ui/pages/workloads/inspector/summary_tab.h"
#include "ui/pages/workloads/inspector/workload_inspector.h"
#include "ui/pages/workloads/object_menu.h"
#include "ui/pages/workloads/workloads_page.h"
#include "ui/shell/action_registry.h"

#include <QAccessible>
#include <QClipboard>
#include <QCompleter>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QTest>

using namespace binnacle;
using namespace binnacle::ui;

namespace {

struct OnPage {
    OnPage()
    {
        REQUIRE(console.window.goTo(QStringLiteral("workloads")));
        REQUIRE(console.waitReady());
        page = console.page<WorkloadsPage>();
        table = page->findChild<ObjectTable*>(QStringLiteral("objects"));
        inspector = page->findChild<WorkloadInspector*>(QStringLiteral("workloadInspector"));
    }
    int rows() const { return page->viewModel().model().rowCount(); }
    bool showsRows(int n) const
    {
        return test::waitUntil([&] { return !page->viewModel().isBuilding() && rows() == n; });
    }
    std::string name(int row) const
    {
        return page->viewModel().model().index(row, 0).data().toString().toStdString();
    }
    models::ObjectKey keyOf(const std::string& pod) const
    {
        return models::makeKey("fixture", "pod-" + pod);
    }
    void put(const std::string& pod, const std::string& status = "Running")
    {
        using models::col;
        models::FactBatch batch("fixture");
        batch.upsert(models::kind(models::BuiltIn::Pod), keyOf(pod))
            .text(col(models::Common::Name), pod)
            .text(col(models::Common::Namespace), "chat")
            .text(col(models::PodColumn::Status), status)
            .integer(col(models::PodColumn::Ready), status == "Running" ? 1 : 0)
            .integer(col(models::PodColumn::Containers), 1);
        REQUIRE(console.estate->store().apply(std::move(batch)));
    }

    test::Console console;
    WorkloadsPage* page = nullptr;
    ObjectTable* table = nullptr;
    WorkloadInspector* inspector = nullptr;
};

std::string text(const QObject* root, const char* name)
{
    const auto* label = root->findChild<QLabel*>(QLatin1String(name));
    return label ? label->text().toStdString() : "no label";
}

} // namespace

TEST_CASE("the page's title is the conclusion, and pods without models are grouped by workload")
{
    test::application();
    OnPage on;
    const auto* title = on.page->findChild<QLabel*>(QStringLiteral("title"));
    CHECK(title->accessibleName().toStdString() == "3 of 4 pods are ready: 1 restarts in a loop");
    REQUIRE(test::waitUntil([&] { return on.rows() == 5 && on.name(0) == "web"; }));
    CHECK(on.page->viewModel().settings().group == GroupBy::Workload);
    CHECK(text(on.page, "count") == "4 pods");
}

TEST_CASE("slash, typing and Esc filter and clear; a wrong word is named")
{
    test::application();
    OnPage on;
    on.page->setGroup(GroupBy::None);
    REQUIRE(on.showsRows(4));
    REQUIRE(on.console.window.actionRegistry().trigger(QStringLiteral("page.filter")));
    auto* filter = on.page->findChild<FilterField*>();
    REQUIRE(filter->hasFocus());
    QTest::keyClicks(filter, QStringLiteral("restarts>0"));
    REQUIRE(on.showsRows(1));
    CHECK(on.name(0) == "web-3");
    CHECK(text(on.page, "count") == "1 of 4");
    on.page->setFilter(QStringLiteral("nofield:x"));
    REQUIRE(test::waitUntil(
        [&] { return text(on.page, "filterProblem").find("nofield") != std::string::npos; }));
    CHECK(on.page->goBack());
    CHECK(on.page->filter().isEmpty());
    REQUIRE(on.showsRows(4));
    CHECK_FALSE(on.page->goBack());
}

TEST_CASE("typing offers values, and one that is taken stands in the filter")
{
    test::application();
    OnPage on;
    auto* filter = on.page->findChild<FilterField*>();
    filter->setFocus();
    QTest::keyClicks(filter, QStringLiteral("status:"));
    auto& completer = filter->completion();
    REQUIRE(test::waitUntil([&] { return completer.popup()->isVisible(); }));
    bool offered = false;
    for (int i = 0; i < completer.model()->rowCount(); ++i) {
        const QString candidate = completer.model()->index(i, 0).data().toString();
        if (!candidate.contains(QStringLiteral("Restarts in a loop")))
            continue;
        offered = true;
        completer.popup()->setCurrentIndex(completer.popup()->model()->index(i, 0));
        QTest::keyClick(completer.popup(), Qt::Key_Return);
    }
    REQUIRE(offered);
    CHECK(on.page->filter().toStdString() == "status:\"Restarts in a loop\"");
    CHECK(test::waitUntil([&] { return on.page->viewModel().view()->matched == 1; }));
}

TEST_CASE("Enter opens the inspector with the cause, a link leads on, Esc leads back")
{
    test::application();
    OnPage on;
    on.page->setGroup(GroupBy::None);
    REQUIRE(on.showsRows(4));
    on.table->setFocus();
    on.table->setCurrentIndex(on.table->model()->index(0, 0)); // the worst first
    QTest::keyClick(on.table, Qt::Key_Return);
    REQUIRE(on.inspector->isVisible());
    auto* summary = on.inspector->findChild<SummaryTab*>();
    REQUIRE(test::waitUntil([&] { return summary->summary().found; }));
    CHECK(text(on.inspector, "cause") == "This pod restarts in a loop: 11 restarts");
    REQUIRE(summary->summary().owners.size() == 1);
    Q_EMIT summary->navigated(summary->summary().owners[0].kind, summary->summary().owners[0].key);
    REQUIRE(test::waitUntil([&] { return summary->summary().name == "web"; }));
    CHECK(text(on.inspector, "cause") == "1 of 4 pods restarts in a loop: 11 restarts");
    CHECK(on.page->goBack());
    CHECK(on.inspector->isVisible());
    REQUIRE(test::waitUntil([&] { return summary->summary().name == "web-3"; }));
    CHECK(on.page->goBack());
    CHECK_FALSE(on.inspector->isVisible());
    CHECK(on.inspector->showTab(QStringLiteral("events")) == false);
}

TEST_CASE("a group opens its workload and folds")
{
    test::application();
    OnPage on;
    REQUIRE(test::waitUntil([&] { return on.rows() == 5; }));
    REQUIRE(on.page->viewModel().model().group(0));
    // The fixture's pods name no workload column: what cannot be opened folds instead.
    on.table->setFocus();
    on.table->setCurrentIndex(on.table->model()->index(0, 0));
    QTest::keyClick(on.table, Qt::Key_Left);
    CHECK(on.showsRows(1));
    QTest::keyClick(on.table, Qt::Key_Right);
    CHECK(on.showsRows(5));
}

TEST_CASE("rows above and below come and go while the eye keeps its row and place")
{
    test::application();
    OnPage on;
    for (int i = 100; i < 300; ++i)
        on.put("web-" + std::to_string(i));
    on.page->setGroup(GroupBy::None);
    REQUIRE(on.showsRows(204));
    on.table->setFocus();
    on.table->selectKey(on.keyOf("web-150"));
    on.table->scrollTo(on.table->currentIndex(), QAbstractItemView::PositionAtCenter);
    const int before = on.table->visualRect(on.table->currentIndex()).top();
    REQUIRE(before > 100);
    on.put("aaa-first");
    on.put("web-1495");
    on.put("zzz-last");
    REQUIRE(on.showsRows(207));
    CHECK(on.table->currentKey() == on.keyOf("web-150"));
    CHECK(on.table->visualRect(on.table->currentIndex()).top() == before);
    CHECK(on.table->selectionModel()->selectedRows().size() == 1);
}

TEST_CASE("a click on a heading sorts up, down and not; with Shift it adds")
{
    test::application();
    OnPage on;
    const auto sorted = [&] {
        std::string out;
        for (const TableSort& one : on.page->viewModel().settings().sort)
            out += (one.descending ? "-" : "+") + one.column + " ";
        return out;
    };
    const auto click = [&](const QString& column, bool add) {
        Q_EMIT on.table->sortWanted(column, add);
    };
    click(QStringLiteral("restarts"), false);
    CHECK(sorted() == "+restarts ");
    click(QStringLiteral("name"), true);
    CHECK(sorted() == "+restarts +name ");
    click(QStringLiteral("name"), true);
    CHECK(sorted() == "+restarts -name ");
    click(QStringLiteral("restarts"), false);
    CHECK(sorted() == "-restarts ");
    click(QStringLiteral("restarts"), false);
    CHECK(sorted().empty());
}

TEST_CASE("columns, sorting and grouping are kept by kind")
{
    test::application();
    test::Console console;
    console.window.goTo(QStringLiteral("workloads"));
    REQUIRE(console.waitReady());
    auto* page = console.page<WorkloadsPage>();
    auto* table = page->findChild<ObjectTable*>(QStringLiteral("objects"));
    table->setColumns({{"name", 0}, {"team", 90}, {"status", 130}});
    page->setGroup(GroupBy::Status);
    page->showKind(models::kind(models::BuiltIn::Deployment));
    REQUIRE(test::waitUntil([&] { return page->viewModel().model().rowCount() == 1; }));
    CHECK(page->viewModel().settings().group == GroupBy::None);
    page->showKind(models::kind(models::BuiltIn::Pod));
    CHECK(page->viewModel().settings().group == GroupBy::Status);
    const auto columns = table->columns();
    REQUIRE(columns.size() == 3);
    CHECK(columns[1].first == "team");
    CHECK(columns[1].second == 90);
    const auto* chooser = page->findChild<QLabel*>(QStringLiteral("title"));
    CHECK(chooser);
}

TEST_CASE("the menu copies names and a kubectl command; what would change something is off")
{
    test::application();
    OnPage on;
    on.page->setGroup(GroupBy::None);
    REQUIRE(on.showsRows(4));
    on.table->selectAll();
    auto& model = on.page->viewModel().model();
    CHECK(kubectlText(selectedObjects(*on.table, model)).toStdString() ==
          "kubectl -n chat get pods web-3 web-0 web-1 web-2 -o yaml");
    QMenu* menu = makeObjectMenu(*on.table, model, [] {});
    bool changing = false;
    for (QAction* action : menu->actions()) {
        if (action->text().startsWith(QStringLiteral("Delete"))) {
            changing = true;
            CHECK_FALSE(action->isEnabled());
        }
        if (action->text() == QStringLiteral("Copy 4 names"))
            action->trigger();
    }
    CHECK(changing);
    CHECK(QGuiApplication::clipboard()->text() == QStringLiteral("web-3\nweb-0\nweb-1\nweb-2"));
    delete menu;
}

TEST_CASE("a kind without rows says why; the table and the inspector have names for a reader")
{
    test::application();
    OnPage on;
    on.page->showKind(models::kind(models::BuiltIn::Rollout));
    REQUIRE(test::waitUntil(
        [&] { return on.page->viewModel().state().kind == PageState::Kind::NotSupported; }));
    on.page->showKind(models::kind(models::BuiltIn::Pod));
    REQUIRE(on.console.waitReady());
    CHECK(on.table->accessibleName() == QStringLiteral("Pods"));
    REQUIRE(on.page->open(on.keyOf("web-3")));
    for (const auto* widget : on.page->findChildren<QWidget*>()) {
        const QAccessibleInterface* reader =
            QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || !reader ||
            widget->inherits("QScrollArea"))
            continue;
        INFO(widget->metaObject()->className() << " " << widget->objectName().toStdString());
        CHECK_FALSE(reader->text(QAccessible::Name).isEmpty());
    }
}
