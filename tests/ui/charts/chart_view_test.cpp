// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/qt_support.h"
#include "ui/charts/chart_panel.h"

#include <QAccessible>
#include <QFile>
#include <QImage>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace binnacle;
using namespace binnacle::ui;

namespace {

constexpr double kStart = 1'700'006'400; // 2023-11-15 00:00 UTC

ChartDataPtr waves(std::size_t series, std::size_t points, double step = 10)
{
    auto chart = std::make_shared<ChartData>();
    chart->title = QStringLiteral("latency");
    chart->unit = QStringLiteral("ms");
    chart->from = kStart;
    chart->to = kStart + static_cast<double>(points - 1) * step;
    for (std::size_t s = 0; s < series; ++s) {
        std::vector<double> times, values;
        for (std::size_t i = 0; i < points; ++i) {
            times.push_back(kStart + static_cast<double>(i) * step);
            values.push_back(100 + static_cast<double>(s) + static_cast<double>(i % 50));
        }
        ChartSeries one;
        one.name = QStringLiteral("pod-%1").arg(s);
        one.data = std::make_shared<models::MinMaxPyramid>(times, values, 2.5 * step);
        chart->series.push_back(std::move(one));
    }
    return chart;
}

QAccessibleInterface* childOfRole(QAccessibleInterface* root, QAccessible::Role role)
{
    for (int i = 0; root && i < root->childCount(); ++i) {
        QAccessibleInterface* child = root->child(i);
        if (child && child->role() == role)
            return child;
        if (auto* found = childOfRole(child, role))
            return found;
    }
    return nullptr;
}

} // namespace

TEST_CASE("charts of one page share the crosshair and say exact values")
{
    test::application();
    Theme theme;
    CrosshairHub hub;
    ChartView first(theme, nullptr), second(theme, nullptr);
    for (ChartView* view : {&first, &second}) {
        view->resize(640, 240);
        view->setHub(&hub);
        view->setData(waves(2, 100));
    }
    first.show();
    QTest::keyClick(&first, Qt::Key_Right); // the first sample
    QTest::keyClick(&first, Qt::Key_Right);
    CHECK(hub.time() == kStart + 10);
    CHECK(second.hoverLines() == first.hoverLines());
    CHECK(first.hoverLines()[0].endsWith(u"00:00:10"));
    CHECK(first.hoverLines()[1] == QStringLiteral("pod-1 102 ms")); // highest first
    QTest::keyClick(&first, Qt::Key_Escape);
    CHECK(std::isnan(hub.time()));
}

TEST_CASE("keys and wheel pan and zoom within the data, and reset")
{
    test::application();
    Theme theme;
    ChartView view(theme, nullptr);
    view.resize(640, 240);
    view.setData(waves(1, 1000));
    QSignalSpy moved(&view, &ChartView::windowChanged);
    QTest::keyClick(&view, Qt::Key_Plus);
    CHECK(view.isZoomed());
    const double span = view.to() - view.from();
    CHECK(span == Approx(9990 * 0.7));
    for (int i = 0; i < 50; ++i)
        QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
    CHECK(view.to() == Approx(kStart + 9990)); // stops at the end
    CHECK(view.to() - view.from() == Approx(span));
    QTest::keyClick(&view, Qt::Key_Home);
    CHECK_FALSE(view.isZoomed());
    CHECK(moved.count() > 2);
}

TEST_CASE("a chart speaks its summary and has its numbers as a table behind it")
{
    test::application();
    Theme theme;
    ChartPanel panel(theme, nullptr, ChartPanel::Size::Fills);
    panel.resize(640, 300);
    panel.setData(waves(3, 100));
    panel.show();
    QAccessibleInterface* root = QAccessible::queryAccessibleInterface(&panel);
    REQUIRE(root);
    QAccessibleInterface* chart = childOfRole(root, QAccessible::Chart);
    REQUIRE(chart);
    CHECK(chart->text(QAccessible::Name) == QStringLiteral("latency"));
    CHECK(chart->text(QAccessible::Value).contains(u"pod-2: last 151 ms"));
    QAccessibleInterface* table = childOfRole(root, QAccessible::Table);
    REQUIRE(table);
    REQUIRE(table->tableInterface());
    CHECK(table->tableInterface()->rowCount() == 300);
    CHECK(table->tableInterface()->cellAt(101, 1)->text(QAccessible::Name) ==
          QStringLiteral("102 ms"));
}

TEST_CASE("a chart is saved as PNG, SVG, CSV, Markdown and JSON")
{
    test::application();
    Theme theme;
    ChartPanel panel(theme, nullptr, ChartPanel::Size::Fills);
    panel.resize(640, 300);
    panel.setData(waves(2, 50));
    panel.show();
    const QTemporaryDir folder;
    REQUIRE(panel.savePicture(PictureFormat::Png, folder.filePath(QStringLiteral("c.png"))));
    REQUIRE(panel.savePicture(PictureFormat::Svg, folder.filePath(QStringLiteral("c.svg"))));
    CHECK(QImage(folder.filePath(QStringLiteral("c.png"))).width() > 1000);
    const auto saved = [&](TableFormat format) {
        const QString file = folder.filePath(QStringLiteral("numbers"));
        REQUIRE(panel.saveNumbers(format, file));
        QFile in(file);
        REQUIRE(in.open(QIODevice::ReadOnly));
        return QString::fromUtf8(in.readAll());
    };
    const QString csv = saved(TableFormat::Csv);
    CHECK(csv.count(QLatin1Char('\n')) == 101);
    CHECK(csv.contains(u"pod-1,2023-11-15T00:00:10.000Z,102"));
    CHECK(saved(TableFormat::Markdown).contains(u"| pod-1"));
    CHECK(saved(TableFormat::Json).startsWith(QLatin1Char('[')));
    CHECK_FALSE(panel.saveNumbers(TableFormat::Csv, folder.filePath(QStringLiteral("no/x"))));
}

TEST_CASE("hundreds of series are counted per pixel, a few are drawn in their colours")
{
    test::application();
    Theme theme;
    theme.setMode(ThemeMode::Dark);
    const auto colours = [&](std::size_t series) {
        ChartView view(theme, nullptr);
        view.setDirectLabels(false);
        view.resize(400, 200);
        view.setData(waves(series, 60));
        const QImage image = view.grab().toImage();
        std::size_t heat = 0, accent = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QRgb pixel = image.pixel(x, y) & 0xFFFFFF;
                heat += pixel == theme.tokens().heat[4] || pixel == theme.tokens().heat[5];
                accent += pixel == theme.tokens().series[0];
            }
        }
        return std::pair{heat, accent};
    };
    CHECK(colours(300).first > 500);
    CHECK(colours(2).first == 0);
}
