// SPDX-License-Identifier: GPL-3.0-or-later
// A piece of a log of about a megabyte: texts one after the other and a small record for each line.
// In memory and on disk it is the same bytes. For LogBuffer; not thread-safe.
#pragma once

#include "services/logs/log_line.h"

#include <cstddef>
#include <string>
#include <vector>

namespace binnacle::services {

class LogChunk {
public:
    static constexpr std::size_t kBytes = std::size_t{1} << 20; ///< full from here on

    void append(models::UtcTime time, LogOrigin origin, LogLevel level, bool cut, bool late,
                std::string_view text);
    std::size_t size() const { return m_records.size(); }
    std::size_t bytes() const { return m_texts.size() + m_records.size() * sizeof(Record); }
    bool full() const { return bytes() >= kBytes; }

    LogEntry entry(std::size_t line) const;
    std::string_view text(std::size_t line) const;
    models::UtcTime time(std::size_t line) const { return {m_records[line].time}; }
    LogLevel level(std::size_t line) const { return m_records[line].level; }

    std::string encode() const;
    /// Errors: DataCorrupt.
    static models::Result<LogChunk> decode(std::string_view bytes);

private:
    struct Record {
        std::int64_t time = models::UtcTime::kUnknown;
        std::uint32_t at = 0, size = 0;
        LogOrigin origin = 0;
        LogLevel level = LogLevel::None;
        bool cut = false;
        bool late = false;
    };
    std::string m_texts;
    std::vector<Record> m_records;
};

} // namespace binnacle::services
