// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/watch/key_set.h"

namespace binnacle::plugins::kubernetes {

namespace {

std::uint64_t valueOf(const models::ObjectKey& key)
{
    return key.lo < 2 ? key.lo + 2 : key.lo;
}

} // namespace

/// The slot that holds `value`, else a free one where the search ended.
std::size_t KeySet::slotOf(std::uint64_t value) const
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = static_cast<std::size_t>(value * 0x9e3779b97f4a7c15u >> 20) & mask;
    while (m_slots[at] != kFree && m_slots[at] != value)
        at = (at + 1) & mask;
    return at;
}

void KeySet::grow()
{
    std::vector<std::uint64_t> old(m_count * 2 >= m_slots.size() / 2 ? m_slots.size() * 2
                                                                     : m_slots.size());
    if (old.empty())
        old.resize(64);
    old.swap(m_slots);
    m_used = m_count;
    for (const auto value : old) {
        if (value > kGone)
            m_slots[slotOf(value)] = value;
    }
}

void KeySet::insert(const models::ObjectKey& key)
{
    if ((m_used + 1) * 4 > m_slots.size() * 3)
        grow();
    const auto value = valueOf(key);
    const std::size_t at = slotOf(value);
    if (m_slots[at] == value)
        return;
    m_slots[at] = value;
    ++m_count;
    ++m_used;
}

void KeySet::erase(const models::ObjectKey& key)
{
    if (m_slots.empty())
        return;
    const auto value = valueOf(key);
    const std::size_t at = slotOf(value);
    if (m_slots[at] != value)
        return;
    m_slots[at] = kGone;
    --m_count;
}

void KeySet::clear()
{
    m_slots.clear();
    m_count = 0;
    m_used = 0;
}

} // namespace binnacle::plugins::kubernetes
