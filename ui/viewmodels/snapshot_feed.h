// SPDX-License-Identifier: GPL-3.0-or-later
// Brings "there is a newer snapshot" from the store to view-models on the ui thread, at most four
// times a second, and only while somebody looks. Also says when a value's age alone changes its
// state. Owned by the console's controller; ui thread.
#pragma once

#include "services/store/estate_store.h"
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

    /// Null detaches. Emits at once when the new estate already has something.
    void attach(EstatePtr estate);
    /// Lets go of the estate and hands it over, for whoever must know when it is closed.
    EstatePtr detach();
    /// Hidden: keeps quiet; on show it catches up when something came in meanwhile.
    void setActive(bool active);

    const services::SnapshotPtr& snapshot() const { return m_snapshot; }
    const EstatePtr& estate() const { return m_estate; }

Q_SIGNALS:
    void snapshotChanged();

private:
    struct Bell;
    void onBell();
    void emitNow();
    WorkerPool& m_pool;
    EstatePtr m_estate;
    std::shared_ptr<Bell> m_bell;
    services::Subscription m_subscription;
    services::SnapshotPtr m_snapshot;
    QTimer m_timer;
    QElapsedTimer m_sinceLast;
    bool m_active = true;
    bool m_pending = false;
};

} // namespace binnacle::ui
