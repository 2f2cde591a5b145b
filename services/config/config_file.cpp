// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/config/config.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <pwd.h>
#include <system_error>
#include <unistd.h>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::uintmax_t kMaxConfigBytes = 4 << 20;

/// $HOME, else what the user database says: a service or a cron job may have no variable. Never the
/// current folder, which would be littered.
std::filesystem::path homeFolder()
{
    if (const char* home = std::getenv("HOME"); home && *home)
        return home;
    struct passwd entry {};
    struct passwd* found = nullptr;
    std::array<char, 16384> buffer{};
    if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found &&
        found->pw_dir && *found->pw_dir)
        return found->pw_dir;
    return "/nonexistent"; // what cannot be written there says so
}

std::filesystem::path fromEnvironment(const char* own, const char* xdg, const char* underHome)
{
    if (const char* value = std::getenv(own); value && *value)
        return value;
    if (const char* value = std::getenv(xdg); value && *value)
        return std::filesystem::path(value) / "binnacle";
    return homeFolder() / underHome / "binnacle";
}

tl::unexpected<models::Error> tooLarge(const std::filesystem::path& file)
{
    return fail(ErrorCode::ResourceExhausted,
                file.string() + " is larger than 4 MiB, which no configuration is",
                "check that --config names the right file");
}

} // namespace

Result<Config> loadConfig(const std::filesystem::path& file)
{
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return fail(ErrorCode::NotFound, "no configuration file at " + file.string(),
                    "name one with --config FILE, or start the console, which makes one");
    if (std::filesystem::is_directory(status))
        return fail(ErrorCode::InvalidInput,
                    file.string() + " is a folder, not a configuration file",
                    "name the file inside it");
    const auto size =
        std::filesystem::is_regular_file(status) ? std::filesystem::file_size(file, error) : 0;
    if (size > kMaxConfigBytes)
        return tooLarge(file);
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return fail(ErrorCode::PermissionDenied,
                    "cannot read " + file.string() + ": " + std::strerror(errno),
                    "make the file readable for this user");
    // A pipe or a device has no size: it is read as far as a configuration may go.
    std::string text(kMaxConfigBytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > kMaxConfigBytes)
        return tooLarge(file);
    return parseConfig(text, file);
}

std::filesystem::path defaultConfigFile()
{
    if (const char* value = std::getenv("BINNACLE_CONFIG"); value && *value)
        return value;
    return fromEnvironment("BINNACLE_CONFIG_FOLDER", "XDG_CONFIG_HOME", ".config") / "config.yaml";
}

std::filesystem::path defaultDataFolder()
{
    return fromEnvironment("BINNACLE_DATA", "XDG_DATA_HOME", ".local/share");
}

} // namespace binnacle::services
