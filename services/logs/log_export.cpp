// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_export.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;

models::Result<std::uint64_t> saveLog(LogBuffer& buffer, std::span<const std::string> origins,
                                      const std::vector<std::uint64_t>* only,
                                      const std::string& file, std::stop_token stop)
{
    const std::string part = file + ".part";
    const auto refused = [&](ErrorCode code) {
        const std::string why = std::strerror(errno);
        std::error_code none;
        std::filesystem::remove(part, none);
        return fail(code, "cannot write " + file + ": " + why, "Choose another folder.");
    };
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    if (!out)
        return refused(ErrorCode::PermissionDenied);
    const LogExtent extent = buffer.extent();
    if (extent.dropped() > 0)
        out << "# " << extent.dropped() << " older lines were not kept\n";
    std::uint64_t written = 0;
    bool stopped = false;
    const auto scanned = buffer.scan(
        extent.first, [&](std::uint64_t number, const LogChunk& chunk, std::size_t line) {
            stopped = stop.stop_requested();
            if (stopped || number >= extent.end || !out)
                return false;
            if (only != nullptr && !std::binary_search(only->begin(), only->end(), number))
                return true;
            const LogEntry entry = chunk.entry(line);
            out << toRfc3339(entry.time) << ' ';
            if (origins.size() > 1 && entry.origin < origins.size())
                out << origins[entry.origin] << ' ';
            out << entry.text << '\n';
            ++written;
            return true;
        });
    out.close();
    if (!scanned || stopped) {
        std::error_code none;
        std::filesystem::remove(part, none);
        return scanned ? fail(ErrorCode::Cancelled, "saving was stopped") : fail(scanned.error());
    }
    if (!out)
        return refused(ErrorCode::ResourceExhausted);
    std::error_code problem;
    std::filesystem::rename(part, file, problem);
    if (problem) {
        errno = problem.value();
        return refused(ErrorCode::PermissionDenied);
    }
    return written;
}

} // namespace binnacle::services
