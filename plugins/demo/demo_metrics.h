// SPDX-License-Identifier: GPL-3.0-or-later
// The demo's PromQL: a small documented subset over simulated DCGM and Kueue series, 90 days back,
// computed when asked. For the demo connector. Any thread, any number at once; stores nothing.
#pragma once

#include "plugins/demo/demo_world.h"
#include "services/ports/metric_source.h"

#include <memory>
#include <string>

namespace binnacle::plugins::demo {

/// The clock must outlive the result.
std::unique_ptr<services::MetricSource> makeDemoMetrics(std::shared_ptr<const DemoWorld> world,
                                                        std::string id, const models::Clock& clock);

} // namespace binnacle::plugins::demo
