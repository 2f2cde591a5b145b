// SPDX-License-Identifier: GPL-3.0-or-later
// The configuration file: environments and their sources, as YAML with the schema of
// resources/schema/. For the composition roots. Reading never connects anywhere. Thread: any.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::services {

struct SourceConfig {
    std::string id;
    std::string type; ///< "kubernetes", "prometheus", "demo"

    // kubernetes
    std::string kubeconfig; ///< path; empty: the usual rules
    std::string context;    ///< empty: current-context
    std::string ns;         ///< YAML "namespace": look at this one only

    // prometheus
    std::string url;
    std::string tenant;                         ///< X-Scope-OrgID
    std::map<std::string, std::string> headers; ///< extra, not secret
    std::string bearerSecret; ///< name of a secret: YAML "bearerToken: {secret: NAME}"
    std::string bearerFile;   ///< YAML "bearerTokenFile", re-read
    std::string user;         ///< YAML "basic: {user, secret}"
    std::string passwordSecret;
    std::string caFile, certFile, keyFile,
        serverName; ///< YAML "tls: {ca, cert, key, serverName, insecure}"
    bool insecure = false;
    std::string proxy;
    std::string unixSocket;

    // demo
    std::uint64_t seed = 1;
    std::string size = "default"; ///< small, default, large, huge, or "pods=150000,gpus=40000"
};

struct EnvironmentConfig {
    std::string name;
    bool production = false;
    std::vector<SourceConfig> sources;
};

struct Config {
    std::vector<EnvironmentConfig> environments;
    std::filesystem::path
        file; ///< where it came from; relative paths in it are resolved against its folder

    /// The environment called `name`, or the first one when it is empty.
    models::Result<EnvironmentConfig> environment(std::string_view name) const;
};

/// Errors: NotFound (with where it was looked for), PermissionDenied, InvalidInput naming line,
/// column, the field path and what is expected; unknown fields are errors with the nearest known
/// name.
models::Result<Config> loadConfig(const std::filesystem::path& file);
models::Result<Config> parseConfig(std::string_view yaml, const std::filesystem::path& file);

/// The text that saveConfig writes: parseConfig reads it back as the same values.
std::string configText(const Config& config);
/// Writes atomically (temporary file, fsync, rename), mode 0600; through a symbolic link. Errors:
/// PermissionDenied, ResourceExhausted.
models::Result<void> saveConfig(const Config& config, const std::filesystem::path& file);

/// One environment "demo" with one demo source: what `./run` opens.
Config demoConfig();

/// $BINNACLE_CONFIG, else $XDG_CONFIG_HOME/binnacle/config.yaml, else
/// ~/.config/binnacle/config.yaml.
std::filesystem::path defaultConfigFile();
/// $BINNACLE_DATA, else $XDG_DATA_HOME/binnacle, else ~/.local/share/binnacle.
std::filesystem::path defaultDataFolder();

} // namespace binnacle::services
