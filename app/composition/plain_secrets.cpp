// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/composition/plain_secrets.h"

#include "services/config/config.h"

#include <yaml-cpp/yaml.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace binnacle::app {

using models::ErrorCode;
using models::fail;
using models::Result;

std::string secretVariable(std::string_view name)
{
    std::string out = "BINNACLE_SECRET_";
    for (const char c : name) {
        const auto u = static_cast<unsigned char>(c);
        out += std::isalnum(u) ? static_cast<char>(std::toupper(u)) : '_';
    }
    return out;
}

namespace {

std::filesystem::path secretsFile()
{
    if (const char* path = std::getenv("BINNACLE_SECRETS_FILE"); path && *path)
        return path;
    return services::defaultConfigFile().parent_path() / "secrets.yaml";
}

Result<std::string> readFile(const std::filesystem::path& file)
{
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0)
        return fail(ErrorCode::NotFound, "there is no secrets file");
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fail(ErrorCode::PermissionDenied,
                    file.string() + " may be read by others than its owner",
                    "run: chmod 600 " + file.string());
    std::ifstream in(file);
    if (!in)
        return fail(ErrorCode::PermissionDenied, "cannot read " + file.string(),
                    "make it readable for this user only (chmod 600)");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace

Result<std::string> PlainSecrets::read(std::string_view name)
{
    const std::string variable = secretVariable(name);
    if (const char* value = std::getenv(variable.c_str()); value && *value)
        return std::string(value);
    const auto file = secretsFile();
    const auto text = readFile(file);
    if (!text && text.error().code != ErrorCode::NotFound)
        return fail(text.error());
    if (text) {
        try {
            const YAML::Node entry = YAML::Load(*text)[std::string(name)];
            if (entry.IsDefined() && entry.IsScalar())
                return entry.Scalar();
        } catch (const YAML::Exception&) {
            // The parser's message could quote a secret; the file's name is enough.
            return fail(ErrorCode::InvalidInput, file.string() + " is not valid YAML",
                        "write one line for each secret: name: \"value\"");
        }
    }
    return fail(ErrorCode::NotFound, "the secret \"" + std::string(name) + "\" is not known",
                "set the variable " + variable + ", or add the line '" + std::string(name) +
                    ": …' to " + file.string() + " (mode 600)");
}

} // namespace binnacle::app
