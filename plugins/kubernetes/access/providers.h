// SPDX-License-Identifier: GPL-3.0-or-later
// The three kinds of CredentialProvider behind makeCredentialProvider(). Only for this folder.
#pragma once

#include "plugins/kubernetes/access/credentials.h"

#include <memory>
#include <mutex>
#include <string>

namespace binnacle::plugins::kubernetes {

/// Certificate pair of an entry: text, or files read again whenever they change. Callers serialise.
class CertificateFiles {
public:
    explicit CertificateFiles(const AuthInfo& auth);
    /// Fills both PEM fields. Errors: NotFound, PermissionDenied, InvalidInput (no PEM in it).
    models::Result<void> fill(AuthMaterial& material);

private:
    std::string m_certFile, m_keyFile, m_certPem, m_keyPem;
    std::string m_stamp;
};

/// Numbers materials: the same content keeps its generation. Callers serialise.
class Generations {
public:
    AuthMaterial stamp(AuthMaterial material);
    std::uint64_t last() const { return m_last.generation; }

private:
    AuthMaterial m_last;
};

std::unique_ptr<CredentialProvider> makeStaticProvider(const ResolvedContext& context,
                                                       const CredentialOptions& options);
std::unique_ptr<CredentialProvider> makeExecProvider(const ResolvedContext& context,
                                                     const CredentialOptions& options);
std::unique_ptr<CredentialProvider> makeOidcProvider(const ResolvedContext& context,
                                                     services::HttpClient& http,
                                                     const CredentialOptions& options);

} // namespace binnacle::plugins::kubernetes
