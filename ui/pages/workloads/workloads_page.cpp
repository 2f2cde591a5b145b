// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/workloads_page.h"

#include "ui/pages/workloads/filter_field.h"
#include "ui/pages/workloads/inspector/workload_inspector.h"
#include "ui/pages/workloads/kind_chooser.h"
#include "ui/pages/workloads/object_menu.h"
#include "ui/pages/workloads/object_table.h"
#include "ui/pages/workloads/workloads_prefs.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/state_view.h"
#include "ui/shell/ui_state.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/workloads_filter.h"
#include "ui/viewmodels/workloads_state.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_button.h"
#include "ui/widgets/elided_label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QStyle>

namespace binnacle::ui {

namespace {

constexpr int kSaveMs = 800;

QString groupName(GroupBy group, bool node)
{
    switch (group) {
    case GroupBy::None:
        return WorkloadsPage::tr("None");
    case GroupBy::Namespace:
        return WorkloadsPage::tr("Namespace");
    case GroupBy::Workload:
        return WorkloadsPage::tr("Workload");
    case GroupBy::ModelVersion:
        return WorkloadsPage::tr("Model version");
    case GroupBy::Team:
        return WorkloadsPage::tr("Team");
    case GroupBy::Node:
        return node ? WorkloadsPage::tr("Pool") : WorkloadsPage::tr("Node");
    case GroupBy::Status:
        break;
    }
    return WorkloadsPage::tr("Status");
}

} // namespace

PageDescriptor WorkloadsPage::descriptor()
{
    return {QStringLiteral("workloads"),
            tr("Workloads"),
            QStringLiteral("workloads"),
            tr("Inspect"),
            QLatin1Char('W'),
            [](const PageContext& context, QWidget* parent) -> Page* {
                return new WorkloadsPage(context, parent);
            }};
}

WorkloadsPage::WorkloadsPage(const PageContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_model(context.environments, context.pool)
{
    setAccessibleName(tr("Workloads"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(size::kPadL, 10, size::kPadL, size::kPadL);
    column->setSpacing(6);
    buildHead(column);
    m_state = new StateView(context.theme, buildContent(), this);
    column->addWidget(m_state, 1);
    m_saving.setSingleShot(true);
    m_saving.setInterval(kSaveMs);
    connectAll();
    addActions();
    const QString last = context.state.value(QStringLiteral("workloads/kind")).toString();
    const int kind = models::KindRegistry::instance().find(last.toStdString());
    showKind(kind >= 0 ? static_cast<models::KindId>(kind) : models::kind(models::BuiltIn::Pod));
    onKind();
    onState();
}

WorkloadsPage::~WorkloadsPage()
{
    savePrefsNow();
}

void WorkloadsPage::buildHead(QVBoxLayout* column)
{
    auto* head = new QHBoxLayout;
    head->setSpacing(size::kPadS);
    head->addWidget(m_title = new ElidedLabel("title", this), 1);
    m_title->setObjectName(QStringLiteral("title"));
    m_title->setFixedHeight(40);
    head->addWidget(m_kind = new KindChooser(this));
    head->addWidget(m_group = new ChoiceButton(tr("Group"), this));
    head->addWidget(m_columns = new QToolButton(this));
    m_columns->setProperty("role", QStringLiteral("button"));
    m_columns->setText(tr("Columns ▾"));
    m_columns->setAccessibleName(tr("Columns"));
    column->addLayout(head);
    column->addWidget(m_caveat = new ElidedLabel("muted", this));
    m_caveat->setObjectName(QStringLiteral("caveat"));
    setTone(m_caveat, "warning");
    m_caveat->hide();
}

QWidget* WorkloadsPage::buildContent()
{
    auto* content = new QWidget(this);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(size::kPadM);
    auto* main = new QVBoxLayout;
    main->setSpacing(size::kPadS);
    row->addLayout(main, 1);
    auto* line = new QHBoxLayout;
    line->setSpacing(size::kPadM);
    line->addWidget(m_filter = new FilterField(m_context.theme, m_context.pool, content), 1);
    m_filter->setObjectName(QStringLiteral("workloadsFilter"));
    line->addWidget(m_count = roleLabel("muted", content));
    m_count->setObjectName(QStringLiteral("count"));
    main->addLayout(line);
    main->addWidget(m_problem = roleLabel("muted", content));
    m_problem->setObjectName(QStringLiteral("filterProblem"));
    setTone(m_problem, "critical");
    m_problem->hide();
    auto* card = new QFrame(content);
    card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 4, 1, 6);
    inside->addWidget(m_table = new ObjectTable(m_context.theme, card));
    m_table->setObjectName(QStringLiteral("objects"));
    // A desktop without animations says so by their length.
    m_table->setReducedMotion(style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0);
    main->addWidget(card, 1);
    row->addWidget(m_inspector = new WorkloadInspector(m_context, content));
    m_inspector->hide();
    return content;
}

void WorkloadsPage::connectAll()
{
    connect(&m_model, &WorkloadsViewModel::kindChanged, this, &WorkloadsPage::onKind);
    connect(&m_model, &WorkloadsViewModel::viewChanged, this, &WorkloadsPage::onView);
    connect(&m_model, &WorkloadsViewModel::stateChanged, this, &WorkloadsPage::onState);
    connect(&m_model, &WorkloadsViewModel::aboutToShow, this, [this](bool same) {
        if (same)
            m_table->holdPlace();
    });
    connect(m_state, &StateView::remedyRequested, this,
            [this](const QString& action) { m_context.actions.trigger(action); });
    m_kind->setSource([this] {
        const auto& snapshot = m_context.environments.feed().snapshot();
        return snapshot ? kindChoices(*snapshot) : std::vector<KindChoice>{};
    });
    connect(m_kind, &KindChooser::chosen, this, &WorkloadsPage::showKind);
    connect(m_group, &ChoiceButton::chosen, this, [this](int index) {
        if (index < 0 || m_loading || index >= static_cast<int>(m_groups.size()))
            return;
        setGroup(m_groups[static_cast<std::size_t>(index)]);
    });
    connect(m_columns, &QToolButton::clicked, this, &WorkloadsPage::showColumnsMenu);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        change([&text](WorkloadsSettings& s) { s.filter = text.toStdString(); });
    });
    m_filter->setCompleter([this]() -> FilterField::Complete {
        const services::SnapshotPtr snapshot = m_context.environments.feed().snapshot();
        if (!snapshot)
            return {};
        return [snapshot, kind = m_model.settings().kind](const std::string& text,
                                                          std::size_t cursor) {
            return completeWorkloads(text, cursor, kind, *snapshot);
        };
    });
    connect(m_filter, &QLineEdit::returnPressed, m_table, [this] {
        m_table->setFocus();
        if (!m_table->currentIndex().isValid() && m_table->model()->rowCount() > 0)
            m_table->setCurrentIndex(m_table->model()->index(0, 0));
    });
    connect(m_table, &ObjectTable::opened, this, &WorkloadsPage::open);
    connect(m_table, &ObjectTable::foldToggled, this, &WorkloadsPage::onFold);
    connect(m_table, &ObjectTable::sortWanted, this, &WorkloadsPage::onSort);
    connect(m_table, &ObjectTable::menuWanted, this, &WorkloadsPage::showObjectMenu);
    connect(m_table, &ObjectTable::columnsChanged, &m_saving, qOverload<>(&QTimer::start));
    connect(&m_saving, &QTimer::timeout, this, &WorkloadsPage::savePrefsNow);
    connect(m_inspector, &WorkloadInspector::closed, this, &WorkloadsPage::closeInspector);
    connect(m_inspector, &WorkloadInspector::navigated, this, &WorkloadsPage::openObject);
}

void WorkloadsPage::change(const std::function<void(WorkloadsSettings&)>& edit)
{
    WorkloadsSettings settings = m_model.settings();
    edit(settings);
    m_model.setSettings(std::move(settings));
}

void WorkloadsPage::showKind(models::KindId kind)
{
    savePrefsNow();
    const models::KindSpec& spec = models::KindRegistry::instance().spec(kind);
    m_context.state.setValue(QStringLiteral("workloads/kind"), toQ(spec.name));
    const KindPrefs prefs = loadPrefs(m_context.state, spec.name);
    m_groupChosen = prefs.group.has_value();
    closeInspector();
    change([&](WorkloadsSettings& s) {
        s.kind = kind;
        s.sort = prefs.sort;
        s.folded.clear();
        const bool pod = kind == models::kind(models::BuiltIn::Pod);
        s.group = prefs.group.value_or(pod ? GroupBy::ModelVersion : GroupBy::None);
    });
    onKind();
}

void WorkloadsPage::onKind()
{
    m_loading = true;
    m_kind->showKind(m_model.kind());
    m_table->setAccessibleName(m_model.kind().title);
    if (m_table->model() != &m_model.model()) {
        m_table->setObjects(&m_model.model());
        m_table->setColumns(loadPrefs(m_context.state, m_model.kind().name).columns);
    }
    showGroups();
    m_loading = false;
    onView();
}

void WorkloadsPage::showGroups()
{
    m_groups = groupingsOf(m_model.settings().kind);
    QStringList names;
    for (const GroupBy group : m_groups)
        names << groupName(group, m_model.kind().name == "Node");
    const bool before = m_loading;
    m_loading = true;
    m_group->setChoices(names);
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        if (m_groups[i] == m_model.settings().group)
            m_group->choose(static_cast<int>(i));
    }
    m_loading = before;
    m_group->setVisible(m_groups.size() > 1);
}

