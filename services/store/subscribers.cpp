// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/subscribers.h"

namespace binnacle::services {

Subscription Subscribers::add(std::function<void()> callback)
{
    auto entry = std::make_shared<Entry>();
    entry->callback = std::move(callback);
    {
        const std::lock_guard guard(m_list->lock);
        m_list->entries.push_back(entry);
    }
    return Subscription([list = std::weak_ptr(m_list), entry] {
        if (const auto alive = list.lock()) {
            const std::lock_guard guard(alive->lock);
            std::erase(alive->entries, entry);
        }
        // Waits for a call that is under way on another thread. The callback object itself stays
        // until the last holder of the entry lets go: it may be the one that is running.
        const std::lock_guard guard(entry->running);
        entry->ended = true;
    });
}

void Subscribers::notify() const
{
    std::vector<std::shared_ptr<Entry>> entries;
    {
        const std::lock_guard guard(m_list->lock);
        entries = m_list->entries;
    }
    for (const auto& entry : entries) {
        const std::lock_guard guard(entry->running);
        if (!entry->ended)
            entry->callback();
    }
}

} // namespace binnacle::services
