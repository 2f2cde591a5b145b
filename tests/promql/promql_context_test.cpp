// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/promql/promql_context.h"
#include "tests/support/catch.h"

using namespace binnacle::models::promql;

namespace {

/// "|" is the cursor.
Context at(std::string text)
{
    const std::size_t cursor = text.find('|');
    text.erase(cursor, 1);
    return contextAt(text, cursor);
}

} // namespace

TEST_CASE("completion knows what may be written at the cursor")
{
    CHECK(at("ra|").expects == Expects::Expression);
    CHECK(at("ra|").prefix == "ra");
    CHECK(at("|").expects == Expects::Expression);
    CHECK(at("rate(htt|").wantsRange);
    CHECK_FALSE(at("sum(htt|").wantsRange);
    CHECK(at("a{|").expects == Expects::Label);
    CHECK(at("a{|}").metric == "a");
    CHECK(at("a{jo|").prefix == "jo");
    CHECK(at("a{job=\"ap|").expects == Expects::LabelValue);
    CHECK(at("a{job=\"ap|\"}").label == "job");
    CHECK(at("a{job=\"ap|\"}").prefix == "ap");
    CHECK(at("a{job=\"ap|i\"}").end == 10);
    CHECK(at("a{job=\"\"|").expects == Expects::Nothing);
    CHECK(at("a{job=\"x\", co|").expects == Expects::Label);
    CHECK(at("sum by (p|").expects == Expects::Label);
    CHECK(at("sum by (p|) (rate(m[5m]))").metric == "m");
    CHECK(at("rate(a[5|").expects == Expects::Duration);
    CHECK(at("rate(a[|]").expects == Expects::Duration);
    CHECK(at("up # he|").expects == Expects::Nothing);
    CHECK(at("a + 12|").expects == Expects::Nothing);
    CHECK(at("a + |b").expects == Expects::Expression);
}
