// SPDX-License-Identifier: GPL-3.0-or-later
// A small HTTP/1.1 server on loopback: a thread for each connection, keep-alive, chunked answers
// that may stream for ever. For tests; knows nothing of Kubernetes.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

namespace binnacle::tests::replay {

struct HttpRequest {
    std::string method, path; ///< the path without the query, decoded
    std::map<std::string, std::string> query;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;

    std::string parameter(const std::string& name) const;
    std::string header(const std::string& name) const;
};

/// One answer. Small ones get a Content-Length, those beyond 64 KiB or flushed are chunked.
class HttpAnswer {
public:
    HttpAnswer(int socket, bool keepAlive) : m_socket(socket), m_keepAlive(keepAlive) {}

    void start(int status, std::string_view contentType);
    void header(std::string_view name, std::string_view value);
    void write(std::string_view bytes);
    void flush(); ///< sends what there is; for watches
    void finish();
    bool started() const { return m_status != 0; }
    /// False once the client is gone.
    bool connected() const;
    bool reusable() const { return m_keepAlive && !m_broken; }

private:
    void sendHead(bool chunked);
    void sendAll(std::string_view bytes);
    void sendChunk();

    int m_socket;
    bool m_keepAlive;
    int m_status = 0;
    bool m_headSent = false;
    bool m_broken = false;
    std::string m_head;
    std::string m_body;
    std::string m_packet;
};

class HttpServer {
public:
    using Handler = std::function<void(const HttpRequest&, HttpAnswer&, const std::stop_token&)>;

    explicit HttpServer(Handler handler) : m_handler(std::move(handler)) {}
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Listens on 127.0.0.1; port 0 takes a free one. Errors: Conflict (port taken), Internal.
    models::Result<std::uint16_t> listen(std::uint16_t port);
    /// Cuts every connection; new ones are accepted.
    void dropConnections();
    void stop();

private:
    struct Connection {
        int socket = -1;
        bool done = false;
        std::jthread thread;
    };
    void accept(const std::stop_token& stop);
    void serve(Connection& connection, const std::stop_token& stop);
    void reap();

    Handler m_handler;
    int m_listener = -1;
    std::mutex m_mutex;
    std::list<Connection> m_connections;
    std::jthread m_acceptor;
};

} // namespace binnacle::tests::replay
