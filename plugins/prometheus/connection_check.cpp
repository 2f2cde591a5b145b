// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/prometheus/connection_check.h"

#include "plugins/prometheus/decode/prometheus_api_decode.h"

#include <array>
#include <cmath>

namespace binnacle::plugins::prometheus {

using models::ErrorCode;
using models::Result;
using models::SourcePhase;
using models::SourceStatus;
using models::UtcTime;

namespace {

using Millis = std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

/// Other places the API may be, given where it was looked for.
std::vector<std::string> otherBases(const std::string& base)
{
    std::vector<std::string> out;
    for (const char* tail : {"/api/v1/query", "/api/v1", "/api", "/graph", "/query", "/-/ready"}) {
        const std::string_view end(tail);
        if (base.size() > end.size() && std::string_view(base).ends_with(end)) {
            out.push_back(base.substr(0, base.size() - end.size()));
            break;
        }
    }
    if (!base.ends_with("/prometheus"))
        out.push_back(base + "/prometheus");
    out.push_back(base + "/select/0/prometheus");
    return out;
}

/// The first of them that answers PromQL; empty when none does.
std::string findBase(PrometheusClient& client, Millis deadline, std::stop_token stop)
{
    const auto until = Steady::now() + deadline;
    for (const auto& base : otherBases(client.base())) {
        const auto left = std::chrono::duration_cast<Millis>(until - Steady::now());
        if (left.count() <= 0 || stop.stop_requested())
            break;
        auto response = client.probe(base + "/api/v1/query?query=1", left, stop);
        if (response && response->status == 200 && decodeQuery(std::move(response->body)))
            return base;
    }
    return {};
}

/// Errors that another path could cure.
bool wrongPlace(ErrorCode code)
{
    return code == ErrorCode::NotFound || code == ErrorCode::InvalidInput ||
           code == ErrorCode::Unsupported || code == ErrorCode::DataCorrupt;
}

std::string defaultRemedy(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unreachable:
        return "Check that the address and port are right, the server runs, and no VPN or proxy is "
               "missing.";
    case ErrorCode::Timeout:
        return "The server does not answer in time: check the network, a proxy, or its load.";
    case ErrorCode::Unauthenticated:
        return "Check the certificate settings (tls: ca, cert, key, serverName) and the "
               "credentials.";
    default:
        return {};
    }
}

void failed(SourceStatus& status, models::Error error, UtcTime now)
{
    if (error.remedy.empty())
        error.remedy = defaultRemedy(error.code);
    status.phase = SourcePhase::Failed;
    status.since = now;
    status.error = std::move(error);
}

} // namespace

Result<Heartbeat> heartbeat(PrometheusClient& client, const models::Clock& clock, Millis deadline,
                            std::stop_token stop)
{
    const auto began = clock.now();
    const auto steady = Steady::now();
    auto answer = client.instant({"time()", {}, deadline}, std::move(stop));
    if (!answer)
        return models::fail(std::move(answer.error()));
    Heartbeat beat;
    beat.latencyMs = std::chrono::duration<double, std::milli>(Steady::now() - steady).count();
    if (answer->series.empty() || answer->series.front().values.empty())
        return models::fail(ErrorCode::DataCorrupt, "time() gave no value",
                            "Check the address: this does not answer like a PromQL server.");
    const double server = answer->series.front().values.front();
    const auto middle = began + std::chrono::duration_cast<models::Duration>(
                                    std::chrono::duration<double, std::milli>(beat.latencyMs / 2));
    // Below a second the exchange itself explains it.
    const auto skew = UtcTime::fromSeconds(server) - middle;
    if (std::isfinite(server) && std::chrono::abs(skew) > std::chrono::seconds(1))
        beat.clockSkew = skew;
    return beat;
}

void checkConnection(PrometheusClient& client, const models::Clock& clock, Millis deadline,
                     std::stop_token stop, SourceStatus& status)
{
    const auto until = Steady::now() + deadline;
    const auto left = [&] {
        return std::max(Millis{1}, std::chrono::duration_cast<Millis>(until - Steady::now()));
    };
    auto beat = heartbeat(client, clock, deadline, stop);
    if (!beat && wrongPlace(beat.error().code)) {
        const std::string found = findBase(client, left(), stop);
        const auto build = found.empty() ? Result<BuildInfo>(models::fail(beat.error()))
                                         : client.buildInfo(left(), stop);
        if (build && build->application.find("Mimir") != std::string::npos) {
            // It said itself that it is Mimir, whose API is below this prefix.
            client.setBase(found);
            status.notes.push_back("queries go to " + found + " (Mimir's prefix)");
            beat = heartbeat(client, clock, left(), stop);
        } else if (!found.empty()) {
            beat.error().remedy = "The API answers at " + found + ": set that as the source's url.";
        } else if (beat.error().code == ErrorCode::NotFound) {
            beat.error().message += "; the Prometheus HTTP API is not there";
        }
    }
    if (!beat) {
        failed(status, std::move(beat.error()), clock.now());
        return;
    }
    status.phase = SourcePhase::Ready;
    status.since = clock.now();
    status.lastContact = clock.now();
    status.latencyMs = beat->latencyMs;
    status.clockSkew = beat->clockSkew;
    status.error.reset();
    const auto build = client.buildInfo(left(), stop);
    const auto flavour = client.learnFlavour(build.value_or(BuildInfo{}), stop);
    status.version = std::string(toString(flavour));
    const std::string version = flavour == Flavour::VictoriaMetrics ? client.victoriaVersion(stop)
                                : build                             ? build->version
                                                                    : std::string();
    if (!version.empty())
        status.version += ' ' + version;
    client.learnRetention(stop);
    if (const auto kept = client.retention()) {
        const auto hours = std::chrono::duration_cast<std::chrono::hours>(*kept).count();
        status.notes.push_back("keeps samples for " + (hours % 24 == 0
                                                           ? std::to_string(hours / 24) + " days"
                                                           : std::to_string(hours) + " hours"));
    }
}

} // namespace binnacle::plugins::prometheus
