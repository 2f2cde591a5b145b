// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/workload_events.h"

#include "services/usecases/workload_family.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace binnacle::services {

using models::BuiltIn;
using models::col;
using models::EventColumn;

namespace {

struct Entry {
    MergedEvent merged;
    std::set<std::string> objects;
    bool live = false;
};

using Key = std::tuple<std::string, std::string>; ///< reason, kind it is about

void add(Entry& entry, const RowRef& event, bool live)
{
    MergedEvent& m = entry.merged;
    const models::UtcTime last = event.time(col(EventColumn::LastSeen));
    const models::UtcTime first = event.time(col(EventColumn::FirstSeen));
    const std::int64_t n = event.integer(col(EventColumn::Occurrences));
    const std::string about(event.text(col(EventColumn::AboutName)));
    if (entry.objects.empty() || last >= m.last) {
        m.message = event.text(col(EventColumn::Message));
        m.about = about;
        m.component = event.text(col(EventColumn::Component));
    }
    if (event.text(col(EventColumn::Type)) == "Warning")
        m.tone = StateTone::Warning;
    m.count += n == models::kUnknownInt ? 0 : n;
    m.last = std::max(m.last, last);
    if (first.known() && (!m.first.known() || first < m.first))
        m.first = first;
    entry.objects.insert(about);
    entry.live = entry.live || live;
}

/// The subject and all below it in one picture, by name.
class Subjects {
public:
    Subjects(const Snapshot& snapshot, const RowRef& subject)
        : m_source(subject.source()), m_ns(subject.ns()), m_anyNamespace(subject.ns().empty())
    {
        put(subject);
        // A node's summary lists its pods; their events are their own.
        if (subject.table().kind() == models::kind(BuiltIn::Node))
            return;
        for (const FamilyMember& child : familyOf(snapshot, subject).children)
            put(child.row);
    }
    bool has(const RowRef& event) const
    {
        if (event.source() != m_source)
            return false;
        const auto found = m_names.find(event.text(col(EventColumn::AboutName)));
        if (found == m_names.end())
            return false;
        if (!m_anyNamespace && event.text(col(EventColumn::AboutNamespace)) != m_ns)
            return false;
        const std::string_view kind = event.text(col(EventColumn::AboutKind));
        return std::find(found->second.begin(), found->second.end(), kind) != found->second.end();
    }

private:
    void put(const RowRef& row)
    {
        const std::string_view kind = row.table().spec().name;
        m_names[row.name()].push_back(kind.substr(0, kind.find('.')));
    }
    SourceIndex m_source;
    std::string_view m_ns;
    bool m_anyNamespace; ///< a node's events are in "default"
    std::unordered_map<std::string_view, std::vector<std::string_view>> m_names; ///< to kinds
};

} // namespace

std::vector<MergedEvent> eventsOf(const Snapshot& snapshot, std::span<const SnapshotPtr> earlier,
                                  models::KindId kind, const models::ObjectKey& key)
{
    std::map<Key, Entry> entries;
    std::unordered_set<models::ObjectKey, models::ObjectKeyHash> counted;
    const auto take = [&](const Snapshot& from, bool live) {
        const Table* events = from.table(BuiltIn::Event);
        const Table* table = from.table(kind);
        const auto subject = table ? table->find(key) : std::nullopt;
        if (!events || !subject)
            return;
        const Subjects subjects(from, *subject);
        events->forEach([&](const RowRef& event) {
            if (!subjects.has(event) || !counted.insert(event.key()).second)
                return;
            Entry& entry = entries[{std::string(event.text(col(EventColumn::Reason))),
                                    std::string(event.text(col(EventColumn::AboutKind)))}];
            add(entry, event, live);
        });
    };
    take(snapshot, true);
    // The newest picture of an event has its highest count.
    std::vector<SnapshotPtr> past(earlier.begin(), earlier.end());
    std::sort(past.begin(), past.end(),
              [](const SnapshotPtr& a, const SnapshotPtr& b) { return a->at > b->at; });
    for (const SnapshotPtr& picture : past)
        take(*picture, false);
    std::vector<MergedEvent> out;
    for (auto& [names, entry] : entries) {
        std::tie(entry.merged.reason, entry.merged.aboutKind) = names;
        entry.merged.objects = static_cast<std::int64_t>(entry.objects.size());
        entry.merged.keptHere = !entry.live;
        out.push_back(std::move(entry.merged));
    }
    std::sort(out.begin(), out.end(), [](const MergedEvent& a, const MergedEvent& b) {
        return std::tie(b.last, a.reason) < std::tie(a.last, b.reason);
    });
    return out;
}

} // namespace binnacle::services
