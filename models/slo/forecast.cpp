// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/slo/forecast.h"

#include <algorithm>
#include <cmath>

namespace binnacle::models {

namespace {

/// Of the normal distribution, 80 % within.
constexpr double kTenPercent = 1.2815515655446004;
/// How much the logarithm of a burn's mean over the hours to come strays from the last hours even
/// when those were even: no burn stays as it is.
constexpr double kLeastStray = 0.26;

struct Level {
    double burn = kUnknownNumber;
    double sigma = kLeastStray; ///< of its logarithm
};

/// The hour weighs as much as the six: the newer is nearer to what comes, the longer is steadier.
Level levelOf(const BurnCounts& burns, double target)
{
    constexpr std::size_t kHour = 2, kSixHours = 4;
    const double hour = burnRate(burns[kHour], target);
    const double six = burnRate(burns[kSixHours], target);
    Level out;
    out.burn = std::isnan(hour) ? six : std::isnan(six) ? hour : (hour + six) / 2;
    if (std::isnan(out.burn)) {
        for (std::size_t i = 0; i < burns.size() && std::isnan(out.burn); ++i)
            out.burn = burnRate(burns[i], target);
        return out;
    }
    const auto& counted = std::isnan(six) ? burns[kHour] : burns[kSixHours];
    double variance = kLeastStray * kLeastStray;
    if (counted.bad > 0)
        variance += 1 / counted.bad; // Poisson
    if (hour > 0 && six > 0)
        variance += std::pow(std::log(hour / six), 2) / 2;
    out.sigma = std::sqrt(variance);
    return out;
}

} // namespace

Exhaustion exhaustion(const BurnCounts& burns, double remaining, double target, Duration period)
{
    if (std::isnan(remaining))
        return {};
    if (remaining <= 0)
        return {0, 0, 0};
    const Level level = levelOf(burns, target);
    if (std::isnan(level.burn) || level.burn <= 0)
        return {};
    const double mid = remaining * static_cast<double>(period.count()) / 1e9 / level.burn;
    const double spread = std::exp(kTenPercent * level.sigma);
    return {mid / spread, mid, mid * spread};
}

} // namespace binnacle::models
