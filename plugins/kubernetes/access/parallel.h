// SPDX-License-Identifier: GPL-3.0-or-later
// A few small requests at once, for older servers and access reviews. Only for this folder.
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace binnacle::plugins::kubernetes {

/// Calls `work` for 0 … count-1 on up to six threads and returns when all are done; after a stop
/// the rest is not started.
void inParallel(std::size_t count, const std::stop_token& stop,
                const std::function<void(std::size_t)>& work);

} // namespace binnacle::plugins::kubernetes
