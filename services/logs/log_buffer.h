// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of one log view, in the order shown, within a bound: the newest in memory, older ones
// in a temporary file, and of what no longer fits there the count. Any thread; a lock is held for
// one copy of lines at most, never while a file is read or written. Knows no source and no view.
#pragma once

#include "services/logs/log_chunk.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace binnacle::services {

struct LogLimits {
    std::size_t memoryBytes = std::size_t{64} << 20;
    std::uint64_t fileBytes = std::uint64_t{1} << 30; ///< of the temporary file
    std::string folder; ///< for it; empty: the system's temporary folder
};

struct LogExtent {
    std::uint64_t first = 0; ///< number of the oldest line that is still there
    std::uint64_t end = 0;   ///< one past the newest
    std::uint64_t dropped() const { return first; }
    std::uint64_t count() const { return end - first; }
};

class LogBuffer {
public:
    explicit LogBuffer(LogLimits limits = {});
    ~LogBuffer();
    LogBuffer(const LogBuffer&) = delete;
    LogBuffer& operator=(const LogBuffer&) = delete;

    /// Lines get the next numbers; level is found here. Thread: one writer at a time. May write a
    /// megabyte to the file.
    void append(std::span<const LogEntry> entries);

    LogExtent extent() const;
    /// Of lines, with their records, in memory now. Units: bytes
    std::size_t memoryUsed() const;
    std::uint64_t spilled() const; ///< lines that are in the file
    /// Why older lines are dropped instead of written to a file; empty: they are written.
    std::string fileProblem() const;

    /// Lines `from` to `from + count`, less where there are not so many. None when some are only in
    /// the file: read() gets them. Thread: any, ui too.
    std::optional<std::vector<LogEntry>> lines(std::uint64_t from, std::size_t count) const;
    /// The same, from the file too, and kept so that lines() has them next. Errors: NotFound
    /// (dropped meanwhile), DataCorrupt. Thread: any but ui.
    models::Result<std::vector<LogEntry>> read(std::uint64_t from, std::size_t count);

    /// Every line from `from` on in order, until `visit` says false. Errors: as read. Thread: any
    /// but ui.
    models::Result<void> scan(std::uint64_t from,
                              const std::function<bool(std::uint64_t number, const LogChunk& chunk,
                                                       std::size_t line)>& visit);

    /// The first line whose time, or that of one before it, reaches `time`; extent().end when none
    /// does. Errors: as read. Cost: a binary search over pieces, then one piece.
    models::Result<std::uint64_t> firstAt(models::UtcTime time);

private:
    using ChunkPtr = std::shared_ptr<const LogChunk>;
    struct Piece {
        std::uint64_t first = 0; ///< number of its first line
        std::size_t lines = 0;
        std::int64_t latest = models::UtcTime::kUnknown; ///< of it and all pieces before
        ChunkPtr chunk;                                  ///< null: in the file only
        std::uint64_t at = 0, bytes = 0;                 ///< in the file
        bool inFile = false;
    };
    struct File;
    void append(const LogEntry& entry);
    void makeRoom();
    bool spillOldest();
    void dropOldest();
    /// Position of the piece that holds a line; m_pieces.size() for the open one.
    std::size_t pieceOf(std::uint64_t number) const;
    /// The piece with a line and the number of its first one. A copy of the open one.
    struct Found {
        ChunkPtr chunk; ///< null: in the file, at `piece`
        std::uint64_t first = 0;
        Piece piece;
    };
    models::Result<Found> find(std::uint64_t number) const;
    models::Result<Found> load(std::uint64_t number);
    LogExtent extentLocked() const;
    const LogChunk* inMemory(std::uint64_t number, std::uint64_t& first) const;

    const LogLimits m_limits;
    mutable std::mutex m_mutex;
    std::deque<Piece> m_pieces;       ///< full ones
    std::shared_ptr<LogChunk> m_open; ///< being filled
    std::uint64_t m_openFirst = 0;
    std::int64_t m_latest = models::UtcTime::kUnknown;
    std::size_t m_memory = 0;                                ///< of chunks in m_pieces
    std::deque<std::pair<std::uint64_t, ChunkPtr>> m_recent; ///< read back from the file
    std::unique_ptr<File> m_file;
    std::string m_fileProblem;
};

} // namespace binnacle::services
