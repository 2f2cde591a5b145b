// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/objects/rehearsal.h"

#include <algorithm>
#include <array>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;
using What = services::HarmlessChange::What;

namespace {

template <std::size_t N>
bool isOneOf(const std::string& kind, const std::array<std::string_view, N>& kinds)
{
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

constexpr std::array<std::string_view, 4> kScalable{"Deployment", "ReplicaSet", "StatefulSet",
                                                    "Rollout"};
constexpr std::array<std::string_view, 4> kRestartable{"Deployment", "StatefulSet", "DaemonSet",
                                                       "Rollout"};

tl::unexpected<models::Error> cannot(const std::string& kind, const std::string& what)
{
    return fail(ErrorCode::Unsupported, "a " + kind + " cannot be " + what,
                "Open the workload that owns it.");
}

} // namespace

Result<RehearsalPlan> planRehearsal(const Resource& resource, const services::ObjectRef& ref,
                                    const services::HarmlessChange& change, models::UtcTime now)
{
    RehearsalPlan plan;
    plan.path = resource.path(ref);
    plan.question = {"patch", resource.group, resource.plural, ref.ns, "", ref.name};
    switch (change.what) {
    case What::Scale:
        if (!isOneOf(resource.kind, kScalable))
            return cannot(resource.kind, "scaled");
        if (change.replicas < 0)
            return fail(ErrorCode::InvalidInput, "there cannot be fewer than 0 replicas");
        plan.path += "/scale";
        plan.question.subresource = "scale";
        plan.patch = R"({"spec":{"replicas":)" + std::to_string(change.replicas) + "}}";
        return plan;
    case What::Restart:
        if (!isOneOf(resource.kind, kRestartable))
            return cannot(resource.kind, "restarted as a whole");
        if (resource.kind == "Rollout") // Argo has a field of its own for it
            plan.patch = R"({"spec":{"restartAt":")" + toRfc3339(now) + "\"}}";
        else
            plan.patch =
                R"({"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":")" +
                toRfc3339(now) + "\"}}}}}";
        return plan;
    case What::Cordon:
    case What::Uncordon:
        if (resource.kind != "Node")
            return cannot(resource.kind, "cordoned");
        plan.patch = change.what == What::Cordon ? R"({"spec":{"unschedulable":true}})"
                                                 : R"({"spec":{"unschedulable":null}})";
        return plan;
    }
    return cannot(resource.kind, "changed like this");
}

} // namespace binnacle::plugins::kubernetes
