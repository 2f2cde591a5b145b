// SPDX-License-Identifier: GPL-3.0-or-later
// Who we are to the API server, kept fresh: one provider per context, shared by all of its
// requests. Used by api_client.h; any thread but ui. Secrets stay in the returned values: they are
// never in an error, a log or the arguments of a program.
#pragma once

#include "models/base/result.h"
#include "models/base/time.h"
#include "plugins/kubernetes/access/environment.h"
#include "plugins/kubernetes/access/kubeconfig.h"
#include "services/net/http_client.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle::plugins::kubernetes {

struct AuthMaterial {
    services::Credentials credentials;
    std::string clientCertPem, clientKeyPem;   ///< both or neither
    std::vector<services::HttpHeader> headers; ///< impersonation
    std::uint64_t generation = 0;              ///< rises whenever anything above changed
    models::UtcTime expires;                   ///< unknown: not said
};

class CredentialProvider {
public:
    virtual ~CredentialProvider() = default;

    /// What to send now. Blocks while a plug-in runs or tokens are refreshed; several callers wait
    /// for the same run, and a caller that stops leaves the others waiting. Errors: Unauthenticated
    /// (expired, log in again), NotFound (file, program), Timeout, Unreachable (identity provider),
    /// Unsupported, InvalidInput, DataCorrupt (bad answer), Cancelled.
    virtual models::Result<AuthMaterial> current(std::stop_token stop) = 0;

    /// The server answered 401 to that generation: the next current() reads the file again, runs
    /// the plug-in once more or refreshes. Nothing happens when a newer generation is known
    /// already.
    virtual void rejected(std::uint64_t generation) = 0;
    void rejected();

    /// The last generation that current() gave.
    virtual std::uint64_t generation() const = 0;

    /// "the new tokens could not be written to FILE": for the source's notes. No secrets.
    virtual std::vector<std::string> notes() const { return {}; }
};

struct CredentialOptions {
    std::chrono::milliseconds execTimeout{30000};
    std::chrono::milliseconds execKillGrace{2000};
    /// A credential made because of a 401 and refused again sooner than this is kept: the server
    /// does not accept this person, and running a program per request would not help.
    std::chrono::milliseconds rejectPause{10000};
    std::chrono::milliseconds refreshTimeout{10000};
    EnvLookup env = processEnvironment();
    const models::Clock* clock = &models::Clock::system();
};

/// Never fails: a context that cannot work gives a provider whose current() says why. `http` is
/// used for OIDC only and must outlive the provider.
std::unique_ptr<CredentialProvider> makeCredentialProvider(const ResolvedContext& context,
                                                           services::HttpClient& http,
                                                           const CredentialOptions& options = {});

} // namespace binnacle::plugins::kubernetes
