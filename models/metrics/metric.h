// SPDX-License-Identifier: GPL-3.0-or-later
// Metric answers as columns: one label set and two parallel arrays per series. Made by metric
// connectors, read by charts, the resolver of meanings and the command line. Values; immutable once
// shared.
#pragma once

#include "models/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle::models {

using LabelList = std::vector<std::pair<std::string, std::string>>; ///< sorted by name

/// One native histogram sample. Source: Prometheus HTTP API, "Native histograms".
struct HistogramBucket {
    int rule = 0; ///< 0 open left, 1 open right, 2 open both, 3 closed both
    double left = 0, right = 0, count = 0;
};
struct HistogramSample {
    double time = 0; ///< Unix seconds
    double count = 0, sum = 0;
    std::vector<HistogramBucket> buckets;
};

struct MetricSeries {
    LabelList labels;
    std::vector<double> times;  ///< Unix seconds, ascending; gaps are absent points
    std::vector<double> values; ///< NaN and infinities are values
    std::vector<HistogramSample> histograms;

    /// Empty when absent.
    std::string_view label(std::string_view name) const;
};

enum class MetricShape { Vector, Matrix, Scalar, String };

struct MetricAnswer {
    MetricShape shape = MetricShape::Vector;
    std::vector<MetricSeries> series;
    std::string text;                  ///< of a String answer
    std::vector<std::string> warnings; ///< partial data, truncation
    std::vector<std::string> infos;
    bool partial = false;  ///< some stores did not answer
    std::size_t bytes = 0; ///< of the answer as it came
    double tookMs = 0;
};

} // namespace binnacle::models
