// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/server/channel.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace binnacle::tests {

struct TlsContext::Impl {
    SSL_CTX* context = nullptr;
    bool http2 = false;
};

namespace {

X509* readCert(const std::string& pem)
{
    BIO* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    X509* const cert = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    return cert;
}

EVP_PKEY* readKey(const std::string& pem)
{
    BIO* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    EVP_PKEY* const key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    return key;
}

int chooseProtocol(SSL* /*ssl*/, const unsigned char** out, unsigned char* outSize,
                   const unsigned char* offered, unsigned offeredSize, void* context)
{
    static constexpr unsigned char kBoth[] = "\x02h2\x08http/1.1";
    static constexpr unsigned char kOld[] = "\x08http/1.1";
    const bool http2 = static_cast<TlsContext::Impl*>(context)->http2;
    unsigned char* chosen = nullptr;
    const int result = SSL_select_next_proto(
        &chosen, outSize, http2 ? kBoth : kOld,
        static_cast<unsigned>((http2 ? sizeof kBoth : sizeof kOld) - 1), offered, offeredSize);
    *out = chosen;
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

} // namespace

TlsContext::TlsContext(const ServerTls& tls) : m_impl(std::make_unique<Impl>())
{
    m_impl->http2 = tls.http2;
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    m_impl->context = context;
    X509* const cert = readCert(tls.certificatePem);
    EVP_PKEY* const key = readKey(tls.keyPem);
    const bool ok =
        SSL_CTX_use_certificate(context, cert) == 1 && SSL_CTX_use_PrivateKey(context, key) == 1;
    X509_free(cert);
    EVP_PKEY_free(key);
    if (!ok)
        throw std::runtime_error("bad server certificate");
    static constexpr unsigned char kId[] = "binnacle";
    SSL_CTX_set_session_id_context(context, kId, sizeof kId - 1);
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, m_impl.get());
    if (!tls.clientCaPem.empty()) {
        X509* const authority = readCert(tls.clientCaPem);
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority);
        SSL_CTX_add_client_CA(context, authority);
        X509_free(authority);
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
}

TlsContext::~TlsContext()
{
    SSL_CTX_free(m_impl->context);
}

struct Channel::Tls {
    SSL* ssl = nullptr;
    ~Tls() { SSL_free(ssl); }
};

Channel::Channel(int fd, const TlsContext* tls) : m_fd(fd)
{
    if (tls == nullptr)
        return;
    m_tls = std::make_unique<Tls>();
    m_tls->ssl = SSL_new(tls->impl().context);
    SSL_set_fd(m_tls->ssl, fd);
}

Channel::~Channel()
{
    m_tls.reset();
    const std::lock_guard lock(m_mutex);
    if (!m_closed)
        ::close(m_fd);
    m_closed = true;
}

bool Channel::accept()
{
    return !m_tls || SSL_accept(m_tls->ssl) == 1;
}

std::string Channel::readSome()
{
    if (!m_ahead.empty())
        return std::exchange(m_ahead, {});
    std::array<char, 16384> buffer;
    const long count = m_tls ? SSL_read(m_tls->ssl, buffer.data(), static_cast<int>(buffer.size()))
                             : ::recv(m_fd, buffer.data(), buffer.size(), 0);
    return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : std::string{};
}

bool Channel::readExactly(std::string& into, std::size_t count)
{
    into.clear();
    while (into.size() < count) {
        const std::string some = readSome();
        if (some.empty())
            return false;
        into += some;
    }
    m_ahead = into.substr(count);
    into.resize(count);
    return true;
}

bool Channel::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const long count = m_tls
                               ? SSL_write(m_tls->ssl, bytes.data(), static_cast<int>(bytes.size()))
                               : ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void Channel::closeOrderly()
{
    if (m_tls)
        SSL_shutdown(m_tls->ssl);
    ::shutdown(m_fd, SHUT_WR);
}

void Channel::reset()
{
    const linger now{1, 0};
    ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    const std::lock_guard lock(m_mutex);
    if (!m_closed)
        ::close(m_fd);
    m_closed = true;
}

void Channel::stop()
{
    const std::lock_guard lock(m_mutex);
    if (!m_closed)
        ::shutdown(m_fd, SHUT_RDWR);
}

std::string Channel::protocol() const
{
    if (!m_tls)
        return {};
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(m_tls->ssl, &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

std::string Channel::serverName() const
{
    const char* const name =
        m_tls ? SSL_get_servername(m_tls->ssl, TLSEXT_NAMETYPE_host_name) : nullptr;
    return name == nullptr ? "" : name;
}

bool Channel::resumedSession() const
{
    return m_tls && SSL_session_reused(m_tls->ssl) == 1;
}

} // namespace binnacle::tests
