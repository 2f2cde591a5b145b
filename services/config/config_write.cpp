// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/config/config.h"

#include <yaml-cpp/yaml.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

void field(YAML::Emitter& out, const char* name, const std::string& value)
{
    if (!value.empty())
        out << YAML::Key << name << YAML::Value << YAML::DoubleQuoted << value;
}

void writePrometheus(YAML::Emitter& out, const SourceConfig& s)
{
    field(out, "url", s.url);
    field(out, "tenant", s.tenant);
    field(out, "proxy", s.proxy);
    field(out, "unixSocket", s.unixSocket);
    field(out, "bearerTokenFile", s.bearerFile);
    if (!s.headers.empty()) {
        out << YAML::Key << "headers" << YAML::Value << YAML::BeginMap;
        for (const auto& [name, value] : s.headers)
            field(out, name.c_str(), value);
        out << YAML::EndMap;
    }
    if (!s.bearerSecret.empty()) {
        out << YAML::Key << "bearerToken" << YAML::Value << YAML::BeginMap;
        field(out, "secret", s.bearerSecret);
        out << YAML::EndMap;
    }
    if (!s.user.empty() || !s.passwordSecret.empty()) {
        out << YAML::Key << "basic" << YAML::Value << YAML::BeginMap;
        field(out, "user", s.user);
        field(out, "secret", s.passwordSecret);
        out << YAML::EndMap;
    }
    if (s.caFile.empty() && s.certFile.empty() && s.keyFile.empty() && s.serverName.empty() &&
        !s.insecure)
        return;
    out << YAML::Key << "tls" << YAML::Value << YAML::BeginMap;
    field(out, "ca", s.caFile);
    field(out, "cert", s.certFile);
    field(out, "key", s.keyFile);
    field(out, "serverName", s.serverName);
    if (s.insecure)
        out << YAML::Key << "insecure" << YAML::Value << true;
    out << YAML::EndMap;
}

void writeSource(YAML::Emitter& out, const SourceConfig& s)
{
    out << YAML::BeginMap;
    field(out, "id", s.id);
    field(out, "type", s.type);
    if (s.type == "kubernetes") {
        field(out, "kubeconfig", s.kubeconfig);
        field(out, "context", s.context);
        field(out, "namespace", s.ns);
    } else if (s.type == "prometheus") {
        writePrometheus(out, s);
    } else if (s.type == "demo") {
        out << YAML::Key << "seed" << YAML::Value << s.seed;
        field(out, "size", s.size);
    }
    out << YAML::EndMap;
}

models::Error writeError(const std::filesystem::path& file, int error)
{
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    return {full ? ErrorCode::ResourceExhausted : ErrorCode::PermissionDenied,
            "cannot write " + file.string() + ": " + std::strerror(error),
            full ? "free some disk space; the old file is untouched"
                 : "make the folder writable for this user; the old file is untouched",
            {}};
}

bool writeAll(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t n = ::write(descriptor, text.data(), text.size());
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            text.remove_prefix(static_cast<std::size_t>(n));
    }
    return ::fsync(descriptor) == 0;
}

/// Where a chain of links ends, there or not: a person who keeps the file elsewhere keeps the link.
std::filesystem::path targetOf(std::filesystem::path file)
{
    std::error_code ec;
    for (int links = 0; links < 40; ++links) {
        const auto next = std::filesystem::read_symlink(file, ec);
        if (ec)
            break;
        file = next.is_absolute() ? next : file.parent_path() / next;
    }
    return file;
}

} // namespace

std::string configText(const Config& config)
{
    YAML::Emitter out;
    out << YAML::BeginMap << YAML::Key << "environments" << YAML::Value << YAML::BeginSeq;
    for (const auto& environment : config.environments) {
        out << YAML::BeginMap;
        field(out, "name", environment.name);
        out << YAML::Key << "production" << YAML::Value << environment.production;
        out << YAML::Key << "sources" << YAML::Value << YAML::BeginSeq;
        for (const auto& source : environment.sources)
            writeSource(out, source);
        out << YAML::EndSeq << YAML::EndMap;
    }
    out << YAML::EndSeq << YAML::EndMap;
    return std::string(out.c_str()) + "\n";
}

Result<void> saveConfig(const Config& config, const std::filesystem::path& named)
{
    const std::filesystem::path file = targetOf(named);
    std::error_code ignored;
    if (file.has_parent_path())
        std::filesystem::create_directories(file.parent_path(), ignored);
    const std::filesystem::path temporary = file.string() + ".new." + std::to_string(::getpid());
    const int descriptor =
        ::open(temporary.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return fail(writeError(file, errno));
    const bool written = writeAll(descriptor, configText(config));
    const int error = errno;
    ::close(descriptor);
    if (!written || ::rename(temporary.c_str(), file.c_str()) != 0) {
        const int why = written ? errno : error;
        ::unlink(temporary.c_str());
        return fail(writeError(file, why));
    }
    return {};
}

} // namespace binnacle::services
