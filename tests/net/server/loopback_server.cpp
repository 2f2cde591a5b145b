// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/server/loopback_server.h"
#include "services/net/http/ascii.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace binnacle::tests {

namespace {

int listenOn(const LoopbackServer::Setup& setup, int& port)
{
    const bool local = !setup.unixPath.empty();
    const int fd = ::socket(local ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (setup.sendBuffer > 0)
        ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &setup.sendBuffer, sizeof setup.sendBuffer);
    sockaddr_storage storage{};
    socklen_t size = 0;
    if (local) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        setup.unixPath.copy(address.sun_path, sizeof address.sun_path - 1);
        std::memcpy(&storage, &address, size = sizeof address);
    } else {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        std::memcpy(&storage, &address, size = sizeof address);
    }
    if (::bind(fd, reinterpret_cast<sockaddr*>(&storage), size) != 0 || ::listen(fd, 512) != 0)
        throw std::runtime_error("cannot listen");
    if (!local) {
        sockaddr_in bound{};
        size = sizeof bound;
        ::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size);
        port = ntohs(bound.sin_port);
    }
    return fd;
}

const char* reasonOf(int status)
{
    return status < 300 ? "OK" : status < 400 ? "Elsewhere" : "No";
}

} // namespace

std::string SeenRequest::header(std::string_view lowerName) const
{
    for (const auto& [name, value] : headers)
        if (name == lowerName)
            return value;
    return {};
}

bool Peer::respond(int status, std::string_view body, std::string_view headers)
{
    std::string answer = "HTTP/1.1 " + std::to_string(status) + " " + reasonOf(status) + "\r\n";
    answer.append(headers);
    answer += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    answer.append(body);
    return write(answer);
}

bool Peer::chunk(std::string_view bytes)
{
    char size[24];
    const int count = std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    std::string text(size, static_cast<std::size_t>(count));
    text.append(bytes).append("\r\n");
    return write(text);
}

void Peer::close()
{
    m_ended = true;
    m_channel.closeOrderly();
}

void Peer::reset()
{
    m_ended = true;
    m_channel.reset();
}

void Peer::waitForClient()
{
    m_ended = true;
    while (!m_channel.readSome().empty()) {
    }
}

bool Peer::sleep(std::chrono::milliseconds time)
{
    return m_server.sleep(time);
}

LoopbackServer::LoopbackServer(Handler handler, Setup setup)
    : m_handler(std::move(handler)), m_setup(std::move(setup))
{
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
    if (m_setup.tls)
        m_tls = std::make_unique<TlsContext>(*m_setup.tls);
    m_listener = listenOn(m_setup, m_port);
    m_acceptor = std::thread([this] { acceptLoop(); });
}

LoopbackServer::~LoopbackServer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    ::shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    ::close(m_listener);
    if (!m_setup.unixPath.empty())
        ::unlink(m_setup.unixPath.c_str());
    for (Connection& connection : m_connections)
        connection.channel->stop();
    for (Connection& connection : m_connections)
        connection.thread.join();
}

void LoopbackServer::acceptLoop()
{
    for (;;) {
        const int fd = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0)
            return;
        const int yes = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        const std::lock_guard lock(m_mutex);
        if (m_stopping) {
            ::close(fd);
            return;
        }
        Connection& connection = m_connections.emplace_back();
        connection.channel = std::make_unique<Channel>(fd, m_tls.get());
        const int number = ++m_count;
        connection.thread = std::thread([this, &connection, number] { serve(connection, number); });
        m_changed.notify_all();
    }
}

void LoopbackServer::serve(Connection& connection, int number)
{
    Channel& channel = *connection.channel;
    Peer peer(channel, *this);
    if (channel.accept()) {
        std::string buffer;
        SeenRequest request;
        request.connection = number;
        request.serverName = channel.serverName();
        if (m_setup.raw)
            m_setup.raw(peer, number);
        while (!m_setup.raw && !peer.ended() && readRequest(channel, request, buffer)) {
            {
                const std::lock_guard lock(m_mutex);
                m_requests.push_back(request);
            }
            m_changed.notify_all();
            m_handler(peer, request);
        }
    }
    channel.stop();
    const std::lock_guard lock(m_mutex);
    connection.done = true;
    m_changed.notify_all();
}

bool LoopbackServer::readRequest(Channel& channel, SeenRequest& request, std::string& buffer) const
{
    const auto more = [&] {
        const std::string some = channel.readSome();
        buffer += some;
        return !some.empty();
    };
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos)
        if (!more())
            return false;
    std::string_view head = std::string_view(buffer).substr(0, end + 2);
    std::string_view line = head.substr(0, head.find("\r\n"));
    request.method = std::string(line.substr(0, line.find(' ')));
    line.remove_prefix(std::min(line.size(), request.method.size() + 1));
    request.target = std::string(line.substr(0, line.find(' ')));
    request.headers.clear();
    std::size_t length = 0;
    for (head.remove_prefix(head.find("\r\n") + 2); !head.empty();
         head.remove_prefix(head.find("\r\n") + 2)) {
        const std::string_view field = head.substr(0, head.find("\r\n"));
        const std::size_t colon = field.find(':');
        std::string name = services::toLower(field.substr(0, colon));
        std::string value(services::trimmed(field.substr(colon + 1)));
        if (name == "content-length")
            std::from_chars(value.data(), value.data() + value.size(), length);
        request.headers.emplace_back(std::move(name), std::move(value));
    }
    buffer.erase(0, end + 4);
    while (buffer.size() < length)
        if (!more())
            return false;
    request.body = buffer.substr(0, length);
    buffer.erase(0, length);
    return true;
}

std::string LoopbackServer::url(std::string_view path) const
{
    return (m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_port) +
           std::string(path);
}

std::vector<SeenRequest> LoopbackServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

int LoopbackServer::connections() const
{
    const std::lock_guard lock(m_mutex);
    return m_count;
}

int LoopbackServer::openConnections() const
{
    const std::lock_guard lock(m_mutex);
    return static_cast<int>(
        std::count_if(m_connections.begin(), m_connections.end(),
                      [](const Connection& connection) { return !connection.done; }));
}

bool LoopbackServer::waitUntil(const std::function<bool()>& done,
                               std::chrono::milliseconds most) const
{
    const auto end = std::chrono::steady_clock::now() + most;
    while (!done()) {
        std::unique_lock lock(m_mutex);
        if (std::chrono::steady_clock::now() >= end)
            return false;
        // A change between done() and here is seen a little later.
        m_changed.wait_for(lock, std::chrono::milliseconds(20));
    }
    return true;
}

bool LoopbackServer::waitForRequests(std::size_t count) const
{
    return waitUntil([&] { return requests().size() >= count; });
}

void LoopbackServer::notify() const
{
    m_changed.notify_all();
}

bool LoopbackServer::stopping() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopping;
}

bool LoopbackServer::sleep(std::chrono::milliseconds time) const
{
    std::unique_lock lock(m_mutex);
    return !m_changed.wait_for(lock, time, [this] { return m_stopping; });
}

} // namespace binnacle::tests
