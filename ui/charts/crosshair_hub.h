// SPDX-License-Identifier: GPL-3.0-or-later
// One moment under the pointer for all charts of a page: a chart that is pointed at says when, the
// others show the same moment. Owned by the page, outlives its charts. Ui thread.
#pragma once

#include <QObject>

#include <cmath>
#include <limits>

namespace binnacle::ui {

class CrosshairHub final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// NaN: nothing is pointed at. Units: Unix seconds.
    double time() const { return m_time; }
    void setTime(double time)
    {
        if (time == m_time || (std::isnan(time) && std::isnan(m_time)))
            return;
        m_time = time;
        Q_EMIT moved();
    }

Q_SIGNALS:
    void moved();

private:
    double m_time = std::numeric_limits<double>::quiet_NaN();
};

} // namespace binnacle::ui
