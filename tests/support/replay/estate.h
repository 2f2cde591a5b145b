// SPDX-License-Identifier: GPL-3.0-or-later
// The generated cluster behind the replay server: compact records from which objects are encoded on
// the fly, one counter of resource versions, and a bounded log of changes for watches. Any thread.
#pragma once

#include "tests/support/replay/event_log.h"
#include "tests/support/replay/names.h"
#include "tests/support/replay/record.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <random>
#include <stop_token>
#include <vector>

namespace binnacle::tests::replay {

struct EstateOptions {
    std::uint32_t pods = 150000;
    std::uint32_t nodes = 5000;
    std::uint32_t namespaces = 20;
    std::uint64_t seed = 1;
    std::size_t logLength = 200000; ///< events kept for each kind; older versions answer 410
};

struct Listing {
    std::uint64_t resourceVersion = 0;
    std::uint64_t position = 0;  ///< of the log: changes after this listing begin here
    std::vector<Record> records; ///< living ones, by key
};

class Estate {
public:
    explicit Estate(EstateOptions options);

    const Names& names() const { return m_names; }
    std::uint64_t resourceVersion() const;

    /// All objects of a kind at one moment. Cost: one copy of the records, and sorting the pods.
    Listing list(Kind kind) const;
    /// A version never reached by a list: its number and the log position belong together.
    std::uint64_t endPosition(Kind kind) const;
    /// Where the changes after `resourceVersion` begin; nullopt when they are no longer kept.
    std::optional<std::uint64_t> positionAfter(Kind kind, std::uint64_t resourceVersion) const;
    /// The oldest version that can be resumed.
    std::uint64_t oldest(Kind kind) const;

    enum class Read { Events, Nothing, Lost };
    /// Appends what came after `position` and moves it; waits up to `atMost` for something.
    /// `version` is that of the whole estate at that moment. Lost: the log has been cut since.
    Read read(Kind kind, std::uint64_t& position, std::vector<Event>& out, std::uint64_t& version,
              std::chrono::milliseconds atMost, const std::stop_token& stop) const;

    /// Makes `count` changes, each one event.
    void churn(std::size_t count);
    std::uint64_t changes() const;
    /// Forgets the logs: watches from before now get 410.
    void compact();

private:
    void changePod();
    void changeNode();
    void emit(Kind kind, EventType type, Record& record);
    void makePods();
    void makeNodes();

    EstateOptions m_options;
    Names m_names;
    mutable std::mutex m_mutex;
    mutable std::condition_variable_any m_changed;
    std::array<std::vector<Record>, kKindCount> m_records;
    std::array<EventLog, kKindCount> m_logs;
    std::uint64_t m_version = 1000;
    std::uint64_t m_changes = 0;
    std::mt19937_64 m_random;
    std::int64_t m_born = 0; ///< Unix seconds
};

} // namespace binnacle::tests::replay
