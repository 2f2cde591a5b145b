// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 hygiene for texts of servers: what enters the store must be printable as JSON. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>

namespace binnacle::plugins::kubernetes {

bool isUtf8(std::string_view text);
/// `text`, or a copy in `buffer` with each malformed byte replaced by U+FFFD. Cost: one pass.
std::string_view cleanUtf8(std::string_view text, std::string& buffer);

} // namespace binnacle::plugins::kubernetes
