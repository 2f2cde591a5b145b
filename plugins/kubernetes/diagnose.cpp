// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/diagnose.h"

#include "models/estate/kinds.h"
#include "plugins/kubernetes/targets.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace binnacle::plugins::kubernetes {

using models::Error;
using models::ErrorCode;
using models::SourcePhase;
using models::SourceStatus;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

/// A token that is stopped by the caller or when the time is over: for calls that know only tokens.
class TimeLimit {
public:
    TimeLimit(milliseconds time, const std::stop_token& outer)
        : m_outer(outer, [this] { m_source.request_stop(); }),
          m_timer([this, time](const std::stop_token& own) {
              std::unique_lock lock(m_mutex);
              if (!m_wake.wait_for(lock, own, time, [] { return false; }) && !own.stop_requested())
                  m_source.request_stop();
          })
    {
    }
    std::stop_token token() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
    std::stop_callback<std::function<void()>> m_outer;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::jthread m_timer;
};

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

std::vector<AccessQuestion> questions(const std::string& ns)
{
    std::vector<AccessQuestion> all;
    for (const auto& target : builtInTargets("", ns)) {
        const auto& spec = models::KindRegistry::instance().spec(target.kind);
        for (const char* verb : {"list", "watch"})
            all.push_back({verb, spec.group, spec.plural, target.scope, "", ""});
    }
    return all;
}

std::string trustRemedy(std::string_view message)
{
    if (has(message, "expired") || has(message, "not yet valid"))
        return "Renew the API server's certificate, and check this machine's clock.";
    if (has(message, "subject name") || has(message, "does not match") || has(message, "mismatch"))
        return "Use the name the certificate carries in \"server\", or set \"tls-server-name\" in "
               "the "
               "kubeconfig's cluster.";
    return "Set \"certificate-authority-data\" of the kubeconfig's cluster to the CA that signed "
           "the "
           "API server's certificate.";
}

void fillMissing(Connection& connection, const std::string& ns, const std::stop_token& stop,
                 SourceStatus& status)
{
    const auto asked = questions(ns);
    auto missing = connection.permissions->missing(asked, stop);
    if (missing)
        status.missing = std::move(*missing);
    else
        status.notes.push_back("permissions could not be checked: " + missing.error().text());
}

} // namespace

Error explained(Error error, const ResolvedContext& context)
{
    const std::string& text = error.message;
    if (has(text, "is not trusted"))
        error.remedy = trustRemedy(text);
    else if (error.code == ErrorCode::Unreachable && has(text, "refused"))
        error.remedy =
            "Nothing listens at " + context.server +
            ": start the cluster or its tunnel, or correct \"server\" in the kubeconfig.";
    else if (error.code == ErrorCode::Unreachable || error.code == ErrorCode::Timeout)
        error.remedy = "Check the network or VPN on the way to " + context.server +
                       ", and \"server\" and \"proxy-url\" in the kubeconfig.";
    else if (error.code == ErrorCode::DataCorrupt ||
             ((error.code == ErrorCode::NotFound || error.code == ErrorCode::InvalidInput) &&
              // A token file that is not there has a better remedy of its own.
              (error.remedy.empty() || has(error.remedy, "address"))))
        error.remedy = "Check \"server\" in the kubeconfig: what answers at " + context.server +
                       " is not a Kubernetes API server.";
    else if (error.code == ErrorCode::Unauthenticated && error.remedy.empty())
        error.remedy = "Log in to the cluster again, or renew the credentials of user \"" +
                       context.user + "\" in the kubeconfig.";
    else if (error.code == ErrorCode::PermissionDenied && error.remedy.empty())
        error.remedy = "Ask an administrator for a role that may list and watch, or choose a "
                       "namespace for this source.";
    return error;
}

void diagnose(Connection& connection, const std::string& ns, milliseconds deadline,
              std::stop_token stop, SourceStatus& status)
{
    const TimeLimit limit(deadline, stop);
    const auto started = steady_clock::now();
    const auto version = serverVersion(*connection.api, deadline, limit.token());
    if (!version) {
        status.phase = SourcePhase::Failed;
        Error error = version.error();
        if (error.code == ErrorCode::Cancelled && !stop.stop_requested())
            error = {ErrorCode::Timeout,
                     "no answer within " + std::to_string(deadline.count()) + " ms",
                     {},
                     {}};
        status.error = explained(std::move(error), connection.api->context());
        return;
    }
    const auto health = connection.api->health();
    status.version = version->gitVersion;
    status.lastContact = health.lastContact;
    status.clockSkew = health.clockSkew;
    status.latencyMs =
        std::chrono::duration<double, std::milli>(steady_clock::now() - started).count();
    if (health.latency.count() > 0)
        status.latencyMs = static_cast<double>(health.latency.count()) / 1000.0;

    const auto me = connection.permissions->whoAmI(limit.token());
    if (me) {
        status.notes.push_back("connected as " + me->name);
    } else if (me.error().code == ErrorCode::Unauthenticated) {
        status.phase = SourcePhase::Failed;
        status.error = explained(me.error(), connection.api->context());
        return;
    }
    fillMissing(connection, ns, limit.token(), status);
    for (const auto& note : connection.credentials->notes())
        status.notes.push_back(note);
    status.phase = status.missing.empty() ? SourcePhase::Ready : SourcePhase::Degraded;
    if (status.missing.size() < questions(ns).size())
        return;
    // Nothing may be listed as asked; one namespace is enough to work with, none is a failure.
    const auto scope = connection.permissions->usableScope("list", "", "pods", limit.token());
    if (!scope && scope.error().code == ErrorCode::PermissionDenied) {
        status.phase = SourcePhase::Failed;
        status.error = explained(scope.error(), connection.api->context());
    }
}

} // namespace binnacle::plugins::kubernetes
