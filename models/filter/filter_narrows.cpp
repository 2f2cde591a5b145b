// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter/filter_narrows.h"

#include <algorithm>

namespace binnacle::models {

namespace {

bool same(const FilterValue& a, const FilterValue& b)
{
    return a.whole == b.whole && a.text == b.text;
}

/// What holds `narrow` holds `wide`. A literal part of a pattern stands in all that it matches;
/// what a person types never has kAnyRun in it, so a part with it is none of another's.
bool implies(const FilterValue& narrow, const FilterValue& wide)
{
    return same(narrow, wide) || (!wide.whole && narrow.text.find(wide.text) != std::string::npos);
}

bool impliesTerm(const FilterTerm& narrow, const FilterTerm& wide)
{
    if (narrow.field != wide.field || narrow.label != wide.label || narrow.op != wide.op ||
        narrow.exclude != wide.exclude)
        return false;
    if (narrow.op != FilterOp::Matches)
        return narrow.number == wide.number && narrow.tolerance == wide.tolerance;
    // What is excluded must be as much or more: the same question the other way round.
    const FilterTerm& from = narrow.exclude ? wide : narrow;
    const FilterTerm& to = narrow.exclude ? narrow : wide;
    return std::all_of(from.values.begin(), from.values.end(), [&](const FilterValue& value) {
        return std::any_of(to.values.begin(), to.values.end(),
                           [&](const FilterValue& other) { return implies(value, other); });
    });
}

} // namespace

bool narrows(const Filter& narrow, const Filter& wide, std::span<const FilterField> fields)
{
    return std::all_of(wide.terms.begin(), wide.terms.end(), [&](const FilterTerm& term) {
        // An age moves on by itself.
        if (term.field >= 0 && term.op != FilterOp::Matches &&
            fields[static_cast<std::size_t>(term.field)].type == FilterType::Age)
            return false;
        return std::any_of(narrow.terms.begin(), narrow.terms.end(),
                           [&](const FilterTerm& other) { return impliesTerm(other, term); });
    });
}

} // namespace binnacle::models
