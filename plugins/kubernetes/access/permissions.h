// SPDX-License-Identifier: GPL-3.0-or-later
// What this person may do: asked of the server, never guessed from a role's name. For the connector
// (what to list) and for actions. Blocks on the network; any thread but ui.
#pragma once

#include "models/base/result.h"
#include "models/base/time.h"
#include "plugins/kubernetes/access/api_client.h"

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::plugins::kubernetes {

struct AccessQuestion {
    std::string verb, group, resource; ///< plural; "*" for any
    std::string ns;                    ///< empty: cluster-wide
    std::string subresource, name;
    friend auto operator<=>(const AccessQuestion&, const AccessQuestion&) = default;

    /// "list pods (cluster-wide)", "patch deployments.apps/scale in team-a"
    std::string words() const;
};

struct AccessAnswer {
    bool allowed = false;
    std::string reason; ///< the server's, for either answer; may be empty
    models::UtcTime checkedAt;
};

struct AccessRule {
    std::vector<std::string> verbs, groups, resources, names; ///< empty names: any
    bool allows(std::string_view verb, std::string_view group, std::string_view resource) const;
};

struct AccessRules {
    std::vector<AccessRule> rules;
    bool incomplete = false; ///< the authorizer cannot list everything: absence proves nothing
    std::string evaluationError;
    models::UtcTime checkedAt;
    bool allow(std::string_view verb, std::string_view group, std::string_view resource) const;
};

struct UserIdentity {
    std::string name, uid;
    std::vector<std::string> groups;
};

/// Where this person can look.
struct NamespaceScope {
    bool clusterWide = false;
    std::vector<std::string> namespaces; ///< usable ones when not cluster-wide, best first
    std::string how; ///< "context namespace", "listed namespaces", "access rules", "other contexts"
};

class Permissions {
public:
    explicit Permissions(ApiClient& api, models::Duration maxAge = std::chrono::minutes(5),
                         const models::Clock& clock = models::Clock::system());

    /// From the cache while younger than maxAge. Errors: those of ApiClient.
    models::Result<AccessAnswer> canI(const AccessQuestion& question, std::stop_token stop);
    models::Result<bool> canI(const std::string& verb, const std::string& group,
                              const std::string& resource, const std::string& ns,
                              std::stop_token stop);

    /// SelfSubjectRulesReview, cached alike.
    models::Result<AccessRules> rules(const std::string& ns, std::stop_token stop);

    /// Words of those not allowed, in the order asked; up to six questions at once. Errors: the
    /// first one when a question could not be answered.
    models::Result<std::vector<std::string>> missing(std::span<const AccessQuestion> questions,
                                                     std::stop_token stop);

    /// Errors: Unsupported when the server does not offer SelfSubjectReview (before 1.28).
    models::Result<UserIdentity> whoAmI(std::stop_token stop);

    /// Where `verb` on `resource` works: everywhere, else the context's namespace, else among the
    /// namespaces that can be listed, named in access rules, or named by other contexts. Errors:
    /// PermissionDenied with the missing verb when there is none.
    models::Result<NamespaceScope> usableScope(const std::string& verb, const std::string& group,
                                               const std::string& resource, std::stop_token stop);

    /// After a role may have changed: the next answers come from the server.
    void forget();

private:
    models::Result<std::vector<std::string>> usableAmong(const std::vector<std::string>& candidates,
                                                         AccessQuestion question,
                                                         const std::stop_token& stop);
    std::vector<std::string> listedNamespaces(const std::stop_token& stop);
    std::vector<std::string> namespacesInRules(const std::stop_token& stop);
    bool fresh(models::UtcTime checkedAt) const;

    ApiClient& m_api;
    const models::Duration m_maxAge;
    const models::Clock& m_clock;
    std::mutex m_mutex;
    std::map<AccessQuestion, AccessAnswer> m_answers;
    std::map<std::string, AccessRules> m_rules;
};

} // namespace binnacle::plugins::kubernetes
