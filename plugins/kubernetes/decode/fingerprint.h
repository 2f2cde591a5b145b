// SPDX-License-Identifier: GPL-3.0-or-later
// A short hash of a pod template, equal for equal templates: tells a rollout from a scaling. Pure;
// for the decoders.
#pragma once

#include <string>
#include <string_view>

namespace binnacle::plugins::kubernetes {

/// 16 hex digits over the wire form: every field the server sent, known to us or not. Servers write
/// maps in order of key, so equal templates are equal bytes.
std::string fingerprint(std::string_view bytes);

} // namespace binnacle::plugins::kubernetes
