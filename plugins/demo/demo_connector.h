// SPDX-License-Identifier: GPL-3.0-or-later
// The demo connector: a simulated company, written through the same sink as any real source and
// kept alive. For the plug-in registry and tests. Connects nowhere; always says that it is
// simulated.
#pragma once

#include "models/base/time.h"
#include "services/config/config.h"
#include "services/ports/connector.h"

#include <memory>

namespace binnacle::plugins {

/// Never null: a size that cannot be read gives a connector that fails with the reason and remedy.
/// The clock (null: the system's) must outlive the connector. Cost: nothing until test, run or
/// metrics are used.
std::unique_ptr<services::Connector> makeDemoConnector(const services::SourceConfig& config,
                                                       const models::Clock* clock = nullptr);

} // namespace binnacle::plugins
