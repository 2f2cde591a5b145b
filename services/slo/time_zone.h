// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of an IANA time zone from the system's zone files, for calendar windows. Thread: any.
#pragma once

#include "models/slo/window.h"

namespace binnacle::services {

/// Errors: InvalidInput for a zone that the system does not know.
models::Result<models::ZoneRules> zoneRules(const std::string& name);

} // namespace binnacle::services
