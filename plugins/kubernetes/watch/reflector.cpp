// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/watch/reflector.h"

#include <utility>

namespace binnacle::plugins::kubernetes {

using models::Error;
using models::ErrorCode;
using models::fail;
using models::Result;
using namespace std::chrono_literals;

namespace {

/// A list comes fastest over a connection of its own; the watch after it is better on the one that
/// the heartbeat uses.
const Error kListed{ErrorCode::Cancelled, "listed: go on over the shared connection", "", {}};

std::string_view asText(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

Reflector::Reflector(ApiClient& api, Monitor& monitor, services::FactSink& sink,
                     SourceReport& report, ReflectorTarget target, ScopeFallback fallback,
                     ReflectorOptions options)
    : m_api(api), m_monitor(monitor), m_sink(sink), m_report(report), m_target(std::move(target)),
      m_fallback(std::move(fallback)), m_options(options), m_json(!m_target.protobuf),
      m_backoff(options.backoffMin, options.backoffMax), m_busy(1s, options.busyMax)
{
    m_pump = std::make_unique<FactPump>(m_sink, m_target.source, m_target.kind, m_target.scope,
                                        m_options.batches);
}

void Reflector::run(std::stop_token stop)
{
    m_report.syncing(m_target.kindName, m_target.scope);
    while (!stop.stop_requested()) {
        Next next = Next::Stop;
        if (m_listed)
            next = watch(stop);
        else
            next = m_streaming ? listByStream(stop) : listByPages(stop);
        if (stop.stop_requested() || !act(next, stop))
            return;
    }
}

ObjectDecoder& Reflector::decoderFor(WireForm form)
{
    auto& decoder = m_decoders[form == WireForm::Json ? 1 : 0];
    if (!decoder)
        decoder = m_target.decoder(form);
    return *decoder;
}

Query Reflector::watchQuery(bool initial) const
{
    Query query{{"watch", "true"}, {"allowWatchBookmarks", "true"}};
    if (initial) {
        query.emplace_back("sendInitialEvents", "true");
        query.emplace_back("resourceVersionMatch", "NotOlderThan");
    } else {
        query.emplace_back("resourceVersion", m_resourceVersion);
    }
    return query;
}

void Reflector::skipped(const Error& error)
{
    ++m_skipped;
    const std::string key = "unreadable " + m_target.resource + " skipped: ";
    m_report.note(key + std::to_string(m_skipped) + ", the last one: " + error.text(), key);
}

void Reflector::takeObject(std::string_view object, ObjectUse use)
{
    auto mark = m_pump->take(*m_decoder, object, use);
    if (!mark) {
        skipped(mark.error());
        return;
    }
    if (!mark->resourceVersion.empty() && !m_pump->listing())
        m_resourceVersion = std::move(mark->resourceVersion);
}

Result<void> Reflector::finishList(const std::string& resourceVersion)
{
    m_pump->completeList();
    if (auto flushed = m_pump->flush(); !flushed)
        return flushed;
    m_resourceVersion = resourceVersion;
    m_listed = true;
    m_everListed = true;
    if (std::exchange(m_pagesOnce, false))
        m_streaming = true;
    m_expired = m_relists = m_failures = 0;
    m_reported = false;
    m_backoff.reset();
    m_busy.reset();
    m_report.complete(m_target.kindName, m_pump->rowCount());
    m_report.granted(permission(m_target.scope));
    return {};
}

Result<void> Reflector::onErrorEvent(const WatchFrame& frame)
{
    m_inStream = parseStatus(frame.object);
    if (!m_inStream)
        return fail(ErrorCode::DataCorrupt, "the watch ended with an error event without a Status");
    return fail(toError(*m_inStream, "watching " + m_target.resource));
}

Result<void> Reflector::onEvent(const WatchFrame& frame)
{
    if (frame.type == WatchEventType::Error)
        return onErrorEvent(frame);
    m_progress = true;
    if (frame.type != WatchEventType::Bookmark) {
        takeObject(frame.object,
                   frame.type == WatchEventType::Deleted ? ObjectUse::Remove : ObjectUse::Upsert);
        return {};
    }
    auto mark = m_pump->take(*m_decoder, frame.object, ObjectUse::Observe);
    if (!mark)
        return fail(std::move(mark.error()).in("reading a bookmark"));
    if (m_pump->listing())
        return mark->initialEventsEnd ? finishList(mark->resourceVersion) : Result<void>();
    if (!mark->resourceVersion.empty())
        m_resourceVersion = std::move(mark->resourceVersion);
    return {};
}

Result<void> Reflector::streamWatch(bool initial, std::stop_token stop)
{
    Monitor::Stream guard(m_monitor, std::move(stop),
                          [this](auto ago) { m_report.proved(m_target.kindName, ago); });
    if (!initial)
        guard.follows(m_headless++);
    ApiCall call;
    call.path = m_target.path(m_target.scope);
    call.query = watchQuery(initial);
    call.multiplex = !initial || m_target.small;
    call.accept = m_json ? kJson : kProtobuf;
    call.deadline = 0ms;
    call.idleTimeout = m_options.idleTimeout;
    call.maxBodyBytes = 0;
    m_inStream.reset();
    m_progress = m_unreadable = false;
    if (initial)
        m_pump->beginList();
    std::optional<EventReader> reader; // made when the answer says in which form it comes
    auto done = m_api.stream(
        call,
        [&](const services::HttpResponse& head) -> Result<void> {
            guard.opened(head.connection);
            m_headless = 0;
            const auto form = wireFormOf(head.header("Content-Type"));
            if (!form)
                return fail(form.error());
            m_decoder = &decoderFor(*form);
            reader.emplace(*form);
            if (!initial)
                m_report.watching(m_target.kindName);
            m_report.contact();
            if (std::exchange(m_reported, false))
                m_report.works(m_target.kindName);
            return {};
        },
        [&](std::span<const std::byte> bytes) -> Result<void> {
            guard.takes();
            auto pushed =
                reader->push(asText(bytes), [&](const WatchFrame& f) { return onEvent(f); });
            auto settled = m_pump->settle();
            m_report.rows(m_target.kindName, m_pump->rowCount());
            guard.took();
            m_unreadable = !pushed && pushed.error().code == ErrorCode::DataCorrupt;
            if (!pushed || !settled || !initial || !m_listed)
                return pushed ? settled : pushed;
            guard.follows();
            return m_api.health().http2 && !m_target.small ? fail(kListed) : settled;
        },
        guard.token());
    // What was decoded before the stream broke is true, and m_resourceVersion says that we have it.
    auto flushed = m_pump->flush();
    if (!done)
        return fail(std::move(done.error()));
    return flushed;
}

Reflector::Next Reflector::listByStream(std::stop_token stop)
{
    const auto done = streamWatch(true, stop);
    if (!done)
        return judge(done.error(), !m_listed);
    // A clean end: of the watch that followed the list, or of a list that was cut.
    return m_listed ? Next::Again : Next::Backoff;
}

Reflector::Next Reflector::watch(std::stop_token stop)
{
    const auto done = streamWatch(false, stop);
    if (!done)
        return judge(done.error(), false);
    if (m_progress) {
        m_backoff.reset();
        m_failures = 0;
    }
    return m_progress ? Next::Again : Next::Backoff;
}

Result<void> Reflector::page(Query& query, bool& more, std::stop_token stop)
{
    Monitor::Stream guard(m_monitor, std::move(stop));
    const auto answer = m_api.send(m_target.path(m_target.scope), query, m_json ? kJson : kProtobuf,
                                   m_options.listDeadline, guard.token());
    if (!answer)
        return fail(answer.error());
    m_report.contact();
    const auto form = wireFormOf(answer->header("Content-Type"));
    if (!form)
        return fail(form.error());
    m_decoder = &decoderFor(*form);
    JsonEnvelope json;
    Result<ListEnvelope> list = fail(ErrorCode::Internal, "");
    if (*form == WireForm::Json) {
        list = json.openList(answer->body);
    } else {
        const auto envelope = openEnvelope(answer->body);
        list = envelope ? openList(envelope->raw) : Result<ListEnvelope>(fail(envelope.error()));
    }
    if (!list)
        return fail(std::move(list.error()).in("listing " + m_target.resource));
    for (const auto item : list->items) {
        takeObject(item, ObjectUse::Upsert);
        if (auto settled = m_pump->settle(); !settled)
            return settled;
    }
    m_report.rows(m_target.kindName, m_pump->rowCount());
    more = !list->continueToken.empty();
    if (!more)
        return finishList(std::string(list->resourceVersion));
    query = {{"limit", std::to_string(m_options.pageLimit)},
             {"continue", std::string(list->continueToken)}};
    return {};
}

Reflector::Next Reflector::listByPages(std::stop_token stop)
{
    m_inStream.reset();
    m_pump->beginList();
    Query query;
    // A list that changes faster than we page through it expires again and again: then take it in
    // one piece.
    if (m_expired < 2)
        query.emplace_back("limit", std::to_string(m_options.pageLimit));
    bool more = true;
    while (more && !stop.stop_requested()) {
        if (auto done = page(query, more, stop); !done) {
            m_expired += done.error().code == ErrorCode::Expired ? 1 : 0;
            return judge(done.error(), true);
        }
    }
    return Next::Again;
}

} // namespace binnacle::plugins::kubernetes
