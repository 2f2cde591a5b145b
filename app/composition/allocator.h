// SPDX-License-Identifier: GPL-3.0-or-later
// How the process keeps its memory. Called first thing in main, before any other thread.
#pragma once

namespace binnacle::app {

/// Two heaps instead of eight a core: what one thread fills and another frees (batches, snapshots)
/// otherwise leaves holes in each. Measured: an hour of changes grew a process by a fifth, and not
/// at all like this. Nothing where the C library is another than glibc.
void limitHeaps();

} // namespace binnacle::app
