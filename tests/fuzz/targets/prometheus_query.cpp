// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of /query and /query_range, classic and native histograms, and what becomes of them:
// device rows, merged series, joined parts, blocks. No more points than bytes.
#include "plugins/prometheus/client/range_split.h"
#include "plugins/prometheus/decode/prometheus_decode.h"
#include "plugins/prometheus/devices/gpu_rows.h"
#include "services/metrics/block_codec.h"
#include "services/metrics/normalise.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <string>

namespace prom = binnacle::plugins::prometheus;
using namespace binnacle;

namespace {

using fuzz::require;

void checkSizes(const models::MetricAnswer& answer, std::size_t size)
{
    std::size_t points = 0;
    for (const auto& series : answer.series) {
        require(series.times.size() == series.values.size(), "times and values belong together");
        require(std::is_sorted(series.labels.begin(), series.labels.end(),
                               [](const auto& a, const auto& b) { return a.first < b.first; }),
                "labels are sorted");
        points += series.times.size() + series.histograms.size() + series.labels.size();
        for (const auto& histogram : series.histograms)
            points += histogram.buckets.size();
    }
    require(points + answer.series.size() <= size, "a point is at least one byte");
}

void devices(const models::MetricAnswer& answer)
{
    prom::GpuRows rows("fuzz");
    services::MeaningAnswer meaning;
    meaning.answer = answer;
    rows.begin();
    bool first = true;
    for (const std::string_view name : prom::gpuMeanings()) {
        (void)rows.add(name, meaning, first);
        first = false;
    }
    rows.sampleTimes(answer, models::Duration{0});
    std::size_t sent = 0;
    const auto done = rows.finish(models::UtcTime::fromSeconds(std::int64_t{1'790'000'000}),
                                  [&](models::FactBatch&& batch) -> models::Result<void> {
                                      sent += batch.rows().size();
                                      return {};
                                  });
    require(done.has_value(), "a sink that takes everything sees no Error");
    require(sent <= answer.series.size(), "a device is at least one series");
}

void blocks(const models::MetricAnswer& answer)
{
    const services::BlockGrid grid{1'700'000'000'000, 15'000};
    if (const auto bytes = services::encodeBlock(answer.series, grid)) {
        const auto series = services::decodeBlock(*bytes, grid);
        require(series && services::encodeBlock(*series, grid) == bytes,
                "a block is read back the same");
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string body(fuzz::textOf(data, size));
    prom::AnswerFacts facts;
    const auto answer = prom::decodeQuery(body, &facts);
    if (!answer) {
        require(!answer.error().message.empty(), "an Error has a message");
        return 0;
    }
    require(answer->bytes == size, "the size of an answer is known");
    checkSizes(*answer, size);
    fuzz::requireCutFails(
        body, [](std::string_view cut) { return prom::decodeQuery(std::string(cut)).has_value(); });
    (void)prom::joinParts({*answer, *answer});
    devices(*answer);
    blocks(*answer);
    auto series = answer->series;
    services::attributePods(series);
    services::mergeBySubject(series, {"pod", "UUID"});
    for (auto& one : series)
        (void)services::dropBlanks(one, false);
    return 0;
}
