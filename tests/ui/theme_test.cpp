// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/qt_support.h"
#include "ui/theme/contrast.h"
#include "ui/theme/icons.h"
#include "ui/theme/shapes.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QPalette>
#include <QSignalSpy>

using namespace binnacle::ui;

TEST_CASE("text and muted read at 4.5:1 on every surface of both themes")
{
    for (const Tokens* t : {&kDark, &kLight}) {
        for (const Rgb surface : {t->window, t->surface, t->raised}) {
            CHECK(contrastRatio(t->text, surface) >= 4.5);
            CHECK(contrastRatio(t->muted, surface) >= 4.5);
        }
        for (const Rgb state : {t->ok, t->warning, t->critical, t->change, t->accent})
            CHECK(contrastRatio(state, t->surface) >= 3.0);
        CHECK(contrastRatio(t->critical, t->surface) >= 4.5);
        CHECK(contrastRatio(t->onAccent, t->accent) >= 4.5);
    }
    CHECK(contrastRatio(0x000000, 0xFFFFFF) == Approx(21));
}

TEST_CASE("the ramp rises evenly away from the surface, and series stand apart from it")
{
    for (const Tokens* t : {&kDark, &kLight}) {
        for (std::size_t i = 1; i < t->heat.size(); ++i)
            CHECK(contrastRatio(t->heat[i], t->surface) >
                  contrastRatio(t->heat[i - 1], t->surface));
        for (const Rgb series : t->series)
            CHECK(contrastRatio(series, t->surface) >= 3.0);
    }
}

TEST_CASE("no token is left unreplaced in the style sheet")
{
    for (const Tokens* t : {&kDark, &kLight})
        CHECK_FALSE(styleSheet(*t, QStringLiteral("Mono")).contains(QLatin1Char('@')));
}

TEST_CASE("the theme switches while running and follows the system only when told to")
{
    test::application();
    Theme theme;
    QSignalSpy changed(&theme, &Theme::changed);
    theme.setMode(ThemeMode::Light);
    CHECK_FALSE(theme.isDark());
    CHECK(QApplication::palette().color(QPalette::Window) == Theme::colour(kLight.window));
    theme.setSystemDark(true);
    CHECK_FALSE(theme.isDark());
    theme.setMode(ThemeMode::System);
    CHECK(theme.isDark());
    theme.setSystemDark(false);
    CHECK_FALSE(theme.isDark());
    CHECK(changed.count() == 3);
}

TEST_CASE("every state has its own shape, not only its own colour")
{
    test::application();
    Theme theme;
    std::vector<QImage> pictures;
    for (const Tone tone : {Tone::Ok, Tone::Warning, Tone::Critical, Tone::Unknown}) {
        const QImage picture = shapePixmap(theme, tone, 16, 1).toImage();
        pictures.push_back(picture.convertToFormat(QImage::Format_Alpha8));
    }
    for (std::size_t a = 0; a < pictures.size(); ++a) {
        for (std::size_t b = a + 1; b < pictures.size(); ++b)
            CHECK(pictures[a] != pictures[b]);
    }
}

TEST_CASE("every icon can be drawn")
{
    test::application();
    Theme theme;
    test::Messages messages;
    int count = 0;
    QDirIterator files(QStringLiteral(":/icons"));
    while (files.hasNext()) {
        files.next();
        const QIcon glyph = icon(files.fileInfo().baseName(), theme, kDark.text);
        const QImage picture = glyph.pixmap(QSize(16, 16)).toImage();
        bool painted = false;
        for (int i = 0; i < 256; ++i)
            painted = painted || qAlpha(picture.pixel(i % 16, i / 16)) > 0;
        CHECK(painted);
        ++count;
    }
    CHECK(count > 10);
    CHECK(test::Messages::seen().isEmpty());
}
