// SPDX-License-Identifier: GPL-3.0-or-later
// The state of a source as bytes for history: numbered fields, so that later versions can add some
// and older ones skip them. Private to the store; pure.
#pragma once

#include "models/estate/source.h"
#include "services/store/byte_io.h"

namespace binnacle::services {

void encodeStatus(ByteWriter& out, const models::SourceStatus& status);

/// False when the bytes are not a status. Unknown fields are skipped.
bool decodeStatus(std::string_view bytes, models::SourceStatus& status);

} // namespace binnacle::services
