// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_chunk.h"

#include <cstring>

namespace binnacle::services {

void LogChunk::append(models::UtcTime time, LogOrigin origin, LogLevel level, bool cut, bool late,
                      std::string_view text)
{
    if (m_texts.capacity() < kBytes)
        m_texts.reserve(kBytes);
    m_records.push_back({time.ns, static_cast<std::uint32_t>(m_texts.size()),
                         static_cast<std::uint32_t>(text.size()), origin, level, cut, late});
    m_texts += text;
}

std::string_view LogChunk::text(std::size_t line) const
{
    return std::string_view(m_texts).substr(m_records[line].at, m_records[line].size);
}

LogEntry LogChunk::entry(std::size_t line) const
{
    const Record& record = m_records[line];
    return {models::UtcTime{record.time}, record.origin, record.level, record.cut, record.late,
            std::string(text(line))};
}

std::string LogChunk::encode() const
{
    const std::uint64_t counts[2] = {m_records.size(), m_texts.size()};
    std::string out(sizeof counts + m_records.size() * sizeof(Record), '\0');
    std::memcpy(out.data(), counts, sizeof counts);
    if (!m_records.empty())
        std::memcpy(out.data() + sizeof counts, m_records.data(),
                    m_records.size() * sizeof(Record));
    return out + m_texts;
}

models::Result<LogChunk> LogChunk::decode(std::string_view bytes)
{
    std::uint64_t counts[2] = {0, 0};
    LogChunk out;
    const auto damaged = [] {
        return models::fail(models::ErrorCode::DataCorrupt,
                            "the temporary file of this log is damaged", "Open the log again.");
    };
    if (bytes.size() < sizeof counts)
        return damaged();
    std::memcpy(counts, bytes.data(), sizeof counts);
    bytes.remove_prefix(sizeof counts);
    if (counts[0] > bytes.size() / sizeof(Record) ||
        bytes.size() - counts[0] * sizeof(Record) != counts[1])
        return damaged();
    out.m_records.resize(counts[0]);
    if (counts[0] > 0)
        std::memcpy(out.m_records.data(), bytes.data(), counts[0] * sizeof(Record));
    out.m_texts = bytes.substr(counts[0] * sizeof(Record));
    for (const Record& record : out.m_records) {
        if (record.at > counts[1] || record.size > counts[1] - record.at)
            return damaged();
    }
    return out;
}

} // namespace binnacle::services
