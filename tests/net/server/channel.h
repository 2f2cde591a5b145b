// SPDX-License-Identifier: GPL-3.0-or-later
// The server's end of one connection, plain or TLS. Blocking; used by one thread, but stop() may
// come from any.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace binnacle::tests {

/// What a TLS server shows and asks for.
struct ServerTls {
    std::string certificatePem;
    std::string keyPem;
    std::string clientCaPem; ///< not empty: a client certificate of this authority is required
    bool http2 = false;      ///< offer "h2" by ALPN, then "http/1.1"
};

class TlsContext {
public:
    explicit TlsContext(const ServerTls& tls);
    ~TlsContext();
    struct Impl;
    Impl& impl() const { return *m_impl; }

private:
    std::unique_ptr<Impl> m_impl;
};

class Channel {
public:
    Channel(int fd, const TlsContext* tls);
    ~Channel();
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    /// TLS handshake; true at once when plain.
    bool accept();
    /// Empty: the peer closed, or stop().
    std::string readSome();
    bool readExactly(std::string& into, std::size_t count);
    bool write(std::string_view bytes);
    void closeOrderly();
    /// The peer gets a reset instead of an end.
    void reset();
    /// Makes every blocked call return. Thread: any.
    void stop();
    int fd() const { return m_fd; }
    /// "h2" or empty.
    std::string protocol() const;
    /// The name the client asked for.
    std::string serverName() const;
    bool resumedSession() const;

private:
    struct Tls;
    std::mutex m_mutex; ///< guards closing against stop()
    int m_fd;
    bool m_closed = false;
    std::unique_ptr<Tls> m_tls;
    std::string m_ahead; ///< read but not yet given out
};

} // namespace binnacle::tests
