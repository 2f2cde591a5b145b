// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/demo_estate.h"
#include "tests/support/catch.h"

#include <cmath>
#include <map>
#include <set>

using namespace binnacle;
using models::BuiltIn;
using models::col;
using models::GpuColumn;
using services::RowRef;
using tests::DemoEstate;

namespace {

std::set<std::string> names(const services::Snapshot& snapshot, BuiltIn kind)
{
    std::set<std::string> found;
    snapshot.table(kind)->forEach(
        [&](const RowRef& row) { found.insert(std::string(row.name())); });
    return found;
}

/// Kind, name and all cells of every row, to compare a moved estate with a listed one.
std::map<std::string, std::string> contents(const services::Snapshot& snapshot)
{
    std::map<std::string, std::string> all;
    for (const auto& table : snapshot.tables) {
        if (table == nullptr)
            continue;
        table->forEach([&](const RowRef& row) {
            std::string text;
            const auto& columns = table->spec().columns;
            for (models::ColumnId c = 0; c < columns.size(); ++c) {
                switch (columns[c].type) {
                case models::CellType::Text:
                case models::CellType::Labels:
                    text += std::string(row.text(c));
                    break;
                case models::CellType::Real:
                    text += std::to_string(row.real(c));
                    break;
                case models::CellType::Flag:
                    text += std::to_string(static_cast<int>(row.flag(c)));
                    break;
                default:
                    text +=
                        std::to_string(columns[c].type == models::CellType::Time ? row.time(c).ns
                                                                                 : row.integer(c));
                }
                text += '|';
            }
            all[table->spec().name + " " + toString(row.key())] = text;
        });
    }
    return all;
}

} // namespace

TEST_CASE("after five seconds most devices have a new sample", "[demo]")
{
    DemoEstate estate("small");
    REQUIRE(estate.list());
    std::map<std::string, double> before;
    estate.snapshot()->table(BuiltIn::Gpu)->forEach([&](const RowRef& row) {
        before[std::string(row.name())] = row.real(col(GpuColumn::Power));
    });
    REQUIRE(estate.moveOn(5));
    std::size_t moved = 0, sampled = 0;
    estate.snapshot()->table(BuiltIn::Gpu)->forEach([&](const RowRef& row) {
        moved += row.real(col(GpuColumn::Power)) != before[std::string(row.name())];
        sampled += row.time(col(GpuColumn::SampleTime)) == estate.clock.now();
    });
    CHECK(moved > 150);
    CHECK(sampled >= 180);
}

TEST_CASE("moving in small steps, in one leap or listing anew give the same estate", "[demo]")
{
    const std::int64_t minutes = GENERATE(1, 37, 600);
    DemoEstate steps("small", 3), leap("small", 3), anew("small", 3, DemoEstate::kMorning);
    REQUIRE(steps.list());
    REQUIRE(leap.list());
    for (std::int64_t i = 0; i < minutes; ++i)
        REQUIRE(steps.moveOn(60));
    REQUIRE(leap.moveOn(minutes * 60));
    anew.now += minutes * 60;
    anew.clock.advance(std::chrono::minutes(minutes));
    REQUIRE(anew.list());
    const auto a = contents(*steps.snapshot()), b = contents(*leap.snapshot()),
               c = contents(*anew.snapshot());
    CHECK(a.size() == c.size());
    for (const auto& [key, text] : c) {
        INFO(key);
        REQUIRE(a.count(key) == 1);
        REQUIRE(a.at(key) == text);
        REQUIRE(b.at(key) == text);
    }
}

TEST_CASE("a clock set back is followed, not a reason to keep what is not yet", "[demo]")
{
    DemoEstate estate("small", 3), fresh("small", 3);
    REQUIRE(estate.list());
    REQUIRE(estate.moveOn(7200));
    REQUIRE(estate.moveOn(-7200));
    REQUIRE(fresh.list());
    CHECK(names(*estate.snapshot(), BuiltIn::Pod) == names(*fresh.snapshot(), BuiltIn::Pod));
    CHECK(names(*estate.snapshot(), BuiltIn::Event) == names(*fresh.snapshot(), BuiltIn::Event));
}

TEST_CASE("pods churn and the queue moves while 43 jobs keep waiting", "[demo]")
{
    DemoEstate estate("default");
    REQUIRE(estate.list());
    const auto pods = names(*estate.snapshot(), BuiltIn::Pod),
               queue = names(*estate.snapshot(), BuiltIn::QueueWorkload);
    REQUIRE(estate.moveOn(1800));
    const auto podsAfter = names(*estate.snapshot(), BuiltIn::Pod),
               queueAfter = names(*estate.snapshot(), BuiltIn::QueueWorkload);
    std::size_t gone = 0, left = 0;
    for (const auto& name : pods)
        gone += podsAfter.count(name) == 0;
    for (const auto& name : queue)
        left += queueAfter.count(name) == 0;
    CHECK(gone > 20);
    CHECK(left > 2);
    CHECK(podsAfter.size() == pods.size());
    CHECK(queueAfter.size() == queue.size());
}

TEST_CASE("a node goes away, its devices stop reporting, and it comes back", "[demo]")
{
    DemoEstate estate("default");
    REQUIRE(estate.list());
    const auto notReady = [&] {
        std::string name;
        estate.snapshot()->table(BuiltIn::Node)->forEach([&](const RowRef& row) {
            if (row.text(col(models::NodeColumn::Ready)) != "True")
                name = row.name();
        });
        return name;
    };
    std::string gone;
    for (int i = 0; i < 400 && gone.empty(); ++i) {
        REQUIRE(estate.moveOn(5));
        gone = notReady();
    }
    REQUIRE_FALSE(gone.empty());
    REQUIRE(estate.moveOn(60));
    std::size_t silent = 0;
    estate.snapshot()->table(BuiltIn::Gpu)->forEach([&](const RowRef& row) {
        if (row.text(col(GpuColumn::Node)) == gone)
            silent += row.time(col(GpuColumn::SampleTime)) <
                      estate.clock.now() - std::chrono::seconds(30);
    });
    CHECK(silent == 8);
    bool back = false;
    for (int i = 0; i < 60 && !back; ++i) {
        REQUIRE(estate.moveOn(5));
        back = notReady() != gone;
    }
    CHECK(back);
    bool told = false;
    REQUIRE(estate.moveOn(60));
    estate.snapshot()->table(BuiltIn::Event)->forEach([&](const RowRef& row) {
        told = told || (row.text(col(models::EventColumn::Reason)) == "NodeNotReady" &&
                        row.text(col(models::EventColumn::AboutName)) == gone);
    });
    CHECK(told);
}

TEST_CASE("events come and go within an hour", "[demo]")
{
    DemoEstate estate("small");
    REQUIRE(estate.list());
    const auto before = names(*estate.snapshot(), BuiltIn::Event);
    REQUIRE(estate.moveOn(120));
    const auto after = names(*estate.snapshot(), BuiltIn::Event);
    CHECK(before != after);
    REQUIRE(estate.moveOn(3700));
    for (const auto& name : names(*estate.snapshot(), BuiltIn::Event)) {
        INFO(name);
        CHECK(before.count(name) == 0);
    }
}
