// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/table_changes.h"

#include <algorithm>

namespace binnacle::services {

bool comparable(const Table& before, const Table& after)
{
    return before.kind() == after.kind() && before.lineage() == after.lineage();
}

TableChanges changesBetween(const Table& before, const Table& after)
{
    TableChanges out;
    out.kept.resize(after.slotCount(), 0);
    for (std::size_t c = 0; c < after.chunks().size(); ++c) {
        const Chunk& is = *after.chunks()[c];
        const Chunk* was = c < before.chunks().size() ? before.chunks()[c].get() : nullptr;
        const std::size_t first = c * kChunkRows;
        if (was == &is) {
            std::fill_n(out.kept.begin() + static_cast<std::ptrdiff_t>(first), kChunkRows,
                        std::uint8_t{1});
            continue;
        }
        for (std::size_t i = 0; i < kChunkRows; ++i) {
            if (!is.keys[i].valid())
                continue;
            if (was && was->keys[i] == is.keys[i] && was->version[i] == is.version[i])
                out.kept[first + i] = 1;
            else
                out.fresh.push_back(static_cast<std::uint32_t>(first + i));
        }
    }
    return out;
}

} // namespace binnacle::services
