// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/server/http2_server.h"

#include <algorithm>

namespace binnacle::tests {

namespace {

constexpr std::uint8_t kData = 0;
constexpr std::uint8_t kHeaders = 1;
constexpr std::uint8_t kReset = 3;
constexpr std::uint8_t kSettings = 4;
constexpr std::uint8_t kPing = 6;
constexpr std::uint8_t kEndStream = 1;
constexpr std::uint8_t kAck = 1;
constexpr std::uint8_t kEndHeaders = 4;

std::string bigEndian(std::uint32_t value, int bytes)
{
    std::string out;
    for (int i = bytes - 1; i >= 0; --i)
        out += static_cast<char>(value >> (8 * i) & 0xFF);
    return out;
}

std::uint32_t fromBigEndian(std::string_view bytes)
{
    std::uint32_t value = 0;
    for (const char c : bytes)
        value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

} // namespace

Http2Server::Http2Server(const ServerTls& tls, Plan plan) : m_plan(std::move(plan))
{
    LoopbackServer::Setup setup;
    setup.tls = tls;
    setup.tls->http2 = true;
    setup.raw = [this](Peer& peer, int) { serve(peer); };
    m_server = std::make_unique<LoopbackServer>(nullptr, std::move(setup));
}

int Http2Server::streams() const
{
    const std::lock_guard lock(m_mutex);
    return m_streams;
}

int Http2Server::mostAtOnce() const
{
    const std::lock_guard lock(m_mutex);
    return m_mostAtOnce;
}

int Http2Server::resets() const
{
    const std::lock_guard lock(m_mutex);
    return m_resets;
}

void Http2Server::serve(Peer& peer)
{
    Channel& channel = peer.channel();
    std::string preface;
    if (channel.protocol() != "h2" || !channel.readExactly(preface, 24))
        return;
    writeFrame(channel, kSettings, 0, 0,
               bigEndian(3, 2) + bigEndian(static_cast<std::uint32_t>(m_plan.maxStreams), 4));
    std::map<std::uint32_t, bool> waiting;
    Frame frame;
    while (readFrame(channel, frame))
        if (!onFrame(channel, frame, waiting))
            return;
}

bool Http2Server::onFrame(Channel& channel, const Frame& frame,
                          std::map<std::uint32_t, bool>& waiting)
{
    if (frame.type == kSettings && (frame.flags & kAck) == 0)
        return writeFrame(channel, kSettings, kAck, 0, {});
    if (frame.type == kPing && (frame.flags & kAck) == 0)
        return writeFrame(channel, kPing, kAck, 0, frame.payload);
    if (frame.type == kReset) {
        waiting.erase(frame.stream);
        {
            const std::lock_guard lock(m_mutex);
            ++m_resets;
        }
        m_server->notify();
        return true;
    }
    if ((frame.type != kHeaders && frame.type != kData) || (frame.flags & kEndStream) == 0)
        return true;
    waiting[frame.stream] = true;
    {
        const std::lock_guard lock(m_mutex);
        ++m_streams;
        m_mostAtOnce = std::max(m_mostAtOnce, static_cast<int>(waiting.size()));
    }
    m_server->notify();
    if (static_cast<int>(waiting.size()) < m_plan.holdUntil)
        return true;
    for (const auto& [stream, unused] : std::exchange(waiting, {}))
        if (!m_server->sleep(m_plan.delay) || !answer(channel, stream))
            return false;
    return true;
}

bool Http2Server::answer(Channel& channel, std::uint32_t stream) const
{
    return writeFrame(channel, kHeaders, kEndHeaders, stream,
                      "\x88") && // :status 200, of the static table
           writeFrame(channel, kData, kEndStream, stream, m_plan.body);
}

bool Http2Server::readFrame(Channel& channel, Frame& frame)
{
    std::string head;
    if (!channel.readExactly(head, 9))
        return false;
    const std::string_view view = head;
    frame.type = static_cast<std::uint8_t>(view[3]);
    frame.flags = static_cast<std::uint8_t>(view[4]);
    frame.stream = fromBigEndian(view.substr(5, 4)) & 0x7FFFFFFF;
    const std::uint32_t size = fromBigEndian(view.substr(0, 3));
    frame.payload.clear();
    return size == 0 || channel.readExactly(frame.payload, size);
}

bool Http2Server::writeFrame(Channel& channel, std::uint8_t type, std::uint8_t flags,
                             std::uint32_t stream, std::string_view payload)
{
    std::string bytes = bigEndian(static_cast<std::uint32_t>(payload.size()), 3);
    bytes += static_cast<char>(type);
    bytes += static_cast<char>(flags);
    bytes += bigEndian(stream, 4);
    bytes.append(payload);
    return channel.write(bytes);
}

} // namespace binnacle::tests
