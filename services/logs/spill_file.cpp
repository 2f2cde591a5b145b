// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/spill_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

tl::unexpected<models::Error> problem(const char* what, int number)
{
    const ErrorCode code = number == EACCES || number == EROFS ? ErrorCode::PermissionDenied
                                                               : ErrorCode::ResourceExhausted;
    return fail(code, std::string(what) + ": " + std::strerror(number),
                "Free disk space, or choose another folder with TMPDIR.");
}

} // namespace

SpillFile::~SpillFile()
{
    if (m_file >= 0)
        ::close(m_file);
}

Result<void> SpillFile::open(const std::string& folder)
{
    std::error_code none;
    std::string name =
        (folder.empty() ? std::filesystem::temp_directory_path(none).string() : folder) +
        "/binnacle-log-XXXXXX";
    m_file = ::mkostemp(name.data(), O_CLOEXEC);
    if (m_file < 0)
        return problem("cannot make a temporary file for older lines", errno);
    ::unlink(name.c_str());
    return {};
}

Result<std::uint64_t> SpillFile::write(std::string_view bytes)
{
    const std::uint64_t at = m_end;
    while (!bytes.empty()) {
        const auto written =
            ::pwrite(m_file, bytes.data(), bytes.size(), static_cast<off_t>(m_end));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return problem("cannot write older lines to the temporary file", errno);
        m_end += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return at;
}

Result<std::string> SpillFile::read(std::uint64_t at, std::uint64_t size) const
{
    std::string out(size, '\0');
    std::size_t done = 0;
    while (done < out.size()) {
        const auto got =
            ::pread(m_file, out.data() + done, out.size() - done, static_cast<off_t>(at + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail(ErrorCode::DataCorrupt, "the temporary file of this log cannot be read",
                        "Open the log again.");
        done += static_cast<std::size_t>(got);
    }
    return out;
}

bool SpillFile::release(std::uint64_t at, std::uint64_t size)
{
#ifdef FALLOC_FL_PUNCH_HOLE
    return ::fallocate(m_file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(at),
                       static_cast<off_t>(size)) == 0;
#else
    (void)at;
    (void)size;
    return false;
#endif
}

} // namespace binnacle::services
