// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/timeline_model.h"

#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/time_dial.h"

#include <algorithm>

namespace binnacle::ui {

using models::UtcTime;

TimelineModel::TimelineModel(Environments& environments, TimeDial& dial, QObject* parent)
    : QObject(parent), m_environments(environments), m_dial(dial), m_reading(environments.pool()),
      m_following(environments.pool())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TimelineModel::follow);
    connect(&environments, &Environments::currentChanged, this, &TimelineModel::onEnvironment);
    connect(&environments.feed(), &SnapshotFeed::liveChanged, this, &TimelineModel::onLive);
    connect(&dial, &TimeDial::rangeChanged, this, &TimelineModel::onRange);
    onEnvironment();
}

TimelineModel::~TimelineModel() = default;

void TimelineModel::onEnvironment()
{
    m_reading.cancel();
    m_following.cancel();
    m_timer.stop();
    m_upTo.reset();
    m_readFrom = {};
    m_knownSince = {};
    m_error.reset();
    m_cut = false;
    m_events = std::make_shared<Events>();
    Q_EMIT changed();
    read();
}

void TimelineModel::onRange()
{
    // Closer or forward is all there already; further back is read.
    if (!m_readFrom.known() || m_dial.start() < m_readFrom)
        read();
}

void TimelineModel::read()
{
    const EstatePtr estate = m_environments.feed().estate();
    const services::SnapshotPtr upTo = m_environments.feed().live();
    if (!estate || !upTo)
        return;
    m_following.cancel();
    // A little further than asked, so that stepping back does not read at every step.
    const UtcTime from = m_dial.start() - m_dial.span() / 2;
    m_readFrom = from;
    m_reading.start(
        [estate, from, upTo](std::stop_token) { return readHistory(estate->store(), from, *upTo); },
        [this, upTo](Read result) {
            m_events = std::move(result.events);
            m_knownSince = result.knownSince;
            m_error = std::move(result.error);
            m_cut = result.cut;
            m_upTo = upTo;
            Q_EMIT changed();
            onLive();
        });
    Q_EMIT changed();
}

TimelineModel::Read TimelineModel::readHistory(services::EstateStore& store, UtcTime from,
                                               const services::Snapshot& upTo)
{
    Read out;
    auto events = std::make_shared<Events>();
    auto told = store.toldChanges(from, upTo.at, services::timelineWatches(), kMostChanges);
    const UtcTime kept = store.health().keptSince;
    out.knownSince = kept.known() ? std::max(kept, from) : upTo.at;
    if (told) {
        out.cut = told->size() >= kMostChanges;
        services::foldTimeline(*events, *told);
    } else {
        out.error = std::move(told.error());
        out.knownSince = upTo.at;
    }
    out.events = std::move(events);
    return out;
}

void TimelineModel::onLive()
{
    if (!m_readFrom.known()) {
        read();
        return;
    }
    if (!m_upTo || m_reading.isRunning() || m_following.isRunning() || m_timer.isActive())
        return;
    const qint64 since = m_sinceLast.isValid() ? m_sinceLast.elapsed() : kMinIntervalMs;
    m_timer.start(static_cast<int>(std::max<qint64>(0, kMinIntervalMs - since)));
}

void TimelineModel::follow()
{
    const services::SnapshotPtr newest = m_environments.feed().live();
    if (!newest || !m_upTo || newest == m_upTo || m_reading.isRunning())
        return;
    m_sinceLast.start();
    m_following.start(
        [events = m_events, before = m_upTo,
         newest](std::stop_token) -> std::shared_ptr<const Events> {
            const auto changes =
                services::changesBetween(*before, *newest, services::timelineWatches());
            if (changes.empty())
                return events;
            auto next = std::make_shared<Events>(*events);
            services::foldTimeline(*next, changes);
            return next;
        },
        [this, newest](std::shared_ptr<const Events> next) {
            m_environments.pool().release(std::exchange(m_upTo, newest));
            if (next != m_events) {
                m_environments.pool().release(std::exchange(m_events, std::move(next)));
                Q_EMIT changed();
            }
            if (m_environments.feed().live() != m_upTo)
                onLive();
        });
}

} // namespace binnacle::ui
