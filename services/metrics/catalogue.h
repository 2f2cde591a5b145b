// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue of meanings as values: what each meaning is called on each engine and version. Read
// once from resources/metrics/catalogue.yaml, which the build embeds. For the resolver, pages that
// list meanings, and the command line. Any thread; immutable. The YAML parser stays in the .cpp.
#pragma once

#include "models/base/result.h"
#include "models/base/time.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services {

/// One name of a metric on one generation of an engine.
struct MetricSpelling {
    std::string metric; ///< without _bucket, _sum, _count for quantile and mean
    std::string generation;
    std::string unit;       ///< of the server's value
    std::string exists;     ///< suffix of the name that must exist
    std::string part;       ///< for $all: parts add up, equal parts do not
    std::string expression; ///< instead of the body of $each
    std::vector<std::string> needs;
    std::vector<std::string> needsAny;
};

enum class MeaningKind { Gauge, Sum, Avg, Rate, Quantile, Mean, Custom };

struct MeaningEngine {
    std::string engine; ///< "dcgm", "vllm"
    MeaningKind kind = MeaningKind::Gauge;
    std::string expression;
    std::string statistic;
    std::vector<std::string> by;
    std::map<std::string, std::string> rename; ///< native label to common label
    bool counter = false;
    std::vector<MetricSpelling> spellings; ///< newest first
};

struct Meaning {
    std::string name, title;
    std::string unit; ///< of the answer
    std::optional<double> low, high;
    std::optional<double> quantile;
    bool detectScale = true;
    std::vector<std::string> subject;
    std::vector<MeaningEngine> engines;
};

class Catalogue {
public:
    /// The embedded one. Errors found in it are a build mistake: a test parses it, and `problem`
    /// says what was wrong if it ever happens.
    static const Catalogue& builtIn();
    /// Errors: InvalidInput naming the meaning, the field and what is expected.
    static models::Result<Catalogue> parse(const std::string& yaml);

    /// Null when there is none of that name (quantile suffixes are the resolver's business).
    const Meaning* find(std::string_view name) const;
    const std::vector<Meaning>& meanings() const { return m_meanings; } ///< by name
    const std::string& date() const { return m_date; }
    models::Duration window() const { return m_window; }
    const std::string& problem() const { return m_problem; }

private:
    std::vector<Meaning> m_meanings;
    std::string m_date, m_problem;
    models::Duration m_window{std::chrono::minutes(5)};
};

/// From a server's unit to the answer's. Divides where the factor is no binary fraction, so that
/// 69 % becomes 0.69 and not 0.6900000000000001.
struct UnitScale {
    double times = 1, per = 1; ///< one of them is 1

    double apply(double value) const { return per == 1 ? value * times : value / per; }
    /// From the answer's unit back to the server's.
    double undo(double value) const { return per == 1 ? value / times : value * per; }
    bool operator==(const UnitScale&) const = default;
};

/// percent to ratio, MiB to bytes, mJ to J, … nullopt when there is no such conversion.
std::optional<UnitScale> unitScale(std::string_view from, std::string_view to);

} // namespace binnacle::services
