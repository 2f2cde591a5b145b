// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/fact.h"
#include "tests/support/catch.h"

#include <cmath>

using namespace binnacle::models;

namespace {

const ObjectKey kPod = makeKey("kube", "pod-1");
const ObjectKey kOther = makeKey("kube", "pod-2");
constexpr UtcTime kThen = UtcTime::fromSeconds(std::int64_t{1'790'000'000});

} // namespace

TEST_CASE("a batch keeps rows, cells and texts of its own")
{
    FactBatch batch("kube");
    {
        std::string name = "web-0";
        batch.upsert(kind(BuiltIn::Pod), kPod, kThen)
            .text(col(Common::Name), name)
            .integer(col(PodColumn::Restarts), 3)
            .time(col(Common::Created), kThen);
        name = "xxxxx"; // the batch does not look at it any more
    }
    batch.remove(kind(BuiltIn::Pod), kOther, kThen);
    REQUIRE(batch.rows().size() == 2);
    CHECK(batch.source() == "kube");
    const FactRow& row = batch.rows()[0];
    CHECK(row.op == FactOp::Upsert);
    CHECK(row.key == kPod);
    CHECK(row.validFrom == kThen);
    const auto cells = batch.cells(row);
    REQUIRE(cells.size() == static_cast<std::size_t>(PodColumn::Count));
    CHECK(batch.text(cells[col(Common::Name)]) == "web-0");
    CHECK(cells[col(PodColumn::Restarts)].integer == 3);
    CHECK(cells[col(Common::Created)].integer == kThen.ns);
    CHECK(batch.rows()[1].op == FactOp::Remove);
    CHECK(batch.cells(batch.rows()[1]).empty());
}

TEST_CASE("a cell that nobody wrote is not set, and unknown is never zero")
{
    FactBatch batch("kube");
    batch.patch(kind(BuiltIn::Gpu), kPod)
        .real(col(GpuColumn::Power), 0.0)
        .textIf(col(GpuColumn::Model), "");
    const auto cells = batch.cells(batch.rows()[0]);
    CHECK(batch.rows()[0].op == FactOp::Patch);
    CHECK_FALSE(batch.rows()[0].validFrom.known());
    CHECK(cells[col(GpuColumn::Power)].set);
    CHECK_FALSE(cells[col(GpuColumn::Model)].set);
    CHECK_FALSE(cells[col(GpuColumn::Xid)].set);
    CHECK(cells[col(GpuColumn::Xid)].integer == kUnknownInt);
    CHECK(std::isnan(cells[col(GpuColumn::SmActive)].real));
}

TEST_CASE("an empty text is known, a cleared one is known to be unknown")
{
    FactBatch batch("kube");
    batch.patch(kind(BuiltIn::Pod), kPod)
        .text(col(PodColumn::Reason), "")
        .clear(col(PodColumn::Node));
    const auto cells = batch.cells(batch.rows()[0]);
    CHECK(cells[col(PodColumn::Reason)].set);
    CHECK(cells[col(PodColumn::Reason)].textSize == 0);
    CHECK(cells[col(PodColumn::Node)].set);
    CHECK(cells[col(PodColumn::Node)].textSize == Cell::kNullText);
    CHECK(batch.text(cells[col(PodColumn::Node)]).empty());
}

TEST_CASE("cells take the type of their column, flags and labels too")
{
    FactBatch batch("kube");
    batch.upsert(kind(BuiltIn::Node), kPod)
        .flag(col(NodeColumn::Unschedulable), true)
        .text(col(Common::Labels), "a\x1f"
                                   "1\x1e");
    const auto cells = batch.cells(batch.rows()[0]);
    CHECK(cells[col(NodeColumn::Unschedulable)].type == CellType::Flag);
    CHECK(cells[col(NodeColumn::Unschedulable)].integer == 1);
    CHECK(cells[col(Common::Labels)].type == CellType::Labels);
}

TEST_CASE("marks stand where they were made, before the row that follows")
{
    FactBatch batch("kube");
    CHECK(batch.empty());
    batch.mark(MarkOp::ListBegan, kind(BuiltIn::Pod), "ml");
    batch.upsert(kind(BuiltIn::Pod), kPod);
    batch.mark(MarkOp::ListComplete, kind(BuiltIn::Pod), "ml");
    REQUIRE(batch.marks().size() == 2);
    CHECK(batch.marks()[0].beforeRow == 0);
    CHECK(batch.marks()[1].beforeRow == 1);
    CHECK(batch.marks()[1].scope == "ml");
    batch.clear();
    CHECK(batch.empty());
    CHECK(batch.source() == "kube");
}

TEST_CASE("a moved batch still owns its texts")
{
    FactBatch batch("kube");
    for (int i = 0; i < 1000; ++i)
        batch.upsert(kind(BuiltIn::Pod), makeKey("kube", std::to_string(i)))
            .text(col(Common::Name), "pod-" + std::to_string(i));
    const FactBatch moved = std::move(batch);
    const auto text = moved.text(moved.cells(moved.rows()[731])[col(Common::Name)]);
    CHECK(text == "pod-731");
}
