// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/replay_server.h"

#include <algorithm>

namespace binnacle::tests::replay {

ReplayServer::ReplayServer(ReplayOptions options)
    : m_options(options), m_estate(options.estate), m_rate(options.eventsPerSecond),
      m_api(m_estate,
            {[this](double rate) { setRate(rate); }, [this] { m_http.dropConnections(); }},
            options.bookmarkEvery),
      m_http([this](const HttpRequest& request, HttpAnswer& answer, const std::stop_token& stop) {
          m_api.handle(request, answer, stop);
      })
{
}

ReplayServer::~ReplayServer()
{
    m_changer = {};
    m_http.stop();
}

models::Result<std::uint16_t> ReplayServer::start()
{
    auto port = m_http.listen(m_options.port);
    if (port)
        m_changer = std::jthread([this](const std::stop_token& stop) { change(stop); });
    return port;
}

void ReplayServer::change(const std::stop_token& stop)
{
    using Clock = std::chrono::steady_clock;
    constexpr auto kTick = std::chrono::milliseconds(10);
    auto next = Clock::now();
    double owed = 0;
    while (!stop.stop_requested()) {
        next += kTick;
        std::this_thread::sleep_until(next);
        owed += std::max(0.0, m_rate.load()) * 0.01;
        const auto count = static_cast<std::size_t>(owed);
        owed -= static_cast<double>(count);
        if (count > 0)
            m_estate.churn(count);
    }
}

} // namespace binnacle::tests::replay
