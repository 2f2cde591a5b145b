// SPDX-License-Identifier: GPL-3.0-or-later
// How two states of a source differ: not at all, only by the time of contact and meters, or in
// something worth a history entry of its own. Pure. Private to the store.
#pragma once

#include "models/estate/source.h"

namespace binnacle::services {

enum class StatusChange { None, Contact, Real };

StatusChange compareStatus(const models::SourceStatus& before, const models::SourceStatus& after);

} // namespace binnacle::services
