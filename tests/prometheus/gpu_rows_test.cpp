// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/devices/gpu_rows.h"
#include "tests/support/catch.h"

#include <cmath>

using namespace binnacle;
using namespace std::chrono_literals;
using models::col;
using models::FactOp;
using models::GpuColumn;
using models::UtcTime;
using plugins::prometheus::GpuRows;

namespace {

const UtcTime kStart = UtcTime::fromSeconds(std::int64_t{1'700'000'000});

services::MeaningAnswer values(std::vector<std::pair<std::string, double>> byUuid,
                               models::LabelList more = {})
{
    services::MeaningAnswer out;
    for (const auto& [uuid, value] : byUuid) {
        models::MetricSeries series;
        series.labels = {{"Hostname", "n1"}, {"UUID", uuid}, {"gpu", "0"}};
        series.labels.insert(series.labels.end(), more.begin(), more.end());
        series.times = {0};
        series.values = {value};
        out.answer.series.push_back(std::move(series));
    }
    return out;
}

/// The rows of one finish(), flattened.
struct Sent {
    struct Row {
        FactOp op;
        models::ObjectKey key;
        std::vector<models::Cell> cells;
        std::vector<std::string> texts;
    };
    std::vector<Row> rows;
    std::size_t batches = 0;

    explicit Sent(GpuRows& gpus, UtcTime now, bool refuse = false)
    {
        const auto result =
            gpus.finish(now, [&](models::FactBatch&& batch) -> models::Result<void> {
                if (refuse)
                    return models::fail(models::ErrorCode::ResourceExhausted, "full");
                ++batches;
                for (const auto& row : batch.rows()) {
                    Row out{row.op, row.key, {}, {}};
                    for (const auto& cell : batch.cells(row)) {
                        out.cells.push_back(cell);
                        out.texts.emplace_back(batch.text(cell));
                    }
                    rows.push_back(std::move(out));
                }
                return {};
            });
        CHECK(result.has_value() != refuse);
    }
    const models::Cell& cell(std::size_t row, GpuColumn column) const
    {
        return rows.at(row).cells.at(col(column));
    }
};

void sampled(GpuRows& gpus, const char* uuid, UtcTime at)
{
    gpus.sampleTimes(values({{uuid, at.seconds()}}).answer, 0s);
}

} // namespace

TEST_CASE("a device is sent whole once, then only what changed")
{
    GpuRows gpus("prom");
    gpus.begin();
    CHECK(gpus.add("gpu.utilisation", values({{"a", 0.5}}), true) == 0);
    CHECK(gpus.add("gpu.power", values({{"a", 300}}), false) == 0);
    sampled(gpus, "a", kStart);
    const Sent first(gpus, kStart);
    REQUIRE(first.rows.size() == 1);
    CHECK(first.rows[0].op == FactOp::Upsert);
    CHECK(first.rows[0].key == models::makeKey("prom", "a"));
    CHECK(first.rows[0].texts.at(col(models::Common::Name)) == "n1/0");
    CHECK(first.cell(0, GpuColumn::SampleTime).integer == kStart.ns);

    gpus.begin();
    (void)gpus.add("gpu.utilisation", values({{"a", 0.5}}), true);
    (void)gpus.add("gpu.power", values({{"a", 301}}), false);
    sampled(gpus, "a", kStart + 15s);
    const Sent second(gpus, kStart + 15s);
    REQUIRE(second.rows.size() == 1);
    CHECK(second.rows[0].op == FactOp::Patch);
    CHECK(second.cell(0, GpuColumn::Power).real == 301);
    CHECK_FALSE(second.cell(0, GpuColumn::Utilisation).set);
    gpus.begin();
    (void)gpus.add("gpu.utilisation", values({{"a", 0.5}}), true);
    (void)gpus.add("gpu.power", values({{"a", 301}}), false);
    CHECK(Sent(gpus, kStart + 16s).rows.empty());
    // Another holder is another identity: sent whole.
    gpus.begin();
    (void)gpus.add("gpu.utilisation", values({{"a", 0.5}}, {{"namespace", "t"}, {"pod", "p"}}),
                   true);
    CHECK(Sent(gpus, kStart + 30s).rows.at(0).op == FactOp::Upsert);
}

TEST_CASE("a device that vanishes becomes unknown, keeps its health, and goes after ten minutes")
{
    GpuRows gpus("prom");
    gpus.begin();
    (void)gpus.add("gpu.utilisation", values({{"a", 0.5}, {"b", 0.1}}), true);
    (void)gpus.add("gpu.xid", values({{"a", 79}, {"b", 0}}), false);
    const Sent first(gpus, kStart);
    CHECK(first.rows.at(0).texts.at(col(GpuColumn::Health)) == "off-bus");
    for (int minute = 1; minute <= 10; ++minute) {
        gpus.begin();
        (void)gpus.add("gpu.utilisation", values({{"b", 0.1}}), true);
        (void)gpus.add("gpu.xid", values({{"b", 0}}), false);
        const Sent sent(gpus, kStart + std::chrono::minutes(minute));
        if (minute == 1) {
            REQUIRE(sent.rows.size() == 1);
            CHECK(sent.rows[0].op == FactOp::Patch);
            CHECK(sent.cell(0, GpuColumn::Utilisation).set);
            CHECK(std::isnan(sent.cell(0, GpuColumn::Utilisation).real));
            CHECK(sent.rows[0].texts.at(col(GpuColumn::Health)) == "off-bus");
        } else {
            CHECK(sent.rows.empty());
        }
    }
    gpus.begin();
    (void)gpus.add("gpu.utilisation", values({{"b", 0.1}}), true);
    const Sent last(gpus, kStart + 10min + 1s);
    REQUIRE(last.rows.size() >= 1);
    CHECK(last.rows[0].op == FactOp::Remove);
    CHECK(last.rows[0].key == models::makeKey("prom", "a"));
    CHECK(gpus.size() == 1);
}

TEST_CASE("a failed query leaves old values with their age, and gives up after two rounds")
{
    GpuRows gpus("prom");
    gpus.begin();
    (void)gpus.add("gpu.utilisation", values({{"a", 0.5}}), true);
    (void)gpus.add("gpu.power", values({{"a", 300}}), false);
    sampled(gpus, "a", kStart);
    (void)Sent(gpus, kStart);
    for (int round = 1; round <= 2; ++round) {
        gpus.begin();
        (void)gpus.add("gpu.utilisation", values({{"a", 0.6 + round / 10.0}}), true);
        gpus.failed("gpu.power");
        sampled(gpus, "a", kStart + 15s * round);
        const Sent sent(gpus, kStart + 15s * round);
        REQUIRE(sent.rows.size() == 1);
        CHECK(sent.cell(0, GpuColumn::Utilisation).set);
        CHECK_FALSE(sent.cell(0, GpuColumn::Power).set);
        // Old power beside new utilisation must not look new.
        CHECK(sent.cell(0, GpuColumn::SampleTime).integer == kStart.ns);
    }
    gpus.begin();
    (void)gpus.add("gpu.utilisation", values({{"a", 0.6}}), true);
    gpus.failed("gpu.power");
    sampled(gpus, "a", kStart + 45s);
    const Sent third(gpus, kStart + 45s);
    CHECK(third.cell(0, GpuColumn::Power).set);
    CHECK(std::isnan(third.cell(0, GpuColumn::Power).real));
    CHECK(third.cell(0, GpuColumn::SampleTime).integer == (kStart + 45s).ns);
    // Nothing is forgotten while queries fail.
    gpus.begin();
    gpus.failed("gpu.utilisation");
    (void)Sent(gpus, kStart + 1h);
    CHECK(gpus.size() == 1);
}

TEST_CASE("spells and Xid carry the time of their change")
{
    GpuRows gpus("prom");
    const double load[] = {0.9, 0.9, 0.0, 0.01, 0.5};
    const double xid[] = {0, 0, 31, 31, 43};
    std::int64_t since[5], at[5];
    for (int i = 0; i < 5; ++i) {
        gpus.begin();
        (void)gpus.add("gpu.utilisation", values({{"a", load[i]}}), true);
        (void)gpus.add("gpu.xid", values({{"a", xid[i]}}), false);
        sampled(gpus, "a", kStart + 15s * i);
        const Sent sent(gpus, kStart + 15s * i + 3s);
        since[i] = sent.cell(0, GpuColumn::BusySince).integer;
        at[i] = sent.cell(0, GpuColumn::XidAt).integer;
    }
    CHECK(since[1] == models::UtcTime::kUnknown);
    CHECK(since[2] == (kStart + 30s).ns);
    CHECK(since[3] == since[2]);
    CHECK(since[4] == (kStart + 60s).ns);
    CHECK(at[1] == models::UtcTime::kUnknown);
    CHECK(at[2] == (kStart + 30s).ns);
    CHECK(at[3] == at[2]);
    CHECK(at[4] == (kStart + 60s).ns);
}

TEST_CASE("health names the worst of what the device reports")
{
    struct Case {
        double xid, dbe, remap;
        const char* health;
    };
    for (const auto& c : {Case{0, 0, 0, ""}, Case{79, 1, 1, "off-bus"},
                          Case{63, 1, 1, "row-remap-failed"}, Case{31, 2, 0, "ecc-double-bit"}}) {
        GpuRows gpus("prom");
        gpus.begin();
        (void)gpus.add("gpu.utilisation", values({{"a", 0}}), true);
        (void)gpus.add("gpu.xid", values({{"a", c.xid}}), false);
        (void)gpus.add("gpu.ecc_dbe", values({{"a", c.dbe}}), false);
        (void)gpus.add("gpu.row_remap_failure", values({{"a", c.remap}}), false);
        CHECK(Sent(gpus, kStart).rows.at(0).texts.at(col(GpuColumn::Health)) == c.health);
    }
}

TEST_CASE("series without UUID are counted, strangers are told, a refused batch is sent again")
{
    GpuRows gpus("prom");
    gpus.begin();
    (void)gpus.add("gpu.utilisation", values({{"", 0.5}, {"a", 0.2}}), true);
    CHECK(gpus.withoutUuid() == 1);
    CHECK(gpus.add("gpu.power", values({{"a", 1}, {"new", 2}}), false) == 1);
    (void)Sent(gpus, kStart, true);
    gpus.resend();
    const Sent again(gpus, kStart);
    REQUIRE(again.rows.size() == 1);
    CHECK(again.rows[0].op == FactOp::Upsert);
    CHECK(again.cell(0, GpuColumn::Power).real == 1);
}

TEST_CASE("ten thousand devices go in batches")
{
    std::vector<std::pair<std::string, double>> many;
    for (int i = 0; i < 10000; ++i)
        many.emplace_back("GPU-" + std::to_string(i), 0.5);
    GpuRows gpus("prom");
    gpus.begin();
    (void)gpus.add("gpu.utilisation", values(many), true);
    const Sent sent(gpus, kStart);
    CHECK(sent.rows.size() == 10000);
    CHECK(sent.batches == 3);
}

TEST_CASE("a device carries the interval of the job that it is scraped by")
{
    GpuRows gpus("prom");
    models::Duration dcgm = 60s;
    gpus.setIntervals([&](std::string_view job, std::string_view instance) {
        return job == "dcgm" && instance == "n1:9400" ? dcgm : models::Duration{0};
    });
    const auto round = [&](UtcTime now) {
        gpus.begin();
        (void)gpus.add("gpu.utilisation",
                       values({{"a", 0.5}}, {{"instance", "n1:9400"}, {"job", "dcgm"}}), true);
        sampled(gpus, "a", kStart);
        return Sent(gpus, now);
    };
    const Sent first = round(kStart);
    CHECK(first.cell(0, GpuColumn::SampleInterval).integer == models::Duration(60s).count());
    CHECK(round(kStart + 5s).rows.empty());
    dcgm = 30s; // the configuration was changed
    CHECK(round(kStart + 10s).cell(0, GpuColumn::SampleInterval).integer ==
          models::Duration(30s).count());
    dcgm = 0s;
    const Sent unknown = round(kStart + 15s);
    CHECK(unknown.cell(0, GpuColumn::SampleInterval).set);
    CHECK(unknown.cell(0, GpuColumn::SampleInterval).integer == models::kUnknownInt);
}

TEST_CASE("a partial answer updates who is in it, and the others keep value and age")
{
    GpuRows gpus("prom");
    const auto round = [&](UtcTime now, bool partial,
                           std::vector<std::pair<std::string, double>> load,
                           std::vector<std::pair<std::string, double>> times) {
        gpus.begin();
        auto answer = values(std::move(load));
        answer.answer.partial = partial;
        (void)gpus.add("gpu.utilisation", answer, true);
        for (auto& [uuid, at] : times)
            at += kStart.seconds();
        gpus.sampleTimes(values(std::move(times)).answer, 0s);
        return Sent(gpus, now);
    };
    (void)round(kStart, false, {{"a", 0.5}, {"b", 0.1}}, {{"a", 0}, {"b", 0}});
    const Sent partial = round(kStart + 15s, true, {{"a", 0.6}}, {{"a", 15}, {"b", 15}});
    REQUIRE(partial.rows.size() == 1); // of "b" nothing is new, also not its time
    CHECK(partial.rows[0].key == models::makeKey("prom", "a"));
    CHECK(partial.cell(0, GpuColumn::Utilisation).real == 0.6);
    CHECK(partial.cell(0, GpuColumn::SampleTime).integer == (kStart + 15s).ns);
    CHECK(round(kStart + 20min, true, {{"a", 0.6}}, {{"a", 15}}).rows.empty()); // not forgotten
    CHECK(gpus.size() == 2);
    // Whole again and without it: now it is gone.
    const Sent whole = round(kStart + 21min, false, {{"a", 0.6}}, {{"a", 15}});
    REQUIRE(whole.rows.size() == 1);
    CHECK(whole.rows[0].op == FactOp::Remove);
}
