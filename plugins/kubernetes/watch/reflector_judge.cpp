// SPDX-License-Identifier: GPL-3.0-or-later
// The half of the reflector that decides what a failure means and how long to wait.
#include "plugins/kubernetes/watch/reflector.h"

#include <algorithm>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::Error;
using models::ErrorCode;
using std::chrono::milliseconds;

namespace {

/// Frames that cannot be read, this often without one good event: the version we resume from may be
/// the cause.
constexpr int kCorruptBeforeRelist = 3;
/// Of a server's Retry-After: a longer pause would look like a hang.
constexpr std::chrono::minutes kLongestWish{10};
constexpr int kWishesBelieved = 6;
/// Not all at the same moment.
constexpr milliseconds kAfterWish{100};
constexpr milliseconds kRefusedPause{1000};
/// One lost stream is no news; a third in a row is.
constexpr int kFailuresBeforeReport = 3;

} // namespace

std::string Reflector::permission(const std::string& scope) const
{
    return "list " + m_target.resource + (scope.empty() ? " (cluster-wide)" : " in " + scope);
}

Reflector::Next Reflector::judge(const Error& error, bool initial)
{
    if (m_pump->broken())
        return Next::Relist;
    if (error.code == ErrorCode::Cancelled)
        return Next::Again; // by ourselves or the monitor; a real stop is seen by run()
    m_lastError = error;
    m_failures = m_progress ? 0 : m_failures + 1;
    m_corrupt = m_unreadable && !m_progress ? m_corrupt + 1 : 0;
    switch (error.code) {
    case ErrorCode::Expired:
        return Next::Relist;
    case ErrorCode::PermissionDenied:
        return Next::Refused;
    case ErrorCode::NotFound:
        return Next::Absent;
    case ErrorCode::RateLimited:
        return Next::Busy;
    case ErrorCode::Unsupported:
        if (!m_json) {
            m_json = true; // 406: this server speaks no protobuf for this kind
            return Next::Again;
        }
        break;
    case ErrorCode::ResourceExhausted:
        m_target.small = false; // a connection of its own can be held back
        return Next::Backoff;   // the sink, not the server
    case ErrorCode::DataCorrupt:
        if (m_corrupt >= kCorruptBeforeRelist)
            return initial && m_streaming ? Next::Pages : Next::Relist;
        return Next::Broken;
    default:
        break;
    }
    const bool refusedHere =
        error.code == ErrorCode::InvalidInput || error.code == ErrorCode::Unsupported;
    if (initial && m_streaming && (refusedHere || m_inStream))
        return Next::Pages;
    if (m_inStream && m_inStream->hasCause("ResourceVersionTooLarge"))
        return Next::Busy;
    if (refusedHere && m_listed)
        return Next::Relist; // a version that the server does not understand (restored from a
                             // backup)
    return m_inStream ? Next::Backoff : Next::Broken;
}

bool Reflector::refused(std::stop_token stop)
{
    const auto now = std::chrono::steady_clock::now();
    if (!m_refusedSince)
        m_refusedSince = now;
    if (m_everListed && now - *m_refusedSince < m_options.believeRefusal)
        return pauseFor(jittered(kRefusedPause), stop);
    const bool known = m_everListed;
    m_report.missing(permission(m_target.scope));
    if (m_target.scope.empty() && m_fallback) {
        if (auto scope = m_fallback(stop)) {
            forgetRows();
            m_target.scope = std::move(*scope);
            m_pump = std::make_unique<FactPump>(m_sink, m_target.source, m_target.kind,
                                                m_target.scope, m_options.batches);
            m_listed = false;
            m_report.syncing(m_target.kindName, m_target.scope);
            return !stop.stop_requested();
        }
    }
    if (stop.stop_requested())
        return false;
    m_listed = false;
    forgetRows();
    reportFailure();
    return pauseFor(known ? m_options.refusedAgain : m_options.refusedPause, stop);
}

void Reflector::forgetRows()
{
    if (!std::exchange(m_everListed, false))
        return;
    m_pump->beginList();
    m_pump->completeList();
    if (auto swept = m_pump->flush(); !swept)
        m_report.note("rows of " + m_target.resource +
                      " could not be removed: " + swept.error().text());
    m_report.rows(m_target.kindName, 0);
}

void Reflector::reportFailure()
{
    m_reported = true;
    m_report.failed(m_target.kindName, m_lastError);
}

bool Reflector::act(Next next, std::stop_token stop)
{
    if (next != Next::Refused)
        m_refusedSince.reset();
    if (m_failures >= kFailuresBeforeReport && next != Next::Again)
        reportFailure();
    // The server's own wish, in the stream or in the answer; within reason.
    const milliseconds asked = std::min<milliseconds>(
        std::max<milliseconds>(m_lastError.retryAfter,
                               m_inStream ? std::chrono::seconds(m_inStream->retryAfterSeconds)
                                          : std::chrono::seconds(0)),
        kLongestWish);
    switch (next) {
    case Next::Again:
        return m_monitor.waitHealthy(stop);
    case Next::Relist:
        m_listed = false;
        return m_relists++ == 0 || pauseFor(m_backoff.next(), stop);
    case Next::Pages:
        m_streaming = false;
        m_pagesOnce = m_inStream.has_value();
        m_listed = false;
        m_report.note("streaming lists are off for " + m_target.resource + ": " +
                      m_lastError.text());
        return true;
    case Next::Backoff:
        return pauseFor(std::max(asked, m_backoff.next()), stop) && m_monitor.waitHealthy(stop);
    case Next::Broken:
        m_monitor.suspect();
        return m_monitor.waitHealthy(stop) && pauseFor(std::max(asked, m_backoff.next()), stop);
    case Next::Busy:
        // A server that starts says when to come again; one that says so again and again is too
        // busy to be believed.
        if (asked.count() > 0 && m_failures <= kWishesBelieved)
            return pauseFor(asked + jittered(kAfterWish), stop);
        return pauseFor(std::max(asked, m_busy.next()), stop);
    case Next::Refused:
        return refused(stop);
    case Next::Absent:
        m_listed = false;
        forgetRows();
        reportFailure();
        return pauseFor(m_options.refusedPause, stop);
    case Next::Stop:
        return false;
    }
    return false;
}

} // namespace binnacle::plugins::kubernetes