void WorkloadsPage::setGroup(GroupBy group)
{
    m_groupChosen = true;
    change([group](WorkloadsSettings& s) {
        s.group = group;
        s.folded.clear();
    });
    showGroups();
    m_saving.start();
}

/// Where no pod has a model version, grouping by it says nothing.
void WorkloadsPage::chooseDefaultGroup()
{
    const auto& view = m_model.view();
    if (m_groupChosen || !view || view->total == 0 || !view->settings.filter.empty())
        return;
    m_groupChosen = true;
    if (view->settings.group == GroupBy::ModelVersion && view->groups.size() == 1 &&
        view->groups.front().id.empty()) {
        change([](WorkloadsSettings& s) { s.group = GroupBy::Workload; });
        showGroups();
    }
}

void WorkloadsPage::onSort(const QString& column, bool add)
{
    const std::string id = column.toStdString();
    change([&](WorkloadsSettings& s) {
        const auto same = [&id](const TableSort& one) { return one.column == id; };
        const auto found = std::find_if(s.sort.begin(), s.sort.end(), same);
        // Up, down, and away again.
        const bool was = found != s.sort.end();
        const bool wasDown = was && found->descending;
        if (!add)
            s.sort.clear();
        else if (was && wasDown)
            s.sort.erase(found);
        if (add && was && !wasDown)
            found->descending = true;
        else if (!was || (!add && !wasDown))
            s.sort.push_back({id, was});
    });
    m_saving.start();
}

