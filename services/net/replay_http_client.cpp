// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/replay_http_client.h"
#include "services/net/http/redact.h"

#include <algorithm>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

std::string keyOf(std::string_view method, std::string_view target)
{
    const std::size_t question = std::min(target.find('?'), target.size());
    std::vector<std::string_view> fields;
    std::string_view rest = target.substr(std::min(question + 1, target.size()));
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('&'), rest.size());
        fields.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    std::sort(fields.begin(), fields.end());
    std::string key = std::string(method) + " " + std::string(target.substr(0, question));
    for (std::size_t i = 0; i < fields.size(); ++i)
        key.append(i == 0 ? "?" : "&").append(fields[i]);
    return key;
}

} // namespace

ReplayHttpClient::ReplayHttpClient(std::vector<RecordedExchange> exchanges)
{
    for (RecordedExchange& exchange : exchanges)
        add(std::move(exchange));
}

Result<std::unique_ptr<ReplayHttpClient>>
ReplayHttpClient::fromFolder(const std::filesystem::path& folder)
{
    auto exchanges = loadExchanges(folder);
    if (!exchanges)
        return fail(std::move(exchanges.error()));
    return std::make_unique<ReplayHttpClient>(std::move(*exchanges));
}

void ReplayHttpClient::add(RecordedExchange exchange)
{
    std::string key = keyOf(exchange.method, exchange.target);
    const std::lock_guard lock(m_mutex);
    m_entries.push_back({std::move(exchange), std::move(key), false});
}

void ReplayHttpClient::add(std::string method, std::string target, std::string body,
                           std::string contentType, int status)
{
    RecordedExchange exchange;
    exchange.method = std::move(method);
    exchange.target = std::move(target);
    exchange.response.status = status;
    exchange.response.httpVersion = "1.1";
    exchange.response.headers.push_back({"Content-Type", std::move(contentType)});
    exchange.response.body = std::move(body);
    add(std::move(exchange));
}

std::vector<HttpRequest> ReplayHttpClient::asked() const
{
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

Result<RecordedExchange> ReplayHttpClient::find(const HttpRequest& request,
                                                const std::stop_token& stop)
{
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "stopped on request");
    const Redactor redactor(request);
    const std::string key = keyOf(request.method, redactor.target(request.url));
    const std::string body = redactor.body(request.body);
    const std::lock_guard lock(m_mutex);
    m_asked.push_back(request);
    Entry* best = nullptr;
    for (const bool exact : {true, false}) {
        for (Entry& entry : m_entries) {
            const std::string& recorded = entry.exchange.requestBody;
            if (entry.key != key || (exact ? recorded != body : !recorded.empty()))
                continue;
            best = &entry;
            if (!entry.used)
                break;
        }
        if (best != nullptr)
            break;
    }
    if (best == nullptr)
        return fail(ErrorCode::NotFound, "no recording of " + key,
                    "Record it, or add it to the test.");
    best->used = true;
    RecordedExchange found = best->exchange;
    found.response.effectiveUrl = redactUrl(request.url);
    found.response.bodyBytes = found.response.body.size();
    if (request.maxBodyBytes != 0 && found.response.body.size() > request.maxBodyBytes)
        return fail(ErrorCode::ResourceExhausted, "the answer is larger than the limit of " +
                                                      std::to_string(request.maxBodyBytes) +
                                                      " bytes");
    return found;
}

Result<HttpResponse> ReplayHttpClient::send(const HttpRequest& request, std::stop_token stop)
{
    auto found = find(request, stop);
    if (!found)
        return fail(std::move(found.error()));
    if (found->error)
        return fail(std::move(*found->error));
    return std::move(found->response);
}

Result<HttpResponse> ReplayHttpClient::stream(const HttpRequest& request, const HeadSink& head,
                                              const BodySink& body, std::stop_token stop)
{
    auto found = find(request, stop);
    if (!found)
        return fail(std::move(found.error()));
    const std::string bytes = std::exchange(found->response.body, {});
    if (found->error && found->response.status == 0)
        return fail(std::move(*found->error));
    if (head)
        if (auto taken = head(found->response); !taken)
            return fail(std::move(taken.error()));
    const std::size_t step = m_chunkBytes;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "stopped on request");
        const std::string_view piece = std::string_view(bytes).substr(at, step);
        if (auto taken = body(std::as_bytes(std::span(piece.data(), piece.size()))); !taken)
            return fail(std::move(taken.error()));
    }
    if (found->error)
        return fail(std::move(*found->error));
    return std::move(found->response);
}

void ReplayHttpClient::dropConnections(const std::string& /*group*/)
{
    m_drops.fetch_add(1);
}

} // namespace binnacle::services
