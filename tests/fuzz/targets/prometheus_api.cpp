// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of the other endpoints; the first byte chooses, see kDecoders. An answer that was read is
// an Error when it is cut; no list is longer than its bytes.
#include "plugins/prometheus/decode/prometheus_api_decode.h"
#include "plugins/prometheus/decode/prometheus_decode.h"
#include "tests/fuzz/target.h"

#include <array>
#include <cmath>
#include <string>

namespace prom = binnacle::plugins::prometheus;
using namespace binnacle;

namespace {

using fuzz::require;

template <auto Decode> bool listOf(std::string_view body)
{
    const auto list = Decode(std::string(body));
    if (!list)
        require(!list.error().message.empty(), "an Error has a message");
    require(!list || list->size() <= body.size(), "an item is at least one byte");
    return list.has_value();
}

auto strings(std::string body)
{
    return prom::decodeStrings(std::move(body));
}

auto series(std::string body)
{
    return prom::decodeSeries(std::move(body));
}

bool buildInfo(std::string_view body)
{
    return prom::decodeBuildInfo(std::string(body)).has_value();
}

bool flags(std::string_view body)
{
    const auto found = prom::decodeFlags(std::string(body));
    if (found)
        (void)prom::retentionOf(*found);
    return found.has_value();
}

bool configuration(std::string_view body)
{
    const auto yaml = prom::decodeConfigText(std::string(body));
    for (const auto& [pool, interval] : prom::poolIntervals(yaml ? std::string_view(*yaml) : body))
        require(interval.count() >= 0, "an interval is not negative");
    return yaml.has_value();
}

bool otherTexts(std::string_view body)
{
    (void)prom::retentionOfVictoria(body);
    (void)prom::poolIntervals(body);
    (void)prom::looksLikeMarkup(body);
    (void)prom::parseSample(body);
    for (const int status : {400, 401, 422, 429, 500, 503}) {
        const auto error = prom::decodeFailure(
            std::string(body), status, {models::ErrorCode::Unauthenticated, "by status", {}, {}});
        require(!error.message.empty(), "an Error has a message");
        require(error.message.size() <= 2200, "an Error's message is bounded");
        require((status != 401 && status != 429) ||
                    error.code == models::ErrorCode::Unauthenticated,
                "401 and 429 keep their code");
    }
    return false;
}

/// 'A' onwards. True: read, and a document that ends with itself.
constexpr std::array<bool (*)(std::string_view), 11> kDecoders{listOf<strings>,
                                                               listOf<series>,
                                                               listOf<prom::decodeMetadata>,
                                                               listOf<prom::decodeExemplars>,
                                                               listOf<prom::decodeRules>,
                                                               listOf<prom::decodeAlerts>,
                                                               listOf<prom::decodeTargets>,
                                                               buildInfo,
                                                               flags,
                                                               configuration,
                                                               otherTexts};

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto [which, body] = fuzz::choose(fuzz::textOf(data, size), kDecoders.size());
    if (kDecoders[which](body))
        fuzz::requireCutFails(body, kDecoders[which]);
    return 0;
}
