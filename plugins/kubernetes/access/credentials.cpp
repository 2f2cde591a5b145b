// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/credentials.h"

#include "plugins/kubernetes/access/auth_check.h"
#include "plugins/kubernetes/access/encoding.h"
#include "plugins/kubernetes/access/providers.h"
#include "plugins/kubernetes/access/text_file.h"

#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::size_t kMaxPem = std::size_t{1} << 20;

class BrokenProvider final : public CredentialProvider {
public:
    explicit BrokenProvider(models::Error error) : m_error(std::move(error)) {}
    Result<AuthMaterial> current(std::stop_token) override { return fail(m_error); }
    void rejected(std::uint64_t) override {}
    std::uint64_t generation() const override { return 0; }

private:
    models::Error m_error;
};

bool same(const AuthMaterial& a, const AuthMaterial& b)
{
    return a.credentials.bearer == b.credentials.bearer &&
           a.credentials.user == b.credentials.user &&
           a.credentials.password == b.credentials.password && a.clientCertPem == b.clientCertPem &&
           a.clientKeyPem == b.clientKeyPem;
}

Result<std::string> readPem(const std::string& path, const char* label)
{
    auto text = readTextFile(path, kMaxPem);
    if (text && !hasPemBlock(*text, label))
        return fail(ErrorCode::InvalidInput, path + " holds no whole PEM " + label,
                    "Check the file; it may be half written.");
    return text;
}

} // namespace

void CredentialProvider::rejected()
{
    rejected(generation());
}

CertificateFiles::CertificateFiles(const AuthInfo& auth)
    : m_certFile(auth.certPem.empty() ? auth.certFile : ""),
      m_keyFile(auth.keyPem.empty() ? auth.keyFile : ""), m_certPem(auth.certPem),
      m_keyPem(auth.keyPem)
{
}

Result<void> CertificateFiles::fill(AuthMaterial& material)
{
    if (!m_certFile.empty() || !m_keyFile.empty()) {
        const std::string stamp = fileStamp(m_certFile) + "/" + fileStamp(m_keyFile);
        if (stamp != m_stamp || m_certPem.empty() || m_keyPem.empty()) {
            Result<std::string> cert = m_certPem, key = m_keyPem;
            if (!m_certFile.empty())
                cert = readPem(m_certFile, "CERTIFICATE");
            if (!m_keyFile.empty())
                key = readPem(m_keyFile, "PRIVATE KEY");
            if (!cert || !key)
                return fail((cert ? key : cert).error());
            m_certPem = std::move(*cert);
            m_keyPem = std::move(*key);
            m_stamp = stamp;
        }
    }
    material.clientCertPem = m_certPem;
    material.clientKeyPem = m_keyPem;
    return {};
}

AuthMaterial Generations::stamp(AuthMaterial material)
{
    const bool first = m_last.generation == 0;
    material.generation = m_last.generation + (first || !same(material, m_last) ? 1 : 0);
    m_last = material;
    return material;
}

std::unique_ptr<CredentialProvider> makeCredentialProvider(const ResolvedContext& context,
                                                           services::HttpClient& http,
                                                           const CredentialOptions& options)
{
    if (auto checked = checkAuth(context.auth); !checked)
        return std::make_unique<BrokenProvider>(std::move(checked.error()));
    switch (context.auth.form) {
    case AuthForm::Exec:
        return makeExecProvider(context, options);
    case AuthForm::Oidc:
        return makeOidcProvider(context, http, options);
    default:
        return makeStaticProvider(context, options);
    }
}

} // namespace binnacle::plugins::kubernetes
