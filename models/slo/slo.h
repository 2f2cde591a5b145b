// SPDX-License-Identifier: GPL-3.0-or-later
// A service level objective as its definition says it: indicator, window, budget, target. Filled by
// the readers in services/slo, read by arithmetic, rules and the command line. A value; knows no
// format and no server.
#pragma once

#include "models/base/time.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::models {

enum class Budgeting { Occurrences, TimeSlices, RatioTimeSlices };
enum class SliKind { GoodOverTotal, BadOverTotal, RawSuccess, RawFailure, Threshold };
enum class CompareOp { Lt, Lte, Gt, Gte };
enum class CalendarUnit { Minute, Hour, Day, Week, Month, Quarter, Year };

/// Rolling: the last `length`. Calendar: whole units counted from `calendarStart`, in a time zone.
struct SloWindow {
    std::string text; ///< as written: "30d", "1M"
    CalendarUnit unit = CalendarUnit::Day;
    int count = 30;
    bool calendar = false;
    std::string calendarStart; ///< local, "2026-01-01 00:00:00"
    std::string timeZone = "UTC";
};

struct Sli {
    SliKind kind = SliKind::GoodOverTotal;
    std::string part;            ///< the query of good, bad, raw, or of the threshold metric
    std::string total;           ///< of the two ratio kinds
    std::optional<bool> counter; ///< OpenSLO's word; not said: by the metric's name
    std::optional<CompareOp> op; ///< Threshold
    std::optional<double> value; ///< Threshold
};

struct Slo {
    std::string name, service, displayName, description;
    std::string format; ///< "openslo/v1", "prometheus/v1", "pyrra.dev/v1alpha1"
    std::string file;
    int line = 0;
    Sli sli;
    SloWindow window;
    Budgeting budgeting = Budgeting::Occurrences;
    double target = 0; ///< ratio, below 1
    double sliceTarget = std::numeric_limits<double>::quiet_NaN();
    Duration slice{};
    std::vector<std::string> unsupported; ///< parts that are kept in the file and not acted upon
};

/// The words of the definitions: "Occurrences", "Timeslices", "RatioTimeslices".
const char* toString(Budgeting budgeting);
const char* toString(CompareOp op);
/// "m", "h", "d", "w", "M", "Q", "Y".
const char* toString(CalendarUnit unit);

} // namespace binnacle::models
