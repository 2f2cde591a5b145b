// SPDX-License-Identifier: GPL-3.0-or-later
// Brings "there is a newer snapshot" from the store to view-models on the ui thread, at most four
// times a second, and only while somebody looks; or shows the estate as it was at T, read from
// history on a worker, and then keeps what is published away from the pages. Owned by the console's
// controller; ui thread.
#pragma once

#include "services/store/estate_store.h"
#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/estate.h"
#include "ui/viewmodels/ui_mailbox.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <atomic>

namespace binnacle::ui {

class SnapshotFeed final : public QObject {
    Q_OBJECT
public:
    static constexpr int kMinIntervalMs = 250;

    explicit SnapshotFeed(WorkerPool& pool, QObject* parent = nullptr);
    ~SnapshotFeed() override;

    /// Null detaches. Emits at once when the new estate already has something. A T stays.
    void attach(EstatePtr estate);
    /// Lets go of the estate and hands it over, for whoever must know when it is closed.
    EstatePtr detach();
    /// Hidden: keeps quiet; on show it catches up when something came in meanwhile.
    void setActive(bool active);

    /// Unknown: live. Several calls in a row cost one read after the one that runs; what is shown
    /// stays until the new is there.
    void showAt(models::UtcTime t);
    /// What the console was asked to show; unknown: live.
    models::UtcTime moment() const { return m_moment; }
    bool isLoading() const { return m_reading.isRunning(); }
    /// Why there is no estate at T: history begins later, or nothing is recorded.
    const std::optional<models::Error>& momentError() const { return m_momentError; }

    /// What pages show: live or of T. Null until there is one.
    const services::SnapshotPtr& snapshot() const { return m_snapshot; }
    /// The newest, whatever is shown: for the state of sources.
    const services::SnapshotPtr& live() const { return m_live; }
    const EstatePtr& estate() const { return m_estate; }

Q_SIGNALS:
    void snapshotChanged(); ///< snapshot() is another one
    void liveChanged();     ///< live() is another one
    void momentChanged();   ///< moment(), isLoading() or momentError()

private:
    struct Bell;
    void onBell();
    void emitNow();
    void readMoment();
    void onMoment(models::UtcTime t, models::Result<services::SnapshotPtr> at);
    void show(services::SnapshotPtr snapshot);
    WorkerPool& m_pool;
    EstatePtr m_estate;
    std::shared_ptr<Bell> m_bell;
    services::Subscription m_subscription;
    services::SnapshotPtr m_snapshot, m_live;
    AsyncSlot<models::Result<services::SnapshotPtr>> m_reading;
    models::UtcTime m_moment;
    std::optional<models::Error> m_momentError;
    QTimer m_timer;
    QElapsedTimer m_sinceLast;
    bool m_active = true;
    bool m_pending = false;
};

} // namespace binnacle::ui
