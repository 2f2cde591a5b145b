// SPDX-License-Identifier: GPL-3.0-or-later
// Every byte string is either an answer or an Error: no decoder of the Prometheus connector
// crashes, and columns always agree in length.
#include "plugins/prometheus/decode/prometheus_api_decode.h"
#include "plugins/prometheus/decode/prometheus_decode.h"
#include "services/metrics/block_codec.h"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace prom = binnacle::plugins::prometheus;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string body(reinterpret_cast<const char*>(data), size);
    if (const auto answer = prom::decodeQuery(body)) {
        for (const auto& series : answer->series) {
            if (series.times.size() != series.values.size())
                std::abort();
        }
    }
    (void)prom::decodeFailure(body, 500, {});
    (void)prom::decodeStrings(body);
    (void)prom::decodeSeries(body);
    (void)prom::decodeMetadata(body);
    (void)prom::decodeExemplars(body);
    (void)prom::decodeRules(body);
    (void)prom::decodeAlerts(body);
    (void)prom::decodeTargets(body);
    (void)prom::decodeBuildInfo(body);
    (void)prom::decodeFlags(body);
    (void)prom::decodeConfigText(body);
    (void)prom::poolIntervals(body);
    (void)prom::retentionOfVictoria(body);
    (void)binnacle::services::decodeBlock(body, {0, 15000});
    return 0;
}
