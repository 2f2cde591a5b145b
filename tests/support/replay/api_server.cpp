// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/api_server.h"

#include <random>

namespace binnacle::tests::replay {

namespace {

std::vector<std::string> segments(const std::string& path)
{
    std::vector<std::string> out;
    for (std::size_t start = 1; start <= path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        out.push_back(path.substr(start, end - start));
        start = end + 1;
    }
    return out;
}

std::string auditId()
{
    thread_local std::mt19937_64 random{std::random_device{}()};
    std::array<char, 40> out{};
    const auto a = static_cast<unsigned long long>(random());
    const auto b = static_cast<unsigned long long>(random());
    std::snprintf(out.data(), out.size(), "%08llx-%04llx-4%03llx-a%03llx-%012llx", a >> 32,
                  (a >> 16) & 0xffff, a & 0xfff, (b >> 48) & 0xfff, b & 0xffffffffffff);
    return out.data();
}

} // namespace

void respond(HttpAnswer& answer, int status, std::string_view contentType, std::string_view body)
{
    answer.start(status, contentType);
    answer.header("Audit-Id", auditId());
    answer.header("Cache-Control", "no-cache, private");
    answer.write(body);
}

void respondStatus(HttpAnswer& answer, const Format& format, const Status& status)
{
    respond(answer, status.code, format.contentType(false), statusBody(format, status));
}

std::optional<ApiServer::Target> ApiServer::targetOf(const std::string& path) const
{
    const std::vector<std::string> parts = segments(path);
    const bool core = !parts.empty() && parts[0] == "api";
    if (!core && (parts.empty() || parts[0] != "apis"))
        return std::nullopt;
    std::size_t i = core ? 2 : 3; // after the version
    if (parts.size() <= i)
        return std::nullopt;
    Target target;
    // "namespaces" is itself a resource: /namespaces and /namespaces/x, but not /namespaces/x/pods.
    if (parts[i] == "namespaces" && parts.size() > i + 2) {
        target.ns = parts[i + 1];
        i += 2;
    }
    target.resource = findResource(core ? "" : parts[1], parts[core ? 1 : 2], parts[i]);
    if (target.resource == nullptr || parts.size() > i + 2)
        return std::nullopt;
    if (parts.size() == i + 2)
        target.name = parts[i + 1];
    return target;
}

std::optional<Status> ApiServer::tooNew(const ListOptions& options) const
{
    const std::uint64_t current = m_estate.resourceVersion();
    if (!options.resourceVersion || *options.resourceVersion <= current)
        return std::nullopt;
    Status status;
    status.code = 504;
    status.reason = "Timeout";
    status.message = "Too large resource version: " + std::to_string(*options.resourceVersion) +
                     ", current: " + std::to_string(current);
    status.causeReason = "ResourceVersionTooLarge";
    status.causeMessage = "Too large resource version";
    status.retryAfterSeconds = 1;
    return status;
}

void ApiServer::handle(const HttpRequest& request, HttpAnswer& answer, const std::stop_token& stop)
{
    if (serveReplay(request, answer) || serveReview(request, answer))
        return;
    if (request.method != "GET") {
        Status status;
        status.code = 405;
        status.reason = "MethodNotAllowed";
        status.message = "the replay server changes nothing on request";
        respondStatus(answer, {}, status);
        return;
    }
    if (serveFixed(request, answer) || serveDiscovery(request, answer))
        return;
    if (const auto target = targetOf(request.path)) {
        serveResource(*target, request, answer, stop);
        return;
    }
    respond(answer, 404, "text/plain; charset=utf-8", "404 page not found\n");
}

void ApiServer::serveResource(const Target& target, const HttpRequest& request, HttpAnswer& answer,
                              const std::stop_token& stop)
{
    const auto format = negotiate(request.header("accept"));
    if (!format) {
        Status status;
        status.code = 406;
        status.reason = "NotAcceptable";
        status.message = "406: Not Acceptable\n\nAvailable representations: application/json, "
                         "application/vnd.kubernetes.protobuf";
        respondStatus(answer, {}, status);
        return;
    }
    Writing writing{*target.resource, *format, {m_estate.names()}};
    writing.context.metadataOnly = format->metadataOnly;
    if (!target.name.empty()) {
        serveOne(writing, target, answer);
        return;
    }
    const auto options = parseListOptions(request);
    if (!options) {
        respondStatus(answer, *format, options.error());
        return;
    }
    if (options->watch)
        serveWatch(writing, target, *options, answer, stop);
    else
        serveList(writing, target, *options, answer);
}

bool ApiServer::serveFixed(const HttpRequest& request, HttpAnswer& answer)
{
    if (request.path == "/livez" || request.path == "/readyz" || request.path == "/healthz") {
        respond(answer, 200, "text/plain; charset=utf-8", "ok");
        return true;
    }
    if (request.path == "/version" || request.path == "/version/") {
        respond(answer, 200, "application/json",
                R"({"major":"1","minor":"37","emulationMajor":"1","emulationMinor":"37",)"
                R"("minCompatibilityMajor":"1","minCompatibilityMinor":"36",)"
                R"("gitVersion":"v1.37.2+replay","gitCommit":"","gitTreeState":"",)"
                R"("buildDate":"1970-01-01T00:00:00Z","goVersion":"none","compiler":"gcc",)"
                R"("platform":"linux/amd64"})");
        return true;
    }
    return false;
}

bool ApiServer::serveDiscovery(const HttpRequest& request, HttpAnswer& answer)
{
    const std::vector<std::string> parts = segments(request.path);
    const bool core = !parts.empty() && parts[0] == "api";
    if (!core && (parts.empty() || parts[0] != "apis"))
        return false;
    if (parts.size() == 1) {
        const bool aggregated = wantsAggregatedDiscovery(request.header("accept"));
        const std::string body = aggregated ? aggregatedDiscovery(core) : plainDiscovery(core);
        const std::string tag = "\"" + std::to_string(std::hash<std::string>{}(body)) + "\"";
        const bool same = request.header("if-none-match") == tag;
        answer.start(same ? 304 : 200,
                     aggregated
                         ? "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
                         : "application/json");
        answer.header("Audit-Id", auditId());
        answer.header("Cache-Control", "public");
        answer.header("Etag", tag);
        answer.header("Vary", "Accept");
        if (!same)
            answer.write(body);
        return true;
    }
    if (parts.size() != (core ? 2U : 3U))
        return false;
    const std::string body = resourceList(core ? "" : parts[1], parts[core ? 1 : 2]);
    if (body.empty())
        return false;
    respond(answer, 200, "application/json", body);
    return true;
}

} // namespace binnacle::tests::replay
