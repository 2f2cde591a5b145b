// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/encoding.h"
#include "plugins/kubernetes/access/impersonation.h"
#include "plugins/kubernetes/access/oidc_flow.h"
#include "plugins/kubernetes/access/oidc_store.h"
#include "plugins/kubernetes/access/providers.h"

#include <algorithm>
#include <condition_variable>
#include <optional>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::chrono::seconds kEarly{10};

/// Sends the id_token; refreshes it shortly before it expires, once for all who wait.
class OidcProvider final : public CredentialProvider {
public:
    OidcProvider(const ResolvedContext& context, services::HttpClient& http,
                 const CredentialOptions& options)
        : m_auth(context.auth), m_http(http), m_options(options), m_certificates(context.auth),
          m_config(context.auth.oidc)
    {
    }

    Result<AuthMaterial> current(std::stop_token stop) override
    {
        std::unique_lock lock(m_mutex);
        while (m_tokenRejected || !isFresh(m_config.idToken)) {
            if (m_refreshing) {
                if (!m_done.wait(lock, stop, [this] { return !m_refreshing; }))
                    return fail(ErrorCode::Cancelled,
                                "stopped while waiting for the identity provider");
                if (m_error && m_error->code != ErrorCode::Cancelled)
                    return fail(*m_error);
                continue;
            }
            m_refreshing = true;
            const OidcConfig before = m_config;
            const bool rejected = m_tokenRejected;
            lock.unlock();
            auto tokens = renewed(before, rejected, stop);
            lock.lock();
            m_refreshing = false;
            m_error.reset();
            if (tokens)
                accept(*tokens);
            else
                m_error =
                    std::move(tokens.error()).in("oidc login of user \"" + m_auth.user + "\"");
            m_done.notify_all();
            if (m_error)
                return fail(*m_error);
        }
        AuthMaterial out;
        out.headers = impersonationHeaders(m_auth.impersonation);
        if (auto filled = m_certificates.fill(out); !filled)
            return fail(std::move(filled.error()));
        out.credentials.bearer = m_config.idToken;
        out.expires = tokenExpiry(m_config.idToken).value_or(models::UtcTime{});
        return m_generations.stamp(std::move(out));
    }

    void rejected(std::uint64_t generation) override
    {
        const std::lock_guard lock(m_mutex);
        const bool recent = m_options.clock->steady() - m_refreshed < m_options.rejectPause;
        if (generation == m_generations.last() && !(m_everRefreshed && recent))
            m_tokenRejected = true;
    }

    std::uint64_t generation() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_generations.last();
    }

    std::vector<std::string> notes() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_notes;
    }

private:
    bool isFresh(const std::string& token) const
    {
        if (token.empty())
            return false;
        const auto expiry = tokenExpiry(token);
        return expiry && (!expiry->known() || m_options.clock->now() + kEarly < *expiry);
    }

    /// Called without the lock: it waits for disk and network.
    Result<OidcTokens> renewed(OidcConfig config, bool rejected, const std::stop_token& stop)
    {
        if (!m_auth.sourceFile.empty()) {
            // kubectl may have refreshed already, and refresh tokens are often good for one use
            // only.
            const auto stored = loadTokens(m_auth.sourceFile, m_auth.user);
            if (stored && stored->idToken != config.idToken && isFresh(stored->idToken))
                return *stored;
            if (stored && !stored->refreshToken.empty())
                config.refreshToken = stored->refreshToken;
        }
        if (config.refreshToken.empty())
            return fail(ErrorCode::Unauthenticated,
                        rejected ? "the server refused the id-token and there is no refresh-token"
                                 : "the id-token has expired and there is no refresh-token",
                        "Log in again with the program that wrote this kubeconfig.");
        auto tokens = refreshOidc(m_http, config, m_options.refreshTimeout, stop);
        if (!tokens)
            return tokens;
        if (!isFresh(tokens->idToken))
            return fail(ErrorCode::Unauthenticated,
                        "the identity provider gave an id_token that has expired already",
                        "Set this machine's clock, or log in again.");
        if (!m_auth.sourceFile.empty()) {
            if (const auto stored = storeTokens(m_auth.sourceFile, m_auth.user, *tokens); !stored)
                note("the new tokens of user \"" + m_auth.user +
                     "\" are not written back: " + stored.error().text());
        }
        return tokens;
    }

    void note(std::string text)
    {
        const std::lock_guard lock(m_mutex);
        if (std::find(m_notes.begin(), m_notes.end(), text) == m_notes.end())
            m_notes.push_back(std::move(text));
    }

    void accept(const OidcTokens& tokens)
    {
        m_config.idToken = tokens.idToken;
        m_config.refreshToken = tokens.refreshToken;
        m_tokenRejected = false;
        m_everRefreshed = true;
        m_refreshed = m_options.clock->steady();
    }

    const AuthInfo m_auth;
    services::HttpClient& m_http;
    const CredentialOptions m_options;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_done;
    CertificateFiles m_certificates;
    Generations m_generations;
    OidcConfig m_config;
    std::optional<models::Error> m_error;
    std::vector<std::string> m_notes;
    std::chrono::steady_clock::time_point m_refreshed;
    bool m_refreshing = false, m_tokenRejected = false, m_everRefreshed = false;
};

} // namespace

std::unique_ptr<CredentialProvider> makeOidcProvider(const ResolvedContext& context,
                                                     services::HttpClient& http,
                                                     const CredentialOptions& options)
{
    return std::make_unique<OidcProvider>(context, http, options);
}

} // namespace binnacle::plugins::kubernetes
