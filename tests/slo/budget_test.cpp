// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/slo/budget.h"
#include "tests/support/catch.h"

#include <cmath>

using namespace binnacle::models;

namespace {

constexpr Duration kThirtyDays = std::chrono::hours(24 * 30);

BurnCounts even(double badPerSecond, double totalPerSecond)
{
    BurnCounts out;
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = {badPerSecond * kBurnSeconds[i], totalPerSecond * kBurnSeconds[i]};
    return out;
}

} // namespace

TEST_CASE("factors follow from the share of the budget, the period and the long window")
{
    CHECK(burnFactor(kBurnPairs[0], kThirtyDays) == Approx(14.4));
    CHECK(burnFactor(kBurnPairs[1], kThirtyDays) == Approx(6));
    CHECK(burnFactor(kBurnPairs[2], kThirtyDays) == Approx(3));
    CHECK(burnFactor(kBurnPairs[3], kThirtyDays) == Approx(1));
    CHECK(burnFactor(kBurnPairs[0], std::chrono::hours(24 * 28)) == Approx(13.44));
}

TEST_CASE("nothing over nothing is unknown, and so is all that follows from it")
{
    const EventCounts none{0, 0};
    CHECK(std::isnan(attainment(none)));
    CHECK(std::isnan(budgetRemaining(none, 0.99)));
    const auto nearest = nearestPair(even(0, 0), 0.99, kThirtyDays);
    CHECK(nearest.name.empty());
    CHECK(std::isnan(nearest.firesIn));
}

TEST_CASE("a budget goes below zero when more than all of it is gone")
{
    CHECK(budgetRemaining({20, 1000}, 0.99) == Approx(-1));
    CHECK(budgetRemaining({5, 1000}, 0.99) == Approx(0.5));
}

TEST_CASE("a pair fires when both of its windows exceed the factor, and only then")
{
    auto burns = even(0.2, 10); // 2 %: a burn of 20 at 99.9 %
    CHECK(fires(kBurnPairs[0], burns, 0.999, kThirtyDays) == true);
    burns[0] = {0, 3000}; // over in the last five minutes
    CHECK(fires(kBurnPairs[0], burns, 0.999, kThirtyDays) == false);
    burns[0] = {};
    CHECK_FALSE(fires(kBurnPairs[0], burns, 0.999, kThirtyDays).has_value());
}

TEST_CASE("an outage that begins now pages when the hour's share reaches the factor")
{
    // 10 events a second, none bad until five minutes ago; since then 5 %.
    auto burns = even(0, 10);
    for (auto& window : burns)
        window.bad = 150;
    // 1 h/5 m needs 1.44 % of the hour: 518.4 bad events, 0.5 a second, 150 are there: 736.8 s.
    const auto nearest = nearestPair(burns, 0.999, kThirtyDays);
    CHECK(nearest.name == "1h/5m");
    CHECK_FALSE(nearest.fires);
    CHECK(nearest.firesIn == Approx(736.8).margin(2));
}

TEST_CASE("what never fires at this rate says how near it is and no time")
{
    const auto nearest = nearestPair(even(0.005, 10), 0.999, kThirtyDays); // a burn of 0.5
    CHECK(nearest.name == "3d/6h");
    CHECK(std::isnan(nearest.firesIn));
}
