// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/kinds.h"
#include "models/filter/filter_complete.h"
#include "models/filter/filter_fields.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace binnacle::models;

namespace {

const std::vector<FilterField>& pod()
{
    static const auto fields = fieldsOf(KindRegistry::instance().spec(kind(BuiltIn::Pod)));
    return fields;
}

std::vector<std::string> values(int field, std::string_view prefix)
{
    std::vector<std::string> out;
    if (pod()[static_cast<std::size_t>(field)].name != "status")
        return out;
    for (const char* text : {"Running", "CrashLoopBackOff", "Init:0/1", "Image pull"}) {
        std::string lower(text);
        std::transform(lower.begin(), lower.end(), lower.begin(), ::tolower);
        if (lower.starts_with(prefix))
            out.emplace_back(text);
    }
    return out;
}

FilterCompletion at(std::string_view text)
{
    return completeFilter(text, text.size(), pod(), values);
}

std::string first(std::string_view text)
{
    const auto found = at(text);
    return found.candidates.empty() ? "" : found.candidates.front().text;
}

/// The text with the first candidate taken.
std::string taken(std::string_view text)
{
    const auto found = at(text);
    std::string out(text);
    return found.candidates.empty()
               ? out
               : out.replace(found.at, found.size, found.candidates.front().text);
}

} // namespace

TEST_CASE("an empty filter, and the place after a blank, offer the fields of the kind")
{
    for (const char* text : {"", "running ", "!"}) {
        const auto found = at(text);
        CHECK(found.size == 0);
        CHECK(found.candidates.size() == pod().size());
        CHECK(found.candidates.front().text == "name:");
    }
}

TEST_CASE("field names complete with the operator that fits their type")
{
    CHECK(taken("sta") == "status:");
    CHECK(taken("x !REST") == "x !restarts>");
    CHECK(taken("ag") == "age>");
    CHECK(first("version").ends_with("odelVersion:")); // also in the middle of a name
    CHECK(at("nosuch").candidates.empty());
    const auto age = at("age");
    REQUIRE_FALSE(age.candidates.empty());
    CHECK(age.candidates.front().hint == "length of time");
}

TEST_CASE("values complete from what the rows hold, quoted where they need it")
{
    CHECK(taken("status:run") == "status:Running");
    CHECK(taken("status:Running,cra") == "status:Running,CrashLoopBackOff");
    CHECK(taken("phase=ini") == "phase=\"Init:0/1\"");
    CHECK(taken("status:\"image p") == "status:\"Image pull\"");
    CHECK(taken("!status:!im") == "!status:!\"Image pull\"");
    CHECK(at("nosuch:x").candidates.empty());
}

TEST_CASE("numbers show an example until something is typed")
{
    CHECK(first("age>") == "2h");
    CHECK(at("age>1").candidates.empty());
    CHECK(first("restarts>=") == "5");
}

TEST_CASE("only what stands before the cursor counts, and the list is bounded")
{
    const auto found = completeFilter("sta node:x", 3, pod(), values, 2);
    CHECK(found.at == 0);
    CHECK(found.size == 3);
    CHECK(found.candidates.size() == 2);
    CHECK(found.candidates.front().text == "status:");
    CHECK(completeFilter("sta", 99, pod(), {}).at == 0);
}
