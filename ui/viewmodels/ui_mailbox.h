// SPDX-License-Identifier: GPL-3.0-or-later
// The one crossing from other threads to the ui thread: letters wait under a std::mutex, one queued
// wake-up per batch brings them over, so that ThreadSanitizer sees the hand-over. Created and
// destroyed on the ui thread; post() from any thread while it lives. Knows nothing of what it
// carries.
#pragma once

#include <QObject>

#include <memory>
#include <mutex>
#include <vector>

namespace binnacle::ui {

/// What travels: delivered once, on the ui thread.
class Letter {
public:
    virtual ~Letter() = default;
    virtual void deliver() = 0;
};

class UiMailbox final : public QObject {
    Q_OBJECT
public:
    explicit UiMailbox(QObject* parent = nullptr) : QObject(parent) {}
    /// Thread: any. Order of one poster is kept.
    void post(std::shared_ptr<Letter> letter);

private Q_SLOTS:
    void deliverAll();

private:
    std::mutex m_mutex;
    std::vector<std::shared_ptr<Letter>> m_letters;
    bool m_awake = false;
};

} // namespace binnacle::ui
