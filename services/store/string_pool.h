// SPDX-License-Identifier: GPL-3.0-or-later
// Interned texts: equal texts share one 32-bit id. One writer (the store, under its lock), any
// number of readers without a lock: texts never move, and a reader only uses ids that a published
// snapshot gave it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace binnacle::services {

using TextId = std::uint32_t;
inline constexpr TextId kNullText = 0; ///< "unknown"; the empty text has an id of its own

class StringPool {
public:
    StringPool();
    ~StringPool();
    StringPool(const StringPool&) = delete;
    StringPool& operator=(const StringPool&) = delete;

    /// Writer only. Cost: one hash, amortised O(size).
    TextId intern(std::string_view text);
    /// kNullText when it was never interned. Writer only.
    TextId find(std::string_view text) const;
    /// Empty for kNullText. Any thread.
    std::string_view view(TextId id) const;
    std::size_t size() const { return m_count; }  ///< writer only
    std::size_t bytes() const { return m_bytes; } ///< writer only; everything the pool holds

private:
    static constexpr std::size_t kBlockBits = 12;
    static constexpr std::size_t kBlockSize = std::size_t{1} << kBlockBits;
    static constexpr std::size_t kMaxBlocks = 1u << 15;

    struct Entry {
        const char* data = nullptr;
        std::uint32_t size = 0;
        std::uint32_t hash = 0;
    };
    using Block = std::array<Entry, kBlockSize>;

    const char* store(std::string_view text);
    void grow();
    const Entry& entry(TextId id) const;

    std::unique_ptr<std::atomic<Block*>[]> m_blocks;
    std::vector<std::unique_ptr<char[]>> m_arenas;
    std::vector<TextId> m_slots; ///< open addressing, power of two
    char* m_next = nullptr;
    std::size_t m_left = 0;
    std::size_t m_count = 0;
    std::size_t m_bytes = 0;
};

} // namespace binnacle::services
