// SPDX-License-Identifier: GPL-3.0-or-later
// The one moment that the whole console shows, live or T, and the stretch of time around it that
// strip and charts show. Owned by the window; pages get it in their context. Ui thread. Knows no
// store: SnapshotFeed follows it.
#pragma once

#include "models/base/time.h"

#include <QObject>

namespace binnacle::ui {

class TimeDial final : public QObject {
    Q_OBJECT
public:
    /// `clock` must outlive it; tests give their own.
    explicit TimeDial(const models::Clock& clock = models::Clock::system(),
                      QObject* parent = nullptr);

    bool isLive() const { return !m_moment.known(); }
    /// T, or now when live.
    models::UtcTime moment() const { return isLive() ? m_clock.now() : m_moment; }
    /// What is not before now is live again.
    void setMoment(models::UtcTime t);
    void goLive();

    /// The stretch in view. While it follows, its end is now and moves on.
    models::UtcTime start() const { return end() - m_span; }
    models::UtcTime end() const { return m_end.known() ? m_end : m_clock.now(); }
    models::Duration span() const { return m_span; }
    bool follows() const { return !m_end.known(); }
    /// The last `span` until now. Units: held between a minute and 90 days.
    void setSpan(models::Duration span);
    /// Exactly this stretch; one that ends now follows.
    void setRange(models::UtcTime start, models::UtcTime end);
    models::UtcTime now() const { return m_clock.now(); }

Q_SIGNALS:
    void momentChanged();
    void rangeChanged();

private:
    /// T is always in view: moves the stretch when it has to; true when it did.
    bool keepInView();
    const models::Clock& m_clock;
    models::UtcTime m_moment; ///< unknown: live
    models::UtcTime m_end;    ///< unknown: follows
    models::Duration m_span{std::chrono::hours(6)};
};

} // namespace binnacle::ui
