// SPDX-License-Identifier: GPL-3.0-or-later
// A repeated field of a message that is read again and again: clear() keeps the elements and their
// memory for the next object. For the generated readers. Not thread-safe.
#pragma once

#include <cstddef>
#include <iterator>
#include <vector>

namespace binnacle::plugins::kubernetes {

template <class T> class Repeated {
public:
    using value_type = T;
    using const_iterator = typename std::vector<T>::const_iterator;
    using const_reverse_iterator = std::reverse_iterator<const_iterator>;

    /// An empty element at the end.
    T& add()
    {
        if (m_used == m_items.size())
            return ++m_used, m_items.emplace_back();
        T& item = m_items[m_used++];
        if constexpr (requires { item.clear(); })
            item.clear();
        else
            item = T();
        return item;
    }
    /// One object with a huge list must not leave its memory behind for good.
    void clear()
    {
        m_used = 0;
        if (m_items.size() > kKept)
            m_items = {};
    }

    std::size_t size() const { return m_used; }
    bool empty() const { return m_used == 0; }
    const T& operator[](std::size_t at) const { return m_items[at]; }
    const_iterator begin() const { return m_items.begin(); }
    const_reverse_iterator rbegin() const { return const_reverse_iterator(end()); }
    const_reverse_iterator rend() const { return const_reverse_iterator(begin()); }
    const_iterator end() const { return m_items.begin() + static_cast<std::ptrdiff_t>(m_used); }

private:
    static constexpr std::size_t kKept = 256;
    std::vector<T> m_items;
    std::size_t m_used = 0;
};

} // namespace binnacle::plugins::kubernetes
