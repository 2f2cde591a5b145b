// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/console_fixture.h"
#include "ui/charts/chart_panel.h"
#include "ui/pages/explore/asked_card.h"
#include "ui/pages/explore/completion_popup.h"
#include "ui/pages/explore/explore_page.h"
#include "ui/pages/explore/explore_table.h"
#include "ui/pages/explore/query_editor.h"
#include "ui/shell/action_registry.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace binnacle;
using namespace binnacle::ui;

namespace {

struct OnPage {
    OnPage()
    {
        REQUIRE(console.window.goTo(QStringLiteral("explore")));
        page = console.page<ExplorePage>();
        REQUIRE(page);
    }
    bool waitReady() { return console.waitReady(); }
    void type(const QString& text) const { page->setQueries({text}); }
    std::string title() const
    {
        return page->findChild<QLabel*>(QStringLiteral("title"))->accessibleName().toStdString();
    }

    test::Console console;
    ExplorePage* page = nullptr;
};

} // namespace

TEST_CASE("the page opens with a query of this source, run, and its conclusion as title")
{
    test::application();
    OnPage on;
    REQUIRE(on.waitReady());
    CHECK(on.page->queries() ==
          QStringList{QStringLiteral("avg by (pool) (DCGM_FI_PROF_SM_ACTIVE)")});
    CHECK(on.title().find("h100-a is highest of 2") == 0);
    CHECK(on.page->findChild<ExploreTable*>()->model()->rowCount() == 2);
    CHECK(on.page->findChild<ChartPanel*>(QStringLiteral("chart"))->hasChart());
    CHECK(on.page->findChild<AskedCard*>()->lines().first() == QStringLiteral("Source prom"));
}

TEST_CASE("Ctrl Enter in the editor runs what is written")
{
    test::application();
    OnPage on;
    REQUIRE(on.waitReady());
    QPlainTextEdit& edit = on.page->editor(0).edit();
    edit.selectAll();
    edit.setFocus();
    QTest::keyClicks(&edit, QStringLiteral("down"));
    CHECK(on.page->editor(0).status().toStdString() == "edited, chart shows the last run");
    QTest::keyClick(&edit, Qt::Key_Return, Qt::ControlModifier);
    REQUIRE(test::waitUntil([&] { return on.title().find("Nothing was measured") == 0; }));
    CHECK(edit.toPlainText() == QStringLiteral("down"));
}

TEST_CASE("the server's error is underlined at its character and read out")
{
    test::application();
    OnPage on;
    REQUIRE(on.waitReady());
    on.type(QStringLiteral("broken(up)"));
    on.page->run();
    REQUIRE(test::waitUntil([&] { return on.title() == "A was not understood by prom"; }));
    QueryEditor& editor = on.page->editor(0);
    CHECK(editor.errorAt() == 6);
    CHECK(editor.status().contains(QStringLiteral("unclosed left parenthesis")));
    REQUIRE(editor.edit().extraSelections().size() == 1);
    CHECK(editor.edit().accessibleDescription().contains(QStringLiteral("parse error")));
    // Editing takes the mark away: it belonged to the text before.
    on.type(QStringLiteral("up"));
    CHECK(editor.errorAt() == -1);
}

TEST_CASE("a wrong query is marked while typing, before any server is asked")
{
    test::application();
    OnPage on;
    REQUIRE(on.waitReady());
    const int asked = on.console.estate->metrics.asked;
    on.type(QStringLiteral("rat(up[5m])"));
    CHECK(on.page->editor(0).errorAt() == 0);
    CHECK(on.page->editor(0).status().toStdString() == "there is no function \"rat\"");
    CHECK(on.console.estate->metrics.asked == asked);
}