void WorkloadsPage::onFold(const QString& group)
{
    change([&group](WorkloadsSettings& s) {
        const std::string id = group.toStdString();
        if (s.folded.erase(id) == 0)
            s.folded.insert(id);
    });
}

void WorkloadsPage::savePrefsNow()
{
    m_saving.stop();
    if (!m_table->model())
        return;
    KindPrefs prefs = loadPrefs(m_context.state, m_model.kind().name);
    prefs.columns = m_table->columns();
    prefs.sort = m_model.settings().sort;
    if (m_groupChosen)
        prefs.group = m_model.settings().group;
    savePrefs(m_context.state, m_model.kind().name, prefs);
}

bool WorkloadsPage::isSettled() const
{
    return m_model.state().kind != PageState::Kind::Loading;
}

bool WorkloadsPage::isReady() const
{
    return m_model.state().showsContent() && m_model.view() && !m_model.isBuilding();
}

void WorkloadsPage::focusFilter()
{
    if (m_inspector->focusFilter())
        return;
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void WorkloadsPage::setFilter(const QString& text)
{
    m_filter->setText(text);
}

QString WorkloadsPage::filter() const
{
    return m_filter->text();
}

bool WorkloadsPage::goBack()
{
    if (m_inspector->isVisible()) {
        if (!m_inspector->goBack())
            closeInspector();
        m_table->setFocus();
        return true;
    }
    if (!m_filter->text().isEmpty()) {
        m_filter->clear();
        m_table->setFocus();
        return true;
    }
    return false;
}

void WorkloadsPage::onState()
{
    m_state->setState(m_model.state());
    const bool content = m_model.state().showsContent();
    m_group->setVisible(content && m_groups.size() > 1);
    m_columns->setVisible(content);
    if (isReady() && !m_wasReady) {
        m_wasReady = true;
        Q_EMIT readyChanged();
    }
}

void WorkloadsPage::onView()
{
    const auto& view = m_model.view();
    const auto& snapshot = m_context.environments.feed().snapshot();
    m_title->setFullText(view && m_model.state().showsContent() ? toQ(view->title)
                                                                : m_model.kind().title);
    const QStringList caveats =
        snapshot && view ? workloadsCaveats(*snapshot, m_model.kind()) : QStringList();
    m_caveat->setFullText(QStringLiteral("▲ ") + caveats.join(QStringLiteral("  ·  ")));
    m_caveat->setVisible(!caveats.isEmpty() && m_model.state().showsContent());
    updateCount();
    m_table->keepPlace();
    chooseDefaultGroup();
    if (!view)
        closeInspector(); // another estate: what it showed is not of this one
    else if (m_inspector->isVisible())
        m_inspector->setSnapshot(view->snapshot);
    onState();
}

void WorkloadsPage::updateCount()
{
    const auto& view = m_model.view();
    const QString problem = view ? toQ(view->problem) : QString();
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    setTone(m_filter, problem.isEmpty() ? "" : "critical");
    if (!view) {
        m_count->setText({});
        return;
    }
    if (view->settings.filter == m_filter->text().toStdString())
        m_filter->showProblems(view->problems);
    const auto total = static_cast<std::int64_t>(view->total);
    const auto matched = static_cast<std::int64_t>(view->matched);
    m_count->setText(matched == total
                         ? tr("%1 %2").arg(formatCount(total), m_model.kind().countWord)
                         : tr("%1 of %2").arg(formatCount(matched), formatCount(total)));
    m_table->setEmptyText(total > 0 && matched == 0
                              ? tr("None of %1 %2 matches the filter. Esc clears it.")
                                    .arg(formatCount(total), m_model.kind().countWord)
                              : QString());
}

void WorkloadsPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    m_model.setVisible(true);
}

void WorkloadsPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    m_model.setVisible(false);
}

void WorkloadsPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    m_inspector->setFixedWidth(width() < 1000 ? 330 : width() > 1700 ? 460 : size::kInspector);
}

} // namespace binnacle::ui
