// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/slo/forecast.h"
#include "tests/support/catch.h"

#include <cmath>
#include <random>

using namespace binnacle::models;

namespace {

constexpr double kTarget = 0.999;
constexpr double kSlot = 300;

/// Bad events in slots of five minutes: a level that wanders from hour to hour, counted by chance.
class Burn {
public:
    explicit Burn(unsigned seed) : m_random(seed)
    {
        m_level =
            std::exp(std::uniform_real_distribution<double>(std::log(1.5), std::log(20))(m_random));
        m_traffic =
            std::exp(std::uniform_real_distribution<double>(std::log(5), std::log(200))(m_random));
    }
    EventCounts next()
    {
        if (m_slot++ % 12 == 0)
            m_stray = 0.7 * m_stray + std::normal_distribution<double>(0, 0.25)(m_random);
        const double total = m_traffic * kSlot;
        const double mean = total * (1 - kTarget) * m_level * std::exp(m_stray);
        return {static_cast<double>(std::poisson_distribution<long>(mean)(m_random)), total};
    }

private:
    std::mt19937 m_random;
    double m_level = 1, m_traffic = 1, m_stray = 0;
    long m_slot = 0;
};

} // namespace

TEST_CASE("the 80 % interval holds the moment of exhaustion in 75 to 90 of 100 simulated burns")
{
    const Duration period = std::chrono::hours(24 * 30);
    const double seconds = static_cast<double>(period.count()) / 1e9;
    int inside = 0;
    for (unsigned seed = 1001; seed <= 1300; ++seed) { // the floor was chosen on others
        Burn burn(seed);
        std::vector<EventCounts> past;
        for (int i = 0; i < 864; ++i)
            past.push_back(burn.next());
        BurnCounts burns;
        for (std::size_t w = 0; w < burns.size(); ++w) {
            burns[w] = {0, 0};
            for (int i = 0; i < kBurnSeconds[w] / 300; ++i) {
                burns[w].bad += past[past.size() - 1 - static_cast<std::size_t>(i)].bad;
                burns[w].total += past[past.size() - 1 - static_cast<std::size_t>(i)].total;
            }
        }
        const double remaining = 0.1 + 0.8 * (seed % 10) / 10.0;
        const auto forecast = exhaustion(burns, remaining, kTarget, period);
        double left = remaining, truth = 0;
        while (left > 0) {
            left -= burn.next().badShare() / (1 - kTarget) * kSlot / seconds;
            truth += kSlot;
        }
        CHECK(forecast.low <= forecast.mid);
        CHECK(forecast.mid <= forecast.high);
        inside += forecast.low <= truth && truth <= forecast.high;
    }
    WARN(inside << " of 300 inside");
    CHECK(inside >= 225);
    CHECK(inside <= 270);
}

TEST_CASE("an even burn runs out after what is left of the budget over the burn")
{
    BurnCounts burns;
    for (std::size_t i = 0; i < burns.size(); ++i)
        burns[i] = {kBurnSeconds[i] * 2.0, kBurnSeconds[i] * 1000.0}; // a burn of 2
    const auto out = exhaustion(burns, 0.5, 0.999, std::chrono::hours(24 * 30));
    CHECK(out.mid == Approx(7.5 * 86400));
}

TEST_CASE("a spent budget is gone now, and without a burn there is no time")
{
    CHECK(exhaustion({}, -0.1, 0.99, std::chrono::hours(24)).high == 0);
    BurnCounts quiet;
    quiet.fill({0, 100});
    CHECK(std::isnan(exhaustion(quiet, 0.5, 0.99, std::chrono::hours(24)).mid));
    CHECK(std::isnan(exhaustion({}, std::nan(""), 0.99, std::chrono::hours(24)).mid));
}
