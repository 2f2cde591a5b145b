// SPDX-License-Identifier: GPL-3.0-or-later
// The one short exchange behind `connect test`: is it there, is it a Kubernetes server, who are we,
// what is missing. For the connector; any thread but ui.
#pragma once

#include "models/estate/source.h"
#include "plugins/kubernetes/connection.h"

#include <chrono>
#include <stop_token>

namespace binnacle::plugins::kubernetes {

/// Fills version, latency, missing, notes, error with remedy, phase and lastContact of `status`.
void diagnose(Connection& connection, const std::string& ns, std::chrono::milliseconds deadline,
              std::stop_token stop, models::SourceStatus& status);

/// The same error with a remedy that speaks of kubeconfig and API server. Pure.
models::Error explained(models::Error error, const ResolvedContext& context);

} // namespace binnacle::plugins::kubernetes
