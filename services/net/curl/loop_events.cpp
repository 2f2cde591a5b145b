// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to transfers while they run: libcurl's callbacks, completions, and the clocks.
#include "services/net/curl/loop.h"
#include "services/net/curl/reports.h"

#include <algorithm>
#include <utility>

namespace binnacle::services::curl {

using models::Error;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {

constexpr milliseconds kIdlePoll{60'000};

/// Two ends name a TCP connection. Unix sockets have no ports: not known.
std::uint64_t connectionId(const char* peer, int peerPort, const char* local, int localPort)
{
    if (peer == nullptr || local == nullptr || localPort == 0)
        return 0;
    const std::string ends = std::string(peer) + ' ' + std::to_string(peerPort) + ' ' + local +
                             ' ' + std::to_string(localPort);
    return std::max<std::uint64_t>(1, std::hash<std::string>{}(ends));
}

} // namespace

void Loop::readCompletions()
{
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(m_multi.get(), &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        void* context = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &context);
        complete(*static_cast<Entry*>(context), message->data.result);
    }
}

void Loop::settleGates()
{
    std::vector<std::uint64_t> changed;
    changed.swap(m_changed);
    for (const std::uint64_t id : changed) {
        const auto it = m_entries.find(id);
        if (it != m_entries.end())
            settle(*it->second);
    }
}

void Loop::settle(Entry& entry)
{
    if (entry.ready && !entry.connected) {
        entry.connected = true;
        entry.gate->connected(entry.aside, entry.localPort);
    }
    if (!entry.learnt && !entry.transfer->httpVersion().empty()) {
        entry.learnt = true;
        if (!entry.pool->http1)
            entry.gate->learn(entry.transfer->httpVersion() == "2" ? HostGate::Protocol::Http2
                                                                   : HostGate::Protocol::Http1);
        if (!entry.aside && entry.gate->countsAside(entry.transfer->ask())) {
            entry.gate->ended(false, entry.connected, entry.localPort);
            entry.gate->started(true);
            entry.aside = true;
        }
    }
    admit(*entry.gate);
}

void Loop::complete(Entry& entry, CURLcode code)
{
    const std::uint64_t id = entry.id;
    Transfer& transfer = *entry.transfer;
    if (code == CURLE_OK) {
        end(id, std::nullopt);
        return;
    }
    if (transfer.abortError()) {
        end(id, transfer.abortError());
        return;
    }
    long osError = 0;
    curl_easy_getinfo(entry.handle.easy.get(), CURLINFO_OS_ERRNO, &osError);
    const Error error = toError(failureOf(transfer, code, static_cast<int>(osError)));
    std::deque<std::uint64_t> alike;
    // Who waited for this connection to be made has the same answer: it cannot be made. Trying one
    // after the other would take each its own connect timeout.
    if (!entry.ready && !entry.gate->hasConnected())
        alike.swap(entry.gate->waiting());
    end(id, error, isConnectFailure(code));
    for (const std::uint64_t other : alike)
        end(other, error, isConnectFailure(code));
}

void Loop::endLate(TimePoint now)
{
    std::vector<std::pair<std::uint64_t, Error>> ended;
    std::vector<const Pool*> suspect;
    for (const auto& [id, entry] : m_entries) {
        const Transfer& transfer = *entry->transfer;
        const milliseconds idle = transfer.ask().request->idleTimeout;
        if (now >= transfer.ask().deadline)
            ended.emplace_back(id, lateError(transfer, entry->ready));
        else if (idle.count() > 0 && entry->running && !transfer.paused() &&
                 now - transfer.lastActivity() >= idle)
            ended.emplace_back(id, silentError(transfer, entry->ready));
        else
            continue;
        // Nobody heard anything from this server since: its HTTP/2 connection may be half open.
        // Those on it may wait on, but later requests get a new one.
        if (entry->ready && entry->gate->isHttp2() && entry->gate->lastByte() < entry->started)
            suspect.push_back(entry->pool);
    }
    if (!suspect.empty())
        renew([&](const Pool& pool) {
            return std::find(suspect.begin(), suspect.end(), &pool) != suspect.end();
        });
    for (auto& [id, error] : ended)
        end(id, std::move(error));
}

int Loop::pollMs(TimePoint now) const
{
    TimePoint next = now + kIdlePoll;
    for (const auto& [id, entry] : m_entries) {
        const Transfer& transfer = *entry->transfer;
        next = std::min(next, transfer.ask().deadline);
        const milliseconds idle = transfer.ask().request->idleTimeout;
        if (idle.count() > 0 && entry->running && !transfer.paused())
            next = std::min(next, transfer.lastActivity() + idle);
    }
    const auto wait = std::chrono::ceil<milliseconds>(next - now).count();
    return static_cast<int>(std::clamp<std::int64_t>(wait, 0, kIdlePoll.count()));
}

std::size_t Loop::onHeader(char* data, std::size_t size, std::size_t count, void* context)
{
    auto& entry = *static_cast<Entry*>(context);
    try {
        const bool first = entry.transfer->httpVersion().empty();
        entry.gate->heard(Clock::now());
        if (!entry.transfer->onHeaderLine({data, size * count}))
            return 0;
        if (first)
            entry.loop->m_changed.push_back(entry.id);
        return size * count;
    } catch (...) { // out of memory, in a C library's callback
        return 0;
    }
}

std::size_t Loop::onBody(char* data, std::size_t size, std::size_t count, void* context)
{
    auto& entry = *static_cast<Entry*>(context);
    try {
        entry.gate->heard(Clock::now());
        switch (entry.transfer->onBody({data, size * count})) {
        case Transfer::Accept::Taken:
            return size * count;
        case Transfer::Accept::Full:
            return CURL_WRITEFUNC_PAUSE;
        case Transfer::Accept::Abort:
            break;
        }
    } catch (...) { // out of memory, in a C library's callback
    }
    return size * count == 0 ? 1 : 0;
}

int Loop::onReady(void* context, char* peer, char* local, int peerPort, int localPort)
{
    auto& entry = *static_cast<Entry*>(context);
    entry.ready = true;
    entry.localPort = localPort;
    try {
        entry.transfer->setConnection(connectionId(peer, peerPort, local, localPort));
        entry.loop->m_changed.push_back(entry.id);
    } catch (...) { // out of memory: the gate learns it when the transfer ends
    }
    return CURL_PREREQFUNC_OK;
}

} // namespace binnacle::services::curl
