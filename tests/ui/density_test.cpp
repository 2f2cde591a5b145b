// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/console_fixture.h"
#include "ui/shell/action_registry.h"

#include <QHeaderView>
#include <QTableView>

using namespace binnacle::ui;

TEST_CASE("rows become higher at once and the choice is kept")
{
    test::application();
    test::Console console;
    REQUIRE(console.waitReady());
    const auto* table = console.window.findChild<QTableView*>(QStringLiteral("devices"));
    REQUIRE(table);
    CHECK(table->verticalHeader()->defaultSectionSize() == size::kRowCompact);
    auto& actions = console.window.actionRegistry();
    CHECK_FALSE(actions.trigger(QStringLiteral("view.density.compact"))); // it is so already
    CHECK(actions.trigger(QStringLiteral("view.density.comfortable")));
    CHECK(table->verticalHeader()->defaultSectionSize() == size::kRowComfortable);
    CHECK(console.state.value(QStringLiteral("density")).toString() == u"comfortable");
}
