// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/server/proxies.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace binnacle::tests {

namespace {

/// -1 when it cannot be reached.
int connectTo(const std::string& host, const std::string& port)
{
    addrinfo hints{};
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0)
        return -1;
    int fd = ::socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, 0);
    if (::connect(fd, found->ai_addr, found->ai_addrlen) != 0) {
        ::close(fd);
        fd = -1;
    }
    ::freeaddrinfo(found);
    return fd;
}

bool sendAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const long count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

/// Both ways until either side ends.
void relay(Channel& client, int upstream)
{
    std::array<pollfd, 2> ends{{{client.fd(), POLLIN, 0}, {upstream, POLLIN, 0}}};
    for (bool open = true; open;) {
        ::poll(ends.data(), ends.size(), -1);
        if (ends[0].revents != 0) {
            const std::string some = client.readSome();
            open = !some.empty() && sendAll(upstream, some);
        }
        if (open && ends[1].revents != 0) {
            std::array<char, 16384> buffer;
            const long count = ::recv(upstream, buffer.data(), buffer.size(), 0);
            open = count > 0 && client.write({buffer.data(), static_cast<std::size_t>(count)});
        }
    }
}

void forward(Peer& peer, const SeenRequest& request)
{
    std::string_view rest =
        std::string_view(request.target).substr(std::string_view("http://").size());
    const std::size_t slash = rest.find('/');
    const std::string_view authority = rest.substr(0, slash);
    const std::size_t colon = authority.find(':');
    const int upstream = connectTo(std::string(authority.substr(0, colon)),
                                   std::string(authority.substr(colon + 1)));
    if (upstream < 0) {
        peer.respond(502, "no upstream");
        return;
    }
    std::string text = request.method + " " + std::string(rest.substr(slash)) + " HTTP/1.1\r\n";
    for (const auto& [name, value] : request.headers)
        if (!name.starts_with("proxy-"))
            text += name + ": " + value + "\r\n";
    sendAll(upstream, text + "Connection: close\r\n\r\n" + request.body);
    relay(peer.channel(), upstream);
    ::close(upstream);
    peer.close();
}

} // namespace

LoopbackServer::Handler httpProxy(int refuse)
{
    return [refuse](Peer& peer, const SeenRequest& request) {
        if (refuse != 0) {
            peer.respond(refuse, "", "Proxy-Authenticate: Basic realm=\"test\"\r\n");
            return;
        }
        if (request.method != "CONNECT") {
            forward(peer, request);
            return;
        }
        const std::size_t colon = request.target.rfind(':');
        const int upstream =
            connectTo(request.target.substr(0, colon), request.target.substr(colon + 1));
        if (upstream < 0) {
            peer.respond(502, "no upstream");
            return;
        }
        peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
        relay(peer.channel(), upstream);
        ::close(upstream);
        peer.close();
    };
}

LoopbackServer::RawHandler socksProxy()
{
    return [](Peer& peer, int) {
        std::string bytes;
        Channel& channel = peer.channel();
        if (!channel.readExactly(bytes, 2) ||
            !channel.readExactly(bytes, static_cast<unsigned char>(bytes[1])))
            return;
        channel.write(std::string_view("\x05\x00", 2));
        if (!channel.readExactly(bytes, 4) || bytes[3] != 1) // IPv4 only
            return;
        if (!channel.readExactly(bytes, 6))
            return;
        std::string host;
        for (std::size_t i = 0; i < 4; ++i)
            host += (i == 0 ? "" : ".") + std::to_string(static_cast<unsigned char>(bytes[i]));
        const int port =
            static_cast<unsigned char>(bytes[4]) * 256 + static_cast<unsigned char>(bytes[5]);
        const int upstream = connectTo(host, std::to_string(port));
        channel.write(std::string("\x05") + (upstream < 0 ? '\x05' : '\0') +
                      std::string("\x00\x01\x00\x00\x00\x00\x00\x00", 8));
        if (upstream < 0)
            return;
        relay(channel, upstream);
        ::close(upstream);
    };
}

} // namespace binnacle::tests
