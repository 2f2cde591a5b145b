// SPDX-License-Identifier: GPL-3.0-or-later
// A replaying Kubernetes API server in one object: estate, HTTP, and a thread that makes changes at
// a rate. For the replay-server program and for tests that want it in their own process.
#pragma once

#include "tests/support/replay/api_server.h"

namespace binnacle::tests::replay {

struct ReplayOptions {
    EstateOptions estate;
    std::uint16_t port = 0; ///< 0: a free one
    double eventsPerSecond = 0;
    std::chrono::milliseconds bookmarkEvery{60000};
};

class ReplayServer {
public:
    explicit ReplayServer(ReplayOptions options);
    ~ReplayServer();
    ReplayServer(const ReplayServer&) = delete;
    ReplayServer& operator=(const ReplayServer&) = delete;

    /// Errors: Conflict (the port is taken). Returns the port.
    models::Result<std::uint16_t> start();
    Estate& estate() { return m_estate; }
    void setRate(double eventsPerSecond) { m_rate = eventsPerSecond; }
    void dropConnections() { m_http.dropConnections(); }

private:
    void change(const std::stop_token& stop);

    ReplayOptions m_options;
    Estate m_estate;
    std::atomic<double> m_rate;
    ApiServer m_api;
    HttpServer m_http;
    std::jthread m_changer;
};

} // namespace binnacle::tests::replay
