// SPDX-License-Identifier: GPL-3.0-or-later
// The console's way to estates: opens sessions for environments, tests sources, lists contexts,
// writes secrets. Connects ui's EstateFactory to composition; the only place of the console that
// knows both.
#pragma once

#include "app/composition/composition.h"
#include "ui/viewmodels/estate.h"

#include <filesystem>
#include <functional>

namespace binnacle::app {

/// Where an environment's history is recorded; empty: nowhere, it lives in memory.
using StoreFolder = std::function<std::filesystem::path(const services::Config&,
                                                        const services::EnvironmentConfig&)>;

/// `runtime` must outlive every estate that the factory opens. Calls `folder` on a worker.
ui::EstateFactory makeEstateFactory(Runtime& runtime, std::function<services::Config()> config,
                                    StoreFolder folder);

} // namespace binnacle::app
