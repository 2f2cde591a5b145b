// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/options.h"
#include "tests/support/catch.h"

using namespace binnacle::app;

TEST_CASE("the console's options are read in both spellings")
{
    const auto options =
        parseOptions({"--screenshot", "out", "--pages=fleet,connections", "--theme", "light",
                      "--size", "1024x700", "--scale=2", "--demo"});
    REQUIRE(options);
    CHECK(options->pages == std::vector<std::string>{"fleet", "connections"});
    CHECK(options->width == 1024);
    CHECK(options->height == 700);
    CHECK(options->scale == 2);
    CHECK(options->demo);
    CHECK(parseOptions({"--frame-report=f.json"})->frameReport == "f.json");
    CHECK(parseOptions({})->screenshotFolder.empty());
}

TEST_CASE("wrong options are named with what they take")
{
    for (const std::vector<std::string>& bad :
         std::vector<std::vector<std::string>>{{"--theme", "pink"},
                                               {"--size", "10x10"},
                                               {"--size", "axb"},
                                               {"--scale", "0"},
                                               {"--frame-report"},
                                               {"--scale", "2x"},
                                               {"--config"},
                                               {"--what"},
                                               {"--pages", ","},
                                               {"--clock", "noon"},
                                               {"--demo", "--clock", "2026-11-20T09:30:00Z"},
                                               {"--demo", "--config", "x"}}) {
        const auto options = parseOptions(bad);
        REQUIRE_FALSE(options);
        CHECK_FALSE(options.error().remedy.empty());
    }
}
