// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_buffer.h"

#include "services/logs/spill_file.h"

#include <algorithm>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;

struct LogBuffer::File : SpillFile {
    std::uint64_t used = 0;
};

namespace {

constexpr std::size_t kRecentPieces = 4; ///< read back from the file and kept

} // namespace

LogBuffer::LogBuffer(LogLimits limits)
    : m_limits(std::move(limits)), m_open(std::make_shared<LogChunk>()),
      m_file(std::make_unique<File>())
{
}

LogBuffer::~LogBuffer() = default;

void LogBuffer::append(std::span<const LogEntry> entries)
{
    std::size_t done = 0;
    while (done < entries.size()) {
        {
            const std::lock_guard lock(m_mutex);
            // Readers wait for at most so many lines.
            const std::size_t end = std::min(entries.size(), done + 512);
            while (done < end && !m_open->full())
                append(entries[done++]);
            if (m_open->full()) {
                m_pieces.push_back({m_openFirst, m_open->size(), m_latest, m_open, 0, 0, false});
                m_memory += m_open->bytes();
                m_openFirst += m_open->size();
                m_open = std::make_shared<LogChunk>();
            }
        }
        makeRoom();
    }
}

void LogBuffer::append(const LogEntry& entry)
{
    const LogLevel level = entry.level == LogLevel::None ? levelOf(entry.text) : entry.level;
    m_open->append(entry.time, entry.origin, level, entry.cut, entry.late, entry.text);
    m_latest = std::max(m_latest, entry.time.ns);
}

/// The writer's thread only. The open piece and those read back count too.
void LogBuffer::makeRoom()
{
    const std::size_t others = (kRecentPieces + 1) * LogChunk::kBytes;
    const std::size_t room = m_limits.memoryBytes > 2 * others ? m_limits.memoryBytes - others
                                                               : m_limits.memoryBytes / 2;
    while (true) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_memory <= room)
                return;
        }
        if (!spillOldest())
            dropOldest();
    }
}

bool LogBuffer::spillOldest()
{
    ChunkPtr chunk;
    std::uint64_t first = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_fileProblem.empty())
            return false;
        const auto piece = std::find_if(m_pieces.begin(), m_pieces.end(),
                                        [](const Piece& p) { return p.chunk != nullptr; });
        chunk = piece->chunk;
        first = piece->first;
    }
    const std::string bytes = chunk->encode();
    auto opened = m_file->isOpen() ? Result<void>() : m_file->open(m_limits.folder);
    const auto at = opened ? m_file->write(bytes) : Result<std::uint64_t>(fail(opened.error()));
    {
        const std::lock_guard lock(m_mutex);
        if (!at) {
            m_fileProblem = at.error().text();
            return false;
        }
        for (Piece& piece : m_pieces) {
            if (piece.first != first)
                continue;
            m_memory -= piece.chunk->bytes();
            piece.chunk.reset();
            piece.at = *at;
            piece.bytes = bytes.size();
            piece.inFile = true;
        }
        m_file->used += bytes.size();
        if (m_file->used <= m_limits.fileBytes)
            return true;
    }
    dropOldest();
    return true;
}

void LogBuffer::dropOldest()
{
    Piece gone;
    {
        const std::lock_guard lock(m_mutex);
        if (m_pieces.empty())
            return;
        gone = std::move(m_pieces.front());
        m_pieces.pop_front();
        if (gone.chunk)
            m_memory -= gone.chunk->bytes();
        std::erase_if(m_recent, [&](const auto& recent) { return recent.first == gone.first; });
    }
    if (!gone.inFile)
        return;
    const bool released = m_file->release(gone.at, gone.bytes);
    const std::lock_guard lock(m_mutex);
    m_file->used -= gone.bytes;
    if (!released)
        m_fileProblem = "the file system of the temporary folder gives no room back";
}

LogExtent LogBuffer::extentLocked() const
{
    return {m_pieces.empty() ? m_openFirst : m_pieces.front().first, m_openFirst + m_open->size()};
}

LogExtent LogBuffer::extent() const
{
    const std::lock_guard lock(m_mutex);
    return extentLocked();
}

std::size_t LogBuffer::memoryUsed() const
{
    const std::lock_guard lock(m_mutex);
    std::size_t bytes = m_memory + m_open->bytes();
    for (const auto& recent : m_recent)
        bytes += recent.second->bytes();
    return bytes;
}

std::uint64_t LogBuffer::spilled() const
{
    const std::lock_guard lock(m_mutex);
    std::uint64_t lines = 0;
    for (const Piece& piece : m_pieces)
        lines += piece.inFile ? piece.lines : 0;
    return lines;
}

std::string LogBuffer::fileProblem() const
{
    const std::lock_guard lock(m_mutex);
    return m_fileProblem;
}

std::size_t LogBuffer::pieceOf(std::uint64_t number) const
{
    const auto after =
        std::upper_bound(m_pieces.begin(), m_pieces.end(), number,
                         [](std::uint64_t n, const Piece& piece) { return n < piece.first; });
    return static_cast<std::size_t>(after - m_pieces.begin()) - 1;
}

