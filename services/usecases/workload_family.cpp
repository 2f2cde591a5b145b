// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/usecases/workload_family.h"

#include "services/usecases/object_state.h"

#include <algorithm>
#include <unordered_map>

namespace binnacle::services {

using models::BuiltIn;
using models::col;
using models::Common;
using models::ObjectKey;

namespace {

constexpr int kMaxDepth = 3; ///< inference service, deployment, replica set, pod

bool canBeOwned(const Table& table)
{
    const models::KindId kind = table.kind();
    return kind != models::kind(BuiltIn::Event) && kind != models::kind(BuiltIn::Gpu) &&
           kind != models::kind(BuiltIn::Node) && kind != models::kind(BuiltIn::Namespace);
}

using Parents = std::unordered_map<ObjectKey, std::size_t, models::ObjectKeyHash>;

/// Rows of one table whose owner is among `parents`. Owner UIDs are hashed once per distinct text.
void childrenIn(const Table& table, SourceIndex source, std::string_view sourceId,
                const Parents& parents, std::vector<std::pair<std::size_t, RowRef>>& out)
{
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::unordered_map<TextId, std::size_t> known;
    TextId last = kNullText;
    std::size_t lastParent = kNone;
    table.forEach([&](const RowRef& row) {
        const TextId uid = row.textId(col(Common::OwnerUid));
        if (uid == kNullText || row.source() != source)
            return;
        if (uid != last) {
            const auto [at, isNew] = known.try_emplace(uid, kNone);
            if (isNew) {
                const auto parent =
                    parents.find(models::makeKey(sourceId, table.texts().view(uid)));
                if (parent != parents.end())
                    at->second = parent->second;
            }
            last = uid;
            lastParent = at->second;
        }
        if (lastParent != kNone)
            out.emplace_back(lastParent, row);
    });
}

struct Node {
    RowRef row;
    int depth;
    std::vector<std::size_t> children;
};

void flatten(const std::vector<Node>& nodes, std::size_t at, Family& family)
{
    for (const std::size_t child : nodes[at].children) {
        family.children.push_back({nodes[child].row, nodes[child].depth});
        flatten(nodes, child, family);
    }
}

void addDescendants(const Snapshot& snapshot, const RowRef& subject, std::string_view sourceId,
                    Family& family)
{
    std::vector<Node> nodes{{subject, -1, {}}};
    Parents level{{subject.key(), 0}};
    for (int depth = 0; depth < kMaxDepth && !level.empty(); ++depth) {
        std::vector<std::pair<std::size_t, RowRef>> found;
        for (const auto& table : snapshot.tables) {
            if (table && canBeOwned(*table))
                childrenIn(*table, subject.source(), sourceId, level, found);
        }
        // The worst first: of a hundred pods one wants to see those that are ill.
        std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
            const ObjectState sa = stateOf(a.second), sb = stateOf(b.second);
            return sa != sb ? sa > sb : a.second.name() < b.second.name();
        });
        level.clear();
        for (const auto& [parent, row] : found) {
            nodes[parent].children.push_back(nodes.size());
            level.emplace(row.key(), nodes.size());
            nodes.push_back({row, depth, {}});
        }
    }
    flatten(nodes, 0, family);
    for (const FamilyMember& member : family.children) {
        if (member.row.table().kind() == models::kind(BuiltIn::Pod))
            family.pods.push_back(member.row);
    }
}

void addPodsOfNode(const Snapshot& snapshot, const RowRef& node, Family& family)
{
    const Table* pods = snapshot.table(BuiltIn::Pod);
    if (!pods)
        return;
    const TextId name = node.textId(col(Common::Name));
    const bool sameTexts = &pods->texts() == &node.table().texts();
    pods->forEach([&](const RowRef& pod) {
        const bool here = sameTexts ? pod.textId(col(models::PodColumn::Node)) == name
                                    : pod.text(col(models::PodColumn::Node)) == node.name();
        if (here && pod.source() == node.source())
            family.pods.push_back(pod);
    });
    std::sort(family.pods.begin(), family.pods.end(),
              [](const RowRef& a, const RowRef& b) { return a.name() < b.name(); });
    for (const RowRef& pod : family.pods)
        family.children.push_back({pod, 0});
}

void addOwners(const Snapshot& snapshot, const RowRef& subject, Family& family)
{
    RowRef row = subject;
    for (int i = 0; i <= kMaxDepth; ++i) {
        const auto owner = findByUid(snapshot, row.source(), row.text(col(Common::OwnerKind)),
                                     row.text(col(Common::OwnerUid)));
        if (!owner)
            break;
        family.owners.insert(family.owners.begin(), {*owner, 0});
        row = *owner;
    }
}

} // namespace

std::optional<RowRef> findByUid(const Snapshot& snapshot, SourceIndex source,
                                std::string_view kindName, std::string_view uid)
{
    const models::SourceStatus* status = snapshot.source(source);
    if (uid.empty() || !status)
        return std::nullopt;
    const ObjectKey key = models::makeKey(status->id, uid);
    for (const auto& table : snapshot.tables) {
        if (!table)
            continue;
        const std::string_view name = table->spec().name;
        // A discovered kind is called by its group too: "CronTab.stable.example.com".
        if (name.substr(0, name.find('.')) != kindName)
            continue;
        if (const auto found = table->find(key))
            return found;
    }
    return std::nullopt;
}

Family familyOf(const Snapshot& snapshot, const RowRef& subject)
{
    Family family;
    addOwners(snapshot, subject, family);
    const models::KindId kind = subject.table().kind();
    if (kind == models::kind(BuiltIn::Pod))
        family.pods.push_back(subject);
    else if (kind == models::kind(BuiltIn::Node))
        addPodsOfNode(snapshot, subject, family);
    else if (const models::SourceStatus* status = snapshot.source(subject.source()))
        addDescendants(snapshot, subject, status->id, family);
    return family;
}

} // namespace binnacle::services
