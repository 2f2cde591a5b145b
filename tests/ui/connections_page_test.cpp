// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/console_fixture.h"
#include "ui/pages/connections/connections_page.h"
#include "ui/pages/connections/source_card.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

using namespace binnacle;
using namespace binnacle::ui;

namespace {

services::Config savedConfig(const QTemporaryDir& folder)
{
    services::Config config = test::fakeConfig();
    config.file = folder.filePath(QStringLiteral("config.yaml")).toStdString();
    return config;
}

} // namespace

TEST_CASE("a card per source follows its state, with the error and its remedy")
{
    test::application();
    test::Console console;
    console.window.goTo(QStringLiteral("connections"));
    REQUIRE(console.waitReady());
    const auto cards = console.window.currentPage()->findChildren<SourceCard*>();
    REQUIRE(cards.size() == 1);
    console.estate->setStatus([](models::SourceStatus& status) {
        status.phase = models::SourcePhase::Failed;
        status.error =
            models::Error{models::ErrorCode::Unauthenticated, "token expired", "Log in again.", {}};
    });
    CHECK(test::waitUntil([&] { return cards[0]->accessibleName().contains(u"Failed"); }));
    bool told = false;
    for (const auto* label : cards[0]->findChildren<QLabel*>())
        told = told || (label->isVisible() && label->text() == u"Log in again.");
    CHECK(told);
}

TEST_CASE("a source is added through the form, checked, and saved without its secret")
{
    test::application();
    QTemporaryDir folder;
    test::Console console(4, savedConfig(folder));
    console.window.goTo(QStringLiteral("connections"));
    REQUIRE(console.waitReady());
    auto* page = console.page<ConnectionsPage>();
    page->openForm(QStringLiteral("prometheus"));
    auto* save = page->findChild<QPushButton*>(QStringLiteral("formSave"));
    save->click();
    CHECK(page->findChild<QLabel*>(QStringLiteral("formMessage"))->text().contains(u"Correct"));
    const auto type = [page](const char* field, const char* text) {
        page->findChild<QLineEdit*>(QStringLiteral("field.") + QLatin1String(field))
            ->setText(QLatin1String(text));
    };
    type("id", "prom");
    type("url", "https://prometheus.example.com");
    type("token", "s3cret-token");
    save->click();
    REQUIRE(test::waitUntil(
        [&] { return console.environments.config().environments.front().sources.size() == 2; }));
    const auto& saved = console.environments.config().environments.front().sources[1];
    CHECK(saved.bearerSecret == "test/prom/token");
    QFile file(folder.filePath(QStringLiteral("config.yaml")));
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    CHECK(text.contains("prometheus.example.com"));
    CHECK_FALSE(text.contains("s3cret-token"));
}

TEST_CASE("without any configuration the first run offers demo, contexts and an address")
{
    test::application();
    test::Console console(2, {});
    auto* page = console.window.currentPage();
    REQUIRE(page);
    REQUIRE(test::waitUntil([&] { return page->isReady(); }));
    QStringList buttons;
    for (const auto* button : page->findChildren<QPushButton*>())
        buttons << button->text();
    CHECK(buttons.contains(QStringLiteral("prod-eu")));
    CHECK(page->findChild<QLineEdit*>(QStringLiteral("prometheusUrl")));
    page->findChild<QPushButton*>(QStringLiteral("useDemo"))->click();
    CHECK(test::waitUntil([&] { return console.window.currentPage() != page; }));
    CHECK(console.environments.current()->name == "demo");
}