const LogChunk* LogBuffer::inMemory(std::uint64_t number, std::uint64_t& first) const
{
    if (number >= m_openFirst) {
        first = m_openFirst;
        return m_open.get();
    }
    const Piece& piece = m_pieces[pieceOf(number)];
    first = piece.first;
    if (piece.chunk)
        return piece.chunk.get();
    for (const auto& recent : m_recent) {
        if (recent.first == piece.first)
            return recent.second.get();
    }
    return nullptr;
}

std::optional<std::vector<LogEntry>> LogBuffer::lines(std::uint64_t from, std::size_t count) const
{
    const std::lock_guard lock(m_mutex);
    const LogExtent extent = extentLocked();
    from = std::max(from, extent.first);
    std::vector<LogEntry> out;
    for (std::uint64_t number = from; number < extent.end && out.size() < count;) {
        std::uint64_t first = 0;
        const LogChunk* chunk = inMemory(number, first);
        if (chunk == nullptr)
            return std::nullopt;
        for (; number - first < chunk->size() && out.size() < count; ++number)
            out.push_back(chunk->entry(number - first));
    }
    return out;
}

Result<LogBuffer::Found> LogBuffer::find(std::uint64_t number) const
{
    const std::lock_guard lock(m_mutex);
    const LogExtent extent = extentLocked();
    if (number < extent.first || number >= extent.end)
        return fail(ErrorCode::NotFound, "these lines are not kept any more");
    Found found;
    if (number >= m_openFirst) {
        found.first = m_openFirst;
        found.chunk = std::make_shared<LogChunk>(*m_open); // it goes on growing
        return found;
    }
    found.piece = m_pieces[pieceOf(number)];
    found.first = found.piece.first;
    found.chunk = found.piece.chunk;
    for (const auto& recent : m_recent) {
        if (!found.chunk && recent.first == found.first)
            found.chunk = recent.second;
    }
    return found;
}

Result<LogBuffer::Found> LogBuffer::load(std::uint64_t number)
{
    auto found = find(number);
    if (!found || found->chunk)
        return found;
    const auto bytes = m_file->read(found->piece.at, found->piece.bytes);
    if (!bytes)
        return fail(bytes.error());
    auto chunk = LogChunk::decode(*bytes);
    const bool stillThere = extent().first <= found->first;
    if (!stillThere) // its place may have been given back while it was read
        return fail(ErrorCode::NotFound, "these lines are not kept any more");
    if (!chunk)
        return fail(chunk.error());
    found->chunk = std::make_shared<const LogChunk>(std::move(*chunk));
    return found;
}

Result<std::vector<LogEntry>> LogBuffer::read(std::uint64_t from, std::size_t count)
{
    std::vector<LogEntry> out;
    const LogExtent extent = this->extent();
    std::uint64_t number = std::max(from, extent.first);
    while (number < extent.end && out.size() < count) {
        const auto found = load(number);
        if (!found)
            return fail(found.error());
        const auto& chunk = *found->chunk;
        for (; number - found->first < chunk.size() && out.size() < count; ++number)
            out.push_back(chunk.entry(number - found->first));
        if (!found->piece.inFile)
            continue;
        const std::lock_guard lock(m_mutex);
        const bool known = std::any_of(m_recent.begin(), m_recent.end(), [&](const auto& recent) {
            return recent.first == found->first;
        });
        if (!known)
            m_recent.emplace_back(found->first, found->chunk);
        if (m_recent.size() > kRecentPieces)
            m_recent.pop_front();
    }
    return out;
}

Result<void>
LogBuffer::scan(std::uint64_t from,
                const std::function<bool(std::uint64_t, const LogChunk&, std::size_t)>& visit)
{
    std::uint64_t number = from;
    while (true) {
        const LogExtent extent = this->extent();
        number = std::max(number, extent.first);
        if (number >= extent.end)
            return {};
        const auto found = load(number);
        if (!found) {
            if (found.error().code == ErrorCode::NotFound)
                continue; // dropped meanwhile: go on with what is left
            return fail(found.error());
        }
        for (std::size_t line = number - found->first; line < found->chunk->size(); ++line) {
            if (!visit(number++, *found->chunk, line))
                return {};
        }
    }
}

Result<std::uint64_t> LogBuffer::firstAt(models::UtcTime time)
{
    std::uint64_t from = 0;
    {
        const std::lock_guard lock(m_mutex);
        const auto piece = std::partition_point(m_pieces.begin(), m_pieces.end(),
                                                [&](const Piece& p) { return p.latest < time.ns; });
        from = piece == m_pieces.end() ? m_openFirst : piece->first;
        if (from >= m_openFirst + m_open->size())
            return m_openFirst + m_open->size();
    }
    std::uint64_t answer = extent().end;
    auto scanned = scan(from, [&](std::uint64_t number, const LogChunk& chunk, std::size_t line) {
        if (chunk.time(line) < time) // unknown is before everything
            return true;
        answer = number;
        return false;
    });
    if (!scanned)
        return fail(scanned.error());
    return answer;
}

} // namespace binnacle::services
