// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/estate.h"

#include "ui/viewmodels/worker_pool.h"

namespace binnacle::ui {

void releaseEstate(WorkerPool& pool, EstatePtr estate)
{
    pool.run([estate = std::move(estate)]() mutable { estate.reset(); });
}

} // namespace binnacle::ui
