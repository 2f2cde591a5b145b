// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/workloads_group.h"

#include "services/usecases/words.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/workloads_cells.h"

#include <algorithm>
#include <numeric>

namespace binnacle::ui {

using models::BuiltIn;
using models::col;
using models::ColumnId;
using models::Common;
using services::ObjectState;
using services::RowRef;
using services::TextId;

namespace {

void addTo(std::int64_t& sum, std::int64_t value)
{
    if (value != models::kUnknownInt)
        sum = (sum == models::kUnknownInt ? 0 : sum) + value;
}

QString noneTitle(GroupBy by)
{
    switch (by) {
    case GroupBy::Namespace:
        return cells::tr("No namespace");
    case GroupBy::Workload:
        return cells::tr("No workload");
    case GroupBy::ModelVersion:
        return cells::tr("No model version");
    case GroupBy::Team:
        return cells::tr("No team");
    case GroupBy::Node:
        return cells::tr("No node");
    default:
        return cells::tr("Not known");
    }
}

QString titleOf(GroupBy by, std::string_view text)
{
    if (text.empty())
        return noneTitle(by);
    if (by == GroupBy::Workload) {
        const std::size_t slash = text.find('/');
        return slash == std::string_view::npos ? toQ(text) : toQ(text.substr(slash + 1));
    }
    if (by == GroupBy::ModelVersion) {
        const std::size_t digest = text.find("@sha256:");
        const std::size_t at = digest == std::string_view::npos ? text.find_last_of(":@") : digest;
        if (at != std::string_view::npos && at > 0)
            return toQ(text.substr(0, at)) + QLatin1Char(' ') + versionPart(text);
    }
    return toQ(text);
}

/// Adds rows up; one pass over the rows that pass the filter.
class Groups {
public:
    Groups(WorkloadsView& view, int column) : m_view(view), m_column(static_cast<ColumnId>(column))
    {
        const models::KindSpec& spec = view.table->spec();
        m_restarts = spec.column("restarts");
        m_revision = spec.column("revision");
        m_isPod = view.kind->name == "Pod";
        m_withNamespace = view.settings.group == GroupBy::Workload;
    }

    std::uint32_t add(std::uint32_t slot)
    {
        const RowRef row = m_view.table->row(slot);
        const TextId text = row.textId(m_column);
        const TextId ns = m_withNamespace ? row.textId(col(Common::Namespace)) : 0;
        const std::uint64_t id = (std::uint64_t{text} << 32) | ns;
        bool isNew = false;
        if (id != m_lastId || m_view.groups.empty()) {
            // Neighbours are often of one group: most rows are not looked up.
            const auto [at, inserted] =
                m_index.try_emplace(id, static_cast<std::uint32_t>(m_view.groups.size()));
            if (inserted)
                m_view.groups.push_back(make(row.text(m_column), m_withNamespace ? row.ns() : ""));
            isNew = inserted;
            m_lastId = id;
            m_last = at->second;
        }
        sum(m_view.groups[m_last], row, isNew);
        return m_last;
    }

private:
    ObjectGroup make(std::string_view text, std::string_view ns) const
    {
        ObjectGroup group;
        group.id = std::string(ns) + (ns.empty() ? "" : "/") + std::string(text);
        group.title = titleOf(m_view.settings.group, text);
        group.key = models::makeKey(
            "group", group.id + "\x1f" + std::to_string(static_cast<int>(m_view.settings.group)));
        group.folded = m_view.settings.folded.contains(group.id);
        return group;
    }
    void sum(ObjectGroup& group, const RowRef& row, bool first) const
    {
        ObjectState state = (*m_view.rowStates)[row.slot()];
        if (row.source() < m_view.silent.size() && m_view.silent[row.source()] &&
            state != ObjectState::Plain)
            state = ObjectState::Unknown;
        ++group.count;
        group.states.add(state);
        group.worst = std::max(group.worst, state);
        if (const cells::Ready r = cells::readyOf(row);
            r.known() && state != ObjectState::Finished) {
            group.ready += m_isPod ? (r.ready >= r.want ? 1 : 0) : r.ready;
            group.want += m_isPod ? 1 : r.want;
        }
        if (m_restarts >= 0)
            addTo(group.restarts, row.integer(static_cast<ColumnId>(m_restarts)));
        const std::int64_t gpus = cells::gpusOf(row);
        addTo(group.gpus, gpus);
        if (m_isPod && !row.text(col(models::PodColumn::Node)).empty())
            addTo(group.gpusPlaced, gpus);
        const models::UtcTime created = row.time(col(Common::Created));
        if (created.known() && (!group.oldest.known() || created < group.oldest))
            group.oldest = created;
        if (m_revision >= 0) {
            const std::string_view revision = row.text(static_cast<ColumnId>(m_revision));
            if (first)
                group.revision = revision;
            else if (group.revision != revision)
                group.revision.clear();
        }
    }

