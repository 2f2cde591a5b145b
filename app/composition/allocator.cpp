// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/composition/allocator.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace binnacle::app {

void limitHeaps()
{
#ifdef __GLIBC__
    if (std::getenv("MALLOC_ARENA_MAX") == nullptr) // the person's word counts
        mallopt(M_ARENA_MAX, 2);
#endif
}

} // namespace binnacle::app
