// SPDX-License-Identifier: GPL-3.0-or-later
// Folders that go away, and short ways to say "a pod of this deployment on that node". Tests only.
#pragma once

#include "models/estate/fact.h"
#include "models/estate/labels.h"
#include "services/store/estate_store_impl.h"
#include "tests/support/catch.h"

#include <filesystem>
#include <string>
#include <unistd.h>

namespace binnacle::tests {

using namespace models;
using namespace services;

inline constexpr KindId kPod = kind(BuiltIn::Pod);
inline constexpr KindId kNode = kind(BuiltIn::Node);
inline constexpr KindId kGpu = kind(BuiltIn::Gpu);
inline constexpr UtcTime kStart = UtcTime::fromSeconds(std::int64_t{1'790'000'000});
inline constexpr std::chrono::seconds kLong{20};

class TempFolder {
public:
    TempFolder()
    {
        // In memory where there is such a place: the tests are about processes and bytes, and a
        // busy disk would only make them slow.
        std::error_code ec;
        const std::filesystem::path shared = "/dev/shm";
        const bool memory =
            std::filesystem::is_directory(shared, ec) && access(shared.c_str(), W_OK) == 0;
        const auto parent = memory ? shared : std::filesystem::temp_directory_path();
        std::string name = (parent / "binnacle-store-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        m_path = name;
    }
    ~TempFolder()
    {
        std::error_code ec;
        std::filesystem::remove_all(m_path, ec);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path file() const { return m_path / "estate.db"; }

private:
    std::filesystem::path m_path;
};

inline StoreOptions optionsAt(const TempFolder& folder, const Clock* clock = nullptr)
{
    StoreOptions options;
    options.folder = folder.path();
    options.clock = clock;
    return options;
}

inline std::unique_ptr<EstateStore> openStore(StoreOptions options, HistoryTuning tuning = {})
{
    auto store = openEstateStore(std::move(options), tuning);
    if (!store)
        FAIL(store.error().text());
    return std::move(*store);
}

inline std::unique_ptr<EstateStore> memoryStore(const Clock* clock = nullptr)
{
    StoreOptions options;
    options.clock = clock;
    return openStore(std::move(options));
}

inline ObjectKey key(std::string_view uid, std::string_view source = "c1")
{
    return makeKey(source, uid);
}

inline void require(const Result<void>& ok)
{
    if (!ok)
        FAIL(ok.error().text());
}

/// What a test says of an object; empty fields stay unknown.
struct Object {
    BuiltIn kind = BuiltIn::Pod;
    std::string uid{}, name{}, ns{};
    std::string owner{}, ownerKind{}, ownerUid{};
    LabelPairs labels{};
};

inline RowWriter put(FactBatch& batch, const Object& o)
{
    RowWriter row = batch.upsert(models::kind(o.kind), makeKey(batch.source(), o.uid));
    row.text(col(Common::Name), o.name.empty() ? o.uid : o.name);
    row.textIf(col(Common::Namespace), o.ns);
    row.textIf(col(Common::Owner), o.owner);
    row.textIf(col(Common::OwnerKind), o.ownerKind);
    row.textIf(col(Common::OwnerUid), o.ownerUid);
    row.textIf(col(Common::Labels), encodeLabels(o.labels));
    return row;
}

inline std::optional<RowRef> rowOf(const SnapshotPtr& snapshot, BuiltIn kind, std::string_view uid,
                                   std::string_view source = "c1")
{
    const Table* const table = snapshot->table(kind);
    return table == nullptr ? std::nullopt : table->find(makeKey(source, uid));
}

template <class Column>
std::string textOf(const SnapshotPtr& snapshot, BuiltIn kind, std::string_view uid, Column column)
{
    const auto row = rowOf(snapshot, kind, uid);
    REQUIRE(row);
    return std::string(row->text(col(column)));
}

/// Every live row of every table as text: equal estates give equal texts whatever their slots.
std::string dump(const Snapshot& snapshot, bool withGauges = true);

} // namespace binnacle::tests
