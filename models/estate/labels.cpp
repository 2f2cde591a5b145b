// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/labels.h"

#include <algorithm>

namespace binnacle::models {

namespace {

constexpr char kUnit = '\x1f';
constexpr char kRecord = '\x1e';

void appendClean(std::string& out, std::string_view text)
{
    for (const char c : text) {
        if (c != kUnit && c != kRecord)
            out += c;
    }
}

} // namespace

std::string encodeLabels(LabelPairs pairs)
{
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string out;
    for (const auto& [key, value] : pairs) {
        appendClean(out, key);
        out += kUnit;
        appendClean(out, value);
        out += kRecord;
    }
    return out;
}

LabelPairs decodeLabels(std::string_view encoded)
{
    LabelPairs out;
    while (!encoded.empty()) {
        const auto end = std::min(encoded.find(kRecord), encoded.size());
        const auto pair = encoded.substr(0, end);
        const auto split = pair.find(kUnit);
        if (split != std::string_view::npos)
            out.emplace_back(pair.substr(0, split), pair.substr(split + 1));
        encoded.remove_prefix(std::min(end + 1, encoded.size()));
    }
    return out;
}

std::optional<std::string_view> findLabel(std::string_view encoded, std::string_view key)
{
    for (std::size_t at = 0; at < encoded.size();) {
        const auto end = std::min(encoded.find(kRecord, at), encoded.size());
        const auto pair = encoded.substr(at, end - at);
        if (pair.size() > key.size() && pair[key.size()] == kUnit && pair.starts_with(key))
            return pair.substr(key.size() + 1);
        at = end + 1;
    }
    return std::nullopt;
}

} // namespace binnacle::models
