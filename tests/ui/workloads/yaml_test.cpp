// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/documents/documents.h"
#include "tests/support/catch.h"
#include "tests/ui/qt_support.h"
#include "ui/pages/workloads/yaml/yaml_folds.h"
#include "ui/pages/workloads/yaml/yaml_panel.h"
#include "ui/pages/workloads/yaml/yaml_view.h"
#include "ui/shell/state_view.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTextBlock>
#include <QToolButton>

#include <atomic>

using namespace binnacle;
using namespace binnacle::ui;

namespace {

class OneObject final : public services::ObjectSource {
public:
    models::Result<services::WholeObject>
    object(const services::ObjectRef& ref, std::chrono::milliseconds, std::stop_token) override
    {
        ++asked;
        if (refuse)
            return models::fail(models::ErrorCode::PermissionDenied, "pods is forbidden",
                                "Ask for a role that allows: get pods in chat.");
        services::WholeObject out;
        out.document =
            *services::parseJsonDocument(R"({"kind":"Pod","metadata":{"name":")" + ref.name +
                                         R"(","labels":{"app":"web"}},"spec":{"nodeName":"n1"}})");
        out.managedFields = *services::parseJsonDocument(R"([{"manager":"kubelet"}])");
        out.takenAt = models::UtcTime::fromSeconds(std::int64_t{1'795'431'600});
        return out;
    }
    models::Result<services::Revisions>
    revisions(const services::ObjectRef&, std::chrono::milliseconds, std::stop_token) override
    {
        return models::fail(models::ErrorCode::Unsupported, "not asked here");
    }
    models::Result<services::Rehearsal> rehearse(const services::ObjectRef&,
                                                 const services::HarmlessChange&,
                                                 std::chrono::milliseconds,
                                                 std::stop_token) override
    {
        return models::fail(models::ErrorCode::Unsupported, "not asked here");
    }
    std::atomic<int> asked = 0;
    std::atomic<bool> refuse = false;
};

class ObjectEstate final : public Estate {
public:
    services::EstateStore& store() override { return *m_store; }
    std::vector<services::MetricSource*> metricSources() override { return {}; }
    models::Result<models::MetricAnswer> rangeOfMeaning(const std::string&,
                                                        const models::LabelList&,
                                                        const services::MetricRangeQuery&,
                                                        std::stop_token) override
    {
        return models::fail(models::ErrorCode::Unsupported, "no metrics");
    }
    services::ObjectSource* objects(const std::string& id) override
    {
        return id == "prod" ? &source : nullptr;
    }
    OneObject source;

private:
    std::unique_ptr<services::EstateStore> m_store = std::move(*services::EstateStore::open({}));
};

struct OnPanel {
    OnPanel() { panel.resize(420, 600); }
    LiveObject pod(bool live = true) const
    {
        return {estate, "prod", {"Pod", "chat", "web-0"}, "pods", "eu west", live};
    }
    void show(const LiveObject& object)
    {
        panel.setObject(object);
        REQUIRE(test::waitUntil([this] { return panel.isSettled(); }));
    }
    YamlView& view() { return *panel.findChild<YamlView*>(); }
    std::string copied(const char* item)
    {
        for (auto* action : panel.findChildren<QAction*>()) {
            if (action->text() == QLatin1String(item))
                action->trigger();
        }
        return QGuiApplication::clipboard()->text().toStdString();
    }
    std::shared_ptr<ObjectEstate> estate = std::make_shared<ObjectEstate>();
    Theme theme;
    WorkerPool pool;
    YamlPanel panel{theme, pool, nullptr};
};

} // namespace

TEST_CASE("lines fold under their key, items under theirs, and a flat line does not")
{
    const QStringList lines{QStringLiteral("spec:"),    QStringLiteral("  list:"),
                            QStringLiteral("  - a: 1"), QStringLiteral("    b: 2"),
                            QStringLiteral("  - a: 3"), QStringLiteral("kind: Pod")};
    CHECK(yamlFolds(lines) == std::vector<int>{4, 4, 3, 3, 4, 5});
}

TEST_CASE("YAML hides managed fields until somebody wants them, and is asked for once")
{
    test::application();
    OnPanel on;
    on.show(on.pod());
    CHECK_FALSE(on.view().toPlainText().contains(QStringLiteral("managedFields")));
    CHECK(on.view().toPlainText().contains(QStringLiteral("nodeName: n1")));
    on.show(on.pod());
    CHECK(on.estate->source.asked == 1);
    for (auto* button : on.panel.findChildren<QToolButton*>()) {
        if (button->text() == QLatin1String("Managed"))
            button->setChecked(true);
    }
    CHECK(on.view().toPlainText().contains(QStringLiteral("manager: kubelet")));
}

TEST_CASE("a hit inside a fold opens it, and the hits are counted")
{
    test::application();
    OnPanel on;
    on.show(on.pod());
    on.view().setAllFolded(true);
    const auto labels = on.view().document()->find(QStringLiteral("app: web")).block();
    REQUIRE_FALSE(labels.isVisible());
    auto* search = on.panel.findChild<QLineEdit*>();
    search->setText(QStringLiteral("web"));
    CHECK(on.view().hitCount() == 2); // name and label
    on.view().nextHit(false);
    CHECK(labels.isVisible());
    CHECK(on.panel.goBack());
    CHECK(on.view().hitCount() == 0);
    CHECK_FALSE(on.panel.goBack());
}

TEST_CASE("the object is copied as YAML, as JSON and as the command that gives it")
{
    test::application();
    OnPanel on;
    on.show(on.pod());
    CHECK(on.copied("as YAML").rfind("kind: Pod\n", 0) == 0);
    CHECK(services::parseJsonDocument(on.copied("as JSON")));
    CHECK(on.copied("as kubectl command") ==
          "kubectl --context 'eu west' -n chat get pods/web-0 -o yaml");
}

TEST_CASE("at a moment of the past no cluster is asked, and the tab says why")
{
    test::application();
    OnPanel on;
    on.show(on.pod(false));
    CHECK(on.estate->source.asked == 0);
    bool said = false;
    for (const auto* label : on.panel.findChildren<QLabel*>())
        said = said || label->text().contains(QStringLiteral("live only"));
    CHECK(said);
}

TEST_CASE("a refusal names the missing right, and another try asks again")
{
    test::application();
    OnPanel on;
    on.estate->source.refuse = true;
    on.show(on.pod());
    bool said = false;
    for (const auto* label : on.panel.findChildren<QLabel*>())
        said = said || label->text().contains(QStringLiteral("get pods in chat"));
    CHECK(said);
    on.estate->source.refuse = false;
    on.panel.findChild<StateView*>()->remedyRequested(QStringLiteral("reload"));
    REQUIRE(test::waitUntil([&] { return on.panel.isSettled(); }));
    CHECK(on.view().toPlainText().contains(QStringLiteral("web-0")));
}
