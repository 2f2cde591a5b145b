// SPDX-License-Identifier: GPL-3.0-or-later
// Wires connectors, network and store for one environment. Shared by console and command line; no
// Qt.
#pragma once

#include "services/config/config.h"
#include "services/net/http_client.h"
#include "services/ports/secret_source.h"
#include "services/sync/session.h"

#include <filesystem>
#include <memory>

namespace binnacle::app {

/// What a process has one of. Must outlive every session made with it.
struct Runtime {
    std::unique_ptr<services::HttpClient> http;
    std::unique_ptr<services::SecretSource> secrets;
};

/// Network and the plain secrets of the command line (environment, permission-checked file).
Runtime makeRuntime();

/// The folder of one environment's estate: by data folder, environment name and configuration file,
/// so that equal names in two files never share a store.
std::filesystem::path estateFolder(const services::Config& config,
                                   const services::EnvironmentConfig& environment);

/// `store.folder` is used as it is; empty means memory only. Errors: those of EstateSession::open.
models::Result<std::unique_ptr<services::EstateSession>>
openSession(Runtime& runtime, const services::EnvironmentConfig& environment,
            services::StoreOptions store);

/// The same with secrets from elsewhere: a test of what is not saved yet.
models::Result<std::unique_ptr<services::EstateSession>>
openSession(services::HttpClient& http, services::SecretSource& secrets,
            const services::EnvironmentConfig& environment, services::StoreOptions store);

} // namespace binnacle::app
