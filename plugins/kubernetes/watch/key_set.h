// SPDX-License-Identifier: GPL-3.0-or-later
// How many objects of a kind there are: a set of object keys in 8 bytes each. For the reflector, on
// its thread. Two keys that share their low 64 bits would count as one (a chance of 1 in 10^9 at
// 150,000 objects).
#pragma once

#include "models/estate/object_key.h"

#include <cstdint>
#include <vector>

namespace binnacle::plugins::kubernetes {

class KeySet {
public:
    void insert(const models::ObjectKey& key);
    void erase(const models::ObjectKey& key);
    void clear();
    std::size_t size() const { return m_count; }

private:
    static constexpr std::uint64_t kFree = 0;
    static constexpr std::uint64_t kGone = 1;
    std::size_t slotOf(std::uint64_t value) const;
    void grow();

    std::vector<std::uint64_t> m_slots;
    std::size_t m_count = 0;
    std::size_t m_used = 0; ///< with the gone ones
};

} // namespace binnacle::plugins::kubernetes
