// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curl/loop.h"

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <utility>

namespace binnacle::services::curl {

using models::Error;
using models::ErrorCode;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {

constexpr long kMostKeptConnections = 64;

Error cancelled()
{
    return {ErrorCode::Cancelled, "stopped on request", "", {}};
}

} // namespace

Loop::Loop() : m_multi(curl_multi_init())
{
    if (m_multi) {
        curl_multi_setopt(m_multi.get(), CURLMOPT_PIPELINING,
                          static_cast<long>(CURLPIPE_MULTIPLEX));
        curl_multi_setopt(m_multi.get(), CURLMOPT_MAXCONNECTS, kMostKeptConnections);
        curl_multi_setopt(m_multi.get(), CURLMOPT_MAX_CONCURRENT_STREAMS, 250L);
        m_thread = std::thread([this] { run(); });
    } else {
        m_closed = true;
    }
}

Loop::~Loop()
{
    shutdown();
}

std::uint64_t Loop::submit(std::shared_ptr<Transfer> transfer)
{
    const std::unique_lock lock(m_mutex);
    const std::uint64_t id = ++m_nextId;
    if (m_closed) {
        transfer->finish(Error{ErrorCode::Cancelled, "the program is closing", "", {}});
        return id;
    }
    m_commands.push_back({Command::Kind::Submit, id, std::move(transfer), {}});
    curl_multi_wakeup(m_multi.get());
    return id;
}

void Loop::cancel(std::uint64_t id)
{
    post({Command::Kind::Cancel, id, {}, {}});
}

void Loop::resume(std::uint64_t id)
{
    post({Command::Kind::Resume, id, {}, {}});
}

void Loop::drop(std::string group)
{
    post({Command::Kind::Drop, 0, {}, std::move(group)});
}

void Loop::post(Command command)
{
    const std::lock_guard lock(m_mutex);
    if (m_closed)
        return;
    m_commands.push_back(std::move(command));
    curl_multi_wakeup(m_multi.get());
}

void Loop::shutdown()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        if (m_multi)
            curl_multi_wakeup(m_multi.get());
    }
    if (m_thread.joinable())
        m_thread.join();
}

void Loop::run()
{
    pthread_setname_np(pthread_self(), "net");
    // A write to a closed TLS connection raises SIGPIPE on the writing thread, which is this one.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    for (;;) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed)
                break;
        }
        runCommands();
        int running = 0;
        curl_multi_perform(m_multi.get(), &running);
        settleGates();
        readCompletions();
        const TimePoint now = Clock::now();
        endLate(now);
        m_pools.evict(now);
        curl_multi_poll(m_multi.get(), nullptr, 0, pollMs(now), nullptr);
    }
    runCommands(); // so that what was submitted last is ended too
    while (!m_entries.empty())
        end(m_entries.begin()->first,
            Error{ErrorCode::Cancelled, "the program is closing", "", {}});
    m_pools = Pools{};
    m_multi.reset();
}

void Loop::runCommands()
{
    std::vector<Command> commands;
    {
        const std::lock_guard lock(m_mutex);
        commands.swap(m_commands);
    }
    for (Command& command : commands) {
        switch (command.kind) {
        case Command::Kind::Submit:
            add(command.id, std::move(command.transfer));
            break;
        case Command::Kind::Cancel:
            end(command.id, cancelled());
            break;
        case Command::Kind::Resume:
            resumeNow(command.id);
            break;
        case Command::Kind::Drop:
            renew([&](const Pool& pool) { return pool.group == command.group; });
            break;
        }
    }
}

void Loop::add(std::uint64_t id, std::shared_ptr<Transfer> transfer)
{
    auto entry = std::make_unique<Entry>();
    entry->id = id;
    entry->loop = this;
    entry->transfer = std::move(transfer);
    Entry& added = *m_entries.emplace(id, std::move(entry)).first->second;
    enter(added);
}

void Loop::enter(Entry& entry)
{
    entry.pool = m_pools.acquire(entry.transfer->ask(), Clock::now());
    if (entry.pool == nullptr) {
        end(entry.id, Error{ErrorCode::ResourceExhausted, "out of memory", "", {}});
        return;
    }
    entry.gate = &Pools::gateOf(*entry.pool, entry.transfer->ask());
    entry.gate->waiting().push_back(entry.id);
    admit(*entry.gate);
}

