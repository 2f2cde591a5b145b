// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curl_http_client.h"
#include "services/net/curl/loop.h"
#include "services/net/curl/tls.h"
#include "services/net/http/redirect.h"
#include "services/net/http/retry_policy.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <random>

namespace binnacle::services {

using curl::Ask;
using curl::Outcome;
using curl::TimePoint;
using curl::Transfer;
using models::Error;
using models::ErrorCode;
using models::fail;
using models::Result;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {

/// Without a deadline a server may not make us wait longer than this between two attempts.
constexpr milliseconds kLongestWait{30'000};
/// The body of an answer that is not handed over (a redirect, a retry) is read so far, then cut.
constexpr std::size_t kMostDiscarded = 64 * 1024;

Error cancelled()
{
    return {ErrorCode::Cancelled, "stopped on request", "", {}};
}

/// False when stopped meanwhile.
bool sleepFor(milliseconds time, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    changed.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

double random01()
{
    thread_local std::minstd_rand generator(std::random_device{}());
    return std::uniform_real_distribution<double>(0.0, 1.0)(generator);
}

void replaceAll(std::string& text, const std::string& what)
{
    if (what.size() < 4)
        return;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at))
        text.replace(at, what.size(), "***");
}

/// No message of ours quotes a secret; a server or a library might.
Error withoutSecrets(Error error, const Credentials& credentials)
{
    replaceAll(error.message, credentials.bearer);
    replaceAll(error.message, credentials.password);
    return error;
}

/// One call of send or stream: its attempts, redirects and clocks. Lives on the caller's thread and
/// stack.
class Exchange {
public:
    Exchange(curl::Loop& loop, std::stop_token stop) : m_loop(loop), m_stop(std::move(stop)) {}

    Result<HttpResponse> send(const HttpRequest& request) { return run(request); }
    Result<HttpResponse> stream(const HttpRequest& request, const HeadSink& head,
                                const BodySink& body)
    {
        m_headSink = &head;
        m_bodySink = &body;
        return run(request);
    }

private:
    enum class Next { Finish, Retry, Redirect };

    bool streaming() const { return m_bodySink != nullptr; }
    Result<HttpResponse> run(const HttpRequest& request);
    Result<void> prepare(const HttpRequest& request);
    std::optional<Error> attempt();
    std::optional<Error> receive(Transfer& transfer, std::uint64_t id);
    std::optional<Error> onHead(HttpResponse head);
    std::optional<Error> onBytes(std::string_view bytes);
    Next judge(const HttpResponse& head);
    bool planRetry(milliseconds least);
    void stampTimes(const Outcome& outcome);

    curl::Loop& m_loop;
    std::stop_token m_stop;
    const HeadSink* m_headSink = nullptr;
    const BodySink* m_bodySink = nullptr;
    const TimePoint m_start = Clock::now();

    HttpRequest m_request; ///< as redirects left it
    Ask m_ask;
    int m_attempts = 0;
    int m_retriesLeft = 0;
    int m_redirectsLeft = 0;

    // Of the attempt at work.
    HttpResponse m_response;
    bool m_headSeen = false;
    bool m_delivered = false; ///< the sinks have seen something: never again
    bool m_repeatable = false;
    std::size_t m_discarded = 0;
    Next m_next = Next::Finish;
    milliseconds m_wait{0};
    std::optional<HttpRequest> m_redirected;
};

Result<HttpResponse> Exchange::run(const HttpRequest& request)
{
    m_retriesLeft = mayRepeat(request) ? request.maxRetries : 0;
    m_redirectsLeft = request.maxRedirects;
    if (request.deadline.count() > 0)
        m_ask.deadline = m_start + request.deadline;
    m_ask.streaming = streaming();
    if (auto ready = prepare(request); !ready)
        return fail(std::move(ready.error()));
    for (;;) {
        if (m_stop.stop_requested())
            return fail(cancelled());
        std::optional<Error> error = attempt();
        if (error && m_repeatable && error->code == ErrorCode::Unreachable &&
            planRetry(milliseconds(0)))
            m_next = Next::Retry;
        else if (error)
            return fail(withoutSecrets(std::move(*error), m_request.credentials));
        if (m_next == Next::Finish)
            return std::move(m_response);
        if (m_next == Next::Retry && !sleepFor(m_wait, m_stop))
            return fail(cancelled());
        if (m_next == Next::Redirect) {
            --m_redirectsLeft;
            if (auto ready = prepare(HttpRequest(std::move(*m_redirected))); !ready)
                return fail(std::move(ready.error()));
        }
    }
}

Result<void> Exchange::prepare(const HttpRequest& request)
{
    auto url = parseUrl(request.url);
    if (!url)
        return fail(std::move(url.error()));
    auto tls = curl::resolveTls(request.tls);
    if (!tls)
        return fail(std::move(tls.error()));
    m_request = request;
    if (m_request.credentials.empty() && !url->user.empty())
        m_request.credentials = {{}, url->user, url->password};
    m_ask.request = &m_request;
    m_ask.url = std::move(*url);
    m_ask.tls = std::move(*tls);
    return {};
}

std::optional<Error> Exchange::attempt()
{
    m_response = HttpResponse{};
    m_headSeen = false;
    m_discarded = 0;
    m_next = Next::Finish;
    ++m_attempts;
    const auto transfer = std::make_shared<Transfer>(m_ask);
    const std::uint64_t id = m_loop.submit(transfer);
    const std::stop_callback onStop(m_stop, [this, id] { m_loop.cancel(id); });
    std::optional<Error> error = receive(*transfer, id);
    const Outcome outcome = transfer->outcome();
    stampTimes(outcome);
    m_repeatable = outcome.repeatable && !m_delivered;
    if (!error && m_stop.stop_requested())
        return cancelled(); // what came since was not taken
    if (error || m_next != Next::Finish)
        return error; // an answer not handed over may well be cut
    if (outcome.error)
        return outcome.error;
    if (!m_headSeen)
        return Error{ErrorCode::DataCorrupt, "an answer without status and headers", "", {}};
    return std::nullopt;
}

/// Takes what the net thread fills until it says that this was all. After an error of ours it only
/// waits for that end, because the net thread still reads our request.
std::optional<Error> Exchange::receive(Transfer& transfer, std::uint64_t id)
{
    std::string bytes;
    std::optional<Error> error;
    for (;;) {
        const ByteQueue::Taken taken = transfer.queue().take(bytes);
        if (taken.producerWaits)
            m_loop.resume(id);
        const bool wanted = !error && !m_stop.stop_requested();
        if (std::optional<HttpResponse> head = transfer.takeHead(); head && wanted)
            error = onHead(std::move(*head));
        if (wanted && !error && taken.state == ByteQueue::State::Bytes)
            error = onBytes(bytes);
        if (taken.state == ByteQueue::State::Closed)
            return error;
        if (error || m_discarded > kMostDiscarded)
            m_loop.cancel(id);
    }
}

std::optional<Error> Exchange::onHead(HttpResponse head)
{
    m_headSeen = true;
    m_response = std::move(head);
    m_response.effectiveUrl = m_ask.url.text;
    m_response.attempts = m_attempts;
    m_next = judge(m_response);
    if (m_next != Next::Finish)
        return std::nullopt;
    if (!streaming()) {
        const std::string_view length = m_response.header("content-length");
        std::size_t bytes = 0;
        std::from_chars(length.data(), length.data() + length.size(), bytes);
        const std::size_t most = m_request.maxBodyBytes != 0 ? m_request.maxBodyBytes : bytes;
        m_response.body.reserve(std::min(bytes, most));
        return std::nullopt;
    }
    m_delivered = true;
    if (!*m_headSink)
        return std::nullopt;
    auto taken = (*m_headSink)(m_response);
    return taken ? std::nullopt : std::optional<Error>(std::move(taken.error()));
}

std::optional<Error> Exchange::onBytes(std::string_view bytes)
{
    if (m_next != Next::Finish) {
        m_discarded += bytes.size();
        return std::nullopt;
    }
    if (!streaming()) {
        m_response.body.append(bytes);
        return std::nullopt;
    }
    auto taken = (*m_bodySink)(std::as_bytes(std::span(bytes.data(), bytes.size())));
    return taken ? std::nullopt : std::optional<Error>(std::move(taken.error()));
}

Exchange::Next Exchange::judge(const HttpResponse& head)
{
    if (m_redirectsLeft > 0) {
        m_redirected = redirectOf(m_request, m_ask.url, head);
        if (m_redirected)
            return Next::Redirect;
    }
    if (!isRetryableStatus(head.status))
        return Next::Finish;
    const auto after = parseRetryAfter(head.header("retry-after"), models::Clock::system().now());
    return planRetry(after.value_or(milliseconds(0))) ? Next::Retry : Next::Finish;
}

/// Uses up one retry when there is one and its wait fits into the deadline.
bool Exchange::planRetry(milliseconds least)
{
    if (m_retriesLeft <= 0)
        return false;
    m_wait = least + jitteredWait(m_attempts, random01());
    const bool unbounded = m_ask.deadline == TimePoint::max();
    if (unbounded ? m_wait > kLongestWait : Clock::now() + m_wait >= m_ask.deadline)
        return false;
    --m_retriesLeft;
    return true;
}

void Exchange::stampTimes(const Outcome& outcome)
{
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    m_response.total = duration_cast<microseconds>(Clock::now() - m_start);
    if (outcome.firstByte != TimePoint{})
        m_response.firstByte = duration_cast<microseconds>(outcome.firstByte - m_start);
    m_response.bodyBytes = outcome.bodyBytes;
    m_response.attempts = m_attempts;
}

class CurlHttpClient final : public HttpClient {
public:
    CurlHttpClient() : m_loop(std::make_shared<curl::Loop>()) {}
    ~CurlHttpClient() override { m_loop->shutdown(); }
    CurlHttpClient(const CurlHttpClient&) = delete;
    CurlHttpClient& operator=(const CurlHttpClient&) = delete;

    Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override
    {
        const auto loop = m_loop; // outlives this client while we are in flight
        return Exchange(*loop, std::move(stop)).send(request);
    }

    Result<HttpResponse> stream(const HttpRequest& request, const HeadSink& head,
                                const BodySink& body, std::stop_token stop) override
    {
        const auto loop = m_loop;
        return Exchange(*loop, std::move(stop)).stream(request, head, body);
    }

    void dropConnections(const std::string& group) override { m_loop->drop(group); }

private:
    const std::shared_ptr<curl::Loop> m_loop;
};

} // namespace

std::unique_ptr<HttpClient> makeCurlHttpClient()
{
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT); // once per program
    static_cast<void>(ready);
    return std::make_unique<CurlHttpClient>();
}

} // namespace binnacle::services
