// SPDX-License-Identifier: GPL-3.0-or-later
// Base64, PEM and token checks shared by the files of this folder. Pure; any thread.
#pragma once

#include "models/base/result.h"
#include "models/base/time.h"

#include <string>
#include <string_view>

namespace binnacle::plugins::kubernetes {

/// Standard alphabet, white space ignored, padding required as Go requires it. Errors:
/// InvalidInput; the message never quotes the text.
models::Result<std::string> decodeBase64(std::string_view text);
/// The URL alphabet without padding, as in tokens.
models::Result<std::string> decodeBase64Url(std::string_view text);
std::string encodeBase64(std::string_view bytes);

/// True when there is a whole "-----BEGIN …label-----" … "-----END" block.
bool hasPemBlock(std::string_view text, std::string_view label);

std::string trimmed(std::string_view text);

/// True when the text can be one header value: no control characters.
bool isHeaderSafe(std::string_view text);

/// The "exp" of a token; unknown when there is none. Errors: DataCorrupt (not a token of three
/// parts). The signature is the server's business.
models::Result<models::UtcTime> tokenExpiry(std::string_view jwt);

/// For messages made by other programs: control characters gone, and every run that looks like a
/// secret replaced.
std::string redacted(std::string_view text);

} // namespace binnacle::plugins::kubernetes
