// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kubernetes/live_cluster.h"

#include "plugins/kubernetes/kubernetes_connector.h"
#include "services/net/curl_http_client.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace binnacle::tests::kubernetes {

std::string liveState()
{
    const char* state = std::getenv("BINNACLE_LIVE_STATE");
    if (state && std::filesystem::exists(std::string(state) + "/kubeconfig"))
        return state;
    std::puts("skipped: BINNACLE_LIVE_STATE names no live stack with Kubernetes (tests/live/up)");
    std::fflush(stdout);
    std::_Exit(77);
}

services::SourceConfig liveSource(const std::string& context)
{
    services::SourceConfig config;
    config.id = "kube";
    config.type = "kubernetes";
    config.kubeconfig = liveState() + "/kubeconfig";
    config.context = context;
    return config;
}

std::string shell(const std::string& command)
{
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe)
        throw std::runtime_error("cannot run: " + command);
    std::string text;
    std::array<char, 4096> buffer{};
    while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe))
        text.append(buffer.data(), n);
    if (pclose(pipe) != 0)
        throw std::runtime_error("failed: " + command + "\n" + text);
    return text;
}

std::string kubectl(const std::string& arguments)
{
    return shell("kubectl --kubeconfig " + liveState() + "/kubeconfig --context admin " +
                 arguments);
}

std::vector<std::vector<std::string>> table(const std::string& text)
{
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::vector<std::string> cells;
        std::size_t at = 0;
        while (at < line.size()) {
            const auto end = std::min(line.find("  ", at), line.size());
            cells.push_back(line.substr(at, end - at));
            at = std::min(line.find_first_not_of(' ', end), line.size());
        }
        rows.push_back(std::move(cells));
    }
    return rows;
}

RunningConnector::RunningConnector(const services::SourceConfig& config)
    : m_http(services::makeCurlHttpClient()),
      m_connector(plugins::kubernetes::makeKubernetesConnector(config, *m_http)),
      m_thread([this](std::stop_token stop) { m_connector->run(m_sink, std::move(stop)); })
{
}

RunningConnector::~RunningConnector()
{
    stop();
}

double RunningConnector::stop()
{
    const auto started = std::chrono::steady_clock::now();
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started)
        .count();
}

bool RunningConnector::waitSynced(std::chrono::milliseconds atMost)
{
    return m_sink.waitFor(
        [](const MemorySink& sink) {
            const auto status = sink.status();
            if (status.kinds.size() < 12 || status.phase == models::SourcePhase::Failed)
                return false;
            for (const auto& [name, kind] : status.kinds) {
                if (!kind.complete && !kind.error)
                    return false;
            }
            return true;
        },
        atMost);
}

} // namespace binnacle::tests::kubernetes
