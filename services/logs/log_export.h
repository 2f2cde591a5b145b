// SPDX-License-Identifier: GPL-3.0-or-later
// A log view's lines into a file. For views; any thread but ui.
#pragma once

#include "services/logs/log_buffer.h"

#include <stop_token>

namespace binnacle::services {

/// "TIME ORIGIN TEXT" a line; the origin only when there are several. A first line says how many
/// older ones were dropped. Writes beside the file and then takes its name, so that a file is whole
/// or not there. `only`: numbers of the lines to write, in order; null: all. Shape: lines written.
/// Errors: PermissionDenied, ResourceExhausted, Cancelled, those of LogBuffer::read.
models::Result<std::uint64_t> saveLog(LogBuffer& buffer, std::span<const std::string> origins,
                                      const std::vector<std::uint64_t>* only,
                                      const std::string& file, std::stop_token stop);

} // namespace binnacle::services
