// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/encoding.h"
#include "plugins/kubernetes/access/impersonation.h"
#include "plugins/kubernetes/access/providers.h"
#include "plugins/kubernetes/access/text_file.h"

#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::size_t kMaxToken = std::size_t{256} << 10;
/// Service account tokens rotate in place. Source: client-go cachingTokenSource.
constexpr std::chrono::seconds kTokenPeriod{60};

/// None, token, token file, basic and client certificate: nothing to run, files to read again.
class StaticProvider final : public CredentialProvider {
public:
    StaticProvider(const ResolvedContext& context, const CredentialOptions& options)
        : m_auth(context.auth), m_clock(*options.clock), m_certificates(context.auth)
    {
    }

    Result<AuthMaterial> current(std::stop_token) override
    {
        const std::lock_guard lock(m_mutex);
        AuthMaterial material;
        material.headers = impersonationHeaders(m_auth.impersonation);
        if (auto filled = m_certificates.fill(material); !filled)
            return fail(std::move(filled.error()).in("user \"" + m_auth.user + "\""));
        if (m_auth.form == AuthForm::TokenFile) {
            auto token = tokenFromFile();
            if (!token)
                return fail(
                    std::move(token.error()).in("user \"" + m_auth.user + "\": token file"));
            material.credentials.bearer = std::move(*token);
        } else if (m_auth.form == AuthForm::Token) {
            material.credentials.bearer = trimmed(m_auth.token);
        } else if (m_auth.form == AuthForm::Basic) {
            material.credentials.user = m_auth.basicUser;
            material.credentials.password = m_auth.basicPassword;
        }
        return m_generations.stamp(std::move(material));
    }

    void rejected(std::uint64_t generation) override
    {
        const std::lock_guard lock(m_mutex);
        if (generation == m_generations.last())
            m_tokenStale = true;
    }

    std::uint64_t generation() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_generations.last();
    }

private:
    Result<std::string> tokenFromFile()
    {
        const auto now = m_clock.steady();
        if (!m_token.empty() && !m_tokenStale && now - m_tokenRead < kTokenPeriod)
            return m_token;
        const auto text = readTextFile(m_auth.tokenFile, kMaxToken);
        if (!text)
            return fail(text.error());
        std::string token = trimmed(*text);
        if (token.empty())
            return fail(ErrorCode::Unauthenticated, m_auth.tokenFile + " is empty",
                        "Log in again with the program that writes it.");
        if (!isHeaderSafe(token))
            return fail(ErrorCode::InvalidInput, m_auth.tokenFile + " holds more than one line",
                        "Keep only the token in it.");
        m_token = std::move(token);
        m_tokenRead = now;
        m_tokenStale = false;
        return m_token;
    }

    const AuthInfo m_auth;
    const models::Clock& m_clock;
    mutable std::mutex m_mutex;
    CertificateFiles m_certificates;
    Generations m_generations;
    std::string m_token;
    std::chrono::steady_clock::time_point m_tokenRead;
    bool m_tokenStale = false;
};

} // namespace

std::unique_ptr<CredentialProvider> makeStaticProvider(const ResolvedContext& context,
                                                       const CredentialOptions& options)
{
    return std::make_unique<StaticProvider>(context, options);
}

} // namespace binnacle::plugins::kubernetes
