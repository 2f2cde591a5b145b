// SPDX-License-Identifier: GPL-3.0-or-later
// One series of a query answer, read by simdjson on-demand into its columns. Private to this
// folder's decoders: the one header that shows simdjson. Not shared between threads.
#pragma once

#include "models/metrics/metric.h"

#include <simdjson.h>

#include <string>

namespace binnacle::plugins::prometheus {

/// Runs `step(element)` over an array or object. Iteration itself can fail, and does on a cut body.
template <class Range, class Step> simdjson::error_code each(Range&& range, Step&& step)
{
    for (auto element : range) {
        if (const auto e = element.error())
            return e;
        if (const auto e = step(element))
            return e;
    }
    return simdjson::SUCCESS;
}

class SeriesDecoder {
public:
    /// `wrong` gets the words for what has the wrong shape.
    explicit SeriesDecoder(std::string& wrong) : m_wrong(wrong) {}

    simdjson::error_code decode(simdjson::ondemand::object item, models::MetricSeries& out);

private:
    using Array = simdjson::ondemand::array;
    using Object = simdjson::ondemand::object;
    using Code = simdjson::error_code;

    Code labels(Object object, models::LabelList& out);
    Code sample(Array pair, models::MetricSeries& out);
    Code samples(Array items, models::MetricSeries& out);
    Code histograms(Array items, models::MetricSeries& out);
    Code histogramPair(Array pair, models::MetricSeries& out);
    Code histogram(Object object, models::HistogramSample& out);
    Code buckets(Array items, models::HistogramSample& out);
    Code bad(const char* what)
    {
        if (m_wrong.empty())
            m_wrong = what;
        return simdjson::INCORRECT_TYPE;
    }

    std::string& m_wrong;
    std::size_t m_lastLength = 0;
};

} // namespace binnacle::plugins::prometheus
