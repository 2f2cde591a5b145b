// SPDX-License-Identifier: GPL-3.0-or-later
// One pod's or node's joined columns, from what the tables hold now.
#include "models/estate/labels.h"
#include "services/store/joins.h"
#include "services/store/model_name.h"

namespace binnacle::services {

using models::BuiltIn;
using models::col;
using models::Common;
using models::PodColumn;
using models::WorkloadColumn;

namespace {

constexpr models::KindId kPod = models::kind(BuiltIn::Pod);
constexpr models::KindId kNode = models::kind(BuiltIn::Node);
constexpr models::KindId kNamespace = models::kind(BuiltIn::Namespace);
constexpr std::string_view kServiceLabel = "serving.kserve.io/inferenceservice";
constexpr std::array<std::string_view, 3> kTeamLabels{"binnacle.io/team", "team",
                                                      "app.kubernetes.io/team"};
/// Written by controllers on the pod itself: exact while a roll-out is under way.
constexpr std::array<std::string_view, 2> kRevisionLabels{"serving.knative.dev/revision",
                                                          "controller-revision-hash"};
/// Owners that end a chain even when they are not in the store (not listed, or not yet).
constexpr std::array<std::string_view, 6> kTopKinds{"Deployment",  "Rollout",   "Job",
                                                    "StatefulSet", "DaemonSet", "InferenceService"};

bool isTopKind(std::string_view kind)
{
    for (const std::string_view top : kTopKinds) {
        if (kind == top)
            return true;
    }
    return false;
}

} // namespace

const Joiner::LabelFacts& Joiner::labelFacts(TextId labels)
{
    LabelFacts& facts = m_labelCache[labels % m_labelCache.size()];
    if (facts.labels == labels)
        return facts;
    facts = {};
    facts.labels = labels;
    StringPool& texts = m_tables.texts();
    const std::string_view encoded = texts.view(labels);
    if (const auto name = models::findLabel(encoded, kServiceLabel); name && !name->empty())
        facts.service = texts.intern(*name);
    for (const std::string_view key : kTeamLabels) {
        const auto team = models::findLabel(encoded, key);
        if (facts.team == kNullText && team && !team->empty()) {
            facts.team = texts.intern(*team);
            facts.teamFrom = texts.intern("pod label " + std::string(key));
        }
    }
    for (const std::string_view key : kRevisionLabels) {
        const auto revision = models::findLabel(encoded, key);
        if (facts.revision == kNullText && revision && !revision->empty())
            facts.revision = texts.intern(*revision);
    }
    return facts;
}

Joiner::Chain Joiner::chainOf(const TableWriter& pods, std::size_t slot, const LabelFacts& labels)
{
    StringPool& texts = m_tables.texts();
    Chain chain;
    chain.kind = pods.get<TextId>(slot, col(Common::OwnerKind));
    chain.name = pods.get<TextId>(slot, col(Common::Owner));
    const TableWriter* at = &pods;
    std::size_t row = slot;
    while (chain.size < chain.steps.size()) {
        const auto owner = m_owners.find(ownerKey(*at, row));
        if (owner == m_owners.end()) {
            // Beyond what is in the store, the reference itself still names a workload.
            const TextId kind = at->get<TextId>(row, col(Common::OwnerKind));
            if (at != &pods && isTopKind(texts.view(kind))) {
                chain.kind = kind;
                chain.name = at->get<TextId>(row, col(Common::Owner));
            }
            break;
        }
        at = m_tables.find(owner->second.kind());
        row = owner->second.slot();
        chain.steps[chain.size++] = owner->second;
        chain.kind = texts.intern(at->spec().name);
        chain.name = at->get<TextId>(row, col(Common::Name));
    }
    if (labels.service == kNullText)
        return chain;
    const models::KindId serviceKind = models::kind(BuiltIn::InferenceService);
    const auto service = m_services.find(nameKey(
        pods.sourceOf(slot), pods.get<TextId>(slot, col(Common::Namespace)), labels.service));
    if (service != m_services.end() && chain.size < chain.steps.size() &&
        (chain.size == 0 || chain.steps[chain.size - 1].kind() != serviceKind))
        chain.steps[chain.size++] = RowId(serviceKind, service->second);
    chain.kind = texts.intern(models::KindRegistry::instance().spec(serviceKind).name);
    chain.name = labels.service;
    return chain;
}

TextId Joiner::revisionOf(const Chain& chain, const LabelFacts& labels) const
{
    if (labels.revision != kNullText)
        return labels.revision;
    for (std::size_t i = 0; i < chain.size; ++i) {
        const TextId revision =
            m_tables.find(chain.steps[i].kind())
                ->get<TextId>(chain.steps[i].slot(), col(WorkloadColumn::Revision));
        if (revision != kNullText)
            return revision;
    }
    return kNullText;
}

TextId Joiner::nameOfOwner(RowId owner)
{
    const TableWriter& w = *m_tables.find(owner.kind());
    StringPool& texts = m_tables.texts();
    return texts.intern(w.spec().name + " " +
                        std::string(texts.view(w.get<TextId>(owner.slot(), col(Common::Name)))));
}

Joiner::Model Joiner::modelOf(const TableWriter& pods, std::size_t slot, const Chain& chain)
{
    StringPool& texts = m_tables.texts();
    if (const TextId own = pods.get<TextId>(slot, col(PodColumn::PodModelVersion));
        own != kNullText)
        return {own, texts.intern("pod")};
    for (std::size_t i = 0; i < chain.size; ++i) {
        const TextId version =
            m_tables.find(chain.steps[i].kind())
                ->get<TextId>(chain.steps[i].slot(), col(WorkloadColumn::ModelVersion));
        if (version != kNullText)
            return {version, nameOfOwner(chain.steps[i])};
    }
    TextId uri = pods.get<TextId>(slot, col(PodColumn::ModelUri));
    for (std::size_t i = 0; i < chain.size && uri == kNullText; ++i)
        uri = m_tables.find(chain.steps[i].kind())
                  ->get<TextId>(chain.steps[i].slot(), col(WorkloadColumn::ModelUri));
    if (const std::string version = modelVersionOfUri(texts.view(uri)); !version.empty())
        return {texts.intern(version), texts.intern("model URI")};
    const std::string_view digest = texts.view(pods.get<TextId>(slot, col(PodColumn::ImageDigest)));
    if (const std::string version = modelVersionOfDigest(digest); !version.empty())
        return {texts.intern(version), texts.intern("image digest")};
    return {};
}

Joiner::Model Joiner::teamOf(const TableWriter& pods, std::size_t slot, const Chain& chain,
                             const LabelFacts& labels)
{
    if (labels.team != kNullText)
        return {labels.team, labels.teamFrom};
    for (std::size_t i = 0; i < chain.size; ++i) {
        const TextId team = m_tables.find(chain.steps[i].kind())
                                ->get<TextId>(chain.steps[i].slot(), col(WorkloadColumn::Team));
        if (team != kNullText)
            return {team, nameOfOwner(chain.steps[i])};
    }
    StringPool& texts = m_tables.texts();
    const TextId ns = pods.get<TextId>(slot, col(Common::Namespace));
    if (ns == kNullText)
        return {};
    const auto known = m_namespaces.find(nameKey(pods.sourceOf(slot), kNullText, ns));
    if (known != m_namespaces.end()) {
        const TextId team = m_tables.find(kNamespace)
                                ->get<TextId>(known->second, col(models::NamespaceColumn::Team));
        if (team != kNullText)
            return {team, texts.intern("namespace " + std::string(texts.view(ns)))};
    }
    return {ns, texts.intern("namespace name")};
}

void Joiner::joinPod(std::size_t slot)
{
    TableWriter& pods = m_tables.writer(kPod);
    StringPool& texts = m_tables.texts();
    // A copy: resolving may need the cache's place for another label set.
    const LabelFacts labels = labelFacts(pods.get<TextId>(slot, col(Common::Labels)));
    const Chain chain = chainOf(pods, slot, labels);
    TextId workload = kNullText;
    if (chain.name != kNullText)
        workload = texts.intern(std::string(texts.view(chain.kind)) + "/" +
                                std::string(texts.view(chain.name)));
    pods.set<TextId>(slot, col(PodColumn::Workload), workload);
    pods.set<TextId>(slot, col(PodColumn::Revision), revisionOf(chain, labels));
    const Model model = modelOf(pods, slot, chain);
    pods.set<TextId>(slot, col(PodColumn::ModelVersion), model.version);
    pods.set<TextId>(slot, col(PodColumn::ModelFrom), model.from);
    const Model team = teamOf(pods, slot, chain, labels);
    pods.set<TextId>(slot, col(PodColumn::Team), team.version);
    pods.set<TextId>(slot, col(PodColumn::TeamFrom), team.from);
}

void Joiner::joinNode(const models::ObjectKey& node)
{
    const auto known = m_nodes.find(node);
    if (known == m_nodes.end())
        return;
    TableWriter& w = m_tables.writer(kNode);
    const SourceIndex source = w.sourceOf(known->second);
    if (source >= m_podsKnown.size() || !m_podsKnown[source])
        return; // never were all pods listed here: the sum is unknown, not zero, and not a part
    const auto total = m_totals.find(node);
    const NodeTotal sum = total == m_totals.end() ? NodeTotal{} : total->second;
    w.set<std::int64_t>(known->second, col(models::NodeColumn::GpuRequested),
                        sum.unknown > 0 ? models::kUnknownInt : sum.gpus);
    w.set<std::int64_t>(known->second, col(models::NodeColumn::Pods), sum.pods);
}

} // namespace binnacle::services
