// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/failing_http_client.h"

#include <algorithm>
#include <condition_variable>
#include <utility>

namespace binnacle::services {

using models::Error;
using models::ErrorCode;
using models::fail;
using models::Result;
using std::chrono::milliseconds;
using Kind = PlannedFailure::Kind;

namespace {

/// 0: without end. False when stopped meanwhile.
bool waitFor(milliseconds time, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    if (time.count() > 0)
        changed.wait_for(lock, stop, time, [] { return false; });
    else
        changed.wait(lock, stop, [] { return false; });
    return !stop.stop_requested();
}

/// What a failure says before, or instead of, any answer; empty: go on.
std::optional<Error> errorBefore(const PlannedFailure& failure, const HttpRequest& request,
                                 const std::stop_token& stop)
{
    const Error cancelled{ErrorCode::Cancelled, "stopped on request", "", {}};
    if (stop.stop_requested())
        return cancelled;
    switch (failure.kind) {
    case Kind::ConnectError:
        return Error{
            ErrorCode::Unreachable, "cannot connect: Connection refused (planned)", "", {}};
    case Kind::Timeout:
        return Error{ErrorCode::Timeout, "took longer than its deadline (planned)", "", {}};
    case Kind::Hang:
        if (!waitFor(request.deadline, stop))
            return cancelled;
        return Error{ErrorCode::Timeout, "took longer than its deadline (planned)", "", {}};
    case Kind::Slow:
        if (!waitFor(std::max(failure.delay, milliseconds(1)), stop))
            return cancelled;
        return std::nullopt;
    case Kind::Pass:
    case Kind::Status:
    case Kind::Truncate:
        return std::nullopt;
    }
    return std::nullopt;
}

HttpResponse answerOf(const PlannedFailure& failure, const HttpRequest& request)
{
    HttpResponse response;
    response.status = failure.kind == Kind::Status ? failure.status : 200;
    response.headers = failure.headers;
    response.body = failure.kind == Kind::Status ? failure.body : std::string{};
    response.bodyBytes = response.body.size();
    response.effectiveUrl = request.url;
    response.httpVersion = "1.1";
    return response;
}

Error cutAfter(std::size_t bytes)
{
    return {ErrorCode::DataCorrupt,
            "the answer was cut after " + std::to_string(bytes) + " bytes (planned)",
            "",
            {}};
}

} // namespace

void FailingHttpClient::then(PlannedFailure failure, int times)
{
    const std::lock_guard lock(m_mutex);
    for (int i = 0; i < times; ++i)
        m_plan.push_back(failure);
}

void FailingHttpClient::always(std::optional<PlannedFailure> failure)
{
    const std::lock_guard lock(m_mutex);
    m_always = std::move(failure);
}

int FailingHttpClient::calls() const
{
    const std::lock_guard lock(m_mutex);
    return m_calls;
}

PlannedFailure FailingHttpClient::next()
{
    const std::lock_guard lock(m_mutex);
    ++m_calls;
    if (m_plan.empty())
        return m_always.value_or(PlannedFailure{});
    PlannedFailure failure = std::move(m_plan.front());
    m_plan.pop_front();
    return failure;
}

Result<HttpResponse> FailingHttpClient::send(const HttpRequest& request, std::stop_token stop)
{
    const PlannedFailure failure = next();
    if (auto error = errorBefore(failure, request, stop))
        return fail(std::move(*error));
    if (failure.kind == Kind::Truncate)
        return fail(cutAfter(failure.bytes));
    if (failure.kind == Kind::Status || m_inner == nullptr)
        return answerOf(failure, request);
    return m_inner->send(request, std::move(stop));
}

Result<HttpResponse> FailingHttpClient::stream(const HttpRequest& request, const HeadSink& head,
                                               const BodySink& body, std::stop_token stop)
{
    const PlannedFailure failure = next();
    if (auto error = errorBefore(failure, request, stop))
        return fail(std::move(*error));
    if (failure.kind == Kind::Status || m_inner == nullptr) {
        HttpResponse response = answerOf(failure, request);
        const std::string bytes = std::exchange(response.body, {});
        if (head)
            if (auto taken = head(response); !taken)
                return fail(std::move(taken.error()));
        if (!bytes.empty())
            if (auto taken = body(std::as_bytes(std::span(bytes.data(), bytes.size()))); !taken)
                return fail(std::move(taken.error()));
        if (failure.kind == Kind::Truncate)
            return fail(cutAfter(0));
        return response;
    }
    if (failure.kind != Kind::Truncate)
        return m_inner->stream(request, head, body, std::move(stop));
    std::size_t left = failure.bytes;
    const BodySink cutting = [&](std::span<const std::byte> bytes) -> Result<void> {
        const std::size_t kept = std::min(left, bytes.size());
        left -= kept;
        if (kept > 0)
            if (auto taken = body(bytes.first(kept)); !taken)
                return taken;
        if (kept < bytes.size() || left == 0)
            return fail(cutAfter(failure.bytes));
        return {};
    };
    auto answer = m_inner->stream(request, head, cutting, std::move(stop));
    return answer ? Result<HttpResponse>(fail(cutAfter(failure.bytes))) : answer;
}

void FailingHttpClient::dropConnections(const std::string& group)
{
    if (m_inner != nullptr)
        m_inner->dropConnections(group);
}

} // namespace binnacle::services
