// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/ui_mailbox.h"

namespace binnacle::ui {

void UiMailbox::post(std::shared_ptr<Letter> letter)
{
    {
        const std::lock_guard lock(m_mutex);
        m_letters.push_back(std::move(letter));
        if (m_awake)
            return;
        m_awake = true;
    }
    QMetaObject::invokeMethod(this, "deliverAll", Qt::QueuedConnection);
}

void UiMailbox::deliverAll()
{
    std::vector<std::shared_ptr<Letter>> batch;
    {
        const std::lock_guard lock(m_mutex);
        batch.swap(m_letters);
        m_awake = false;
    }
    for (const auto& letter : batch)
        letter->deliver();
}

} // namespace binnacle::ui
