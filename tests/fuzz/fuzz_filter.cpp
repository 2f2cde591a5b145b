// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that people type: filters, times, durations, quantities. No text breaks a parser, and what
// was parsed is within bounds.
#include "models/base/quantity.h"
#include "models/base/time.h"
#include "models/estate/labels.h"
#include "models/filter/filter.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle::models;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto terms = parseFilter(text);
    for (const auto& term : terms) {
        if (term.field.empty() && term.value.empty())
            std::abort();
    }
    (void)matches(
        terms, [&](std::string_view needle) { return containsNoCase(text, needle); },
        [&](std::string_view) { return std::string(text); });
    if (const auto time = parseRfc3339(text)) {
        const auto again = parseRfc3339(toRfc3339(*time));
        if (!again || *again != *time)
            std::abort();
    }
    (void)parseTimeArgument(text, UtcTime::fromSeconds(std::int64_t{1'790'000'000}));
    if (const auto duration = parseDuration(text); duration && duration->count() < 0)
        std::abort();
    (void)parseQuantity(text);
    (void)parseQuantityMilli(text);
    const auto labels = decodeLabels(text);
    if (encodeLabels(decodeLabels(encodeLabels(labels))) != encodeLabels(labels))
        std::abort();
    return 0;
}
