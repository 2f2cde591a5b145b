// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/snapshot_feed.h"

#include "ui/viewmodels/worker_pool.h"

namespace binnacle::ui {

/// Rung by the publisher; at most one is on its way.
struct SnapshotFeed::Bell final : Letter {
    SnapshotFeed* owner = nullptr; ///< ui thread only
    std::atomic<bool> underWay{false};
    void deliver() override
    {
        underWay = false;
        if (owner)
            owner->onBell();
    }
};

SnapshotFeed::SnapshotFeed(WorkerPool& pool, QObject* parent)
    : QObject(parent), m_pool(pool), m_reading(pool)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SnapshotFeed::emitNow);
}

SnapshotFeed::~SnapshotFeed()
{
    attach(nullptr);
}

EstatePtr SnapshotFeed::detach()
{
    m_timer.stop();
    m_subscription.reset();
    if (m_bell)
        m_bell->owner = nullptr;
    m_bell.reset();
    m_pending = false;
    m_reading.cancel();
    m_momentError.reset();
    m_snapshot.reset();
    m_live.reset();
    return std::exchange(m_estate, nullptr);
}

void SnapshotFeed::attach(EstatePtr estate)
{
    if (EstatePtr old = detach())
        releaseEstate(m_pool, std::move(old));
    m_estate = std::move(estate);
    if (!m_estate)
        return;
    m_bell = std::make_shared<Bell>();
    m_bell->owner = this;
    m_subscription = m_estate->store().subscribe([bell = m_bell, pool = &m_pool] {
        if (!bell->underWay.exchange(true))
            pool->mailbox().post(bell);
    });
    emitNow();
    if (m_moment.known())
        readMoment();
}

void SnapshotFeed::setActive(bool active)
{
    m_active = active;
    if (active && m_pending)
        onBell();
}

void SnapshotFeed::onBell()
{
    m_pending = true;
    if (!m_active || m_timer.isActive())
        return;
    const qint64 since = m_sinceLast.isValid() ? m_sinceLast.elapsed() : kMinIntervalMs;
    if (since >= kMinIntervalMs)
        emitNow();
    else
        m_timer.start(static_cast<int>(kMinIntervalMs - since));
}

void SnapshotFeed::emitNow()
{
    if (!m_estate)
        return;
    m_pending = false;
    m_sinceLast.start();
    services::SnapshotPtr before = std::exchange(m_live, m_estate->store().current());
    if (!m_moment.known())
        show(m_live);
    Q_EMIT liveChanged();
    m_pool.release(std::move(before)); // by now the others who hold it have gone on to the new one
}

void SnapshotFeed::show(services::SnapshotPtr snapshot)
{
    services::SnapshotPtr before = std::exchange(m_snapshot, std::move(snapshot));
    Q_EMIT snapshotChanged();
    m_pool.release(std::move(before));
}

void SnapshotFeed::showAt(models::UtcTime t)
{
    if (t == m_moment)
        return;
    m_moment = t;
    m_momentError.reset();
    if (!m_moment.known()) {
        m_reading.cancel();
        if (m_estate)
            show(m_live);
    } else if (!m_reading.isRunning()) {
        // One that runs is let be: history is read whole, and its end begins the next.
        readMoment();
    }
    Q_EMIT momentChanged();
}

void SnapshotFeed::readMoment()
{
    if (!m_estate)
        return;
    const models::UtcTime t = m_moment;
    m_reading.start(
        [estate = m_estate, t](std::stop_token) { return estate->store().at(t); },
        [this, t](models::Result<services::SnapshotPtr> at) { onMoment(t, std::move(at)); });
}

void SnapshotFeed::onMoment(models::UtcTime t, models::Result<services::SnapshotPtr> at)
{
    if (!m_moment.known())
        return;
    if (t != m_moment)
        readMoment();
    // Also one that was overtaken: while the handle is dragged the picture follows.
    if (at)
        show(std::move(*at));
    else if (t == m_moment)
        m_momentError = std::move(at.error());
    Q_EMIT momentChanged();
}

} // namespace binnacle::ui
