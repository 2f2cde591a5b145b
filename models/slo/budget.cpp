// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/slo/budget.h"

#include <cmath>

namespace binnacle::models {

namespace {

double seconds(Duration d)
{
    return static_cast<double>(d.count()) / 1e9;
}

/// Bad and total per second, going back from now: even inside each ring between nested windows.
struct Profile {
    struct Ring {
        double from, to, bad, total; ///< seconds ago; events in the ring
    };
    std::vector<Ring> rings;

    static std::optional<Profile> of(const BurnCounts& burns)
    {
        Profile out;
        double at = 0, bad = 0, total = 0;
        for (std::size_t i = 0; i < burns.size(); ++i) {
            if (std::isnan(burns[i].bad) || std::isnan(burns[i].total))
                continue;
            const double to = kBurnSeconds[i];
            out.rings.push_back(
                {at, to, std::max(0.0, burns[i].bad - bad), std::max(0.0, burns[i].total - total)});
            at = to;
            bad = burns[i].bad;
            total = burns[i].total;
        }
        if (out.rings.empty() || out.rings.front().total <= 0)
            return std::nullopt;
        return out;
    }

    /// Events of the last `length` seconds before now.
    EventCounts last(double length) const
    {
        EventCounts out{0, 0};
        for (const auto& ring : rings) {
            const double part = std::min(length, ring.to) - ring.from;
            if (part <= 0)
                break;
            out.bad += ring.bad * part / (ring.to - ring.from);
            out.total += ring.total * part / (ring.to - ring.from);
        }
        return out;
    }

    /// A window of `length` seconds that ends `ahead` seconds from now.
    EventCounts ahead(double length, double ahead) const
    {
        const auto& now = rings.front();
        const double fresh = std::min(length, ahead) / (now.to - now.from);
        EventCounts out = last(std::max(0.0, length - ahead));
        out.bad += now.bad * fresh;
        out.total += now.total * fresh;
        return out;
    }
};

bool firesAhead(const Profile& profile, const BurnPair& pair, double target, double factor,
                double t)
{
    const auto over = [&](std::size_t window) {
        return burnRate(profile.ahead(kBurnSeconds[window], t), target) > factor;
    };
    return over(pair.longIndex) && over(pair.shortIndex);
}

double firesAt(const Profile& profile, const BurnPair& pair, double target, double factor)
{
    const double most = kBurnSeconds[pair.longIndex]; // by then all is as in the last minutes
    if (!firesAhead(profile, pair, target, factor, most))
        return kUnknownNumber;
    // Coarse to fine: with even rings the state can change only a few times.
    double low = 0, high = most;
    constexpr int kSteps = 288;
    for (int i = 1; i <= kSteps; ++i) {
        const double t = most * i / kSteps;
        if (firesAhead(profile, pair, target, factor, t)) {
            high = t;
            low = most * (i - 1) / kSteps;
            break;
        }
    }
    for (int i = 0; i < 40 && high - low > 0.5; ++i) {
        const double middle = (low + high) / 2;
        (firesAhead(profile, pair, target, factor, middle) ? high : low) = middle;
    }
    return high;
}

} // namespace

double EventCounts::badShare() const
{
    return total > 0 ? bad / total : kUnknownNumber;
}

double burnFactor(const BurnPair& pair, Duration period)
{
    return pair.budgetShare * seconds(period) / kBurnSeconds[pair.longIndex];
}

double attainment(const EventCounts& counts)
{
    return counts.total > 0 ? (counts.total - counts.bad) / counts.total : kUnknownNumber;
}

double burnRate(const EventCounts& counts, double target)
{
    return counts.badShare() / (1 - target);
}

double budgetRemaining(const EventCounts& window, double target)
{
    return 1 - burnRate(window, target);
}

std::optional<bool> fires(const BurnPair& pair, const BurnCounts& burns, double target,
                          Duration period)
{
    const double factor = burnFactor(pair, period);
    const double slow = burnRate(burns[pair.longIndex], target);
    const double fast = burnRate(burns[pair.shortIndex], target);
    if (std::isnan(slow) || std::isnan(fast))
        return std::nullopt;
    return slow > factor && fast > factor;
}

NearestPair nearestPair(const BurnCounts& burns, double target, Duration period)
{
    NearestPair best;
    double bestRatio = -1;
    const auto profile = Profile::of(burns);
    for (const auto& pair : kBurnPairs) {
        const auto now = fires(pair, burns, target, period);
        if (!now)
            continue;
        const double factor = burnFactor(pair, period);
        const double ratio = std::min(burnRate(burns[pair.longIndex], target),
                                      burnRate(burns[pair.shortIndex], target)) /
                             factor;
        const double in = *now      ? 0
                          : profile ? firesAt(*profile, pair, target, factor)
                                    : kUnknownNumber;
        const bool sooner = !std::isnan(in) && (std::isnan(best.firesIn) || in < best.firesIn);
        const bool nearer = (in == best.firesIn || (std::isnan(in) && std::isnan(best.firesIn))) &&
                            ratio > bestRatio;
        if (best.name.empty() || sooner || nearer) {
            best = {pair.name, in, *now, pair.page};
            bestRatio = ratio;
        }
    }
    return best;
}

} // namespace binnacle::models
