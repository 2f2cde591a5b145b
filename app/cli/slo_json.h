// SPDX-License-Identifier: GPL-3.0-or-later
// Objectives as JSON and as cells of a table: the contract of docs/cli.md. For cmd_slo.
#pragma once

#include "app/cli/output.h"
#include "services/slo/status.h"

namespace binnacle::app {

Json sloJson(const models::Slo& slo);
Json sloStatusJson(const services::SloStatus& status);
Json sloLintJson(const std::vector<services::SloLint>& lint);
std::vector<std::string> sloStatusCells(const services::SloStatus& status);

} // namespace binnacle::app
