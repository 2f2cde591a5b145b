// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/text_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::chrono::milliseconds kPipePatience{5000};

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }
    int get() const { return m_fd; }
    int close() { return m_fd < 0 ? 0 : ::close(std::exchange(m_fd, -1)); }

private:
    int m_fd;
};

/// The one mapping of errno in this folder.
models::Error fromErrno(int code, const std::string& path)
{
    const std::string why = path + ": " + std::strerror(code);
    if (code == ENOENT || code == ENOTDIR)
        return {ErrorCode::NotFound, path + " does not exist", "Check the path.", {}};
    if (code == EACCES || code == EPERM || code == EROFS)
        return {ErrorCode::PermissionDenied, why, "Check the owner and the mode of the file.", {}};
    if (code == ENOSPC || code == EDQUOT || code == EMFILE || code == ENFILE)
        return {ErrorCode::ResourceExhausted, why, "Free some space and try again.", {}};
    return {ErrorCode::Internal, why, {}, {}};
}

} // namespace

Result<std::string> readTextFile(const std::string& path, std::size_t limit)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.get() < 0)
        return fail(fromErrno(errno, path));
    struct stat info {};
    if (::fstat(file.get(), &info) != 0)
        return fail(fromErrno(errno, path));
    if (S_ISDIR(info.st_mode))
        return fail(ErrorCode::InvalidInput, path + " is a folder, not a file",
                    "Name the file in it.");
    const auto tooLarge = [&] {
        return fail(ErrorCode::ResourceExhausted,
                    path + " is larger than " + std::to_string(limit >> 10) + " KiB",
                    "Check that this is the right file.");
    };
    const auto deadline = std::chrono::steady_clock::now() + kPipePatience;
    std::string out;
    std::array<char, 65536> buffer{};
    for (;;) {
        const ssize_t n = ::read(file.get(), buffer.data(), buffer.size());
        if (n > 0) {
            out.append(buffer.data(), static_cast<std::size_t>(n));
            if (out.size() > limit)
                return tooLarge();
        } else if (n == 0) {
            return out;
        } else if (errno == EAGAIN) {
            // A pipe, as in --kubeconfig <(command): wait for its writer, but not for ever.
            if (std::chrono::steady_clock::now() > deadline)
                return fail(ErrorCode::Timeout, path + " is a pipe that nobody wrote to within 5 s",
                            "Name a regular file.");
            pollfd wait{file.get(), POLLIN, 0};
            ::poll(&wait, 1, 100);
        } else if (errno != EINTR) {
            return fail(fromErrno(errno, path));
        }
    }
}

Result<void> replaceTextFile(const std::string& path, const std::string& text)
{
    std::error_code ec;
    const std::filesystem::path target = std::filesystem::canonical(path, ec);
    if (ec)
        return fail(fromErrno(ec.value(), path));
    struct stat info {};
    if (::stat(target.c_str(), &info) != 0)
        return fail(fromErrno(errno, path));
    std::string temporary = target.string() + ".XXXXXX";
    Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (file.get() < 0)
        return fail(fromErrno(errno, temporary));
    const auto giveUp = [&](int code) {
        ::unlink(temporary.c_str());
        return fail(fromErrno(code, path));
    };
    if (::fchmod(file.get(), info.st_mode & 07777) != 0)
        return giveUp(errno);
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t n = ::write(file.get(), text.data() + done, text.size() - done);
        if (n < 0 && errno != EINTR)
            return giveUp(errno);
        done += n > 0 ? static_cast<std::size_t>(n) : 0;
    }
    if (::fsync(file.get()) != 0 || file.close() != 0 ||
        ::rename(temporary.c_str(), target.c_str()) != 0)
        return giveUp(errno);
    const Descriptor folder(
        ::open(target.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() >= 0)
        ::fsync(folder.get()); // the new content is in place already; this only makes it durable
    return {};
}

std::string fileStamp(const std::string& path)
{
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0)
        return {};
    return std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino) + ":" +
           std::to_string(info.st_size) + ":" + std::to_string(info.st_mtim.tv_sec) + "." +
           std::to_string(info.st_mtim.tv_nsec);
}

FileLock::FileLock(std::string lockPath) : m_lockPath(std::move(lockPath)) {}

FileLock::FileLock(FileLock&& other) noexcept : m_lockPath(std::exchange(other.m_lockPath, {})) {}

FileLock::~FileLock()
{
    if (!m_lockPath.empty())
        ::unlink(m_lockPath.c_str());
}

Result<FileLock> FileLock::acquire(const std::string& path, std::chrono::milliseconds wait)
{
    const std::string lockPath = path + ".lock";
    const auto deadline = std::chrono::steady_clock::now() + wait;
    for (;;) {
        const Descriptor file(
            ::open(lockPath.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600));
        if (file.get() >= 0)
            return FileLock(lockPath);
        if (errno != EEXIST)
            return fail(fromErrno(errno, lockPath));
        if (std::chrono::steady_clock::now() >= deadline)
            return fail(ErrorCode::Conflict, path + " is locked by another program",
                        "If no kubectl is running, remove " + lockPath + ".");
        std::this_thread::sleep_for(
            std::chrono::milliseconds(20)); // nothing signals a removed file
    }
}

} // namespace binnacle::plugins::kubernetes
