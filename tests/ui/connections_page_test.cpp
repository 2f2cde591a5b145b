// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/catch.h"
#include "tests/ui/console_fixture.h"
#include "ui/pages/connections/connections_page.h"
#include "ui/pages/connections/source_card.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

#include <optional>

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

TEST_CASE("a secret that is typed and not saved is used for the test")
{
    test::application();
    test::Console console;
    console.window.goTo(QStringLiteral("connections"));
    REQUIRE(console.waitReady());
    auto* page = console.page<ConnectionsPage>();
    page->openForm(QStringLiteral("prometheus"));
    const auto type = [page](const char* field, const char* text) {
        page->findChild<QLineEdit*>(QStringLiteral("field.") + QLatin1String(field))
            ->setText(QLatin1String(text));
    };
    type("id", "prom");
    type("url", "https://prometheus.example.com");
    type("token", "s3cret-token");
    page->findChild<QPushButton*>(QStringLiteral("formTest"))->click();
    const auto* said = page->findChild<QLabel*>(QStringLiteral("formMessage"));
    // The fixture's test fails when the secret that the configuration names is not there.
    CHECK(test::waitUntil([said] { return said->text().contains(u"It answers"); }));
    CHECK(console.environments.config().environments.front().sources.size() == 1);
}

TEST_CASE("removing a source asks about its secret and takes it along, or not")
{
    test::application();
    for (const bool take : {true, false}) {
        QTemporaryDir folder;
        services::Config config = savedConfig(folder);
        services::SourceConfig prom;
        prom.id = "prom";
        prom.type = "prometheus";
        prom.url = "http://127.0.0.1:1";
        prom.bearerSecret = "test/prom/token";
        config.environments.front().sources.push_back(prom);
        test::Console console(4, config);
        console.window.goTo(QStringLiteral("connections"));
        REQUIRE(console.waitReady());
        auto* card =
            console.window.currentPage()->findChild<SourceCard*>(QStringLiteral("source.prom"));
        REQUIRE(card);
        Q_EMIT card->removalAsked();
        auto* box = card->findChild<QCheckBox*>(QStringLiteral("removeSecrets"));
        REQUIRE(box->isVisible());
        CHECK(box->text().contains(u"test/prom/token"));
        box->setChecked(take);
        test::removedSecrets().clear();
        card->findChild<QPushButton*>(QStringLiteral("confirmRemoval"))->click();
        REQUIRE(test::waitUntil([&] {
            return console.environments.config().environments.front().sources.size() == 1;
        }));
        CHECK(test::removedSecrets() ==
              (take ? std::vector<std::string>{"test/prom/token"} : std::vector<std::string>{}));
    }
}

TEST_CASE("a file can be typed or chosen, and the button says what for")
{
    test::application();
    test::Console console;
    console.window.goTo(QStringLiteral("connections"));
    REQUIRE(console.waitReady());
    auto* page = console.page<ConnectionsPage>();
    page->openForm(QStringLiteral("kubernetes"));
    auto* choose = page->findChild<QPushButton*>(QStringLiteral("field.kubeconfig.choose"));
    REQUIRE(choose);
    CHECK((choose->focusPolicy() & Qt::TabFocus) != 0);
    CHECK(choose->accessibleName().contains(u"Kubeconfig"));
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("admin.conf")));
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.close();
    choose->click();
    auto* dialog = console.window.findChild<QFileDialog*>(QStringLiteral("filePicker"));
    REQUIRE(dialog);
    dialog->setDirectory(folder.path());
    dialog->selectFile(file.fileName());
    Q_EMIT dialog->fileSelected(file.fileName());
    dialog->close();
    CHECK(page->findChild<QLineEdit*>(QStringLiteral("field.kubeconfig"))->text() ==
          file.fileName());
}

TEST_CASE("another configuration file replaces this one only when it is a good one")
{
    test::application();
    test::Console console;
    QTemporaryDir folder;
    const auto file = [&folder](const char* name, const char* text) {
        QFile out(folder.filePath(QLatin1String(name)));
        REQUIRE(out.open(QIODevice::WriteOnly));
        out.write(text);
        return out.fileName().toStdString();
    };
    std::optional<models::Result<void>> done;
    const auto load = [&](const std::string& name) {
        done.reset();
        console.environments.load(name, [&done](models::Result<void> result) { done = result; });
        return test::waitUntil([&done] { return done.has_value(); });
    };
    REQUIRE(load(file("bad.yaml", "environments: [{name: 3, sources: what}]\n")));
    CHECK_FALSE(*done);
    CHECK(console.environments.current()->name == "test");
    REQUIRE(load(file("good.yaml", "environments:\n- name: other\n  production: false\n  sources:\n"
                                   "  - {id: d, type: demo, size: small, seed: 1}\n")));
    CHECK(*done);
    CHECK(console.environments.current()->name == "other");
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
