// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/joins.h"

#include <algorithm>

namespace binnacle::services {

using models::BuiltIn;
using models::col;
using models::Common;
using models::KindId;
using models::ObjectKey;
using models::PodColumn;
using models::WorkloadColumn;

namespace {

constexpr KindId kPod = models::kind(BuiltIn::Pod);
constexpr KindId kNode = models::kind(BuiltIn::Node);
constexpr KindId kNamespace = models::kind(BuiltIn::Namespace);
constexpr int kDeepest = 8; ///< owners of owners; more is a cycle

constexpr std::array kOwnerKinds{
    BuiltIn::Deployment, BuiltIn::ReplicaSet,       BuiltIn::StatefulSet, BuiltIn::DaemonSet,
    BuiltIn::Job,        BuiltIn::InferenceService, BuiltIn::Rollout};

bool isOwnerKind(KindId kind)
{
    return std::any_of(kOwnerKinds.begin(), kOwnerKinds.end(),
                       [&](BuiltIn b) { return models::kind(b) == kind; });
}

template <class... Columns> ColumnSet setOf(Columns... columns)
{
    ColumnSet out;
    (out.add(col(columns)), ...);
    return out;
}

/// Columns whose change can change a link; a heartbeat or a restart count reaches nothing.
bool matters(KindId kind, const ColumnSet& columns)
{
    static const ColumnSet pod =
        setOf(Common::Namespace, Common::Labels, Common::Owner, Common::OwnerKind, Common::OwnerUid,
              PodColumn::Phase, PodColumn::Node, PodColumn::Gpus, PodColumn::ImageDigest,
              PodColumn::ModelUri, PodColumn::PodModelVersion);
    static const ColumnSet owner =
        setOf(Common::Name, Common::Namespace, Common::Owner, Common::OwnerKind, Common::OwnerUid,
              WorkloadColumn::Revision, WorkloadColumn::ModelUri, WorkloadColumn::ModelVersion,
              WorkloadColumn::Team);
    static const ColumnSet node = setOf(Common::Name);
    static const ColumnSet ns = setOf(Common::Name, models::NamespaceColumn::Team);
    const ColumnSet& those = kind == kPod         ? pod
                             : kind == kNode      ? node
                             : kind == kNamespace ? ns
                                                  : owner;
    return columns.intersects(those);
}

TextId text(const TableWriter& w, std::size_t slot, models::ColumnId column)
{
    return w.get<TextId>(slot, column);
}

} // namespace

ObjectKey Joiner::ownerKey(const TableWriter& w, std::size_t slot) const
{
    const TextId uid = text(w, slot, col(Common::OwnerUid));
    return models::makeKey(m_tables.status(w.sourceOf(slot)).id, m_tables.texts().view(uid));
}

void Joiner::changed(KindId kind, std::size_t slot, const ColumnSet& columns, bool added)
{
    const bool joins = kind == kPod || kind == kNode || kind == kNamespace || isOwnerKind(kind);
    if (!joins || (!added && !matters(kind, columns)))
        return;
    if (kind == kPod)
        podChanged(slot);
    else if (kind == kNode)
        nodeChanged(slot);
    else if (kind == kNamespace)
        namespaceChanged(slot);
    else
        ownerChanged(kind, slot);
}

void Joiner::podChanged(std::size_t slot)
{
    const TableWriter& pods = m_tables.writer(kPod);
    const SourceIndex source = pods.sourceOf(slot);
    const RowId row(kPod, slot);
    const TextId ns = text(pods, slot, col(Common::Namespace));
    m_byOwner.put(row, ownerKey(pods, slot));
    m_byNamespace.put(row, nameKey(source, kNullText, ns));
    const LabelFacts& labels = labelFacts(text(pods, slot, col(Common::Labels)));
    m_byService.put(row, labels.service == kNullText ? ObjectKey{}
                                                     : nameKey(source, ns, labels.service));
    share(slot, true);
    markPod(slot);
}

void Joiner::share(std::size_t slot, bool counted)
{
    const TableWriter& pods = m_tables.writer(kPod);
    if (slot >= m_shares.size())
        m_shares.resize(pods.slotCount());
    Share& old = m_shares[slot];
    Share now;
    const std::string_view phase = m_tables.texts().view(text(pods, slot, col(PodColumn::Phase)));
    now.node = text(pods, slot, col(PodColumn::Node));
    now.source = pods.sourceOf(slot);
    now.counted = counted && now.node != kNullText && phase != "Succeeded" && phase != "Failed";
    const auto gpus = pods.get<std::int64_t>(slot, col(PodColumn::Gpus));
    now.unknown = gpus == models::kUnknownInt;
    now.gpus = now.unknown ? 0 : gpus;
    const auto add = [&](const Share& share, std::int64_t sign) {
        if (!share.counted)
            return;
        const ObjectKey key = nameKey(share.source, kNullText, share.node);
        NodeTotal& total = m_totals[key];
        total.gpus += sign * share.gpus;
        total.unknown += share.unknown ? sign : 0;
        total.pods += sign;
        markNode(key);
        if (total.pods == 0)
            m_totals.erase(key);
    };
    add(old, -1);
    add(now, +1);
    old = now;
}

void Joiner::ownerChanged(KindId kind, std::size_t slot)
{
    const TableWriter& w = m_tables.writer(kind);
    const RowId row(kind, slot);
    m_owners[w.keyOf(slot)] = row;
    m_byOwner.put(row, ownerKey(w, slot));
    if (kind == models::kind(BuiltIn::InferenceService)) {
        const ObjectKey key = nameKey(w.sourceOf(slot), text(w, slot, col(Common::Namespace)),
                                      text(w, slot, col(Common::Name)));
        m_services[key] = static_cast<std::uint32_t>(slot);
        m_byService.forEach(key, [&](RowId pod) { markPod(pod.slot()); });
    }
    markChildren(w.keyOf(slot), 0);
}

void Joiner::namespaceChanged(std::size_t slot)
{
    const TableWriter& w = m_tables.writer(kNamespace);
    const ObjectKey key = nameKey(w.sourceOf(slot), kNullText, text(w, slot, col(Common::Name)));
    m_namespaces[key] = static_cast<std::uint32_t>(slot);
    m_byNamespace.forEach(key, [&](RowId pod) { markPod(pod.slot()); });
}

void Joiner::nodeChanged(std::size_t slot)
{
    const TableWriter& w = m_tables.writer(kNode);
    const ObjectKey key = nameKey(w.sourceOf(slot), kNullText, text(w, slot, col(Common::Name)));
    m_nodes[key] = static_cast<std::uint32_t>(slot);
    if (w.get<std::int64_t>(slot, col(models::NodeColumn::Pods)) != models::kUnknownInt)
        podsListed(w.sourceOf(slot)); // loaded from history: the sum was known then
    markNode(key);
}

void Joiner::removing(KindId kind, std::size_t slot)
{
    const RowId row(kind, slot);
    if (kind == kPod) {
        share(slot, false);
        m_byOwner.drop(row);
        m_byNamespace.drop(row);
        m_byService.drop(row);
        return;
    }
    const bool named = kind == kNode || kind == kNamespace;
    if (!named && !isOwnerKind(kind))
        return;
    const TableWriter& w = m_tables.writer(kind);
    const TextId name = text(w, slot, col(Common::Name));
    // Another object may have taken the name meanwhile: its entry stays.
    const auto forget = [&](KeyToSlot& map, const ObjectKey& key) {
        if (const auto it = map.find(key); it != map.end() && it->second == slot)
            map.erase(it);
    };
    if (named) {
        const ObjectKey key = nameKey(w.sourceOf(slot), kNullText, name);
        forget(kind == kNode ? m_nodes : m_namespaces, key);
        if (kind == kNamespace)
            m_byNamespace.forEach(key, [&](RowId pod) { markPod(pod.slot()); });
        return;
    }
    m_byOwner.drop(row);
    m_owners.erase(w.keyOf(slot));
    markChildren(w.keyOf(slot), 0);
    if (kind == models::kind(BuiltIn::InferenceService)) {
        const ObjectKey key =
            nameKey(w.sourceOf(slot), text(w, slot, col(Common::Namespace)), name);
        forget(m_services, key);
        m_byService.forEach(key, [&](RowId pod) { markPod(pod.slot()); });
    }
}

void Joiner::podsListed(SourceIndex source)
{
    if (source >= m_podsKnown.size())
        m_podsKnown.resize(source + std::size_t{1}, false);
    if (m_podsKnown[source])
        return;
    m_podsKnown[source] = true;
    for (const auto& [key, slot] : m_nodes) {
        if (m_tables.writer(kNode).sourceOf(slot) == source)
            markNode(key);
    }
}

void Joiner::forget(SourceIndex source)
{
    if (source < m_podsKnown.size())
        m_podsKnown[source] = false;
}

void Joiner::markPod(std::size_t slot)
{
    if (slot >= m_podMarked.size())
        m_podMarked.resize(m_tables.writer(kPod).slotCount(), false);
    if (m_podMarked[slot])
        return;
    m_podMarked[slot] = true;
    m_pods.push_back(static_cast<std::uint32_t>(slot));
}

void Joiner::markChildren(const ObjectKey& owner, int depth)
{
    m_byOwner.forEach(owner, [&](RowId child) {
        if (child.kind() == kPod)
            markPod(child.slot());
        else if (depth < kDeepest)
            markChildren(m_tables.writer(child.kind()).keyOf(child.slot()), depth + 1);
    });
}

void Joiner::markNode(const ObjectKey& node)
{
    m_nodesToJoin.push_back(node);
}

void Joiner::settle()
{
    for (const std::uint32_t slot : m_pods) {
        m_podMarked[slot] = false;
        if (m_tables.writer(kPod).isLive(slot))
            joinPod(slot);
    }
    m_pods.clear();
    const auto less = [](const ObjectKey& a, const ObjectKey& b) { return a < b; };
    std::sort(m_nodesToJoin.begin(), m_nodesToJoin.end(), less);
    m_nodesToJoin.erase(std::unique(m_nodesToJoin.begin(), m_nodesToJoin.end()),
                        m_nodesToJoin.end());
    for (const ObjectKey& node : m_nodesToJoin)
        joinNode(node);
    m_nodesToJoin.clear();
}

void Joiner::rebuild()
{
    for (Links* links : {&m_byOwner, &m_byNamespace, &m_byService})
        links->clear();
    m_owners.clear();
    for (KeyToSlot* map : {&m_services, &m_namespaces, &m_nodes})
        map->clear();
    m_totals.clear();
    m_shares.clear();
    m_labelCache.fill({});
    for (std::size_t k = 0; k < m_tables.kindCount(); ++k) {
        const auto kind = static_cast<KindId>(k);
        const TableWriter* const w = m_tables.find(kind);
        for (std::size_t slot = 0; w != nullptr && slot < w->slotCount(); ++slot) {
            if (w->isLive(slot))
                changed(kind, slot, {}, true);
        }
    }
    // What was loaded is joined already.
    m_pods.clear();
    m_podMarked.assign(m_podMarked.size(), false);
    m_nodesToJoin.clear();
}

std::size_t Joiner::bytes() const
{
    return sizeof *this + m_byOwner.bytes() + m_byNamespace.bytes() + m_byService.bytes() +
           m_shares.capacity() * sizeof(Share) + m_pods.capacity() * sizeof(std::uint32_t) +
           (m_owners.size() + m_services.size() + m_namespaces.size() + m_nodes.size() +
            m_totals.size()) *
               64;
}

} // namespace binnacle::services
