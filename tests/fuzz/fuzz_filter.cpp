// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that people type: filters, times, durations, quantities. No text breaks a parser, and what
// was parsed is within bounds.
#include "models/base/quantity.h"
#include "models/base/time.h"
#include "models/estate/labels.h"
#include "models/filter/filter_complete.h"
#include "models/filter/filter_rows.h"

#include <cstdint>
#include <cstdlib>

namespace {

struct Row {
    std::string_view text;
};

void fuzzFilter(std::string_view text)
{
    using namespace binnacle::models;
    static const std::vector<RowField<Row>> readers{
        {{"name", FilterType::Text}, [](const Row& row) { return row.text; }, {}},
        {{"labels", FilterType::Labels}, [](const Row& row) { return row.text; }, {}},
        {{"n", FilterType::Number}, {}, [](const Row&) { return 1.0; }},
        {{"sm", FilterType::Ratio}, {}, [](const Row&) { return 0.5; }},
        {{"age", FilterType::Age}, {}, [](const Row&) { return 60.0; }},
        {{"at", FilterType::Time}, {}, [](const Row&) { return 1e9; }},
    };
    const std::span<const RowField<Row>> span(readers);
    const auto fields = fieldsOf(span);
    const auto now = UtcTime::fromSeconds(std::int64_t{1'790'000'000});
    const Filter filter = compileFilter(text, fields, now);
    for (const auto& problem : filter.problems) {
        if (problem.at + problem.size > text.size())
            std::abort();
    }
    const Row row{text};
    if (selectRows(filter, span, std::span<const Row>(&row, 1)).size() > 1)
        std::abort();
    for (const std::size_t cursor : {text.size(), text.size() / 2}) {
        const auto found = completeFilter(text, cursor, fields, {});
        if (found.at + found.size > text.size())
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle::models;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    fuzzFilter(text);
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
