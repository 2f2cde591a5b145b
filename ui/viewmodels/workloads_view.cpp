// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/workloads_view.h"

#include "ui/viewmodels/format.h"
#include "ui/viewmodels/workloads_filter.h"
#include "ui/viewmodels/workloads_group.h"

#include <limits>

namespace binnacle::ui {

using models::BuiltIn;
using models::col;
using models::NodeColumn;

namespace {

constexpr std::size_t kMostMarked = 400; ///< more than these at once are no news but a reload

std::shared_ptr<const NodeModels> readNodeModels(const WorkloadsView& view,
                                                 const WorkloadsView* old)
{
    const services::Table* nodes = view.snapshot->table(BuiltIn::Node);
    if (!nodes || view.kind->name != "Pod")
        return std::make_shared<NodeModels>();
    if (old && old->kind->name == "Pod" && old->snapshot->table(BuiltIn::Node) == nodes)
        return old->nodeModels;
    auto models = std::make_shared<NodeModels>();
    NodeModels shortOf;
    nodes->forEach([&](const services::RowRef& node) {
        const services::TextId model = node.textId(col(NodeColumn::GpuModel));
        if (model == services::kNullText)
            return;
        auto [text, isNew] = shortOf.try_emplace(model);
        if (isNew)
            text->second = shortDevice(node.text(col(NodeColumn::GpuModel)));
        const auto [at, first] =
            models->try_emplace(node.textId(col(models::Common::Name)), text->second);
        if (!first && at->second != text->second)
            at->second.clear(); // two clusters have a node of this name: neither is known
    });
    return models;
}

ArrangementPtr arrangementOf(const std::shared_ptr<const WorkloadsView>& view)
{
    auto out = std::make_shared<Arrangement>();
    out->owner = view;
    out->total = view->total;
    out->rows.reserve(view->lines.size());
    out->keys.reserve(view->lines.size());
    for (const ObjectLine& line : view->lines) {
        out->rows.push_back(&line);
        out->keys.push_back(line.group >= 0 ? view->groups[static_cast<std::size_t>(line.group)].key
                                            : view->table->row(line.slot).key());
    }
    return out;
}

const ObjectLine& lineAt(const Arrangement& arrangement, std::size_t i)
{
    return *static_cast<const ObjectLine*>(arrangement.rows[i]);
}

const WorkloadsView* viewOf(const ArrangementPtr& arrangement)
{
    return arrangement ? static_cast<const WorkloadsView*>(arrangement->owner.get()) : nullptr;
}

/// The view before, where slots mean the same, and what changed since.
struct Since {
    const WorkloadsView* view = nullptr;
    services::TableChanges changes;
};

Since sinceOf(const WorkloadsView& view, const WorkloadsView* old)
{
    if (!old || !old->table || !services::comparable(*old->table, *view.table))
        return {};
    return {old, services::changesBetween(*old->table, *view.table)};
}

void extend(std::vector<RowRange>& ranges, std::size_t at)
{
    const int row = static_cast<int>(at);
    if (!ranges.empty() && ranges.back().last == row - 1)
        ranges.back().last = row;
    else
        ranges.push_back({row, row});
}

/// Which row of `before` shows the same thing, by slot: no hash of 150,000 keys.
class OldRows {
public:
    OldRows(const Arrangement& before, std::size_t slots) : m_before(before), m_bySlot(slots, -1)
    {
        for (std::size_t i = 0; i < before.rows.size(); ++i) {
            const ObjectLine& line = lineAt(before, i);
            if (line.group >= 0)
                m_groups.emplace(before.keys[i], static_cast<int>(i));
            else if (line.slot < m_bySlot.size())
                m_bySlot[line.slot] = static_cast<int>(i);
        }
    }
    /// For a row that is known to be the same.
    int at(std::uint32_t slot) const { return m_bySlot[slot]; }
    int find(const ObjectLine& line, const models::ObjectKey& key) const
    {
        if (line.group >= 0) {
            const auto found = m_groups.find(key);
            return found == m_groups.end() ? -1 : found->second;
        }
        const int at = line.slot < m_bySlot.size() ? m_bySlot[line.slot] : -1;
        return at >= 0 && m_before.keys[static_cast<std::size_t>(at)] == key ? at : -1;
    }

private:
    const Arrangement& m_before;
    std::vector<int> m_bySlot;
    std::unordered_map<models::ObjectKey, int, models::ObjectKeyHash> m_groups;
};

std::uint64_t differingColumns(const ObjectLine& was, const ObjectLine& is)
{
    const auto& columns = is.view->kind->columns;
    const CellContext before = was.view->context(), now = is.view->context();
    const services::RowRef a = was.view->table->row(was.slot), b = is.view->table->row(is.slot);
    std::uint64_t bits = 0;
    for (std::size_t c = 0; c < columns.size() && c < 64; ++c) {
        if (!columns[c].moves && columns[c].text(a, before) != columns[c].text(b, now))
            bits |= std::uint64_t{1} << c;
    }
    return bits;
}

/// What nobody sorted shows the worst first, and news newest first.
std::vector<TableSort> effectiveSort(const ObjectKind& kind, const WorkloadsSettings& settings)
{
    if (!settings.sort.empty())
        return settings.sort;
    if (kind.name == "Event")
        return {{"lastSeen", false}};
    const int status = services::statusColumn(models::KindRegistry::instance().spec(kind.id));
    if (status < 0)
        return {};
    return {{models::KindRegistry::instance()
                 .spec(kind.id)
                 .columns[static_cast<std::size_t>(status)]
                 .name,
             false}};
}

/// The way from `before`, and which cells read differently.
void planFrom(ArrangementPtr before, const Since& since, WorkloadsBuild& build)
{
    const Arrangement& next = *build.arrangement;
    const WorkloadsView& view = *build.view;
    const WorkloadsView* old = since.view;
    if (!old) {
        // Another store, or a moment of the past: versions mean nothing to each other.
        build.plan =
            planDifference(std::move(before), next, [](const void*, const void*) { return false; });
        return;
    }
    const OldRows rows(*before, std::max(old->table->slotCount(), view.table->slotCount()));
    std::vector<bool> kept(before->rows.size(), false);
    int last = -1;
    for (std::size_t i = 0; i < next.rows.size(); ++i) {
        const ObjectLine& line = lineAt(next, i);
        const bool same = line.group < 0 && since.changes.kept[line.slot] != 0;
        const int at = same ? rows.at(line.slot) : rows.find(line, next.keys[i]);
        if (at < 0) {
            extend(build.plan.inserted, i);
            continue;
        }
        kept[static_cast<std::size_t>(at)] = true;
        build.plan.sameOrder = build.plan.sameOrder && at > last;
        last = at;
        if (same)
            continue;
        const ObjectLine& was = lineAt(*before, static_cast<std::size_t>(at));
        if (was.version == line.version)
            continue;
        extend(build.plan.changed, i);
        if (line.group < 0 && build.changed.size() < kMostMarked) {
            if (const std::uint64_t bits = differingColumns(was, line))
                build.changed.push_back({next.keys[i], bits});
        }
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (!kept[i])
            extend(build.plan.removed, i);
    }
    build.plan.base = std::move(before);
}

/// Rows, states, order and lines of what is asked. False: stopped half-way.
bool fill(WorkloadsView& view, const services::TableFilter& fields, models::Filter filter,
          const Since& since, const std::stop_token& stop)
{
    const WorkloadsView* old = since.view;
    if (old) {
        view.picked =
            fields.goOn(view.table, std::move(filter), view.built, old->picked, since.changes);
    } else {
        view.picked.slots = fields.select(*view.table, filter, view.built);
        view.picked.table = view.table;
        view.picked.filter = std::move(filter);
    }
    if (stop.stop_requested())
        return false;
    const std::vector<std::uint32_t>& slots = view.picked.slots;
    view.total = view.table->rowCount();
    view.matched = slots.size();
    if (old && old->table == view.table)
        view.rowStates = old->rowStates;
    else
        view.rowStates = std::make_shared<const services::RowStates>(
            services::rowStates(*view.table, old ? old->rowStates.get() : nullptr, since.changes));
    view.states = services::countStates(*view.table, *view.rowStates, slots, view.silent);
    if (stop.stop_requested())
        return false;
    view.order = sortRows(view.table, *view.kind, effectiveSort(*view.kind, view.settings),
                          old ? old->order : nullptr, since.changes);
    if (stop.stop_requested())
        return false;
    makeLines(view, inOrder(*view.order, slots));
    return !stop.stop_requested();
}

} // namespace

models::UtcTime WorkloadsView::now() const
{
    return snapshot->live ? models::Clock::system().now() : snapshot->at;
}

WorkloadsBuild buildWorkloads(services::SnapshotPtr snapshot,
                              std::shared_ptr<const ObjectKind> kind,
                              const WorkloadsSettings& settings, ArrangementPtr before,
                              const std::stop_token& stop)
{
    const models::Clock& clock = models::Clock::system();
    const auto began = clock.steady();
    auto view = std::make_shared<WorkloadsView>();
    view->snapshot = std::move(snapshot);
    view->kind = std::move(kind);
    view->settings = settings;
    view->built = view->now();
    view->silent = services::silentSources(*view->snapshot, view->built);
    const models::KindSpec& spec = models::KindRegistry::instance().spec(view->kind->id);
    const services::TableFilter fields = workloadsFilter(spec, *view->snapshot);
    models::Filter filter = compileWorkloads(settings.filter, fields, view->built);
    view->problem = models::problemText(settings.filter, filter);
    view->problems = filter.problems;
    if (view->kind->id < view->snapshot->tables.size())
        view->table = view->snapshot->tables[view->kind->id];
    const WorkloadsView* old = viewOf(before);
    view->nodeModels = readNodeModels(*view, old);
    const Since since = view->table ? sinceOf(*view, old) : Since{};
    if (view->table && !fill(*view, fields, std::move(filter), since, stop))
        return {};
    view->title = services::workloadsTitle(spec, view->states);
    WorkloadsBuild build;
    build.view = view;
    build.arrangement = arrangementOf(view);
    if (stop.stop_requested())
        return {};
    planFrom(std::move(before), since, build);
    build.ms = std::chrono::duration<double, std::milli>(clock.steady() - began).count();
    return build;
}

} // namespace binnacle::ui
