// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/http_server.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <ctime>

namespace binnacle::tests::replay {

namespace {

constexpr std::size_t kFlushAt = 64 * 1024;

std::string_view reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 410:
        return "Gone";
    case 504:
        return "Gateway Timeout";
    case 422:
        return "Unprocessable Entity";
    default:
        return "Internal Server Error";
    }
}

std::string httpDate()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 48> out{};
    const std::size_t size =
        std::strftime(out.data(), out.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {out.data(), size};
}

} // namespace

void HttpAnswer::start(int status, std::string_view contentType)
{
    m_status = status;
    m_head =
        "HTTP/1.1 " + std::to_string(status) + " " + std::string(reasonPhrase(status)) + "\r\n";
    header("Content-Type", contentType);
    header("Date", httpDate());
}

void HttpAnswer::header(std::string_view name, std::string_view value)
{
    m_head.append(name).append(": ").append(value).append("\r\n");
}

void HttpAnswer::sendAll(std::string_view bytes)
{
    while (!bytes.empty() && !m_broken) {
        const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            m_broken = true;
        else
            bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void HttpAnswer::sendHead(bool chunked)
{
    if (m_headSent)
        return;
    m_headSent = true;
    if (chunked)
        header("Transfer-Encoding", "chunked");
    else if (m_status != 304)
        header("Content-Length", std::to_string(m_body.size()));
    if (!m_keepAlive)
        header("Connection", "close");
    sendAll(m_head + "\r\n");
}

void HttpAnswer::sendChunk()
{
    if (m_body.empty())
        return; // an empty chunk would end the answer
    std::array<char, 24> size{};
    const auto end = std::to_chars(size.data(), size.data() + size.size(), m_body.size(), 16).ptr;
    m_packet.assign(size.data(), end);
    m_packet.append("\r\n").append(m_body).append("\r\n");
    sendAll(m_packet);
    m_body.clear();
}

void HttpAnswer::write(std::string_view bytes)
{
    m_body.append(bytes);
    if (m_body.size() >= kFlushAt)
        flush();
}

void HttpAnswer::flush()
{
    sendHead(true);
    sendChunk();
}

void HttpAnswer::finish()
{
    if (m_headSent) {
        sendChunk();
        sendAll("0\r\n\r\n");
    } else {
        sendHead(false);
        sendAll(m_body);
        m_body.clear();
    }
}

bool HttpAnswer::connected() const
{
    if (m_broken)
        return false;
    pollfd state{m_socket, POLLRDHUP, 0};
    return ::poll(&state, 1, 0) <= 0 || (state.revents & (POLLRDHUP | POLLHUP | POLLERR)) == 0;
}

} // namespace binnacle::tests::replay
