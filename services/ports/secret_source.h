// SPDX-License-Identifier: GPL-3.0-or-later
// Where passwords and tokens come from. The console's adapter is the desktop's key store, the
// command line's is the environment or a permission-checked file. Secrets are never in settings,
// logs, the store or process arguments.
#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>

namespace binnacle::services {

class SecretSource {
public:
    virtual ~SecretSource() = default;
    /// The secret called `name` ("prom/token"). Errors: NotFound (with what to do),
    /// PermissionDenied (file mode). Thread: any but ui; may block on a prompt of the key store.
    virtual models::Result<std::string> read(std::string_view name) = 0;
};

} // namespace binnacle::services
