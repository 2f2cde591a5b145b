// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/string_pool.h"

#include <cassert>
#include <cstring>

namespace binnacle::services {

namespace {

constexpr std::size_t kArenaBytes = std::size_t{64} << 10;
constexpr std::size_t kFirstSlots = 1024;

std::uint32_t hashOf(std::string_view text)
{
    // Eight bytes at a time, mixed by a 64-bit multiply; texts are short and mostly ASCII.
    std::uint64_t h = 0x9e3779b97f4a7c15ull ^ text.size();
    std::size_t at = 0;
    while (at < text.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, text.size() - at < 8 ? text.size() - at : 8);
        h = (h ^ word) * 0xff51afd7ed558ccdull;
        h ^= h >> 32;
        at += 8;
    }
    h *= 0xc4ceb9fe1a85ec53ull;
    return static_cast<std::uint32_t>(h >> 32);
}

} // namespace

StringPool::StringPool()
    : m_blocks(std::make_unique<std::atomic<Block*>[]>(kMaxBlocks)), m_slots(kFirstSlots, kNullText)
{
    m_blocks[0].store(new Block{}, std::memory_order_release);
    m_count = 1; // the null text
    m_bytes = sizeof(Block) + kMaxBlocks * sizeof(std::atomic<Block*>) +
              m_slots.capacity() * sizeof(TextId);
}

StringPool::~StringPool()
{
    for (std::size_t b = 0; b * kBlockSize < m_count; ++b)
        delete m_blocks[b].load(std::memory_order_relaxed);
}

const StringPool::Entry& StringPool::entry(TextId id) const
{
    return (*m_blocks[id >> kBlockBits].load(std::memory_order_acquire))[id & (kBlockSize - 1)];
}

std::string_view StringPool::view(TextId id) const
{
    if (id == kNullText)
        return {};
    const Entry& e = entry(id);
    return {e.data, e.size};
}

TextId StringPool::find(std::string_view text) const
{
    const std::uint32_t hash = hashOf(text);
    for (std::size_t at = hash & (m_slots.size() - 1);; at = (at + 1) & (m_slots.size() - 1)) {
        const TextId id = m_slots[at];
        if (id == kNullText)
            return kNullText;
        const Entry& e = entry(id);
        if (e.hash == hash && std::string_view(e.data, e.size) == text)
            return id;
    }
}

TextId StringPool::intern(std::string_view text)
{
    const std::uint32_t hash = hashOf(text);
    std::size_t at = hash & (m_slots.size() - 1);
    for (;; at = (at + 1) & (m_slots.size() - 1)) {
        const TextId id = m_slots[at];
        if (id == kNullText)
            break;
        const Entry& e = entry(id);
        if (e.hash == hash && std::string_view(e.data, e.size) == text)
            return id;
    }
    assert(m_count < kMaxBlocks * kBlockSize);
    const auto id = static_cast<TextId>(m_count);
    const std::size_t block = m_count >> kBlockBits;
    if ((m_count & (kBlockSize - 1)) == 0) {
        m_blocks[block].store(new Block{}, std::memory_order_release);
        m_bytes += sizeof(Block);
    }
    Block& into = *m_blocks[block].load(std::memory_order_relaxed);
    into[m_count & (kBlockSize - 1)] = {store(text), static_cast<std::uint32_t>(text.size()), hash};
    ++m_count;
    m_slots[at] = id;
    if (m_count * 4 > m_slots.size() * 3)
        grow();
    return id;
}

const char* StringPool::store(std::string_view text)
{
    if (text.empty())
        return "";
    if (text.size() > m_left) {
        // A text longer than an arena gets one of its own and leaves the open one in use.
        const std::size_t size = text.size() > kArenaBytes / 4 ? text.size() : kArenaBytes;
        m_arenas.push_back(std::make_unique<char[]>(size));
        m_bytes += size;
        if (size != kArenaBytes) {
            std::memcpy(m_arenas.back().get(), text.data(), text.size());
            return m_arenas.back().get();
        }
        m_next = m_arenas.back().get();
        m_left = size;
    }
    char* const at = m_next;
    std::memcpy(at, text.data(), text.size());
    m_next += text.size();
    m_left -= text.size();
    return at;
}

void StringPool::grow()
{
    m_bytes += m_slots.size() * sizeof(TextId);
    std::vector<TextId> bigger(m_slots.size() * 2, kNullText);
    for (TextId id = 1; id < m_count; ++id) {
        std::size_t at = entry(id).hash & (bigger.size() - 1);
        while (bigger[at] != kNullText)
            at = (at + 1) & (bigger.size() - 1);
        bigger[at] = id;
    }
    m_slots = std::move(bigger);
}

} // namespace binnacle::services
