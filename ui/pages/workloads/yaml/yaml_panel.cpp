// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/yaml/yaml_panel.h"

#include "services/documents/documents.h"
#include "ui/pages/workloads/yaml/yaml_view.h"
#include "ui/shell/state_view.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/card.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace binnacle::ui {

namespace {

constexpr std::chrono::seconds kDeadline{10};
enum Copy { kCopyYaml, kCopyJson, kCopyKubectl };

/// As `kubectl get --show-managed-fields` shows them: back in their place.
models::Document withManaged(models::Document document, const models::Document& managed)
{
    for (auto& [key, value] : document.fields) {
        if (key == "metadata" && value.isMap())
            value.fields.emplace_back("managedFields", managed);
    }
    return document;
}

QToolButton* button(const QString& text, const QString& hint, QWidget* parent)
{
    auto* made = new QToolButton(parent);
    made->setProperty("role", QStringLiteral("button"));
    made->setText(text);
    made->setToolTip(hint);
    made->setAccessibleName(hint);
    made->setToolButtonStyle(Qt::ToolButtonTextOnly);
    return made;
}

} // namespace

YamlPanel::YamlPanel(Theme& theme, WorkerPool& pool, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_loading(pool)
{
    auto* content = new QWidget(this);
    content->setObjectName(QStringLiteral("clear"));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    m_view = new YamlView(theme, content);
    buildHead(column);
    column->addWidget(m_view, 1);
    column->addWidget(m_note = roleLabel("muted", content));
    m_note->setWordWrap(true);
    m_state = new StateView(theme, content, this);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_state);
    connect(m_state, &StateView::remedyRequested, this, &YamlPanel::load);
    connect(m_view, &YamlView::hitsChanged, this, &YamlPanel::showHits);
}

void YamlPanel::buildHead(QVBoxLayout* column)
{
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Find"));
    m_search->setAccessibleName(tr("Find in the YAML"));
    m_search->setClearButtonEnabled(true);
    head->addWidget(m_search, 1);
    head->addWidget(m_hits = roleLabel("muted", this));
    m_fold = button(tr("Fold"), tr("Fold everything, or unfold it"), this);
    m_fold->setCheckable(true);
    m_managed = button(tr("Managed"), tr("Show managed fields: who wrote what"), this);
    m_managed->setCheckable(true);
    auto* copyButton = button(tr("Copy ▾"), tr("Copy the object"), this);
    auto* menu = new QMenu(copyButton);
    menu->addAction(tr("as YAML"), this, [this] { copy(kCopyYaml); });
    menu->addAction(tr("as JSON"), this, [this] { copy(kCopyJson); });
    menu->addAction(tr("as kubectl command"), this, [this] { copy(kCopyKubectl); });
    copyButton->setMenu(menu);
    copyButton->setPopupMode(QToolButton::InstantPopup);
    auto* reload = button(tr("Reload"), tr("Ask the cluster again"), this);
    for (QToolButton* one : {m_fold, m_managed, copyButton, reload})
        head->addWidget(one);
    column->addLayout(head);
    connect(m_search, &QLineEdit::textChanged, m_view, &YamlView::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        m_view->nextHit(QGuiApplication::keyboardModifiers().testFlag(Qt::ShiftModifier));
    });
    connect(m_fold, &QToolButton::toggled, this, [this](bool folded) {
        m_fold->setText(folded ? tr("Unfold") : tr("Fold"));
        m_view->setAllFolded(folded);
    });
    connect(m_managed, &QToolButton::toggled, this, &YamlPanel::showText);
    connect(reload, &QToolButton::clicked, this, &YamlPanel::load);
}

void YamlPanel::setObject(const LiveObject& object)
{
    if (object.sameAs(m_object) && object.valid())
        return;
    const bool other = !(object.ref == m_object.ref);
    m_object = object;
    if (other) {
        m_loaded = {};
        m_view->setYaml({});
        m_search->clear();
        const QSignalBlocker quiet(m_fold);
        m_fold->setChecked(false);
        m_fold->setText(tr("Fold"));
    }
    load();
}

void YamlPanel::clear()
{
    m_loading.cancel();
    m_object = {};
}

bool YamlPanel::isSettled() const
{
    return !m_loading.isRunning();
}

void YamlPanel::load()
{
    if (!m_object.valid())
        return;
    if (!m_object.live) {
        m_loading.cancel();
        m_state->setState(notKept(tr("YAML")));
        return;
    }
    if (m_loaded.yaml.isEmpty())
        m_state->setState(PageState{});
    m_loading.start(
        [object = m_object](std::stop_token stop) -> models::Result<Loaded> {
            services::ObjectSource* source = object.estate->objects(object.sourceId);
            if (!source)
                return models::fail(models::ErrorCode::Unsupported,
                                    "this source has no whole objects, only their values",
                                    "Open an object that comes from a cluster.");
            auto whole = source->object(object.ref, kDeadline, std::move(stop));
            if (!whole)
                return models::fail(std::move(whole.error()));
            Loaded out;
            out.yaml = toQ(services::toYaml(whole->document));
            out.json = toQ(services::toJson(whole->document));
            out.hasManaged = whole->managedFields.type != models::Document::Type::Null;
            if (out.hasManaged)
                out.yamlWithManaged =
                    toQ(services::toYaml(withManaged(whole->document, whole->managedFields)));
            out.takenAt = whole->takenAt;
            out.simulated = whole->simulated;
            return out;
        },
        [this](models::Result<Loaded> loaded) { show(std::move(loaded)); });
}

void YamlPanel::show(models::Result<Loaded> loaded)
{
    if (!loaded) {
        PageState state = failedState(loaded.error());
        // What was read before stays, under a band that says why it is not newer.
        if (!m_loaded.yaml.isEmpty() && state.kind == PageState::Kind::Failed)
            state.kind = PageState::Kind::Stale;
        m_state->setState(state);
        return;
    }
    m_loaded = std::move(*loaded);
    m_managed->setVisible(m_loaded.hasManaged);
    showText();
    PageState ready;
    ready.kind = PageState::Kind::Ready;
    m_state->setState(ready);
}

void YamlPanel::showText()
{
    const bool managed = m_managed->isChecked() && m_loaded.hasManaged;
    m_view->setYaml(managed ? m_loaded.yamlWithManaged : m_loaded.yaml);
    const QString read = formatAbsolute(m_loaded.takenAt);
    m_note->setText(m_loaded.simulated
                        ? tr("Simulated: made from the demo estate's facts, %1.").arg(read)
                        : tr("Read from the cluster at %1.").arg(read));
    if (!m_search->text().isEmpty())
        m_view->search(m_search->text());
}

void YamlPanel::showHits()
{
    m_hits->setText(m_search->text().isEmpty() ? QString()
                    : m_view->hitCount() == 0
                        ? tr("none")
                        : tr("%1 of %2").arg(m_view->currentHit() + 1).arg(m_view->hitCount()));
}

void YamlPanel::copy(int what)
{
    const QString text = what == kCopyYaml ? m_loaded.yaml
                         : what == kCopyJson
                             ? m_loaded.json
                             : m_object.kubectl(QStringLiteral("get"), QStringLiteral("-o yaml"));
    QGuiApplication::clipboard()->setText(text);
}

void YamlPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool YamlPanel::goBack()
{
    if (m_search->text().isEmpty())
        return false;
    m_search->clear();
    m_view->setFocus();
    return true;
}

} // namespace binnacle::ui
