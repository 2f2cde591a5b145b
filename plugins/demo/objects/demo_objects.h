// SPDX-License-Identifier: GPL-3.0-or-later
// Whole objects of the demo estate, generated from its facts and marked as simulated. For the demo
// connector; any thread, stores nothing.
#pragma once

#include "plugins/demo/demo_world.h"
#include "services/ports/object_source.h"

#include <memory>

namespace binnacle::plugins::demo {

/// The clock must outlive the result.
std::unique_ptr<services::ObjectSource> makeDemoObjects(std::shared_ptr<const DemoWorld> world,
                                                        const models::Clock& clock);

} // namespace binnacle::plugins::demo
