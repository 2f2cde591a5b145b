// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/api_server.h"

namespace binnacle::tests::replay {

using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kBatchBytes = 48 * 1024;

bool inScope(const Writing& writing, const std::string& ns, const Record& record)
{
    return ns.empty() || namespaceOf(writing.resource.stored, record, writing.context.names) == ns;
}

/// Sends what `buffer` has and empties it.
void pass(HttpAnswer& answer, std::string& buffer)
{
    answer.write(buffer);
    buffer.clear();
}

Status tooOld(std::uint64_t asked, std::uint64_t oldest)
{
    Status status;
    status.code = 410;
    status.reason = "Expired";
    status.message =
        "too old resource version: " + std::to_string(asked) + " (" + std::to_string(oldest) + ")";
    return status;
}

} // namespace

void ApiServer::serveWatch(const Writing& writing, const Target& target, const ListOptions& options,
                           HttpAnswer& answer, const std::stop_token& stop)
{
    const Kind kind = target.resource->stored;
    std::string buffer;
    respond(answer, 200, writing.format.contentType(true), {});
    answer.flush(); // the head says at once that the watch stands
    const bool fromNothing = !options.resourceVersion || *options.resourceVersion == 0;
    const bool listed = options.initialEventsNamed ? options.initialEvents : fromNothing;
    if (listed) {
        const Listing listing = m_estate.list(kind);
        for (const Record& record : listing.records) {
            if (!inScope(writing, target.ns, record))
                continue;
            appendEvent(buffer, writing, {EventType::Added, record});
            if (buffer.size() >= kBatchBytes)
                pass(answer, buffer);
            if (!answer.reusable())
                return;
        }
        if (options.initialEvents && options.bookmarks)
            appendBookmark(buffer, writing, listing.resourceVersion, true);
        pass(answer, buffer);
        answer.flush();
        followLog(writing, target, options, listing.position, answer, stop);
        return;
    }
    const auto position = fromNothing ? std::optional(m_estate.endPosition(kind))
                                      : m_estate.positionAfter(kind, *options.resourceVersion);
    if (!position) {
        appendErrorEvent(buffer, writing.format,
                         tooOld(*options.resourceVersion, m_estate.oldest(kind)));
        pass(answer, buffer);
        return;
    }
    followLog(writing, target, options, *position, answer, stop);
}

void ApiServer::followLog(const Writing& writing, const Target& target, const ListOptions& options,
                          std::uint64_t position, HttpAnswer& answer, const std::stop_token& stop)
{
    const Kind kind = target.resource->stored;
    const auto started = Clock::now();
    auto bookmarked = started;
    std::string buffer;
    std::vector<Event> events;
    while (!stop.stop_requested() && answer.connected()) {
        if (options.timeoutSeconds > 0 &&
            Clock::now() - started >= std::chrono::seconds(options.timeoutSeconds))
            return;
        events.clear();
        std::uint64_t version = 0;
        const auto got =
            m_estate.read(kind, position, events, version, std::chrono::milliseconds(500), stop);
        if (got == Estate::Read::Lost)
            return; // too slow for the log: a real server ends such a watch as well
        for (const Event& event : events) {
            // A version from the future: nothing is newer yet.
            if (options.resourceVersion && event.record.resourceVersion <= *options.resourceVersion)
                continue;
            if (!inScope(writing, target.ns, event.record))
                continue;
            appendEvent(buffer, writing, event);
            if (buffer.size() >= kBatchBytes)
                pass(answer, buffer);
        }
        if (options.bookmarks && Clock::now() - bookmarked >= m_bookmarkEvery) {
            bookmarked = Clock::now();
            appendBookmark(buffer, writing, version, false);
        }
        if (!buffer.empty() || !events.empty()) {
            pass(answer, buffer);
            answer.flush();
        }
    }
}

} // namespace binnacle::tests::replay
