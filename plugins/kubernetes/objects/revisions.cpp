// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/objects/revisions.h"

#include "plugins/kubernetes/objects/object_decode.h"

#include <algorithm>
#include <charconv>

namespace binnacle::plugins::kubernetes {

using models::Document;
using services::Revision;
using services::Revisions;

namespace {

constexpr std::string_view kChangeCause = "kubernetes.io/change-cause";
constexpr std::string_view kRevisionMarks[] = {"deployment.kubernetes.io/revision",
                                               "rollout.argoproj.io/revision"};

std::int64_t numberOf(std::string_view text)
{
    std::int64_t value = models::kUnknownInt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : models::kUnknownInt;
}

std::int64_t revisionMark(const Document& object)
{
    for (const std::string_view mark : kRevisionMarks) {
        const auto number = numberOf(object.textAt({"metadata", "annotations", mark}));
        if (number != models::kUnknownInt)
            return number;
    }
    return models::kUnknownInt;
}

bool ownedBy(const Document& object, std::string_view uid)
{
    const Document* owners = object.at({"metadata", "ownerReferences"});
    return owners != nullptr &&
           std::any_of(owners->items.begin(), owners->items.end(), [&](const Document& owner) {
               return owner.textAt({"uid"}) == uid && owner.textAt({"controller"}) == "true";
           });
}

/// The template under the workload's own kind, so that rules and paths of a diff fit. The label
/// that tells replica sets apart is no change of the workload.
Document underWorkload(const Document& workload, const Document* podTemplate)
{
    Document spec{Document::Type::Map, {}, {}, {}};
    if (podTemplate != nullptr) {
        Document copy = *podTemplate;
        std::erase_if(copy.fields, [](const auto& field) { return field.first == "$patch"; });
        spec.fields.emplace_back("template", std::move(copy));
    }
    Document out{Document::Type::Map, {}, {}, {}};
    for (const char* key : {"apiVersion", "kind"})
        out.fields.emplace_back(key, Document::text(std::string(workload.textAt({key}))));
    out.fields.emplace_back("spec", std::move(spec));
    return out;
}

Revision ofReplicaSet(const Document& workload, const Document& item)
{
    Revision out;
    out.number = revisionMark(item);
    out.current = out.number != models::kUnknownInt && out.number == revisionMark(workload);
    out.pods = numberOf(item.textAt({"status", "replicas"}));
    out.object = underWorkload(workload, item.at({"spec", "template"}));
    return out;
}

Revision ofControllerRevision(const Document& workload, const Document& item)
{
    Revision out;
    out.number = numberOf(item.textAt({"revision"}));
    out.current =
        !item.textAt({"metadata", "name"}).empty() &&
        item.textAt({"metadata", "name"}) == workload.textAt({"status", "updateRevision"});
    out.object = underWorkload(workload, item.at({"data", "spec", "template"}));
    return out;
}

} // namespace

RevisionKeeper revisionKeeper(const std::string& kind)
{
    if (kind == "Deployment" || kind == "Rollout")
        return RevisionKeeper::ReplicaSet;
    if (kind == "StatefulSet" || kind == "DaemonSet")
        return RevisionKeeper::ControllerRevision;
    return RevisionKeeper::None;
}

std::string selectorText(const Document& workload)
{
    std::string out;
    const auto add = [&out](const std::string& term) { out += (out.empty() ? "" : ",") + term; };
    if (const Document* labels = workload.at({"spec", "selector", "matchLabels"})) {
        for (const auto& [key, value] : labels->fields)
            add(key + "=" + value.scalar);
    }
    const Document* expressions = workload.at({"spec", "selector", "matchExpressions"});
    if (expressions == nullptr)
        return out;
    for (const Document& expression : expressions->items) {
        const std::string key(expression.textAt({"key"}));
        const std::string_view op = expression.textAt({"operator"});
        std::string values;
        if (const Document* list = expression.find("values")) {
            for (const Document& value : list->items)
                values += (values.empty() ? "" : ",") + value.scalar;
        }
        if (op == "In")
            add(key + " in (" + values + ")");
        else if (op == "NotIn")
            add(key + " notin (" + values + ")");
        else if (op == "Exists")
            add(key);
        else if (op == "DoesNotExist")
            add("!" + key);
    }
    return out;
}

Revisions revisionsOf(const Document& workload, const Document& list, RevisionKeeper keeper)
{
    Revisions out;
    const Document* items = list.find("items");
    const std::string_view uid = workload.textAt({"metadata", "uid"});
    if (items == nullptr || uid.empty())
        return out;
    for (const Document& item : items->items) {
        if (!ownedBy(item, uid))
            continue;
        Revision revision = keeper == RevisionKeeper::ReplicaSet
                                ? ofReplicaSet(workload, item)
                                : ofControllerRevision(workload, item);
        revision.name = item.textAt({"metadata", "name"});
        revision.changeCause = item.textAt({"metadata", "annotations", kChangeCause});
        if (auto created = models::parseRfc3339(item.textAt({"metadata", "creationTimestamp"})))
            revision.created = *created;
        out.items.push_back(std::move(revision));
    }
    std::stable_sort(out.items.begin(), out.items.end(),
                     [](const Revision& a, const Revision& b) { return a.number > b.number; });
    // A DaemonSet does not say which one is in force: its newest is.
    if (keeper == RevisionKeeper::ControllerRevision && !out.items.empty() &&
        std::none_of(out.items.begin(), out.items.end(), [](const auto& r) { return r.current; }))
        out.items.front().current = true;
    return out;
}

} // namespace binnacle::plugins::kubernetes
