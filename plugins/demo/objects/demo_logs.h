// SPDX-License-Identifier: GPL-3.0-or-later
// Simulated logs of the demo estate behind the port of real ones. For the demo connector; any
// thread.
#pragma once

#include "plugins/demo/demo_world.h"
#include "services/ports/log_source.h"

#include <memory>

namespace binnacle::plugins::demo {

/// The clock must outlive the result.
std::unique_ptr<services::LogSource> makeDemoLogs(std::shared_ptr<const DemoWorld> world,
                                                  const models::Clock& clock);

} // namespace binnacle::plugins::demo
