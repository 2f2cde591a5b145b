// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/recording_http_client.h"
#include "services/net/exchange_file.h"

#include <algorithm>
#include <optional>
#include <system_error>

namespace binnacle::services {

using models::Error;
using models::ErrorCode;
using models::Result;

namespace {

/// "000012_GET_api_v1_pods.exchange"
std::string fileName(int number, const RecordedExchange& exchange)
{
    constexpr std::size_t kMostShown = 80;
    std::string digits = std::to_string(number);
    digits.insert(0, digits.size() < 6 ? 6 - digits.size() : 0, '0');
    const std::string& target = exchange.target;
    std::string path = target.substr(0, std::min({target.find('?'), target.size(), kMostShown}));
    std::replace_if(
        path.begin(), path.end(),
        [](char c) {
            return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '.' || c == '-');
        },
        '_');
    return digits + "_" + exchange.method + path + ".exchange";
}

} // namespace

RecordingHttpClient::RecordingHttpClient(HttpClient& inner, std::filesystem::path folder)
    : m_inner(inner), m_folder(std::move(folder))
{
    std::error_code ignored; // a folder that cannot be made shows in failedWrites
    std::filesystem::create_directories(m_folder, ignored);
}

Result<HttpResponse> RecordingHttpClient::send(const HttpRequest& request, std::stop_token stop)
{
    auto answer = m_inner.send(request, std::move(stop));
    write(request, answer ? *answer : HttpResponse{}, answer ? nullptr : &answer.error());
    return answer;
}

Result<HttpResponse> RecordingHttpClient::stream(const HttpRequest& request, const HeadSink& head,
                                                 const BodySink& body, std::stop_token stop)
{
    HttpResponse seen;
    bool cut = false;
    const HeadSink onHead = [&](const HttpResponse& response) -> Result<void> {
        seen = response;
        return head ? head(response) : Result<void>{};
    };
    const BodySink onBody = [&](std::span<const std::byte> bytes) {
        const std::size_t room = kMostRecorded - std::min(kMostRecorded, seen.body.size());
        const std::size_t kept = std::min(room, bytes.size());
        seen.body.append(reinterpret_cast<const char*>(bytes.data()), kept);
        cut = cut || kept < bytes.size();
        return body(bytes);
    };
    auto answer = m_inner.stream(request, onHead, onBody, std::move(stop));
    const Error tooLong{ErrorCode::DataCorrupt, "the recording was cut at its size limit", "", {}};
    write(request, std::move(seen), !answer ? &answer.error() : cut ? &tooLong : nullptr);
    return answer;
}

void RecordingHttpClient::dropConnections(const std::string& group)
{
    m_inner.dropConnections(group);
}

void RecordingHttpClient::write(const HttpRequest& request, HttpResponse response,
                                const Error* error)
{
    const auto copy = error != nullptr ? std::optional<Error>(*error) : std::nullopt;
    const RecordedExchange exchange = toRecord(request, std::move(response), copy);
    if (!saveExchange(m_folder / fileName(m_next.fetch_add(1), exchange), exchange))
        m_failedWrites.fetch_add(1);
}

} // namespace binnacle::services
