// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/config/config_fixture.h"

#include <csignal>
#include <fstream>
#include <random>
#include <sstream>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace binnacle;
using namespace binnacle::tests;
using services::Config;
using services::SourceConfig;

namespace {

std::string readAll(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

/// Everything that a source holds, as one text.
std::string shown(const Config& config)
{
    std::ostringstream out;
    for (const auto& e : config.environments) {
        out << e.name << '|' << e.production << '\n';
        for (const auto& s : e.sources) {
            out << s.id << '|' << s.type << '|' << s.kubeconfig << '|' << s.context << '|' << s.ns
                << '|' << s.url << '|' << s.tenant << '|' << s.bearerSecret << '|' << s.bearerFile
                << '|' << s.user << '|' << s.passwordSecret << '|' << s.caFile << '|' << s.certFile
                << '|' << s.keyFile << '|' << s.serverName << '|' << s.insecure << '|' << s.proxy
                << '|' << s.unixSocket << '|' << s.seed << '|' << s.size;
            for (const auto& [name, value] : s.headers)
                out << '|' << name << '=' << value;
            out << '\n';
        }
    }
    return out.str();
}

class Generator {
public:
    explicit Generator(unsigned seed) : m_random(seed) {}

    Config config()
    {
        Config out;
        for (unsigned long e = 0; e <= m_random() % 3; ++e) {
            services::EnvironmentConfig environment{
                "env " + std::to_string(e), m_random() % 2 == 0, {}};
            for (unsigned long s = 0; s < m_random() % 4; ++s)
                environment.sources.push_back(source("source-" + std::to_string(s)));
            out.environments.push_back(std::move(environment));
        }
        return out;
    }

private:
    std::string text()
    {
        static const char* const pieces[] = {
            "a", "B-7",  " ",    "\"", "'", "\\",       ": ", "#", "{",  "}", "&x", "*",   "!",
            "%", "null", "true", "07", "~", "\xC3\xBC", "\t", ",", "- ", "|", ">",  "\x1b"};
        std::string out = "x";
        for (auto i = m_random() % 6; i > 0; --i)
            out += pieces[m_random() % std::size(pieces)];
        return out;
    }
    std::string path() { return "/p/" + std::to_string(m_random() % 100) + text(); }

    SourceConfig source(std::string id)
    {
        SourceConfig s;
        s.id = std::move(id);
        s.type = std::array{"kubernetes", "prometheus", "demo"}[m_random() % 3];
        if (s.type == "kubernetes") {
            s.kubeconfig = path();
            s.context = text();
            s.ns = m_random() % 2 ? text() : "";
        } else if (s.type == "prometheus") {
            prometheus(s);
        } else {
            s.seed = (std::uint64_t{m_random()} << 32) | m_random();
            s.size = text();
        }
        return s;
    }

    void prometheus(SourceConfig& s)
    {
        s.url = "https://h/" + std::to_string(m_random() % 10);
        s.tenant = m_random() % 2 ? text() : "";
        s.bearerSecret = m_random() % 2 ? text() : "";
        s.bearerFile = m_random() % 2 ? path() : "";
        s.user = m_random() % 2 ? text() : "";
        s.passwordSecret = m_random() % 2 ? text() : "";
        s.caFile = m_random() % 2 ? path() : "";
        s.insecure = m_random() % 2 == 0;
        s.serverName = m_random() % 2 ? text() : "";
        if (m_random() % 2 == 0) {
            s.certFile = path();
            s.keyFile = path();
        }
        s.proxy = m_random() % 2 ? text() : "";
        s.unixSocket = m_random() % 2 ? text() : "";
        for (auto i = m_random() % 3; i > 0; --i)
            s.headers["X-" + std::to_string(i)] = text();
    }

    std::mt19937 m_random;
};

} // namespace

TEST_CASE("what is written is read back the same, whatever characters it has")
{
    const ScratchFolder folder;
    for (unsigned seed = 0; seed < 300; ++seed) {
        const Config config = Generator(seed).config();
        REQUIRE(services::saveConfig(config, folder / "c.yaml"));
        const auto again = services::loadConfig(folder / "c.yaml");
        INFO(readAll(folder / "c.yaml"));
        INFO((again ? std::string() : again.error().text()));
        REQUIRE(again);
        REQUIRE(shown(*again) == shown(config));
    }
}

TEST_CASE("the file is for its owner only, whatever it was before and whatever the umask says")
{
    const ScratchFolder folder;
    std::ofstream(folder / "c.yaml") << "old";
    std::filesystem::permissions(folder / "c.yaml", std::filesystem::perms(0644));
    const auto before = ::umask(0);
    const auto saved = services::saveConfig(services::demoConfig(), folder / "c.yaml");
    ::umask(before);
    REQUIRE(saved);
    struct stat info {};
    REQUIRE(::stat((folder / "c.yaml").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    CHECK(folder.files() == 1);
}

TEST_CASE("a full disk leaves the old file whole and nothing beside it")
{
    const ScratchFolder folder;
    REQUIRE(services::saveConfig(services::demoConfig(), folder / "c.yaml"));
    const std::string before = readAll(folder / "c.yaml");
    Config large = services::demoConfig();
    for (int i = 0; i < 500; ++i)
        large.environments.push_back({"environment " + std::to_string(i), false, {}});

    struct rlimit limit {};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &limit) == 0);
    const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
    struct rlimit tight {
        4096, limit.rlim_max
    };
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
    const auto saved = services::saveConfig(large, folder / "c.yaml");
    ::setrlimit(RLIMIT_FSIZE, &limit); // before any assertion writes to a log
    std::signal(SIGXFSZ, oldHandler);

    REQUIRE_FALSE(saved);
    CHECK(saved.error().code == models::ErrorCode::ResourceExhausted);
    CHECK(saved.error().message.find((folder / "c.yaml").string()) != std::string::npos);
    CHECK(saved.error().remedy.find("the old file is untouched") != std::string::npos);
    CHECK(readAll(folder / "c.yaml") == before);
    CHECK(folder.files() == 1);
    REQUIRE(services::saveConfig(large, folder / "c.yaml")); // and with space again it works
}

TEST_CASE("a folder that may not be written, or a file where a folder should be, is an error with "
          "a remedy")
{
    const ScratchFolder folder;
    std::ofstream(folder / "file") << "x";
    const auto below = services::saveConfig(services::demoConfig(), folder / "file/c.yaml");
    REQUIRE_FALSE(below);
    CHECK_FALSE(below.error().remedy.empty());
    std::filesystem::create_directory(folder / "c.yaml");
    const auto onFolder = services::saveConfig(services::demoConfig(), folder / "c.yaml");
    REQUIRE_FALSE(onFolder);
    CHECK(folder.files() == 2); // no temporary file stays
}

TEST_CASE("missing folders on the way are made")
{
    const ScratchFolder folder;
    REQUIRE(services::saveConfig(services::demoConfig(), folder / "a/b/c.yaml"));
    CHECK(services::loadConfig(folder / "a/b/c.yaml"));
}

TEST_CASE("a symbolic link stays a link and its target gets the text, there or not")
{
    const ScratchFolder folder;
    std::filesystem::create_directory(folder / "kept");
    const auto link = folder / "config.yaml";
    const auto target = folder / "kept" / "real.yaml";
    std::filesystem::create_symlink("kept/hop.yaml", link);
    std::filesystem::create_symlink(target, folder / "kept" / "hop.yaml");
    for (int round = 0; round < 2; ++round) { // the target is not there, then it is
        REQUIRE(services::saveConfig(services::demoConfig(), link));
        CHECK(std::filesystem::is_symlink(link));
        CHECK(std::filesystem::is_symlink(folder / "kept" / "hop.yaml"));
        CHECK(std::filesystem::is_regular_file(std::filesystem::symlink_status(target)));
        CHECK(services::loadConfig(link));
    }
    CHECK(std::distance(std::filesystem::directory_iterator(folder / "kept"), {}) == 2);
}
