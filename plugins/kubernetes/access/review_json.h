// SPDX-License-Identifier: GPL-3.0-or-later
// The review documents of authorization and authentication. Pure; only for permissions.
#pragma once

#include "models/base/result.h"
#include "plugins/kubernetes/access/permissions.h"

#include <string>
#include <string_view>
#include <vector>

namespace binnacle::plugins::kubernetes {

std::string accessReviewBody(const AccessQuestion& question);
std::string rulesReviewBody(const std::string& ns);
std::string selfReviewBody();

/// All: Errors DataCorrupt. An explicit denial wins over an allowance.
models::Result<AccessAnswer> decodeAccessReview(std::string_view body);
models::Result<AccessRules> decodeRulesReview(std::string_view body);
models::Result<UserIdentity> decodeSelfReview(std::string_view body);

struct NamespacePage {
    std::vector<std::string> names;
    std::string next; ///< continue token
};
models::Result<NamespacePage> decodeNamespaces(std::string_view body);

} // namespace binnacle::plugins::kubernetes
