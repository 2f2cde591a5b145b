// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/decode/series_decode.h"

#include "plugins/prometheus/decode/prometheus_decode.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace binnacle::plugins::prometheus {

namespace {

namespace od = simdjson::ondemand;
using models::ErrorCode;
using models::fail;
using models::MetricSeries;
using simdjson::error_code;
using simdjson::SUCCESS;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

bool parseSpecial(std::string_view text, double& out)
{
    if (text == "NaN")
        out = kNaN;
    else if (text == "+Inf" || text == "Inf")
        out = kInf;
    else if (text == "-Inf")
        out = -kInf;
    else
        return false;
    return true;
}

/// A sample value: a number in a string. Some VictoriaMetrics and Grafana proxies send bare
/// numbers.
error_code readValue(od::value value, double& out)
{
    if (value.get_double_in_string().get(out) == SUCCESS)
        return SUCCESS;
    std::string_view text;
    if (value.get_string().get(text) == SUCCESS) {
        if (parseSpecial(text, out))
            return SUCCESS;
        const auto parsed = parseSample(text);
        if (!parsed)
            return simdjson::NUMBER_ERROR;
        out = *parsed;
        return SUCCESS;
    }
    return value.get_double().get(out);
}

} // namespace

models::Result<double> parseSample(std::string_view text)
{
    double value = 0;
    if (parseSpecial(text, value))
        return value;
    std::string_view digits = text;
    if (!digits.empty() && digits.front() == '+')
        digits.remove_prefix(1);
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (stop != end || digits.empty() || error != std::errc{})
        return fail(ErrorCode::DataCorrupt,
                    "not a sample value: \"" + std::string(text.substr(0, 40)) + "\"");
    return value;
}

error_code SeriesDecoder::labels(od::object object, models::LabelList& out)
{
    bool sorted = true;
    const auto e = each(object, [&](auto& field) -> error_code {
        std::string_view key, value;
        if (const auto err = field.unescaped_key().get(key))
            return err;
        // The key lives in the parser's buffer; it is copied before the value is unescaped.
        std::string name(key);
        if (const auto err = field.value().get_string().get(value))
            return err;
        if (!out.empty() && name < out.back().first)
            sorted = false;
        out.emplace_back(std::move(name), value);
        return SUCCESS;
    });
    if (!sorted)
        std::sort(out.begin(), out.end());
    return e;
}

/// The hot loop: written out, because the two parts of a sample have different types.
error_code SeriesDecoder::samples(od::array items, MetricSeries& out)
{
    out.times.reserve(m_lastLength);
    out.values.reserve(m_lastLength);
    const od::array_iterator end{};
    for (auto item : items) {
        od::array pair;
        od::array_iterator part;
        if (const auto e = item.get_array().get(pair))
            return e;
        if (const auto e = pair.begin().get(part))
            return e;
        if (!(part != end))
            return bad("a sample is empty");
        double time = 0, value = 0;
        if (const auto e = (*part).get_double().get(time))
            return e;
        ++part;
        if (!(part != end))
            return bad("a sample has fewer than two parts");
        od::value raw;
        if (const auto e = (*part).get(raw))
            return e;
        if (raw.get_double_in_string().get(value) != SUCCESS) {
            if (const auto e = readValue(raw, value))
                return e;
        }
        ++part;
        if (part != end)
            return bad("a sample has more than two parts");
        out.times.push_back(time);
        out.values.push_back(value);
    }
    m_lastLength = out.times.size();
    return SUCCESS;
}

error_code SeriesDecoder::buckets(od::array items, models::HistogramSample& out)
{
    return each(items, [&](auto& item) -> error_code {
        od::array parts;
        if (const auto e = item.get_array().get(parts))
            return e;
        models::HistogramBucket bucket;
        double rule = 0;
        double* const into[] = {&rule, &bucket.left, &bucket.right, &bucket.count};
        std::size_t at = 0;
        const auto e = each(parts, [&](auto& part) -> error_code {
            if (at >= std::size(into))
                return bad("a histogram bucket has more than four parts");
            od::value raw;
            if (const auto err = part.get(raw))
                return err;
            return readValue(raw, *into[at++]);
        });
        if (e)
            return e;
        if (at != std::size(into) || !(rule >= 0 && rule <= 3))
            return bad("a histogram bucket is not [rule, left, right, count]");
        bucket.rule = static_cast<int>(rule);
        out.buckets.push_back(bucket);
        return SUCCESS;
    });
}

error_code SeriesDecoder::histogram(od::object object, models::HistogramSample& out)
{
    return each(object, [&](auto& field) -> error_code {
        std::string_view key;
        if (const auto e = field.unescaped_key().get(key))
            return e;
        od::value value;
        if (key == "count" || key == "sum") {
            double& into = key == "count" ? out.count : out.sum;
            if (const auto e = field.value().get(value))
                return e;
            return readValue(value, into);
        }
        if (key == "buckets") {
            od::array items;
            if (const auto e = field.value().get_array().get(items))
                return e;
            return buckets(items, out);
        }
        return SUCCESS;
    });
}

error_code SeriesDecoder::histogramPair(od::array pair, MetricSeries& out)
{
    models::HistogramSample sample;
    int at = 0;
    const auto e = each(pair, [&](auto& part) -> error_code {
        ++at;
        if (at == 1)
            return part.get_double().get(sample.time);
        od::object object;
        if (const auto err = part.get_object().get(object))
            return err;
        return at == 2 ? histogram(object, sample) : bad("a histogram sample has three parts");
    });
    if (e)
        return e;
    if (at != 2)
        return bad("a histogram sample is not [time, histogram]");
    out.histograms.push_back(std::move(sample));
    return SUCCESS;
}

error_code SeriesDecoder::histograms(od::array items, MetricSeries& out)
{
    return each(items, [&](auto& item) -> error_code {
        od::array pair;
        if (const auto e = item.get_array().get(pair))
            return e;
        return histogramPair(pair, out);
    });
}

error_code SeriesDecoder::sample(od::array pair, MetricSeries& out)
{
    double time = 0, value = 0;
    int at = 0;
    const auto e = each(pair, [&](auto& part) -> error_code {
        ++at;
        if (at == 1)
            return part.get_double().get(time);
        od::value raw;
        if (const auto err = part.get(raw))
            return err;
        return at == 2 ? readValue(raw, value) : bad("a sample has more than two parts");
    });
    if (e)
        return e;
    if (at != 2)
        return bad("a sample is not [time, value]");
    out.times.push_back(time);
    out.values.push_back(value);
    return SUCCESS;
}

error_code SeriesDecoder::decode(od::object item, MetricSeries& out)
{
    return each(item, [&](auto& field) -> error_code {
        std::string_view key;
        if (const auto err = field.unescaped_key().get(key))
            return err;
        if (key == "metric") {
            od::object object;
            if (const auto err = field.value().get_object().get(object))
                return err;
            return labels(object, out.labels);
        }
        const bool vectorPart = key == "value" || key == "histogram";
        if (!vectorPart && key != "values" && key != "histograms")
            return SUCCESS; // a field of a newer server
        od::array items;
        if (const auto err = field.value().get_array().get(items))
            return err;
        if (key == "values")
            return samples(items, out);
        if (key == "histograms")
            return histograms(items, out);
        if (key == "histogram")
            return histogramPair(items, out);
        return sample(items, out);
    });
}

} // namespace binnacle::plugins::prometheus
