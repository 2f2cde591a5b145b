// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curl/transfer.h"
#include "services/net/http/ascii.h"

#include <charconv>
#include <utility>

namespace binnacle::services::curl {

using models::Error;
using models::ErrorCode;

namespace {

/// A stream holds at most this much on each side of the hand-over.
constexpr std::size_t kStreamQueueBytes = 512 * 1024;
/// One that shares its connection is never paused, because libcurl 7.88 then pauses them all.
constexpr std::size_t kSharedQueueBytes = 64 * 1024 * 1024;
constexpr std::size_t kMostHeadBytes = 256 * 1024;

} // namespace

Transfer::Transfer(Ask ask)
    : m_ask(std::move(ask)), m_queue(m_ask.streaming ? kStreamQueueBytes : 0),
      m_lastActivity(std::chrono::steady_clock::now())
{
}

std::optional<HttpResponse> Transfer::takeHead()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_head, std::nullopt);
}

Outcome Transfer::outcome() const
{
    const std::lock_guard lock(m_mutex);
    return m_outcome.value_or(Outcome{});
}

bool Transfer::onHeaderLine(std::string_view line)
{
    touch(std::chrono::steady_clock::now());
    if (!std::exchange(m_anyByte, true))
        m_firstByte = m_lastActivity;
    m_headBytes += line.size();
    if (m_headBytes > kMostHeadBytes)
        return abort(ErrorCode::ResourceExhausted, "the answer's headers are larger than 256 KiB",
                     "");
    if (m_headDone)
        return true; // trailers
    const std::string_view text = trimmed(line);
    if (text.starts_with("HTTP/")) {
        parseStatusLine(text);
        return true;
    }
    if (text.empty())
        return m_parsed.status < 200 || publishHead(); // 1xx: the real head follows
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos)
        m_parsed.headers.push_back({std::string(trimmed(text.substr(0, colon))),
                                    std::string(trimmed(text.substr(colon + 1)))});
    return true;
}

void Transfer::parseStatusLine(std::string_view line)
{
    m_parsed = HttpResponse{};
    const std::size_t space = std::min(line.find(' '), line.size());
    m_parsed.httpVersion = std::string(line.substr(5, space - 5));
    const std::string_view rest = trimmed(line.substr(space));
    std::from_chars(rest.data(), rest.data() + rest.size(), m_parsed.status);
}

bool Transfer::publishHead()
{
    m_headDone = true;
    const std::size_t most = m_ask.request->maxBodyBytes;
    const std::string_view length = m_parsed.header("content-length");
    std::size_t bytes = 0;
    std::from_chars(length.data(), length.data() + length.size(), bytes);
    if (most != 0 && bytes > most && m_ask.request->method != "HEAD")
        return abort(ErrorCode::ResourceExhausted,
                     "the answer has " + std::to_string(bytes) + " bytes, the limit is " +
                         std::to_string(most),
                     "Ask for less at once.");
    m_parsed.connection = m_connection;
    {
        const std::lock_guard lock(m_mutex);
        m_head = m_parsed;
    }
    m_queue.wake();
    return true;
}

Transfer::Accept Transfer::onBody(std::string_view bytes)
{
    touch(std::chrono::steady_clock::now());
    const std::size_t most = m_ask.request->maxBodyBytes;
    if (most != 0 && m_bodyBytes + bytes.size() > most) {
        abort(ErrorCode::ResourceExhausted,
              "the answer is larger than the limit of " + std::to_string(most) + " bytes",
              "Ask for less at once.");
        return Accept::Abort;
    }
    const bool shared = m_parsed.httpVersion == "2" && m_ask.streaming;
    if (!m_queue.tryPush(bytes, shared ? kSharedQueueBytes : 0)) {
        if (shared) {
            abort(ErrorCode::ResourceExhausted, "changes came faster than they could be taken in",
                  "");
            return Accept::Abort;
        }
        m_paused = true;
        return Accept::Full;
    }
    m_bodyBytes += bytes.size();
    return Accept::Taken;
}

void Transfer::setResumed(TimePoint now)
{
    m_paused = false;
    touch(now); // our own slowness is not the server's silence
}

void Transfer::finish(std::optional<Error> error, bool connectFailure)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_outcome)
            return;
        m_outcome =
            Outcome{std::move(error), connectFailure && !m_anyByte, m_bodyBytes, m_firstByte};
    }
    m_queue.close();
}

bool Transfer::abort(ErrorCode code, std::string message, std::string remedy)
{
    m_abort = Error{code, std::move(message), std::move(remedy), {}};
    return false;
}

} // namespace binnacle::services::curl