    WorkloadsView& m_view;
    ColumnId m_column;
    int m_restarts = -1, m_revision = -1;
    bool m_isPod = false, m_withNamespace = false;
    std::unordered_map<std::uint64_t, std::uint32_t> m_index;
    std::uint64_t m_lastId = 0;
    std::uint32_t m_last = 0;
};

QString wordsOf(const WorkloadsView& view, const ObjectGroup& group)
{
    const models::KindSpec& spec = view.table->spec();
    const std::string trouble = services::troubleWords(spec, group.states);
    if (!trouble.empty())
        return toQ(trouble);
    const std::int64_t fine = group.states[ObjectState::Fine];
    if (fine > 0)
        return fine == 1 ? cells::tr("ready") : cells::tr("all %1 ready").arg(formatCount(fine));
    return group.states[ObjectState::Finished] > 0 ? cells::tr("finished") : QString();
}

/// What needs a look comes first; what merely starts or moves does not change places.
int urgencyOf(const ObjectGroup& group)
{
    switch (services::toneOf(group.worst)) {
    case services::StateTone::Critical:
        return 0;
    case services::StateTone::Warning:
        return 1;
    default:
        return 2;
    }
}

/// By how the first sort column orders rows, where a group has such a sum; else by title.
double rankOf(const ObjectGroup& group, const std::string& column, models::UtcTime now)
{
    const auto known = [](std::int64_t n) {
        return n == models::kUnknownInt ? -1.0 : static_cast<double>(n);
    };
    if (column == "status")
        return -static_cast<double>(group.worst);
    if (column == "restarts")
        return known(group.restarts);
    if (column == "gpu" || column == "gpus" || column == "gpusPerPod")
        return known(group.gpus);
    if (column == "ready")
        return group.want == 0 ? 1.0
                               : static_cast<double>(group.ready) / static_cast<double>(group.want);
    if (column == "age" && group.oldest.known())
        return static_cast<double>((now - group.oldest).count());
    return 0;
}

std::vector<std::uint32_t> orderOf(const WorkloadsView& view)
{
    std::vector<std::uint32_t> order(view.groups.size());
    std::iota(order.begin(), order.end(), 0u);
    const TableSort first = view.settings.sort.empty() ? TableSort{} : view.settings.sort.front();
    const bool byName = first.column.empty() || first.column == "name";
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const ObjectGroup &ga = view.groups[a], &gb = view.groups[b];
        if (first.column.empty() && urgencyOf(ga) != urgencyOf(gb))
            return urgencyOf(ga) < urgencyOf(gb);
        if (ga.id.empty() != gb.id.empty())
            return gb.id.empty(); // those without come last
        const double ra = rankOf(ga, first.column, view.built);
        const double rb = rankOf(gb, first.column, view.built);
        if (ra != rb)
            return (ra < rb) != first.descending;
        const int byTitle = QString::compare(ga.title, gb.title, Qt::CaseInsensitive);
        if (byTitle != 0)
            return (byTitle < 0) != (byName && first.descending);
        return ga.id < gb.id;
    });
    return order;
}

