// SPDX-License-Identifier: GPL-3.0-or-later
// Which metric source a command asks. For the commands that query. Thread: main.
#pragma once

#include "app/cli/session_wait.h"
#include "services/ports/metric_source.h"

namespace binnacle::app {

/// The source with this id, or the first with metrics. Errors: NotFound, with those that there are.
models::Result<services::MetricSource*> pickSource(OpenedSession& opened, const std::string& id);

/// Metric commands keep nothing: they need no store of their own.
models::Result<OpenedSession> openForMetrics(const Job& job);

} // namespace binnacle::app
