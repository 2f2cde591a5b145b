// SPDX-License-Identifier: GPL-3.0-or-later
// Which kinds the API server serves. For the connector (what to list and watch) and for
// permissions. Blocks on the network; any thread but ui. Knows nothing of objects.
#pragma once

#include "models/base/result.h"
#include "plugins/kubernetes/access/api_client.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::plugins::kubernetes {

/// One resource of one group, at the version the server prefers among those that serve it.
struct ApiResource {
    std::string group;                 ///< "" for the core group
    std::string version;               ///< preferred
    std::vector<std::string> versions; ///< all that serve it, preferred first
    std::string kind, plural, singular;
    bool namespaced = false;
    std::vector<std::string> verbs, shortNames, categories;
    std::vector<std::string> subresources; ///< "status", "scale", "log"
    bool hasStatus = false;
    bool stale = false; ///< its aggregated server did not answer: this is what it said before

    bool can(std::string_view verb) const;
    /// "/api/v1/pods", "/apis/apps/v1/namespaces/x/deployments" (ns empty: all namespaces).
    std::string path(std::string_view ns = {}) const;
    /// "pods", "deployments.apps": how permissions and messages name it.
    std::string qualifiedName() const;
};

struct ApiResources {
    std::vector<ApiResource> items;    ///< core first, then groups in the server's order
    std::vector<std::string> problems; ///< "metrics.k8s.io/v1beta1: …": groups that did not answer
    bool aggregated = false;           ///< false: an older server, asked group by group

    const ApiResource* find(std::string_view group, std::string_view plural) const;
    /// Prefers a resource that can be listed: subkinds like Scale share kinds.
    const ApiResource* findKind(std::string_view group, std::string_view kind) const;
};

class Discovery {
public:
    /// Keeps ETags, so that asking again costs a 304.
    explicit Discovery(ApiClient& api) : m_api(api) {}

    /// Errors: those of ApiClient when nothing at all could be learnt; DataCorrupt. A group that
    /// fails alone is a problem in the value. Cost: two exchanges, or one for each group version on
    /// servers before 1.26. Source: KEP-3352.
    models::Result<std::shared_ptr<const ApiResources>> fetch(std::chrono::milliseconds deadline,
                                                              std::stop_token stop);

private:
    struct Part {
        std::string etag;
        ApiResources resources;
    };
    models::Result<ApiResources> fetchPart(const std::string& root, Part& part,
                                           std::chrono::milliseconds deadline,
                                           const std::stop_token& stop);
    models::Result<ApiResources> fetchGroups(const std::string& root, const std::string& listBody,
                                             std::chrono::milliseconds deadline,
                                             const std::stop_token& stop);

    ApiClient& m_api;
    std::mutex m_mutex; ///< one fetch at a time: the second one gets a 304
    Part m_core, m_groups;
};

struct ServerVersion {
    std::string gitVersion; ///< "v1.37.2"
    std::string major, minor, platform;
};

/// GET /version. Errors: those of ApiClient, DataCorrupt.
models::Result<ServerVersion> serverVersion(ApiClient& api, std::chrono::milliseconds deadline,
                                            std::stop_token stop);

} // namespace binnacle::plugins::kubernetes