TEST_CASE("Stop ends the exchange with the server and keeps the chart before")
{
    test::application();
    OnPage on;
    REQUIRE(on.waitReady());
    auto* stop = on.page->findChild<QPushButton*>(QStringLiteral("stop"));
    CHECK_FALSE(stop->isEnabled());
    const int asked = on.console.estate->metrics.asked;
    on.type(QStringLiteral("slow"));
    on.page->run();
    REQUIRE(test::waitUntil([&] { return on.console.estate->metrics.asked > asked; }));
    REQUIRE(stop->isEnabled());
    QTest::mouseClick(stop, Qt::LeftButton);
    REQUIRE(test::waitUntil([&] { return on.console.estate->metrics.stopped == 1; }));
    CHECK_FALSE(on.page->viewModel().isRunning());
    CHECK(on.title() == "Stopped; the chart shows the run before");
    CHECK(on.page->findChild<ExploreTable*>()->model()->rowCount() == 2);
}

TEST_CASE("three queries at most, with letters in order after one is removed")
{
    test::application();
    OnPage on;
    REQUIRE(on.waitReady());
    on.page->setQueries({QStringLiteral("one"), QStringLiteral("down"), QStringLiteral("three")});
    on.page->run();
    REQUIRE(test::waitUntil([&] {
        return !on.page->viewModel().isRunning() && on.page->viewModel().result()->rows.size() == 4;
    }));
    CHECK(on.page->viewModel().result()->rows.back().query == 'C');
    CHECK_FALSE(on.console.window.actionRegistry().trigger(QStringLiteral("explore.add")));
    Q_EMIT on.page->editor(1).removeWanted();
    CHECK(on.page->queries() == QStringList{QStringLiteral("one"), QStringLiteral("three")});
    REQUIRE(test::waitUntil([&] {
        return !on.page->viewModel().isRunning() &&
               on.page->viewModel().result()->rows.back().query == 'B';
    }));
}

TEST_CASE("a row of the table brings its line to the front")
{
    test::application();
    OnPage on;
    REQUIRE(on.waitReady());
    auto* table = on.page->findChild<ExploreTable*>();
    QList<int> lines;
    QObject::connect(table, &ExploreTable::lineChanged, table, [&](int line) { lines << line; });
    table->sortByColumn(ExploreRowsModel::Last, Qt::DescendingOrder);
    table->setCurrentIndex(table->model()->index(0, ExploreRowsModel::Series));
    CHECK(table->currentIndex().data().toString() == QStringLiteral("h100-a"));
    CHECK(lines == QList<int>{1});
    CHECK(on.page->goBack());
    CHECK_FALSE(table->currentIndex().isValid());
    CHECK_FALSE(on.page->goBack());
}

TEST_CASE("an environment without metrics says what to add")
{
    test::application();
    OnPage on;
    REQUIRE(on.waitReady());
    on.console.estate->hasMetrics = false;
    on.console.environments.reopen();
    REQUIRE(test::waitUntil(
        [&] { return on.page->viewModel().state().kind == PageState::Kind::Empty; }));
    CHECK(on.page->viewModel().state().action == QStringLiteral("go.connections"));
    CHECK(on.page->isSettled());
    CHECK_FALSE(on.page->isReady());
}

TEST_CASE("typing offers metrics, and the one that is taken stands in the query")
{
    test::application();
    OnPage on;
    REQUIRE(on.waitReady());
    QPlainTextEdit& edit = on.page->editor(0).edit();
    edit.setPlainText(QStringLiteral("sum(SM_AC)"));
    QTextCursor cursor = edit.textCursor();
    cursor.setPosition(9);
    edit.setTextCursor(cursor);
    edit.setFocus();
    QTest::keyClicks(&edit, QStringLiteral("T"));
    const QCompleter& completer = on.page->editor(0).completion().completer();
    REQUIRE(test::waitUntil([&] { return completer.popup()->isVisible(); }));
    QTest::keyClick(completer.popup(), Qt::Key_Down);
    QTest::keyClick(completer.popup(), Qt::Key_Return);
    CHECK(edit.toPlainText().toStdString() == "sum(DCGM_FI_PROF_SM_ACTIVE)");
}
