// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/quantity.h"
#include "tests/support/catch.h"

#include <limits>
#include <string>

using namespace binnacle::models;

namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

struct Row {
    const char* text;
    std::int64_t whole, milli;
};

} // namespace

TEST_CASE("quantities are read by the API server's grammar and rounded up")
{
    // Source: k8s.io/apimachinery/pkg/api/resource, quantity.go, <quantity> grammar and Value().
    const Row table[] = {
        {"0", 0, 0},
        {"8", 8, 8000},
        {"+8", 8, 8000},
        {"-8", -8, -8000},
        {"500m", 1, 500},
        {"-500m", -1, -500}, // away from zero
        {"1500m", 2, 1500},
        {"100u", 1, 1},
        {"1n", 1, 1},
        {"0.0001", 1, 1},
        {".5", 1, 500},
        {"5.", 5, 5000},
        {"1.5", 2, 1500},
        {"1k", 1000, 1'000'000},
        {"1Ki", 1024, 1'024'000},
        {"1.5Gi", 1610612736, 1610612736'000},
        {"1Gi", 1073741824, 1073741824'000},
        {"2M", 2'000'000, 2'000'000'000},
        {"3T", 3'000'000'000'000, 3'000'000'000'000'000},
        {"1P", 1'000'000'000'000'000, 1'000'000'000'000'000'000},
        {"1E", 1'000'000'000'000'000'000, kMax}, // exa
        {"1E3", 1000, 1'000'000},                // an exponent
        {"1e3", 1000, 1'000'000},
        {"1E+3", 1000, 1'000'000},
        {"1e-3", 1, 1},
        {"12e-1", 2, 1200},
        {"1Ei", 1152921504606846976, kMax},
        {"0E", 0, 0},
        {"00012", 12, 12000},
        {"0.000000000000000000000001", 1, 1},
        {"1.000000000000000000000000000000", 1, 1000},
    };
    for (const auto& row : table) {
        INFO(row.text);
        CHECK(parseQuantity(row.text) == row.whole);
        CHECK(parseQuantityMilli(row.text) == row.milli);
    }
}

TEST_CASE("quantities beyond 64 bits stay at the bound")
{
    CHECK(parseQuantity("9223372036854775807") == kMax);
    for (const char* text : {"9223372036854775808", "8Ei", "100E", "1e99",
                             "99999999999999999999999999999999999999999999",
                             "999999999999999999999999999999999999999999999Ei"}) {
        INFO(text);
        CHECK(parseQuantity(text) == kMax);
        CHECK(parseQuantity(std::string("-") + text) == -kMax);
    }
}

TEST_CASE("many digits keep their weight")
{
    CHECK(parseQuantity("100000000000000000000000000000000000000000e-40") == 10);
    CHECK(parseQuantityMilli("1.23456789012345678901234567890123456789012345") == 1235);
}

TEST_CASE("what is not a quantity is refused")
{
    for (const char* text : {"",     "-",    "+",    ".",     "-.",    "m",     "Ki",    "1.2.3",
                             "1KB",  "1ki",  "1K",   "1mi",   "1 k",   " 1",    "1 ",    "1e",
                             "1E+",  "1ee3", "1e3k", "1e+-3", "1e-+3", "1e++3", "1E+-0", "1e1000",
                             "0x10", "--1",  "+-1",  "1,5",   "Inf",   "NaN",   "1i",    "1Eii"}) {
        const auto value = parseQuantity(text);
        INFO(text);
        REQUIRE_FALSE(value);
        CHECK(value.error().code == ErrorCode::InvalidInput);
    }
}
