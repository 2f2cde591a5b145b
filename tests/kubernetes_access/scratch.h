// SPDX-License-Identifier: GPL-3.0-or-later
// A folder that lives as long as a test, with helpers to write files and scripts into it.
#pragma once

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace binnacle::tests {

class Scratch {
public:
    Scratch()
    {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "binnacle-k8s-XXXXXX").string();
        const char* made = ::mkdtemp(pattern.data());
        if (made == nullptr)
            std::abort();
        m_folder = made;
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch()
    {
        std::error_code ec;
        std::filesystem::remove_all(m_folder, ec);
    }

    std::string path(const std::string& name) const { return m_folder + "/" + name; }

    std::string write(const std::string& name, const std::string& text) const
    {
        std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
        std::ofstream(path(name), std::ios::binary) << text;
        return path(name);
    }

    std::string script(const std::string& name, const std::string& body) const
    {
        write(name, "#!/bin/sh\n" + body);
        ::chmod(path(name).c_str(), 0755);
        return path(name);
    }

    std::string read(const std::string& name) const
    {
        std::ostringstream out;
        out << std::ifstream(path(name), std::ios::binary).rdbuf();
        return out.str();
    }

private:
    std::string m_folder;
};

} // namespace binnacle::tests
