// SPDX-License-Identifier: GPL-3.0-or-later
// The charts of one device or node: asks the metric sources by meaning, on a worker. Ui thread;
// knows no chart library.
#pragma once

#include "ui/viewmodels/async_slot.h"
#include "ui/viewmodels/chart_data.h"
#include "ui/viewmodels/estate.h"

#include <QObject>
#include <QString>

namespace binnacle::ui {

struct ChartSubject {
    models::LabelList labels; ///< {"uuid", …} or {"node", …}
    QString seriesLabel;      ///< label that names the lines, for a node: "gpu"
    friend bool operator==(const ChartSubject&, const ChartSubject&) = default;
};

class DeviceCharts final : public QObject {
    Q_OBJECT
public:
    explicit DeviceCharts(WorkerPool& pool, QObject* parent = nullptr);

    /// Units: `span` back from `end` (unknown: now); `columns` pixels to draw on.
    void load(EstatePtr estate, ChartSubject subject, models::Duration span, int columns,
              models::UtcTime end = {});
    void clear();
    const std::vector<ChartData>& charts() const { return m_charts; }
    bool isLoading() const { return m_slot.isRunning(); }

Q_SIGNALS:
    void changed();

private:
    AsyncSlot<std::vector<ChartData>> m_slot;
    std::vector<ChartData> m_charts;
};

} // namespace binnacle::ui
