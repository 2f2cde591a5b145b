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

SnapshotFeed::SnapshotFeed(WorkerPool& pool, QObject* parent) : QObject(parent), m_pool(pool)
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
    m_snapshot.reset();
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
    services::SnapshotPtr before = std::exchange(m_snapshot, m_estate->store().current());
    Q_EMIT snapshotChanged();
    m_pool.release(std::move(before)); // by now the others who hold it have gone on to the new one
}

} // namespace binnacle::ui
