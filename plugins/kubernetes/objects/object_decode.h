// SPDX-License-Identifier: GPL-3.0-or-later
// A server's JSON as a whole object: managed fields apart, values of Secrets masked before anything
// else sees them. Pure; for this folder and its tests.
#pragma once

#include "services/ports/object_source.h"

#include <string_view>

namespace binnacle::plugins::kubernetes {

/// Errors: DataCorrupt, also for JSON that is no object of the API.
models::Result<services::WholeObject> decodeObject(std::string_view body, models::UtcTime takenAt);

/// Fields of a map by key, in place; null when there is none.
models::Document* findField(models::Document& map, std::string_view key);

} // namespace binnacle::plugins::kubernetes
