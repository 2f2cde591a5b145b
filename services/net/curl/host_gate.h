// SPDX-License-Identifier: GPL-3.0-or-later
// How many requests one server of one pool may have at work. Pure bookkeeping of the net thread.
// Why not libcurl's own host limit and "wait for a pipe": libcurl 7.88 keeps one list of pending
// transfers for all hosts and wakes only its first, so a full or dead host would hold up the
// others.
#pragma once

#include "services/net/curl/transfer.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <set>

namespace binnacle::services::curl {

class HostGate {
public:
    /// HTTP/1.1: one connection per request at work. Streams have their own bound, so that a dozen
    /// watches never keep a query waiting.
    static constexpr int kMostSends = 8;
    static constexpr int kMostStreams = 64;
    /// HTTP/2: libcurl opens a further connection when the server's own stream limit is reached.
    static constexpr int kMostMultiplexed = 512;

    enum class Protocol { Unknown, Http1, Http2 };

    explicit HostGate(Protocol protocol) : m_protocol(protocol) {}

    /// Is this a stream that has a connection for itself, so that it takes no turn of a send's?
    bool countsAside(const Ask& ask) const
    {
        return ask.streaming && (ask.alone() || m_protocol == Protocol::Http1);
    }

    void learn(Protocol protocol) { m_protocol = protocol; }

    /// Unless the server is known to speak only HTTP/1.1, one request at a time goes to find its
    /// connection and the others wait for what it finds: else a hundred requests would open a
    /// hundred connections before learning that one is enough. Finding an open one with room takes
    /// no time.
    bool mayStart(bool streaming) const
    {
        if (streaming)
            return m_streams < kMostStreams;
        if (m_protocol != Protocol::Http1 && m_connecting > 0)
            return false;
        return m_connecting + m_connected <
               (m_protocol == Protocol::Http2 ? kMostMultiplexed : kMostSends);
    }

    void started(bool streaming) { ++(streaming ? m_streams : m_connecting); }
    /// `localPort` tells connections apart (0: not known). Two sends at work on one connection: it
    /// is HTTP/2, known long before the first of them is answered.
    void connected(bool streaming, int localPort)
    {
        if (streaming)
            return;
        --m_connecting;
        ++m_connected;
        if (localPort == 0)
            return;
        if (m_protocol == Protocol::Unknown && m_ports.contains(localPort))
            m_protocol = Protocol::Http2;
        m_ports.insert(localPort);
    }
    void ended(bool streaming, bool wasConnected, int localPort)
    {
        --(streaming ? m_streams : wasConnected ? m_connected : m_connecting);
        if (const auto it = m_ports.find(localPort);
            !streaming && wasConnected && it != m_ports.end())
            m_ports.erase(it);
    }

    /// Any byte of any answer of this server.
    void heard(std::chrono::steady_clock::time_point now) { m_lastByte = now; }
    std::chrono::steady_clock::time_point lastByte() const { return m_lastByte; }
    bool isHttp2() const { return m_protocol == Protocol::Http2; }
    bool hasConnected() const { return m_connected > 0; }
    bool idle() const { return m_streams + m_connecting + m_connected == 0 && m_waiting.empty(); }

    /// Ids of those not let in yet, oldest first.
    std::deque<std::uint64_t>& waiting() { return m_waiting; }

private:
    Protocol m_protocol;
    int m_connecting = 0;
    int m_connected = 0;
    int m_streams = 0;
    std::chrono::steady_clock::time_point m_lastByte{};
    std::multiset<int> m_ports; ///< of the connected sends
    std::deque<std::uint64_t> m_waiting;
};

} // namespace binnacle::services::curl
