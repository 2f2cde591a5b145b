// SPDX-License-Identifier: GPL-3.0-or-later
// The real cluster of tests/live for the live tests: skips the program (exit 77) when there is
// none, runs kubectl and the live scripts. For tests only.
#pragma once

#include "services/config/config.h"
#include "services/net/http_client.h"
#include "services/ports/connector.h"
#include "tests/kubernetes/memory_sink.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace binnacle::tests::kubernetes {

/// $BINNACLE_LIVE_STATE; ends the program with 77 when it names no state with a kubeconfig.
std::string liveState();

services::SourceConfig liveSource(const std::string& context = "admin");

/// Standard output of a shell command; throws when it fails.
std::string shell(const std::string& command);
std::string kubectl(const std::string& arguments);
/// Lines of a kubectl table, cut at runs of two or more spaces.
std::vector<std::vector<std::string>> table(const std::string& text);

/// A connector at work; stopped and joined by the destructor.
class RunningConnector {
public:
    explicit RunningConnector(const services::SourceConfig& config);
    ~RunningConnector();
    MemorySink& sink() { return m_sink; }
    services::Connector& connector() { return *m_connector; }
    /// Every kind complete or known to be refused.
    bool waitSynced(std::chrono::milliseconds atMost = std::chrono::seconds(30));
    /// Units: milliseconds that run() needed to return.
    double stop();

private:
    std::unique_ptr<services::HttpClient> m_http;
    std::unique_ptr<services::Connector> m_connector;
    MemorySink m_sink;
    std::jthread m_thread;
};

} // namespace binnacle::tests::kubernetes
