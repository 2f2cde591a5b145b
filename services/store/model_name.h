// SPDX-License-Identifier: GPL-3.0-or-later
// The model version a URI or an image digest stands for, as joins show it. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace binnacle::services {

/// "models:/fraud-scorer/42" is "fraud-scorer:42"; of any other URI the last two path segments as
/// they are ("s3://models/fraud/42/" is "fraud/42"). Empty when there is nothing to take.
std::string modelVersionOfUri(std::string_view uri);

/// "image@sha256:" and the first twelve hex digits; empty when the text holds no sha256 digest.
std::string modelVersionOfDigest(std::string_view digest);

} // namespace binnacle::services
