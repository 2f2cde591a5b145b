// SPDX-License-Identifier: GPL-3.0-or-later
// The history file is not trusted. 'A': a payload of changes, read with the schema book of today;
// what was read is written and read back the same. 'B': the description of a kind. 'C': the state
// of a source. 'D': a sealed block whose checksum is right.
#include "services/store/blob.h"
#include "services/store/history_codec.h"
#include "services/store/status_codec.h"
#include "tests/fuzz/target.h"

#include <memory>
#include <string>
#include <vector>

using namespace binnacle;

namespace {

using fuzz::require;

/// Forms 1 to n, as a recorder of today would number the built-in kinds.
services::SchemaBook todaysBook()
{
    services::SchemaBook book;
    for (models::KindId kind = 0; kind < models::kind(models::BuiltIn::Count); ++kind)
        (void)book.idOf(kind);
    return book;
}

services::SnapshotPtr replay(std::string_view payload, const services::SchemaBook& schemas,
                             std::vector<services::ChangeEntry>* changes)
{
    services::EstateTables tables;
    services::ReplayTarget target{tables, {}, {}, changes, 1000, {}, 0, 0, false};
    if (!services::replayPayload(payload, schemas, target))
        return nullptr;
    require(changes != nullptr || target.rows <= payload.size(), "a row is at least one byte");
    return std::make_shared<const services::Snapshot>(tables.snapshot());
}

std::string written(const services::SnapshotPtr& snapshot, services::SchemaBook& schemas)
{
    services::HistoryEncoder encoder(schemas);
    const auto at = models::UtcTime::fromSeconds(std::int64_t{1'790'000'000});
    for (const auto& part : services::HistoryEncoder::everything(snapshot, at, 100))
        encoder.add(part);
    return encoder.finish();
}

void changes(std::string_view payload)
{
    static services::SchemaBook schemas = todaysBook();
    std::vector<services::ChangeEntry> entries;
    (void)replay(payload, schemas, &entries);
    require(entries.size() <= 1000, "no more changes than asked for");
    const auto snapshot = replay(payload, schemas, nullptr);
    if (!snapshot)
        return;
    const std::string once = written(snapshot, schemas);
    const auto again = replay(once, schemas, nullptr);
    require(again != nullptr, "what was written is read");
    require(written(again, schemas) == once, "an estate is read back the same");
}

void kindSpec(std::string_view bytes)
{
    // Not learned: kinds stay registered for ever.
    const auto spec = services::decodeKindSpec(bytes);
    if (!spec)
        return;
    require(spec->columns.size() <= bytes.size(), "a column is at least one byte");
    const std::string once = services::encodeKindSpec(*spec);
    const auto again = services::decodeKindSpec(once);
    require(again && services::encodeKindSpec(*again) == once, "a kind is read back the same");
}

void status(std::string_view bytes)
{
    models::SourceStatus status;
    if (!services::decodeStatus(bytes, status))
        return;
    services::ByteWriter once;
    services::encodeStatus(once, status);
    models::SourceStatus again;
    require(services::decodeStatus(once.bytes(), again), "what was written is read");
    services::ByteWriter twice;
    services::encodeStatus(twice, again);
    require(once.bytes() == twice.bytes(), "a state is read back the same");
}

void sealed(std::string_view bytes)
{
    (void)services::unseal(bytes, services::crc32c(bytes));
    const services::SealedBlob blob = services::seal(bytes);
    const auto plain = services::unseal(blob.bytes, blob.crc);
    require(plain && *plain == bytes, "a block is read back the same");
    const std::string_view whole(blob.bytes);
    require(!services::unseal(whole.substr(0, whole.size() - 1), blob.crc), "a cut block is none");
    require(!services::unseal(whole, blob.crc + 1), "another checksum is another block");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto [which, bytes] = fuzz::choose(fuzz::textOf(data, size), 4);
    switch (which) {
    case 0:
        changes(bytes);
        break;
    case 1:
        kindSpec(bytes);
        break;
    case 2:
        status(bytes);
        break;
    default:
        sealed(bytes);
    }
    return 0;
}
