// SPDX-License-Identifier: GPL-3.0-or-later
// Label sets as one canonical text, so that equal sets intern to one string. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle::models {

using LabelPairs = std::vector<std::pair<std::string_view, std::string_view>>;

/// Sorted by key, "key\x1fvalue\x1e" each; of equal keys the last counts; separators inside a key
/// or value are dropped. Empty set: empty text.
std::string encodeLabels(LabelPairs pairs);

/// Shape: sorted by key; views into `encoded`.
LabelPairs decodeLabels(std::string_view encoded);

/// The value of one key, without decoding the rest.
std::optional<std::string_view> findLabel(std::string_view encoded, std::string_view key);

} // namespace binnacle::models
