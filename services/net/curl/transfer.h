// SPDX-License-Identifier: GPL-3.0-or-later
// One attempt of one exchange: what is asked, and the meeting point of the calling thread, which
// waits and takes, and the net thread, which fills. Private to services/net.
#pragma once

#include "services/net/byte_queue.h"
#include "services/net/http/url.h"
#include "services/net/http_client.h"

#include <array>
#include <chrono>
#include <mutex>
#include <optional>

namespace binnacle::services::curl {

using TimePoint = std::chrono::steady_clock::time_point;

/// Never changes once submitted; everything it points to outlives the transfer's end, because the
/// caller waits.
struct Ask {
    const HttpRequest* request = nullptr; ///< as redirects left it
    Url url;
    std::shared_ptr<const TlsOptions>
        tls; ///< with caFile already read into caPem; null: system trust
    TimePoint deadline = TimePoint::max();
    bool streaming = false; ///< bounded queue, no compression of our own accord

    /// A stream that needs a connection for itself.
    bool alone() const { return streaming && !request->multiplex; }
    bool wantsHttp1() const { return alone() || request->version == HttpVersion::Http1; }
};

/// How an attempt ended.
struct Outcome {
    std::optional<models::Error> error; ///< none: the answer is complete
    bool repeatable = false;            ///< failed before a byte of the answer came
    std::size_t bodyBytes = 0;
    TimePoint firstByte{};
};

class Transfer {
public:
    explicit Transfer(Ask ask);

    const Ask& ask() const { return m_ask; }

    // The calling thread's side.
    ByteQueue& queue() { return m_queue; }
    /// Status and headers, once they are complete.
    std::optional<HttpResponse> takeHead();
    /// Valid after the queue reported Closed.
    Outcome outcome() const;

    // The net thread's side. None of these waits.
    /// A line of the head as libcurl hands it over. False: stop, see abortError().
    bool onHeaderLine(std::string_view line);
    enum class Accept { Taken, Full, Abort };
    Accept onBody(std::string_view bytes);
    /// Ends the transfer; later calls change nothing.
    void finish(std::optional<models::Error> error, bool connectFailure = false);

    const std::optional<models::Error>& abortError() const { return m_abort; }
    bool paused() const { return m_paused; }
    void setResumed(TimePoint now);
    TimePoint lastActivity() const { return m_lastActivity; }
    void touch(TimePoint now) { m_lastActivity = now; }
    std::size_t bodyBytes() const { return m_bodyBytes; }
    /// Before the head is complete.
    void setConnection(std::uint64_t connection) { m_connection = connection; }
    /// "1.1", "2"; empty before the first line of the head.
    const std::string& httpVersion() const { return m_parsed.httpVersion; }
    /// libcurl writes its sentence here.
    char* errorBuffer() { return m_errorBuffer.data(); }

private:
    bool abort(models::ErrorCode code, std::string message, std::string remedy);
    void parseStatusLine(std::string_view line);
    bool publishHead();

    const Ask m_ask;
    ByteQueue m_queue;

    // Net thread only.
    HttpResponse m_parsed;
    bool m_headDone = false;
    bool m_paused = false;
    bool m_anyByte = false;
    std::uint64_t m_connection = 0;
    std::size_t m_headBytes = 0;
    std::size_t m_bodyBytes = 0;
    TimePoint m_lastActivity{};
    TimePoint m_firstByte{};
    std::optional<models::Error> m_abort;
    std::array<char, 512> m_errorBuffer{};

    mutable std::mutex m_mutex; ///< guards what follows
    std::optional<HttpResponse> m_head;
    std::optional<Outcome> m_outcome;
};

} // namespace binnacle::services::curl
