// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/environment.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace binnacle::plugins::kubernetes {

EnvLookup processEnvironment()
{
    return [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
}

std::string homeFolder(const EnvLookup& env)
{
    if (const auto home = env("HOME"); home && !home->empty())
        return *home;
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> buffer{};
    if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 ||
        found == nullptr || found->pw_dir == nullptr)
        return {};
    return found->pw_dir;
}

std::vector<std::string> inheritedEnvironment()
{
    std::vector<std::string> out;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry)
        out.emplace_back(*entry);
    return out;
}

void setVariable(std::vector<std::string>& environment, const std::string& name,
                 const std::string& value)
{
    std::erase_if(environment, [&](const std::string& entry) {
        return entry.size() > name.size() && entry[name.size()] == '=' && entry.starts_with(name);
    });
    environment.push_back(name + "=" + value);
}

} // namespace binnacle::plugins::kubernetes
