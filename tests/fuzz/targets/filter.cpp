// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that people type and servers send: filters, times, durations, quantities, label sets. No
// text breaks a parser, and what was parsed is within bounds.
#include "models/base/quantity.h"
#include "models/base/time.h"
#include "models/estate/labels.h"
#include "models/filter/filter_complete.h"
#include "models/filter/filter_rows.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

using namespace binnacle::models;
using binnacle::fuzz::require;

namespace {

struct Row {
    std::string_view text;
};

void filter(std::string_view text)
{
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
    const Filter compiled = compileFilter(text, fields, now);
    for (const auto& problem : compiled.problems)
        require(problem.at + problem.size <= text.size(), "a problem lies within the text");
    // A row's texts are short: terms times texts is what a filter costs, and no fault.
    const Row row{text.substr(0, 128)};
    require(selectRows(compiled, span, std::span<const Row>(&row, 1)).size() <= 1,
            "one row gives at most one");
    for (const std::size_t cursor : {text.size(), text.size() / 2}) {
        const auto found = completeFilter(text, cursor, fields, {});
        require(found.at + found.size <= text.size(), "a completion replaces what is there");
    }
}

void times(std::string_view text)
{
    const auto now = UtcTime::fromSeconds(std::int64_t{1'790'000'000});
    for (const auto& time : {parseRfc3339(text), parseTimeArgument(text, now)}) {
        if (!time)
            continue;
        require(time->known(), "a time that was read is known");
        const auto again = parseRfc3339(toRfc3339(*time));
        require(again && *again == *time, "a time is read back the same");
    }
    if (const auto duration = parseDuration(text)) {
        require(duration->count() >= 0, "a duration is not negative");
        (void)toHumanAge(*duration);
    }
}

void quantities(std::string_view text)
{
    const auto milli = parseQuantityMilli(text);
    const auto whole = parseQuantity(text);
    require(milli.has_value() == whole.has_value(), "one grammar for both units");
    constexpr std::int64_t kSaturated = std::int64_t{1} << 62;
    if (milli && *milli >= 0 && *milli < kSaturated)
        require(*whole >= 0 && *whole <= *milli / 1000 + 1,
                "whole units are a thousandth, rounded up");
}

void labels(std::string_view text)
{
    const auto decoded = decodeLabels(text);
    require(decoded.size() <= text.size(), "a label is at least one byte");
    const std::string once = encodeLabels(decoded);
    require(encodeLabels(decodeLabels(once)) == once, "labels are read back the same");
    auto known = decodeLabels(once);
    known.resize(std::min<std::size_t>(known.size(), 16)); // a lookup is linear
    for (const auto& [key, value] : known)
        require(findLabel(once, key).has_value(), "every label is found");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = binnacle::fuzz::textOf(data, size);
    filter(text);
    times(text);
    quantities(text);
    labels(text);
    return 0;
}
