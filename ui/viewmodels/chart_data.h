// SPDX-License-Identifier: GPL-3.0-or-later
// Everything one chart shows, as a value: series with their pyramids, objectives, changes,
// exemplars, and times without samples. Made by view-models on a worker, drawn by ui/charts.
// Immutable once shared; knows no widget and no colour.
#pragma once

#include "models/metrics/minmax_pyramid.h"
#include "ui/viewmodels/tone.h"

#include <QString>

#include <memory>
#include <vector>

namespace binnacle::ui {

struct ChartSeries {
    QString name;   ///< direct label: what tells it from the others
    QString detail; ///< all of its labels
    std::shared_ptr<const models::MinMaxPyramid> data;
    QString state; ///< "live, 8 s"
    Tone tone = Tone::None;
};

/// A value that ought not to be crossed: a dashed line.
struct ChartObjective {
    double value = 0;
    QString label; ///< "objective"; the value is added
};

/// Something that changed at a moment: a vertical line.
struct ChartMarker {
    double time = 0; ///< Unix seconds
    QString label;
    Tone tone = Tone::Change;
};

/// One request that was measured: a diamond.
struct ChartExemplar {
    double time = 0, value = 0;
    QString label; ///< "trace_id=4bf9…"
};

/// Values between which nothing is wrong.
struct ChartBand {
    double low = 0, high = 0;
    QString label;
};

/// A time for which the target gave no samples: hatched.
struct ChartDown {
    double from = 0, to = 0;
    QString label;
};

struct ChartData {
    QString title, unit;
    double from = 0, to = 0; ///< Unix seconds
    double scale = 1;        ///< already applied
    std::vector<ChartSeries> series;
    std::vector<ChartObjective> objectives;
    std::vector<ChartMarker> markers;
    std::vector<ChartExemplar> exemplars;
    std::vector<ChartBand> bands;
    std::vector<ChartDown> downs;
    QString problem; ///< why there is nothing: shown in place of the chart
    QString source;  ///< "prom · DCGM_FI_PROF_SM_ACTIVE{…}": evidence on hover
};

} // namespace binnacle::ui
