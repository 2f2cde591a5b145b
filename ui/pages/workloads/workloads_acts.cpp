// SPDX-License-Identifier: GPL-3.0-or-later
// What a person can do on the Workloads page: menus, actions of the palette, opening objects.
#include "ui/pages/workloads/inspector/workload_inspector.h"
#include "ui/pages/workloads/kind_chooser.h"
#include "ui/pages/workloads/object_menu.h"
#include "ui/pages/workloads/object_table.h"
#include "ui/pages/workloads/workloads_page.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/state_view.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/format.h"
#include "ui/widgets/table_copy.h"

#include <QHeaderView>
#include <QMenu>
#include <QToolButton>

namespace binnacle::ui {

using models::BuiltIn;
using models::col;
using models::PodColumn;

void WorkloadsPage::addActions()
{
    const QString group = tr("Workloads");
    const auto add = [&](const QString& id, const QString& text, const QString& keys,
                         std::function<void()> run, std::function<bool()> enabled) {
        m_context.actions.add({id, group, text, {}, keys, std::move(run), std::move(enabled)});
    };
    const auto shown = [this] { return isVisible(); };
    const auto content = [this] { return isVisible() && m_state->state().showsContent(); };
    const auto selected = [this] {
        return isVisible() && m_table->selectionModel() &&
               m_table->selectionModel()->hasSelection();
    };
    add(
        QStringLiteral("workloads.kind"), tr("Choose a kind of object"), {},
        [this] { m_kind->open(); }, shown);
    for (const BuiltIn kind : {BuiltIn::Pod, BuiltIn::Deployment, BuiltIn::Job, BuiltIn::Node,
                               BuiltIn::Event, BuiltIn::QueueWorkload}) {
        const auto described = objectKind(models::kind(kind));
        add(QStringLiteral("workloads.kind.%1").arg(toQ(described->name)),
            tr("Show %1").arg(described->countWord), {},
            [this, kind] {
                m_context.goTo(QStringLiteral("workloads"));
                showKind(models::kind(kind));
            },
            {});
    }
    add(
        QStringLiteral("workloads.menu"), tr("Actions on the selected objects"), tr("."),
        [this] { showObjectMenu(m_table->mapToGlobal(QPoint(40, 40))); }, selected);
    add(
        QStringLiteral("workloads.columns"), tr("Choose columns"), {},
        [this] { showColumnsMenu(); }, content);
    for (const TableFormat format :
         {TableFormat::Text, TableFormat::Markdown, TableFormat::Csv, TableFormat::Json})
        add(
            QStringLiteral("workloads.copy.%1").arg(static_cast<int>(format)),
            tr("Workloads: %1").arg(copyTitle(format)), {},
            [this, format] { copySelection(*m_table, format); }, selected);
}

void WorkloadsPage::showColumnsMenu()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Columns"));
    connect(menu->addAction(tr("Default columns")), &QAction::triggered, this, [this] {
        m_table->setColumns({});
        m_saving.start();
    });
    menu->addSeparator();
    const auto& columns = m_model.kind().columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const int section = static_cast<int>(i);
        QAction* entry = menu->addAction(columns[i].title);
        entry->setCheckable(true);
        entry->setChecked(!m_table->horizontalHeader()->isSectionHidden(section));
        entry->setEnabled(section != 0); // a row without its name says nothing
        connect(entry, &QAction::toggled, this, [this, id = columns[i].id](bool on) {
            auto shown = m_table->columns();
            std::erase_if(shown, [&id](const auto& one) { return one.first == id; });
            if (on)
                shown.emplace_back(id, 0);
            m_table->setColumns(shown);
            m_saving.start();
        });
    }
    menu->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height() + 4)));
}

void WorkloadsPage::showObjectMenu(const QPoint& global)
{
    QMenu* menu =
        makeObjectMenu(*m_table, m_model.model(), [this] { open(m_table->currentKey()); });
    menu->popup(global);
}

bool WorkloadsPage::open(const models::ObjectKey& key)
{
    const int row = m_model.model().rowOf(key);
    if (row < 0)
        return false;
    if (const ObjectGroup* group = m_model.model().group(row))
        return openGroup(*group);
    const ObjectLine& line = m_model.model().line(row);
    const services::RowRef object = line.view->table->row(line.slot);
    m_inspector->show({line.view->snapshot, m_model.kind().id, key, object.source(), line.slot},
                      true);
    return true;
}

/// What the rows of a group share: their workload, or their node. A group of what has none, or of a
/// team, is nothing to open: it folds.
bool WorkloadsPage::openGroup(const ObjectGroup& group)
{
    const auto& view = m_model.view();
    const GroupBy by = m_model.settings().group;
    const bool shared =
        by == GroupBy::Workload || by == GroupBy::ModelVersion || by == GroupBy::Node;
    const WorkloadsModel& model = m_model.model();
    for (int row = model.rowOf(group.key) + 1;
         shared && !group.id.empty() && view && row < model.rowCount() && !model.group(row);
         ++row) {
        const ObjectLine& line = model.line(row);
        if (openOwner(line.view->table->row(line.slot), by == GroupBy::Node))
            return true;
    }
    onFold(toQ(group.id));
    return false;
}

bool WorkloadsPage::openOwner(const services::RowRef& pod, bool node)
{
    if (pod.table().kind() != models::kind(BuiltIn::Pod))
        return false;
    std::string_view kindName = "Node", name = pod.text(col(PodColumn::Node)), ns;
    if (!node) {
        const std::string_view owner = pod.text(col(PodColumn::Workload));
        const std::size_t slash = owner.find('/');
        if (slash == std::string_view::npos)
            return false;
        kindName = owner.substr(0, slash);
        name = owner.substr(slash + 1);
        ns = pod.ns();
    }
    const int kind = models::KindRegistry::instance().find(kindName);
    const services::Table* table =
        kind < 0 ? nullptr : m_model.view()->snapshot->table(static_cast<models::KindId>(kind));
    const auto found = table ? table->findByName(ns, name) : std::nullopt;
    return found && found->source() == pod.source() &&
           openObject(static_cast<models::KindId>(kind), found->key());
}

bool WorkloadsPage::openWorst(bool owner)
{
    const WorkloadsModel& model = m_model.model();
    int worst = -1;
    auto state = services::ObjectState::Plain;
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.group(row))
            continue;
        const ObjectLine& line = model.line(row);
        const auto its = services::stateOf(line.view->table->row(line.slot));
        if (worst < 0 || its > state) {
            worst = row;
            state = its;
        }
    }
    if (worst < 0)
        return false;
    m_table->setCurrentIndex(model.index(worst, 0));
    m_table->scrollTo(model.index(worst, 0), QAbstractItemView::PositionAtCenter);
    const ObjectLine& line = model.line(worst);
    return owner ? openOwner(line.view->table->row(line.slot), false) : open(model.keyAt(worst));
}

bool WorkloadsPage::showTab(const QString& id)
{
    return m_inspector->showTab(id);
}

bool WorkloadsPage::openObject(models::KindId kind, const models::ObjectKey& key)
{
    const auto& view = m_model.view();
    const services::Table* table = view ? view->snapshot->table(kind) : nullptr;
    const auto row = table ? table->find(key) : std::nullopt;
    if (!row)
        return false;
    m_inspector->show({view->snapshot, kind, key, row->source(), row->slot()},
                      !m_inspector->isVisible());
    if (kind == m_model.kind().id)
        m_table->selectKey(key);
    return true;
}

void WorkloadsPage::closeInspector()
{
    m_inspector->clear();
    m_inspector->hide();
}

} // namespace binnacle::ui
