// SPDX-License-Identifier: GPL-3.0-or-later
// The filter of the Workloads table: the columns of the kind and the words that its cells show, so
// that what is read can be typed. Pure; for a worker.
#pragma once

#include "models/filter/filter_complete.h"
#include "services/store/snapshot.h"
#include "services/store/table_filter.h"

namespace binnacle::ui {

/// Columns, age, "status" as shown, "ready" as "1/2", "source". `snapshot` must outlive it.
services::TableFilter workloadsFilter(const models::KindSpec& kind,
                                      const services::Snapshot& snapshot);

/// "status:crashloop" means "Restarts in a loop" too: both words are right.
models::Filter compileWorkloads(std::string_view text, const services::TableFilter& fields,
                                models::UtcTime now);

/// What may be typed at `cursor`. Cost: one pass over the rows when values are asked for.
models::FilterCompletion completeWorkloads(std::string_view text, std::size_t cursor,
                                           models::KindId kind, const services::Snapshot& snapshot);

} // namespace binnacle::ui
