// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a store: create, load the last state, set a damaged file aside, find who records.
#include "services/store/estate_store_impl.h"

#include <cerrno>
#include <sys/stat.h>

namespace binnacle::services {

using models::ErrorCode;
using Start = EstateStoreImpl::Start;

namespace {

/// Every folder that is created is for its owner only; the mode of an existing one is left alone.
models::Result<void> makeFolder(const std::filesystem::path& folder)
{
    std::error_code ec;
    if (std::filesystem::is_directory(folder, ec))
        return {};
    ec.clear();
    std::filesystem::path made;
    for (const auto& part : folder) {
        made /= part;
        std::error_code absent;
        if (std::filesystem::is_directory(made, absent))
            continue;
        // Another process may be faster; what stands there then is looked at below.
        if (::mkdir(made.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
            ec.assign(errno, std::generic_category());
            break;
        }
    }
    if (!ec && std::filesystem::is_directory(folder, ec))
        return {};
    if (!ec)
        ec = std::make_error_code(std::errc::not_a_directory);
    const bool full = ec == std::errc::no_space_on_device;
    return models::fail(full ? ErrorCode::ResourceExhausted : ErrorCode::PermissionDenied,
                        "cannot create the store's folder " + folder.string() + ": " + ec.message(),
                        "Check the path, its owner and the space on its disk.");
}

models::Result<HistoryState> loadLast(SqliteDb& db, const SchemaBook* known, EstateTables& into)
{
    auto tx = Transaction::begin(db, false);
    if (!tx)
        return models::fail(std::move(tx.error()));
    if (known != nullptr)
        return loadHistory(db, *known, {}, into);
    const auto schemas = readSchemas(db);
    if (!schemas)
        return models::fail(schemas.error());
    return loadHistory(db, *schemas, {}, into);
}

models::Result<Start> openReadOnly(const StoreOptions& options)
{
    auto db = openHistoryForReading(options.folder);
    if (!db)
        return models::fail(std::move(db.error()));
    Start start;
    if (options.loadLastState) {
        const auto state = loadLast(*db, nullptr, start.tables);
        if (!state)
            return models::fail(state.error());
        start.lastAt = state->lastAt;
    }
    return start;
}

/// One attempt; DataCorrupt leaves the file for the caller to set aside.
models::Result<Start> openForWriting(const StoreOptions& options, HistoryTuning tuning)
{
    auto db = openHistoryForWriting(options.folder);
    if (!db)
        return models::fail(std::move(db.error()));
    Start start;
    start.log = std::make_unique<HistoryLog>(
        std::move(*db), HistoryLimits{options.retention, options.maxBytes}, tuning);
    start.recorder = start.log->acquire();
    if (!start.recorder && start.recorder.error().code == ErrorCode::DataCorrupt)
        return models::fail(start.recorder.error());
    const bool ours = start.recorder && *start.recorder == 0;
    start.anew = !options.loadLastState;
    if (!options.loadLastState) {
        start.lastAt = start.log->lastTime();
        return start;
    }
    const auto state =
        loadLast(start.log->db(), ours ? &start.log->schemas() : nullptr, start.tables);
    if (!state && state.error().code == ErrorCode::DataCorrupt && !ours && start.recorder) {
        // Another process is writing this very file: it is not ours to move.
        start.tables = EstateTables();
        start.anew = true;
        return start;
    }
    if (!state)
        return models::fail(state.error());
    start.lastAt = state->lastAt;
    start.log->setReplay(state->replayedBytes, state->checkpointBytes);
    return start;
}

} // namespace

models::Result<std::unique_ptr<EstateStore>> openEstateStore(StoreOptions options,
                                                             HistoryTuning tuning)
{
    if (options.folder.empty())
        return std::make_unique<EstateStoreImpl>(std::move(options), Start{});
    if (options.readOnly) {
        auto start = openReadOnly(options);
        if (!start)
            return models::fail(std::move(start.error()).in("opening the store"));
        return std::make_unique<EstateStoreImpl>(std::move(options), std::move(*start));
    }
    if (auto ok = makeFolder(options.folder); !ok)
        return models::fail(std::move(ok.error()));
    auto start = openForWriting(options, tuning);
    if (!start && start.error().code == ErrorCode::DataCorrupt) {
        const auto aside = setHistoryAside(
            options.folder,
            (options.clock != nullptr ? *options.clock : models::Clock::system()).now());
        if (!aside)
            return models::fail(aside.error());
        const std::string why = start.error().message;
        start = openForWriting(options, tuning);
        if (start)
            start->setAside = aside->string() + " (" + why + ")";
    }
    if (!start)
        return models::fail(std::move(start.error()).in("opening the store"));
    return std::make_unique<EstateStoreImpl>(std::move(options), std::move(*start));
}

models::Result<std::unique_ptr<EstateStore>> EstateStore::open(StoreOptions options)
{
    return openEstateStore(std::move(options), HistoryTuning{});
}

} // namespace binnacle::services
