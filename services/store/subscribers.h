// SPDX-License-Identifier: GPL-3.0-or-later
// Who wants to hear of publications. Callbacks run outside every lock of the store, and a callback
// is never running once its Subscription has ended. Private to the store. Thread: any.
#pragma once

#include "services/store/estate_store.h"

#include <memory>
#include <mutex>
#include <vector>

namespace binnacle::services {

class Subscribers {
public:
    Subscribers() : m_list(std::make_shared<List>()) {}
    Subscription add(std::function<void()> callback);
    void notify() const;

private:
    struct Entry {
        std::recursive_mutex running; ///< held during the call; a callback may end itself
        std::function<void()> callback;
        bool ended = false; ///< under `running`
    };
    struct List {
        std::mutex lock;
        std::vector<std::shared_ptr<Entry>> entries;
    };
    std::shared_ptr<List> m_list; ///< a Subscription may outlive the store
};

} // namespace binnacle::services
