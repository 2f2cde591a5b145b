// SPDX-License-Identifier: GPL-3.0-or-later
// Helpers of the configuration tests: parse a text, get its error, a folder that goes away.
#pragma once

#include "services/config/config.h"
#include "tests/support/catch.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace binnacle::tests {

inline services::Config good(const std::string& yaml, const std::filesystem::path& file = "c.yaml")
{
    const auto config = services::parseConfig(yaml, file);
    INFO(yaml);
    INFO((config ? std::string() : config.error().text()));
    REQUIRE(config);
    return *config;
}

inline models::Error bad(const std::string& yaml)
{
    const auto config = services::parseConfig(yaml, "c.yaml");
    INFO(yaml);
    REQUIRE_FALSE(config);
    return config.error();
}

/// One environment with one source, given as a flow mapping's inside.
inline std::string withSource(const std::string& fields)
{
    return "environments:\n  - name: e\n    sources:\n      - {" + fields + "}\n";
}

class ScratchFolder {
public:
    ScratchFolder()
    {
        std::string name =
            (std::filesystem::temp_directory_path() / "binnacle-config-XXXXXX").string();
        if (!::mkdtemp(name.data()))
            std::abort();
        m_path = name;
    }
    ~ScratchFolder()
    {
        std::error_code ignored;
        std::filesystem::permissions(m_path, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(m_path, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return m_path / name; }
    std::size_t files() const
    {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(m_path),
                                                      std::filesystem::directory_iterator()));
    }

private:
    std::filesystem::path m_path;
};

} // namespace binnacle::tests
