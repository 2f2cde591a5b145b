// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/permissions.h"

#include "plugins/kubernetes/access/parallel.h"
#include "plugins/kubernetes/access/review_json.h"

#include <algorithm>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::chrono::milliseconds kDeadline{10000};
constexpr std::size_t kMaxAnswers = 10000;

bool names(const std::vector<std::string>& list, std::string_view wanted)
{
    return std::any_of(list.begin(), list.end(),
                       [&](const std::string& item) { return item == "*" || item == wanted; });
}

} // namespace

std::string AccessQuestion::words() const
{
    std::string out = verb + " " + resource;
    if (!group.empty())
        out += "." + group;
    if (!subresource.empty())
        out += "/" + subresource;
    if (!name.empty())
        out += " \"" + name + "\"";
    return out + (ns.empty() ? " (cluster-wide)" : " in " + ns);
}

bool AccessRule::allows(std::string_view verb, std::string_view group,
                        std::string_view resource) const
{
    return this->names.empty() && binnacle::plugins::kubernetes::names(verbs, verb) &&
           binnacle::plugins::kubernetes::names(groups, group) &&
           binnacle::plugins::kubernetes::names(resources, resource);
}

bool AccessRules::allow(std::string_view verb, std::string_view group,
                        std::string_view resource) const
{
    return std::any_of(rules.begin(), rules.end(),
                       [&](const AccessRule& rule) { return rule.allows(verb, group, resource); });
}

Permissions::Permissions(ApiClient& api, models::Duration maxAge, const models::Clock& clock)
    : m_api(api), m_maxAge(maxAge), m_clock(clock)
{
}

bool Permissions::fresh(models::UtcTime checkedAt) const
{
    const auto now = m_clock.now();
    // A wall clock set back makes an answer look as if it came from the future: ask again then.
    return checkedAt.known() && checkedAt <= now && now - checkedAt < m_maxAge;
}

Result<AccessAnswer> Permissions::canI(const AccessQuestion& question, std::stop_token stop)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_answers.find(question);
        if (it != m_answers.end() && fresh(it->second.checkedAt))
            return it->second;
    }
    const auto response =
        m_api.postJson("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                       accessReviewBody(question), kDeadline, std::move(stop), true);
    if (!response)
        return fail(
            models::Error(response.error()).in("asking whether we may " + question.words()));
    auto answer = decodeAccessReview(response->body);
    if (!answer)
        return fail(std::move(answer.error()));
    answer->checkedAt = m_clock.now();
    const std::lock_guard lock(m_mutex);
    if (m_answers.size() >= kMaxAnswers)
        m_answers.clear();
    m_answers[question] = *answer;
    return answer;
}

Result<bool> Permissions::canI(const std::string& verb, const std::string& group,
                               const std::string& resource, const std::string& ns,
                               std::stop_token stop)
{
    const auto answer = canI(AccessQuestion{verb, group, resource, ns, {}, {}}, std::move(stop));
    return answer ? Result<bool>(answer->allowed) : fail(answer.error());
}

Result<AccessRules> Permissions::rules(const std::string& ns, std::stop_token stop)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_rules.find(ns);
        if (it != m_rules.end() && fresh(it->second.checkedAt))
            return it->second;
    }
    const auto response = m_api.postJson("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
                                         rulesReviewBody(ns), kDeadline, std::move(stop), true);
    if (!response)
        return fail(models::Error(response.error()).in("asking what we may do in " + ns));
    auto answer = decodeRulesReview(response->body);
    if (!answer)
        return fail(std::move(answer.error()));
    answer->checkedAt = m_clock.now();
    const std::lock_guard lock(m_mutex);
    if (m_rules.size() >= kMaxAnswers)
        m_rules.clear();
    m_rules[ns] = *answer;
    return answer;
}

Result<std::vector<std::string>> Permissions::missing(std::span<const AccessQuestion> questions,
                                                      std::stop_token stop)
{
    std::vector<std::optional<Result<AccessAnswer>>> answers(questions.size());
    inParallel(questions.size(), stop,
               [&](std::size_t i) { answers[i] = canI(questions[i], stop); });
    std::vector<std::string> out;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (!answers[i])
            return fail(ErrorCode::Cancelled, "stopped while asking for permissions");
        if (!*answers[i])
            return fail(answers[i]->error());
        if (!(*answers[i])->allowed)
            out.push_back(questions[i].words());
    }
    return out;
}

Result<UserIdentity> Permissions::whoAmI(std::stop_token stop)
{
    const auto response = m_api.postJson("/apis/authentication.k8s.io/v1/selfsubjectreviews",
                                         selfReviewBody(), kDeadline, std::move(stop), true);
    if (response)
        return decodeSelfReview(response->body);
    if (response.error().code == ErrorCode::NotFound)
        return fail(ErrorCode::Unsupported,
                    "this server does not say who we are (before Kubernetes 1.28)");
    return fail(response.error());
}

void Permissions::forget()
{
    const std::lock_guard lock(m_mutex);
    m_answers.clear();
    m_rules.clear();
}

} // namespace binnacle::plugins::kubernetes
