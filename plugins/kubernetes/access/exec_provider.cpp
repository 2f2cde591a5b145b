// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/encoding.h"
#include "plugins/kubernetes/access/exec_credential.h"
#include "plugins/kubernetes/access/impersonation.h"
#include "plugins/kubernetes/access/process.h"
#include "plugins/kubernetes/access/program_path.h"
#include "plugins/kubernetes/access/providers.h"
#include "services/net/http/redact.h"

#include <condition_variable>
#include <optional>
#include <thread>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

/// Runs the plug-in on a thread of its own, once for all who wait; caches until it expires.
class ExecProvider final : public CredentialProvider {
public:
    ExecProvider(const ResolvedContext& context, const CredentialOptions& options)
        : m_auth(context.auth), m_cluster(context.clusterInfo), m_options(options),
          m_certificates(context.auth)
    {
    }

    Result<AuthMaterial> current(std::stop_token stop) override
    {
        std::unique_lock lock(m_mutex);
        while (!usable()) {
            if (!m_running)
                startRun();
            const std::uint64_t mine = m_run;
            ++m_waiting;
            const bool ended = m_done.wait(lock, stop, [&] { return !m_running || m_run != mine; });
            --m_waiting;
            if (!ended) {
                if (m_waiting == 0)
                    m_thread.request_stop(); // nobody wants the answer any more
                return fail(ErrorCode::Cancelled,
                            "stopped while waiting for " + m_auth.exec.command);
            }
            // A run that was stopped for another caller says nothing to this one: run again.
            if (!m_running && m_error && m_error->code != ErrorCode::Cancelled)
                return fail(*m_error);
        }
        return material();
    }

    void rejected(std::uint64_t generation) override
    {
        const std::lock_guard lock(m_mutex);
        if (generation != m_generations.last() || !m_credential)
            return;
        const auto age = m_options.clock->steady() - m_made;
        if (m_afterRejection && age < m_options.rejectPause)
            return; // the server refuses what the plug-in makes: another run would not help
        m_credential.reset();
        m_rejectedOne = true;
    }

    std::uint64_t generation() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_generations.last();
    }

private:
    bool usable() const
    {
        if (!m_credential)
            return false;
        return !m_credential->expires.known() || m_options.clock->now() < m_credential->expires;
    }

    void startRun()
    {
        if (m_thread.joinable())
            m_thread.join(); // it has published its result: only its last instructions are left
        m_running = true;
        ++m_run;
        m_thread = std::jthread([this](const std::stop_token& stop) {
            auto result = run(stop);
            const std::lock_guard lock(m_mutex);
            m_running = false;
            m_error.reset();
            m_credential.reset();
            if (result) {
                m_credential = std::move(*result);
                m_made = m_options.clock->steady();
                m_afterRejection = std::exchange(m_rejectedOne, false);
            } else {
                m_error =
                    std::move(result.error()).in("exec plug-in of user \"" + m_auth.user + "\"");
            }
            m_done.notify_all();
        });
    }

    Result<AuthMaterial> material()
    {
        AuthMaterial out;
        out.headers = impersonationHeaders(m_auth.impersonation);
        if (auto filled = m_certificates.fill(out); !filled)
            return fail(std::move(filled.error()));
        out.credentials.bearer = m_credential->token;
        if (!m_credential->clientCertPem.empty()) {
            out.clientCertPem = m_credential->clientCertPem;
            out.clientKeyPem = m_credential->clientKeyPem;
        }
        out.expires = m_credential->expires;
        return m_generations.stamp(std::move(out));
    }

    Result<ExecCredential> run(const std::stop_token& stop) const
    {
        const auto program = findProgram(m_auth.exec.command, m_options.env);
        if (!program)
            return fail(withHint(program.error()));
        ProcessRequest request;
        request.argv = {program->path};
        request.argv.insert(request.argv.end(), m_auth.exec.args.begin(), m_auth.exec.args.end());
        request.env = inheritedEnvironment();
        setVariable(request.env, "PATH", program->childPath);
        for (const auto& [name, value] : m_auth.exec.env)
            setVariable(request.env, name, value);
        setVariable(request.env, "KUBERNETES_EXEC_INFO", execInfoJson(m_auth.exec, m_cluster));
        request.timeout = m_options.execTimeout;
        request.killGrace = m_options.execKillGrace;
        const auto outcome = runProcess(request, stop);
        if (!outcome)
            return fail(withHint(hidden(outcome.error())));
        if (outcome->exitCode > 0 || outcome->signal != 0)
            return fail(withHint(failure(program->path, *outcome)));
        auto credential = parseExecCredential(outcome->out, m_auth.exec.apiVersion);
        if (!credential)
            return fail(withHint(std::move(credential.error()).in(program->path)));
        const auto now = m_options.clock->now();
        if (credential->expires.known() && credential->expires <= now)
            return fail(ErrorCode::Unauthenticated,
                        program->path + " gave a credential that expired " +
                            models::toHumanAge(now - credential->expires) + " ago",
                        "Log in again with that program, or set this machine's clock.");
        return credential;
    }

    models::Error failure(const std::string& program, const ProcessOutcome& outcome) const
    {
        models::Error out{ErrorCode::Unauthenticated, program, {}, {}};
        out.message += outcome.signal != 0
                           ? " was ended by signal " + std::to_string(outcome.signal)
                           : " failed with exit code " + std::to_string(outcome.exitCode);
        if (const std::string tail = trimmed(redacted(outcome.errTail)); !tail.empty())
            out.message += "; it said: " + tail;
        return hidden(std::move(out));
    }

    /// What the kubeconfig itself hands to the plug-in as a secret must not come back in its
    /// stderr.
    models::Error hidden(models::Error error) const
    {
        for (const auto& [name, value] : m_auth.exec.env) {
            if (value.size() < 4 || !services::isSecretName(name))
                continue;
            for (std::size_t at = 0; (at = error.message.find(value, at)) != std::string::npos;)
                error.message.replace(at, value.size(), "[redacted]");
        }
        return error;
    }

    models::Error withHint(models::Error error) const
    {
        if (!m_auth.exec.installHint.empty() &&
            (error.code == ErrorCode::NotFound || error.remedy.empty()))
            error.remedy = trimmed(m_auth.exec.installHint);
        else if (error.remedy.empty())
            error.remedy = "Run " + m_auth.exec.command + " in a terminal and log in there.";
        return error;
    }

    const AuthInfo m_auth;
    const ExecClusterInfo m_cluster;
    const CredentialOptions m_options;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_done;
    CertificateFiles m_certificates;
    Generations m_generations;
    std::optional<ExecCredential> m_credential;
    std::optional<models::Error> m_error;
    std::chrono::steady_clock::time_point m_made;
    bool m_running = false;
    bool m_rejectedOne = false;    ///< the run to come answers a 401
    bool m_afterRejection = false; ///< the credential at hand came from such a run
    std::uint64_t m_run = 0;
    int m_waiting = 0;
    std::jthread m_thread; ///< last: stopped and joined before anything it uses goes away
};

} // namespace

std::unique_ptr<CredentialProvider> makeExecProvider(const ResolvedContext& context,
                                                     const CredentialOptions& options)
{
    return std::make_unique<ExecProvider>(context, options);
}

} // namespace binnacle::plugins::kubernetes
