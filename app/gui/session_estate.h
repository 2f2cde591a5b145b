// SPDX-License-Identifier: GPL-3.0-or-later
// The console's way to estates: opens sessions for environments, tests sources, lists contexts,
// writes secrets. Connects ui's EstateFactory to composition; the only place of the console that
// knows both.
#pragma once

#include "app/composition/composition.h"
#include "ui/viewmodels/estate.h"

namespace binnacle::app {

/// `runtime` must outlive every estate that the factory opens. `keep`: record into the data folder.
ui::EstateFactory makeEstateFactory(Runtime& runtime, std::function<services::Config()> config,
                                    bool keep);

} // namespace binnacle::app
