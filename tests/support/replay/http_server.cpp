// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/http_server.h"

#include "tests/support/replay/http_request.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace binnacle::tests::replay {

using models::ErrorCode;

models::Result<std::uint16_t> HttpServer::listen(std::uint16_t port)
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (m_listener < 0)
        return models::fail(ErrorCode::Internal, std::string("no socket: ") + std::strerror(errno));
    const int on = 1;
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    // The sockets interface wants its general address type.
    auto* general = reinterpret_cast<sockaddr*>(&address);
    if (::bind(m_listener, general, size) != 0 || ::listen(m_listener, 64) != 0)
        return models::fail(ErrorCode::Conflict,
                            "cannot listen on 127.0.0.1:" + std::to_string(port) + ": " +
                                std::strerror(errno),
                            "Choose another --port, or 0 for a free one.");
    ::getsockname(m_listener, general, &size);
    m_acceptor = std::jthread([this](const std::stop_token& stop) { accept(stop); });
    return ntohs(address.sin_port);
}

HttpServer::~HttpServer()
{
    stop();
}

void HttpServer::stop()
{
    if (m_acceptor.joinable()) {
        m_acceptor.request_stop();
        m_acceptor.join();
    }
    {
        const std::lock_guard lock(m_mutex);
        for (Connection& connection : m_connections)
            connection.thread.request_stop();
    }
    dropConnections();
    m_connections.clear(); // joins
    if (m_listener >= 0)
        ::close(std::exchange(m_listener, -1));
}

void HttpServer::dropConnections()
{
    const std::lock_guard lock(m_mutex);
    for (const Connection& connection : m_connections) {
        if (!connection.done)
            ::shutdown(connection.socket, SHUT_RDWR);
    }
}

void HttpServer::reap()
{
    std::list<Connection> ended;
    const std::lock_guard lock(m_mutex);
    for (auto it = m_connections.begin(); it != m_connections.end();) {
        const auto next = std::next(it);
        if (it->done)
            ended.splice(ended.end(), m_connections, it);
        it = next;
    }
}

void HttpServer::accept(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        pollfd waiting{m_listener, POLLIN, 0};
        if (::poll(&waiting, 1, 100) <= 0) {
            reap();
            continue;
        }
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            continue;
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        const std::lock_guard lock(m_mutex);
        Connection& connection = m_connections.emplace_back();
        connection.socket = socket;
        connection.thread = std::jthread(
            [this, &connection](const std::stop_token& own) { serve(connection, own); });
    }
}

void HttpServer::serve(Connection& connection, const std::stop_token& stop)
{
    HttpReader reader(connection.socket);
    while (!stop.stop_requested()) {
        HttpRequest request;
        const HttpReader::Outcome outcome = reader.read(request);
        if (outcome == HttpReader::Outcome::Closed)
            break;
        const bool keep =
            outcome == HttpReader::Outcome::Request && request.header("connection") != "close";
        HttpAnswer answer(connection.socket, keep);
        if (outcome == HttpReader::Outcome::Malformed) {
            answer.start(400, "text/plain; charset=utf-8");
            answer.write("400 Bad Request");
        } else {
            m_handler(request, answer, stop);
        }
        if (!answer.started())
            answer.start(500, "text/plain; charset=utf-8");
        answer.finish();
        if (!answer.reusable())
            break;
    }
    const std::lock_guard lock(m_mutex);
    connection.done = true;
    ::close(connection.socket);
}

} // namespace binnacle::tests::replay
