// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/console_fixture.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/error_text.h"
#include "ui/shell/palette_model.h"
#include "ui/shell/state_view.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <set>

using namespace binnacle;
using namespace binnacle::ui;

TEST_CASE("the palette finds pages, environments and actions, and runs them")
{
    test::application();
    test::Console console;
    PaletteModel model(console.window.actionRegistry(), nullptr);
    test::Messages messages;
    QAbstractItemModelTester tester(&model,
                                    QAbstractItemModelTester::FailureReportingMode::Warning);
    model.setPattern({});
    CHECK(model.rowCount() > 12);
    model.setPattern(QStringLiteral("connec"));
    CHECK(model.index(0).data().toString() == u"Connections");
    model.setPattern(QStringLiteral("env prod"));
    CHECK(model.index(0).data(PaletteModel::IdRole).toString() == u"environment.open.prod");
    model.setPattern(QStringLiteral("qqqq"));
    CHECK(model.rowCount() == 0);
    CHECK(test::Messages::seen().isEmpty());

    auto* input = console.window.findChild<QLineEdit*>(QStringLiteral("paletteInput"));
    console.window.actionRegistry().trigger(QStringLiteral("palette"));
    CHECK(input->isVisible());
    QTest::keyClicks(input, QStringLiteral("connections"));
    QTest::keyClick(input, Qt::Key_Return);
    CHECK(console.window.currentId() == u"connections");
    CHECK_FALSE(input->isVisible());
}

TEST_CASE("every action has a text, ids and key sequences are unique, nothing leads nowhere")
{
    test::application();
    test::Console console;
    std::set<QString> ids, keys;
    for (const ActionSpec& spec : console.window.actionRegistry().all()) {
        CHECK_FALSE(spec.text.isEmpty());
        CHECK(ids.insert(spec.id).second);
        if (!spec.keys.isEmpty())
            CHECK(keys.insert(spec.keys.toString()).second);
        CHECK((spec.run || !spec.keysText.isEmpty()));
    }
    for (const PageDescriptor& page : console.window.pages()) {
        auto* button = console.window.findChild<QToolButton*>(QStringLiteral("nav.") + page.id);
        REQUIRE(button);
        CHECK(button->isEnabled());
        CHECK(console.window.goTo(page.id));
    }
    CHECK_FALSE(console.window.goTo(QStringLiteral("shift")));
}

TEST_CASE("each state of a view looks different and offers its remedy")
{
    test::application();
    Theme theme;
    auto* content = new QLabel(QStringLiteral("content"));
    StateView view(theme, content);
    view.resize(600, 400);
    view.show();
    QSignalSpy remedy(&view, &StateView::remedyRequested);
    using Kind = PageState::Kind;
    for (const Kind kind : {Kind::Loading, Kind::Empty, Kind::Ready, Kind::Stale, Kind::Failed,
                            Kind::NotAllowed, Kind::NotSupported}) {
        PageState state{kind, QStringLiteral("title"), QStringLiteral("detail"),
                        QStringLiteral("go.connections"), QStringLiteral("Open")};
        view.setState(state);
        CHECK(content->isVisible() == state.showsContent());
        auto* button = view.findChild<QPushButton*>(QStringLiteral("remedy"));
        const bool message = !state.showsContent() && kind != Kind::Loading;
        CHECK(button->isVisible() == message);
        if (message)
            button->click();
    }
    CHECK(remedy.count() == 4);
}

TEST_CASE("every error code has a title and a remedy")
{
    test::application();
    std::set<QString> titles;
    for (int code = 0; code <= static_cast<int>(models::ErrorCode::Internal); ++code) {
        const ErrorText text =
            errorText({static_cast<models::ErrorCode>(code), "what happened", "", {}});
        CHECK_FALSE(text.remedy.isEmpty());
        CHECK(titles.insert(text.title).second);
    }
    CHECK(errorText({models::ErrorCode::Timeout, "m", "do this", {}}).remedy == u"do this");
}

TEST_CASE("a production environment is marked, and the demo always says that it is simulated")
{
    test::application();
    test::Console console;
    REQUIRE(console.waitReady());
    auto* badge = console.window.findChild<QAbstractButton*>(QStringLiteral("simulated"));
    CHECK(badge->isVisible());
    CHECK(badge->text() == u"Demo estate, simulated");
    auto* button = console.window.findChild<QToolButton*>(QStringLiteral("environment"));
    CHECK_FALSE(button->text().contains(u"production"));
    console.environments.switchTo(QStringLiteral("prod"));
    CHECK(button->text().contains(u"production"));
    CHECK(button->property("role").toString() == u"production");
    console.environments.switchTo(QStringLiteral("nope"));
    REQUIRE(console.environments.error());
    CHECK(console.environments.error()->code == models::ErrorCode::NotFound);
}

TEST_CASE("nothing is clipped by its window from 1024 by 700 up, in both themes")
{
    test::application();
    test::Console console;
    REQUIRE(console.waitReady());
    for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
        console.theme.setMode(mode);
        // Downwards, because a window that was wide must still become narrow.
        for (const QSize size : {QSize(3840, 2160), QSize(1440, 900), QSize(1024, 700)}) {
            console.window.resize(size);
            QCoreApplication::sendPostedEvents();
            CHECK(console.window.size() == size);
            // The rail is wide in a wide window and narrow in a narrow one: what fits is asked
            // where it counts.
            CHECK(console.window.minimumSizeHint().width() <= size.width());
            CHECK(console.window.minimumSizeHint().height() <= size.height());
        }
    }
}

TEST_CASE("every button of the console has a name for screen readers")
{
    test::application();
    test::Console console;
    for (const PageDescriptor& page : console.window.pages()) {
        console.window.goTo(page.id);
        REQUIRE(console.waitReady());
        for (const auto* button : console.window.findChildren<QAbstractButton*>()) {
            if (!button->isVisible() || button->inherits("QTableCornerButton"))
                continue;
            INFO(button->metaObject()->className() << " " << button->objectName().toStdString());
            CHECK((!button->accessibleName().isEmpty() || !button->text().isEmpty()));
        }
    }
}
