// SPDX-License-Identifier: GPL-3.0-or-later
// What changed in the stretch of time that the dial shows: read once from history on a worker, then
// kept up to date from what is published, at most once a second. Ui thread; knows no widget.
#pragma once

#include "services/usecases/timeline.h"
#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/estate.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace binnacle::ui {

class Environments;
class TimeDial;

class TimelineModel final : public QObject {
    Q_OBJECT
public:
    using Events = std::vector<services::TimelineEvent>;
    static constexpr int kMinIntervalMs = 1000;
    static constexpr std::size_t kMostChanges = 50'000;

    TimelineModel(Environments& environments, TimeDial& dial, QObject* parent = nullptr);
    ~TimelineModel() override;

    /// Never null. Oldest first; may hold more than the stretch in view.
    const std::shared_ptr<const Events>& events() const { return m_events; }
    /// Before this nothing is known: history begins here, or was not read further back.
    models::UtcTime knownSince() const { return m_knownSince; }
    bool isReading() const { return m_reading.isRunning(); }
    /// Why the past is missing: nothing is recorded here, or it cannot be read.
    const std::optional<models::Error>& error() const { return m_error; }
    /// More changed than is shown; the newest are missing.
    bool isCut() const { return m_cut; }

Q_SIGNALS:
    void changed();

private:
    struct Read {
        std::shared_ptr<const Events> events;
        models::UtcTime knownSince;
        std::optional<models::Error> error;
        bool cut = false;
    };
    void onEnvironment();
    void onRange();
    void onLive();
    void read();
    void follow();
    static Read readHistory(services::EstateStore& store, models::UtcTime from,
                            const services::Snapshot& upTo);

    Environments& m_environments;
    TimeDial& m_dial;
    std::shared_ptr<const Events> m_events = std::make_shared<Events>();
    services::SnapshotPtr m_upTo; ///< everything until here is in m_events
    models::UtcTime m_readFrom;   ///< history was read from here on
    models::UtcTime m_knownSince;
    std::optional<models::Error> m_error;
    bool m_cut = false;
    AsyncSlot<Read> m_reading;
    AsyncSlot<std::shared_ptr<const Events>> m_following;
    QTimer m_timer;
    QElapsedTimer m_sinceLast;
};

} // namespace binnacle::ui
