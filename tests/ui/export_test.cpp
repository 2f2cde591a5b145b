// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/console_fixture.h"
#include "ui/pages/fleet/fleet_page.h"
#include "ui/shell/action_registry.h"
#include "ui/viewmodels/device_columns.h"
#include "ui/charts/chart_panel.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QTableView>
#include <QTemporaryDir>

using namespace binnacle;
using namespace binnacle::ui;

TEST_CASE("the selected devices are copied as they are shown, in their order")
{
    test::application();
    test::Console console;
    REQUIRE(console.waitReady());
    console.page<FleetPage>()->showDevices({});
    auto* table = console.window.findChild<QTableView*>(QStringLiteral("devices"));
    REQUIRE(test::waitUntil([table] { return table->model()->rowCount() > 3; }));
    CHECK_FALSE(
        console.window.actionRegistry().trigger(QStringLiteral("fleet.copy.1"))); // none selected
    table->setCurrentIndex(table->model()->index(2, 0));
    table->selectionModel()->select(table->model()->index(0, 0),
                                    QItemSelectionModel::Select | QItemSelectionModel::Rows);
    REQUIRE(console.window.actionRegistry().trigger(QStringLiteral("fleet.copy.2")));
    const QStringList lines =
        QGuiApplication::clipboard()->text().split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
    REQUIRE(lines.size() == 3);
    CHECK(lines[1].startsWith(table->model()->index(0, 0).data().toString()));
    CHECK(lines[2].startsWith(table->model()->index(2, 0).data().toString()));
}

TEST_CASE("a chart is saved as a PNG and as an SVG with its heading, or says why not")
{
    test::application();
    test::Console console;
    REQUIRE(console.waitReady());
    auto* page = console.page<FleetPage>();
    REQUIRE(page->open(deviceKey(page->viewModel().view()->gpus.front())));
    ChartPanel* panel = nullptr;
    REQUIRE(test::waitUntil([&] {
        for (auto* candidate : page->findChildren<ChartPanel*>()) {
            if (candidate->isVisible() && candidate->hasChart())
                panel = panel ? panel : candidate;
        }
        return panel != nullptr;
    }));
    const QTemporaryDir folder;
    const QString png = folder.filePath(QStringLiteral("c.png"));
    const QString svg = folder.filePath(QStringLiteral("c.svg"));
    REQUIRE(panel->savePicture(PictureFormat::Png, png));
    const QImage image(png);
    CHECK(image.width() > 400);
    CHECK(image.height() > 200);
    REQUIRE(panel->savePicture(PictureFormat::Svg, svg));
    QFile file(svg);
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    CHECK(text.contains(panel->chartTitle()));
    CHECK((text.contains(u"<polyline") || text.contains(u"<path")));
    const auto failed =
        panel->savePicture(PictureFormat::Svg, folder.filePath(QStringLiteral("no/c.svg")));
    REQUIRE_FALSE(failed);
    CHECK_FALSE(failed.error().remedy.empty());
    bool offered = false;
    for (const auto& action : console.window.actionRegistry().all())
        offered = offered || action.id.startsWith(u"fleet.chart.");
    CHECK(offered);
}
