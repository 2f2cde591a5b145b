// SPDX-License-Identifier: GPL-3.0-or-later
// A small scriptable server on loopback (or a unix socket), HTTP/1.1, plain or TLS: a handler
// writes whatever bytes a test needs. One thread per connection; handlers run there and must not
// use Catch assertions.
#pragma once

#include "tests/net/server/channel.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace binnacle::tests {

struct SeenRequest {
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
    std::string body;
    int connection = 0;     ///< 1 for the first
    std::string serverName; ///< SNI

    std::string header(std::string_view lowerName) const;
};

class LoopbackServer;

/// One connection, as a handler sees it.
class Peer {
public:
    Peer(Channel& channel, LoopbackServer& server) : m_channel(channel), m_server(server) {}

    bool write(std::string_view bytes) { return m_channel.write(bytes); }
    /// A whole answer with Content-Length; `headers` are lines ending in \r\n.
    bool respond(int status, std::string_view body, std::string_view headers = {});
    bool chunk(std::string_view bytes);
    void close();
    void reset();
    /// Until the client closes its end or the server is destroyed.
    void waitForClient();
    /// False when the server is being destroyed.
    bool sleep(std::chrono::milliseconds time);
    bool ended() const { return m_ended; }
    Channel& channel() { return m_channel; }

private:
    Channel& m_channel;
    LoopbackServer& m_server;
    bool m_ended = false;
};

class LoopbackServer {
public:
    using Handler = std::function<void(Peer&, const SeenRequest&)>;
    /// Instead of reading HTTP/1.1: the whole connection is the handler's (HTTP/2, SOCKS).
    using RawHandler = std::function<void(Peer&, int connection)>;
    struct Setup {
        std::optional<ServerTls> tls;
        std::string unixPath;
        RawHandler raw;
        int sendBuffer = 0; ///< bytes; small: back-pressure is felt early
    };

    explicit LoopbackServer(Handler handler) : LoopbackServer(std::move(handler), Setup()) {}
    LoopbackServer(Handler handler, Setup setup);
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    int port() const { return m_port; }
    /// "http://127.0.0.1:PORT/path"
    std::string url(std::string_view path) const;
    std::vector<SeenRequest> requests() const;
    int connections() const;
    /// Connections whose thread still runs.
    int openConnections() const;
    /// True when `done` became true; it is asked again after every request and closed connection.
    bool waitUntil(const std::function<bool()>& done,
                   std::chrono::milliseconds most = std::chrono::seconds(10)) const;
    bool waitForRequests(std::size_t count) const;
    /// Wakes waitUntil; handlers call it after changing what a test waits for.
    void notify() const;
    bool stopping() const;
    bool sleep(std::chrono::milliseconds time) const;

private:
    struct Connection {
        std::unique_ptr<Channel> channel;
        std::thread thread;
        bool done = false;
    };
    void acceptLoop();
    void serve(Connection& connection, int number);
    bool readRequest(Channel& channel, SeenRequest& request, std::string& buffer) const;

    const Handler m_handler;
    const Setup m_setup;
    std::unique_ptr<TlsContext> m_tls;
    int m_listener = -1;
    int m_port = 0;
    std::thread m_acceptor;

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::list<Connection> m_connections;
    std::vector<SeenRequest> m_requests;
    int m_count = 0;
    bool m_stopping = false;
};

} // namespace binnacle::tests