/// Lets in, in order, what the gate allows now. A send that must wait does not hold back a stream
/// behind it.
void Loop::admit(HostGate& gate)
{
    std::deque<std::uint64_t> waiting;
    waiting.swap(gate.waiting());
    std::vector<std::uint64_t> failed;
    for (const std::uint64_t id : waiting) {
        Entry& entry = *m_entries.at(id);
        if (!gate.mayStart(gate.countsAside(entry.transfer->ask())))
            gate.waiting().push_back(id);
        else if (!start(entry))
            failed.push_back(id);
    }
    for (const std::uint64_t id : failed)
        end(id, Error{ErrorCode::Internal, "libcurl did not start the transfer", "", {}});
}

bool Loop::start(Entry& entry)
{
    auto configured = configure(entry.transfer->ask(), entry.pool->share.get());
    if (!configured) {
        entry.transfer->finish(std::move(configured.error()));
        return false;
    }
    entry.handle = std::move(*configured);
    CURL* const easy = entry.handle.easy.get();
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &entry);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, entry.transfer->errorBuffer());
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Loop::onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &entry);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Loop::onBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &entry);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Loop::onReady);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, &entry);
    if (curl_multi_add_handle(m_multi.get(), easy) != CURLM_OK)
        return false;
    entry.running = true;
    entry.started = Clock::now();
    entry.transfer->touch(entry.started);
    entry.aside = entry.gate->countsAside(entry.transfer->ask());
    entry.gate->started(entry.aside);
    return true;
}

void Loop::resumeNow(std::uint64_t id)
{
    const auto it = m_entries.find(id);
    if (it == m_entries.end() || !it->second->running || !it->second->transfer->paused())
        return;
    it->second->transfer->setResumed(Clock::now());
    const CURLcode code = curl_easy_pause(it->second->handle.easy.get(), CURLPAUSE_CONT);
    if (code != CURLE_OK)
        complete(*it->second, code);
}

/// Retires the pools that match. Those still waiting at one of their gates are later requests too:
/// they move.
void Loop::renew(const std::function<bool(const Pool&)>& matches)
{
    std::vector<Entry*> moving;
    for (const auto& [id, entry] : m_entries)
        if (!entry->running && !entry->pool->retired && matches(*entry->pool))
            moving.push_back(entry.get());
    std::sort(moving.begin(), moving.end(),
              [](const Entry* a, const Entry* b) { return a->id < b->id; });
    for (const Entry* entry : moving)
        std::erase(entry->gate->waiting(), entry->id);
    m_pools.retire(matches);
    for (Entry* entry : moving) {
        Pool* const old = std::exchange(entry->pool, nullptr);
        entry->gate = nullptr;
        enter(*entry);
        m_pools.release(*old, Clock::now());
    }
}

bool Loop::sharesConnection(const Entry& entry) const
{
    return entry.localPort != 0 &&
           std::any_of(m_entries.begin(), m_entries.end(), [&](const auto& item) {
               const Entry& other = *item.second;
               return other.running && other.gate == entry.gate &&
                      other.localPort == entry.localPort;
           });
}

void Loop::end(std::uint64_t id, std::optional<Error> error, bool connectFailure)
{
    const auto it = m_entries.find(id);
    if (it == m_entries.end())
        return;
    const std::unique_ptr<Entry> entry = std::move(it->second);
    m_entries.erase(it);
    if (entry->running) {
        // A broken off HTTP/2 stream is reset, but libcurl 7.88 keeps the reset in its buffer until
        // the connection is used again, and the server works on. So the last one to leave closes
        // it; with others on it the next byte of theirs carries the reset.
        if (error && !sharesConnection(*entry))
            curl_easy_setopt(entry->handle.easy.get(), CURLOPT_FORBID_REUSE, 1L);
        curl_multi_remove_handle(m_multi.get(), entry->handle.easy.get());
        entry->gate->ended(entry->aside, entry->connected, entry->localPort);
    } else if (entry->gate != nullptr) {
        std::erase(entry->gate->waiting(), id);
    }
    entry->handle =
        Configured{}; // it points into the caller's request, which may go when the caller wakes
    entry->transfer->finish(std::move(error), connectFailure);
    if (entry->pool == nullptr)
        return;
    admit(*entry->gate);
    m_pools.release(*entry->pool, Clock::now());
}

} // namespace binnacle::services::curl
