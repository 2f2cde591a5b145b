// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/blob.h"
#include "services/store/history_codec.h"
#include "services/store/status_codec.h"
#include "services/store/status_equal.h"
#include "tests/store/store_fixture.h"

#include <limits>
#include <random>

using namespace binnacle::tests;

namespace {

std::string encodeAll(const SnapshotPtr& snapshot, SchemaBook& schemas, std::size_t perPart)
{
    HistoryEncoder encoder(schemas);
    std::string payload;
    for (const EstateDelta& part : HistoryEncoder::everything(snapshot, kStart, perPart)) {
        encoder.add(part);
        payload += encoder.finish();
    }
    return payload;
}

SnapshotPtr awkward()
{
    const auto store = memoryStore();
    FactBatch batch("c1");
    const double reals[] = {0.0,
                            0.37,
                            1e-9,
                            1e300,
                            -273.15,
                            1.0 / 3,
                            std::numeric_limits<double>::infinity(),
                            -std::numeric_limits<double>::infinity(),
                            std::numeric_limits<double>::denorm_min(),
                            9007199254740993.0};
    int n = 0;
    for (const double real : reals) {
        ++n;
        batch.upsert(kGpu, key("g" + std::to_string(n)), kStart - std::chrono::nanoseconds(n))
            .text(col(Common::Name), std::string("zero\0byte", 9))
            .real(col(GpuColumn::Power), real)
            .integer(col(GpuColumn::Xid),
                     n % 2 == 0 ? std::numeric_limits<std::int64_t>::max() : -1)
            .time(col(GpuColumn::XidAt), UtcTime{n % 2 == 0 ? -1'500'000'000 : 1});
    }
    put(batch, {.kind = BuiltIn::Node, .uid = "n"})
        .flag(col(NodeColumn::Unschedulable), true)
        .text(col(NodeColumn::Taints), "");
    for (int i = 0; i < 700; ++i)
        put(batch, {.uid = "p" + std::to_string(i), .ns = "ml", .labels = {{"a", "b"}}});
    require(store->apply(std::move(batch)));
    return store->current();
}

} // namespace

TEST_CASE("every value comes back bit by bit, whatever the size of the parts")
{
    const SnapshotPtr snapshot = awkward();
    for (const std::size_t perPart : {1u, 7u, 100'000u}) {
        SchemaBook schemas;
        const std::string payload = encodeAll(snapshot, schemas, perPart);
        EstateTables tables;
        ReplayTarget target{tables, {}, {}, nullptr, 0, {}, 0, 0, false};
        require(replayPayload(payload, schemas, target));
        REQUIRE(dump(tables.snapshot()) == dump(*snapshot));
        REQUIRE(target.orphans == 0);
    }
}

TEST_CASE("damaged payloads are an error or another estate, never a crash")
{
    SchemaBook schemas;
    const std::string payload = encodeAll(awkward(), schemas, 500);
    std::mt19937 random(11);
    const auto tryIt = [&](std::string_view bytes) {
        EstateTables tables;
        ReplayTarget target{tables, {}, {}, nullptr, 0, {}, 0, 0, false};
        return replayPayload(bytes, schemas, target).has_value();
    };
    std::size_t refused = 0;
    for (std::size_t cut = 1; cut < payload.size(); cut += 1 + payload.size() / 200)
        refused += tryIt(std::string_view(payload).substr(0, cut)) ? 0 : 1;
    for (int round = 0; round < 1000; ++round) {
        std::string bad = payload;
        for (int i = 0; i < 3; ++i)
            bad[random() % bad.size()] = static_cast<char>(random());
        refused += tryIt(bad) ? 0 : 1;
    }
    REQUIRE(refused > 300); // cuts between two segments are whole payloads of their own
}

TEST_CASE("sealed blobs come back, and any flipped byte is noticed")
{
    std::mt19937 random(3);
    for (const std::size_t size : {0u, 1u, 127u, 128u, 5000u, 300'000u}) {
        std::string payload;
        for (std::size_t i = 0; i < size; ++i)
            payload.push_back(static_cast<char>(i % 7 == 0 ? random() : 'a'));
        const SealedBlob sealed = seal(payload);
        REQUIRE(*unseal(sealed.bytes, sealed.crc) == payload);
        for (int round = 0; round < 50 && !sealed.bytes.empty(); ++round) {
            std::string bad = sealed.bytes;
            bad[random() % bad.size()] ^= static_cast<char>(1 << (random() % 8));
            REQUIRE(unseal(bad, sealed.crc).error().code == ErrorCode::DataCorrupt);
        }
    }
    REQUIRE(crc32c("123456789") == 0xe3069283u); // Source: RFC 3720, B.4 (check value)
}

TEST_CASE("a blob that claims more than its bytes can unpack to asks for no memory")
{
    ByteWriter claim;
    claim.byte(1); // zstd
    claim.varint(std::uint64_t{1} << 30);
    claim.raw("few bytes");
    const auto refused = unseal(claim.bytes(), crc32c(claim.bytes()));
    REQUIRE(refused.error().code == ErrorCode::DataCorrupt);
    REQUIRE(refused.error().message.find("unknown form") != std::string::npos);
    // The most that honest bytes grow by stays readable.
    const std::string zeros(8u << 20, '\0');
    const SealedBlob sealed = seal(zeros);
    REQUIRE(sealed.bytes.size() < 2000);
    REQUIRE(*unseal(sealed.bytes, sealed.crc) == zeros);
}

TEST_CASE("a payload with more sources than rows can tell apart is refused")
{
    const auto payloadOf = [](std::size_t sources) {
        ByteWriter segment;
        segment.varint(sources);
        for (std::size_t i = 0; i < sources; ++i)
            segment.text("s" + std::to_string(i));
        segment.varint(1); // group
        segment.word(0);
        segment.varint(sources);
        for (std::size_t i = 0; i < sources; ++i) {
            segment.byte(0);
            segment.varint(i + 1);
            segment.text("");
        }
        segment.varint(0); // kinds
        ByteWriter payload;
        payload.text(segment.bytes());
        return payload.take();
    };
    for (const std::size_t sources : {std::size_t{3}, kMaxSources, kMaxSources + 1}) {
        EstateTables tables;
        ReplayTarget target{tables, {}, {}, nullptr, 0, {}, 0, 0, false};
        const bool read = replayPayload(payloadOf(sources), SchemaBook(), target).has_value();
        REQUIRE(read == (sources <= kMaxSources));
        REQUIRE(tables.sourceCount() == std::min(sources, kMaxSources));
    }
}

TEST_CASE("a status comes back whole and later fields are skipped")
{
    SourceStatus s;
    s.id = "x";
    s.type = "prometheus";
    s.address = "https://prom.example";
    s.phase = SourcePhase::Degraded;
    s.simulated = s.insecure = true;
    s.lastContact = kStart;
    s.since = kStart - std::chrono::hours(2);
    s.interval = std::chrono::seconds(15);
    s.latencyMs = 12.5;
    s.version = "2.48";
    s.clockSkew = std::chrono::milliseconds(-250);
    s.missing = {"list pods", "list nodes"};
    s.notes = {"streaming lists are off"};
    s.error = Error{ErrorCode::RateLimited, "too many", "wait", {"inner", "outer"}};
    s.kinds["Pod"] = {12, true, "ml", std::nullopt, kStart};
    s.meter.queries = 7;
    ByteWriter out;
    encodeStatus(out, s);
    out.byte(200); // a field of a later version
    out.text("whatever");
    SourceStatus back;
    REQUIRE(decodeStatus(out.bytes(), back));
    REQUIRE(compareStatus(s, back) == StatusChange::None);
    for (std::size_t cut = 0; cut < out.size(); ++cut) {
        SourceStatus partial;
        decodeStatus(std::string_view(out.bytes()).substr(0, cut), partial);
    }
}

TEST_CASE("the description of a kind comes back, and damaged ones are refused")
{
    const KindSpec& spec = KindRegistry::instance().spec(kGpu);
    const std::string bytes = encodeKindSpec(spec);
    const auto back = decodeKindSpec(bytes);
    REQUIRE(back);
    REQUIRE(encodeKindSpec(*back) == bytes);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut)
        REQUIRE_FALSE(decodeKindSpec(std::string_view(bytes).substr(0, cut)));
}
