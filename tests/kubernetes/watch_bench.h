// SPDX-License-Identifier: GPL-3.0-or-later
// A reflector of pods on a scripted server: builds frames from the generated messages and runs the
// engine on threads of its own. For the reflector tests.
#pragma once

#include "plugins/kubernetes/targets.h"
#include "plugins/kubernetes/watch/monitor.h"
#include "plugins/kubernetes/watch/reflector.h"
#include "tests/kubernetes/memory_sink.h"
#include "tests/kubernetes/scripted_http.h"

#include <memory>
#include <string>
#include <thread>

namespace binnacle::tests::kubernetes {

inline const std::string kPods = "/api/v1/pods";
inline const std::string kHealth = "/livez";

std::string podBytes(const std::string& name, const std::string& version,
                     const std::string& phase = "Running");
std::string podFrame(const std::string& type, const std::string& name, const std::string& version,
                     const std::string& phase = "Running");
std::string bookmark(const std::string& version, bool initialEnd = false);
std::string errorFrame(int code, const std::string& reason, const std::string& cause = {},
                       int retryAfter = 0);
std::string podList(const std::vector<std::string>& names, const std::string& version,
                    const std::string& token = {});
/// A whole streaming list: the pods, then the bookmark that ends it.
std::string initialList(const std::vector<std::string>& names, const std::string& version);

/// The reply that a whole streaming list followed by silence gives.
Reply quietAfter(std::string body);
Reply listReply(std::string body);
Reply statusReply(int code, const std::string& reason);

class WatchBench {
public:
    explicit WatchBench(plugins::kubernetes::ReflectorOptions options = fastOptions());
    ~WatchBench();
    static plugins::kubernetes::ReflectorOptions fastOptions();

    ScriptedHttp http;
    MemorySink sink;
    plugins::kubernetes::Reflector::ScopeFallback fallback;
    plugins::kubernetes::ReflectorTarget target;

    /// Units: how often proof is expected of the source; 0: never.
    void start(models::Duration interval = {});
    double stop();
    bool sees(const std::vector<std::string>& names,
              std::chrono::milliseconds atMost = std::chrono::seconds(5)) const;
    std::vector<std::string> names() const;
    models::KindSync kind() const;

private:
    plugins::kubernetes::ReflectorOptions m_options;
    std::unique_ptr<plugins::kubernetes::CredentialProvider> m_credentials;
    std::unique_ptr<plugins::kubernetes::ApiClient> m_api;
    std::unique_ptr<plugins::kubernetes::SourceReport> m_report;
    std::unique_ptr<plugins::kubernetes::Monitor> m_monitor;
    std::vector<std::jthread> m_threads;
};

} // namespace binnacle::tests::kubernetes
