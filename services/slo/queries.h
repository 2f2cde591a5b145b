// SPDX-License-Identifier: GPL-3.0-or-later
// One PromQL expression for all windows of an objective: its terms are joined with `or` and told
// apart by the label "binnacle". Also gives the parts to the rules. Pure; for services/slo.
#pragma once

#include "models/slo/slo.h"

#include <string>

namespace binnacle::services {

/// How an objective's part is counted.
enum class SloForm {
    Counts,  ///< events: good or bad, and total
    Buckets, ///< a classic histogram, all bounds
    Native,  ///< a native histogram
    Samples, ///< a value held against a bound, sample by sample or slice by slice
    Share,   ///< a ratio that somebody else computed
};

/// `native`: the threshold metric's selector gives native histograms (the server was asked).
SloForm formOf(const models::Slo& slo, bool native = false);

/// True when formOf depends on what the server has.
bool mayBeNative(const models::Slo& slo);

/// The events of an expression in a window: a bare counter's increase, an existing rate over this
/// window times its length. Units: `seconds` of the window.
std::string eventsIn(const std::string& expression, std::optional<bool> counter,
                     std::int64_t seconds);

/// The bad share of a window as one expression without labels; empty for Buckets.
std::string badShareIn(const models::Slo& slo, SloForm form, std::int64_t seconds);

/// Labels "binnacle": "bad 5m", "good 1h", "total P", "share 6h" …, and of `lint` terms "resets",
/// "copies", "slots", "first", "last". `wholeSeconds` is what was elapsed of the objective's
/// window.
std::string statusQuery(const models::Slo& slo, SloForm form, std::int64_t wholeSeconds, bool lint);

} // namespace binnacle::services
