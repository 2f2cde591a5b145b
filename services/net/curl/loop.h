// SPDX-License-Identifier: GPL-3.0-or-later
// The one thread that talks HTTP ("net"): a libcurl multi handle, a queue of commands that wakes
// it, and the clocks of every transfer. Every libcurl handle is made, used and destroyed on this
// thread. Private to services/net. Knows no retries and no redirects: see CurlHttpClient.
#pragma once

#include "services/net/curl/options.h"
#include "services/net/curl/pools.h"
#include "services/net/curl/transfer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace binnacle::services::curl {

class Loop {
public:
    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    // Thread: any; none of these waits for the network.
    /// The id of the submitted transfer. It always ends: by itself, by `cancel`, or by `shutdown`.
    std::uint64_t submit(std::shared_ptr<Transfer> transfer);
    void cancel(std::uint64_t id);
    /// The consumer has taken what was queued: a paused transfer goes on.
    void resume(std::uint64_t id);
    void drop(std::string group);
    /// Ends every transfer as Cancelled and the thread. Further transfers end at once. Called once.
    void shutdown();

private:
    struct Command {
        enum class Kind { Submit, Cancel, Resume, Drop } kind = Kind::Cancel;
        std::uint64_t id = 0;
        std::shared_ptr<Transfer> transfer;
        std::string group;
    };
    /// A transfer the loop knows: waiting at its gate or running.
    struct Entry {
        std::uint64_t id = 0;
        std::shared_ptr<Transfer> transfer;
        Pool* pool = nullptr;
        HostGate* gate = nullptr;
        Configured handle;
        Loop* loop = nullptr;
        bool running = false;
        bool ready = false;     ///< libcurl has a connection for it (said by onReady)
        bool connected = false; ///< the gate knows
        bool learnt = false;    ///< the gate knows the protocol
        bool aside = false;     ///< counted by the gate as a stream with a connection of its own
        int localPort = 0;      ///< of its connection
        TimePoint started{};
    };

    void post(Command command);
    void run();
    void runCommands();
    void add(std::uint64_t id, std::shared_ptr<Transfer> transfer);
    void enter(Entry& entry);
    void admit(HostGate& gate);
    bool start(Entry& entry);
    void resumeNow(std::uint64_t id);
    void renew(const std::function<bool(const Pool&)>& matches);
    void readCompletions();
    void settleGates();
    void settle(Entry& entry);
    void complete(Entry& entry, CURLcode code);
    void end(std::uint64_t id, std::optional<models::Error> error, bool connectFailure = false);
    bool sharesConnection(const Entry& entry) const;
    void endLate(TimePoint now);
    int pollMs(TimePoint now) const;

    static std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* entry);
    static std::size_t onBody(char* data, std::size_t size, std::size_t count, void* entry);
    static int onReady(void* entry, char*, char*, int, int);

    Multi m_multi;
    Pools m_pools;
    std::unordered_map<std::uint64_t, std::unique_ptr<Entry>> m_entries;
    std::vector<std::uint64_t> m_changed; ///< connected or first answered since the last look

    std::mutex m_mutex; ///< guards the commands and m_closed
    std::vector<Command> m_commands;
    bool m_closed = false;
    std::uint64_t m_nextId = 0;

    std::thread m_thread;
};

} // namespace binnacle::services::curl
