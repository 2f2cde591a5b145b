// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/labels.h"

#include <algorithm>

namespace binnacle::models {

namespace {

constexpr char kUnit = '\x1f';
constexpr char kRecord = '\x1e';

void appendClean(std::string& out, std::string_view text)
{
    constexpr std::string_view kSeparators = "\x1f\x1e";
    if (text.find_first_of(kSeparators) == std::string_view::npos) {
        out += text;
        return;
    }
    for (const char c : text) {
        if (c != kUnit && c != kRecord)
            out += c;
    }
}

} // namespace

std::string encodeLabels(LabelPairs pairs)
{
    const auto byKey = [](const auto& a, const auto& b) { return a.first < b.first; };
    if (!std::is_sorted(pairs.begin(), pairs.end(), byKey)) // servers send them sorted
        std::stable_sort(pairs.begin(), pairs.end(), byKey);
    std::size_t bytes = 0;
    for (const auto& [key, value] : pairs)
        bytes += key.size() + value.size() + 2;
    std::string out;
    out.reserve(bytes);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto& [key, value] = pairs[i];
        if (i + 1 < pairs.size() && pairs[i + 1].first == key)
            continue; // the last one counts
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
