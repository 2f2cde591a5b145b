// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/objects/kubernetes_objects.h"

#include "plugins/kubernetes/access/http_headers.h"
#include "plugins/kubernetes/objects/object_decode.h"
#include "plugins/kubernetes/objects/rehearsal.h"
#include "plugins/kubernetes/objects/resource.h"
#include "plugins/kubernetes/objects/revisions.h"
#include "services/documents/documents.h"

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;
using services::HarmlessChange;
using services::ObjectRef;
using services::Rehearsal;
using services::Revisions;
using services::WholeObject;
using std::chrono::milliseconds;

namespace {

const Resource kControllerRevisions{"ControllerRevision", "apps", "v1", "controllerrevisions",
                                    true};
const Resource kReplicaSets{"ReplicaSet", "apps", "v1", "replicasets", true};

/// One replica is what nobody asks for, so that the semantic diff would not name it.
std::vector<models::DiffChange> scaleChange(const models::Document& before,
                                            const models::Document& after)
{
    const std::string was(before.textAt({"spec", "replicas"}));
    const std::string is(after.textAt({"spec", "replicas"}));
    // The server leaves 0 out.
    const auto shown = [](const std::string& n) { return n.empty() ? std::string("0") : n; };
    if (shown(was) == shown(is))
        return {};
    return {{models::DiffChange::Op::Changed, models::DiffArea::Replicas, "spec.replicas",
             shown(was), shown(is)}};
}

} // namespace

Result<WholeObject> KubernetesObjects::object(const ObjectRef& ref, milliseconds deadline,
                                              std::stop_token stop)
{
    const auto resource = resourceOf(ref.kind, m_connection, deadline, stop);
    if (!resource)
        return fail(resource.error());
    auto answer = m_connection.api->send(resource->path(ref), {}, kJson, deadline, stop);
    if (!answer)
        return fail(explained(std::move(answer.error()), "get", *resource, ref));
    return decodeObject(answer->body, m_clock.now());
}

Result<Revisions> KubernetesObjects::revisions(const ObjectRef& ref, milliseconds deadline,
                                               std::stop_token stop)
{
    const RevisionKeeper keeper = revisionKeeper(ref.kind);
    if (keeper == RevisionKeeper::None)
        return fail(ErrorCode::Unsupported, "a " + ref.kind + " keeps no revisions",
                    "Deployments, StatefulSets, DaemonSets and Rollouts do: open its owner.");
    const auto workload = object(ref, deadline, stop);
    if (!workload)
        return fail(workload.error());
    const Resource& kept =
        keeper == RevisionKeeper::ReplicaSet ? kReplicaSets : kControllerRevisions;
    Query query;
    if (std::string selector = selectorText(workload->document); !selector.empty())
        query.emplace_back("labelSelector", std::move(selector));
    auto answer = m_connection.api->send(kept.listPath(ref.ns), query, kJson, deadline, stop);
    if (!answer)
        return fail(explained(std::move(answer.error()), "list", kept, ref));
    const auto list = services::parseJsonDocument(answer->body);
    if (!list)
        return fail(models::Error(list.error()).in("reading the revisions"));
    return revisionsOf(workload->document, *list, keeper);
}

Result<Rehearsal> KubernetesObjects::rehearse(const ObjectRef& ref, const HarmlessChange& change,
                                              milliseconds deadline, std::stop_token stop)
{
    const auto resource = resourceOf(ref.kind, m_connection, deadline, stop);
    if (!resource)
        return fail(resource.error());
    const auto plan = planRehearsal(*resource, ref, change, m_clock.now());
    if (!plan)
        return fail(plan.error());
    Rehearsal out;
    out.permission = plan->question.words();
    out.request = "PATCH " + plan->path + "?dryRun=All";
    // Roles change while a person waits for one: an answer of five minutes ago is too old here.
    m_connection.permissions->forget();
    const auto access = m_connection.permissions->canI(plan->question, stop);
    if (!access)
        return fail(models::Error(access.error()).in("asking for the right to " + out.permission));
    out.allowed = access->allowed;
    out.reason = access->reason;
    if (!out.allowed)
        return out;
    const auto before = m_connection.api->send(plan->path, {}, kJson, deadline, stop);
    if (!before)
        return fail(explained(models::Error(before.error()), "get", *resource, ref));
    ApiCall call;
    call.method = "PATCH";
    call.path = plan->path;
    call.query = {{"dryRun", "All"}, {"fieldManager", "binnacle"}};
    call.contentType = "application/merge-patch+json";
    call.body = plan->patch;
    call.deadline = deadline;
    call.idempotent = true; // a dry run changes nothing, however often
    const auto after = m_connection.api->perform(call, stop);
    if (!after)
        return fail(explained(models::Error(after.error()), "patch", *resource, ref));
    const auto was = decodeObject(before->body, m_clock.now());
    const auto is = decodeObject(after->body, m_clock.now());
    if (!was || !is)
        return fail(was ? is.error() : was.error());
    out.changes = change.what == HarmlessChange::What::Scale
                      ? scaleChange(was->document, is->document)
                      : models::semanticDiff(was->document, is->document);
    out.warnings = warningTexts(*after);
    return out;
}

namespace {

class OnDemandObjects final : public services::ObjectSource {
public:
    explicit OnDemandObjects(OnDemand& connections) : m_connections(connections) {}

    Result<WholeObject> object(const ObjectRef& ref, milliseconds deadline,
                               std::stop_token stop) override
    {
        return with<WholeObject>(
            [&](KubernetesObjects objects) { return objects.object(ref, deadline, stop); });
    }
    Result<Revisions> revisions(const ObjectRef& ref, milliseconds deadline,
                                std::stop_token stop) override
    {
        return with<Revisions>(
            [&](KubernetesObjects objects) { return objects.revisions(ref, deadline, stop); });
    }
    Result<Rehearsal> rehearse(const ObjectRef& ref, const HarmlessChange& change,
                               milliseconds deadline, std::stop_token stop) override
    {
        return with<Rehearsal>([&](KubernetesObjects objects) {
            return objects.rehearse(ref, change, deadline, stop);
        });
    }

private:
    template <class T, class Ask> Result<T> with(const Ask& ask)
    {
        const auto connection = m_connections.connection();
        if (!connection)
            return fail(connection.error());
        auto answer = ask(KubernetesObjects(**connection));
        if (!answer && answer.error().code == ErrorCode::Unauthenticated)
            m_connections.forget();
        return answer;
    }
    OnDemand& m_connections;
};

} // namespace

std::unique_ptr<services::ObjectSource> makeKubernetesObjects(OnDemand& connections)
{
    return std::make_unique<OnDemandObjects>(connections);
}

} // namespace binnacle::plugins::kubernetes
