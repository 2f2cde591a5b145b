// SPDX-License-Identifier: GPL-3.0-or-later
// Just enough of an HTTP/2 server to test multiplexing: it counts connections and streams, can hold
// answers back until a number of streams wait, and answers all alike (request headers are not
// decoded). RFC 9113.
#pragma once

#include "tests/net/server/loopback_server.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace binnacle::tests {

class Http2Server {
public:
    struct Plan {
        int holdUntil = 1; ///< answer nobody before so many streams wait on one connection
        std::chrono::milliseconds delay{0}; ///< before each answer
        std::string body = "two";           ///< of every answer
        int maxStreams = 100;               ///< SETTINGS_MAX_CONCURRENT_STREAMS
    };

    Http2Server(const ServerTls& tls, Plan plan);

    std::string url(std::string_view path) const { return m_server->url(path); }
    int connections() const { return m_server->connections(); }
    int openConnections() const { return m_server->openConnections(); }
    int streams() const;
    /// The most streams that ever waited on one connection.
    int mostAtOnce() const;
    int resets() const;
    bool waitUntil(const std::function<bool()>& done) const { return m_server->waitUntil(done); }

private:
    struct Frame {
        std::uint8_t type = 0;
        std::uint8_t flags = 0;
        std::uint32_t stream = 0;
        std::string payload;
    };
    void serve(Peer& peer);
    static bool readFrame(Channel& channel, Frame& frame);
    static bool writeFrame(Channel& channel, std::uint8_t type, std::uint8_t flags,
                           std::uint32_t stream, std::string_view payload);
    bool onFrame(Channel& channel, const Frame& frame, std::map<std::uint32_t, bool>& waiting);
    bool answer(Channel& channel, std::uint32_t stream) const;

    const Plan m_plan;
    mutable std::mutex m_mutex;
    int m_streams = 0;
    int m_mostAtOnce = 0;
    int m_resets = 0;
    std::unique_ptr<LoopbackServer> m_server; ///< last: its threads use the rest
};

} // namespace binnacle::tests