/// Changes with what its line shows.
std::uint64_t looksOf(const ObjectGroup& group)
{
    const auto mix = [](std::uint64_t seed, std::uint64_t value) {
        return (seed ^ value) * 0x9e3779b97f4a7c15ull;
    };
    std::uint64_t looks = mix(static_cast<std::uint64_t>(group.count), group.folded ? 1 : 2);
    for (const std::int64_t value :
         {group.ready, group.want, group.restarts, group.gpus, group.gpusPlaced, group.oldest.ns})
        looks = mix(looks, static_cast<std::uint64_t>(value));
    return mix(looks, qHash(group.words));
}

} // namespace

void makeLines(WorkloadsView& view, const std::vector<std::uint32_t>& slots)
{
    const services::Table& table = *view.table;
    const auto rowLine = [&](std::uint32_t slot) {
        return ObjectLine{&view, slot, -1, table.chunk(slot).version[slot % services::kChunkRows]};
    };
    const int column = groupColumn(table.spec(), view.settings.group);
    if (column < 0) {
        view.lines.reserve(slots.size());
        for (const std::uint32_t slot : slots)
            view.lines.push_back(rowLine(slot));
        return;
    }
    Groups groups(view, column);
    std::vector<std::uint32_t> groupOf(slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i)
        groupOf[i] = groups.add(slots[i]);
    for (ObjectGroup& group : view.groups)
        group.words = wordsOf(view, group);
    const std::vector<std::uint32_t> order = orderOf(view);
    std::vector<std::size_t> next(view.groups.size());
    std::size_t lines = 0;
    for (const std::uint32_t g : order) {
        next[g] = lines + 1;
        lines += 1 + (view.groups[g].folded ? 0 : static_cast<std::size_t>(view.groups[g].count));
    }
    view.lines.resize(lines);
    for (const std::uint32_t g : order)
        view.lines[next[g] - 1] = {&view, 0, static_cast<std::int32_t>(g), looksOf(view.groups[g])};
    for (std::size_t i = 0; i < slots.size(); ++i) {
        if (!view.groups[groupOf[i]].folded)
            view.lines[next[groupOf[i]]++] = rowLine(slots[i]);
    }
}

int groupColumn(const models::KindSpec& spec, GroupBy group)
{
    const auto textColumn = [&spec](std::initializer_list<const char*> names) {
        for (const char* name : names) {
            const int at = spec.column(name);
            if (at >= 0 &&
                spec.columns[static_cast<std::size_t>(at)].type == models::CellType::Text)
                return at;
        }
        return -1;
    };
    switch (group) {
    case GroupBy::None:
        return -1;
    case GroupBy::Namespace:
        return spec.namespaced ? static_cast<int>(col(Common::Namespace)) : -1;
    case GroupBy::Workload:
        return textColumn({"workload"});
    case GroupBy::ModelVersion:
        return textColumn({"modelVersion"});
    case GroupBy::Team:
        return textColumn({"team"});
    case GroupBy::Node:
        return spec.name == "Node" ? textColumn({"pool"}) : textColumn({"node"});
    case GroupBy::Status:
        return spec.name == "Event" ? textColumn({"reason"}) : services::statusColumn(spec);
    }
    return -1;
}

std::vector<GroupBy> groupingsOf(models::KindId kind)
{
    const models::KindSpec& spec = models::KindRegistry::instance().spec(kind);
    std::vector<GroupBy> all{GroupBy::None};
    for (const GroupBy by : {GroupBy::Namespace, GroupBy::Workload, GroupBy::ModelVersion,
                             GroupBy::Team, GroupBy::Node, GroupBy::Status}) {
        if (groupColumn(spec, by) >= 0)
            all.push_back(by);
    }
    return all;
}

} // namespace binnacle::ui
