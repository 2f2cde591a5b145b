// SPDX-License-Identifier: GPL-3.0-or-later
// What every Qt test needs: one application object, messages that fail the test, waiting by
// condition, and a detector of stalls of the event loop that is on in every test. For tests only.
#pragma once

#include <QStringList>

#include <functional>

namespace binnacle::ui::test {

/// Makes the QApplication of this runner on the first call.
void application();

/// Collects Qt's warnings while it lives; model testers report through them.
class Messages {
public:
    Messages();
    ~Messages();
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;
    static QStringList& seen();
};

/// Runs the event loop until `condition` holds. False after `ms`.
bool waitUntil(const std::function<bool()>& condition, int ms = 10'000);

/// The longest that the ui thread was busy with one event while it lives. Besides, every test run
/// fails in which an event keeps the ui thread for more than 50 ms (optimised builds).
class StallDetector {
public:
    StallDetector();
    double longestMs() const;
    /// For the test of the detector itself.
    void forgive();
};

} // namespace binnacle::ui::test
