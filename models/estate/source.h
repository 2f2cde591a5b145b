// SPDX-License-Identifier: GPL-3.0-or-later
// What we know of one configured source: the row of the Connections page and of `connect test`. A
// value; any thread.
#pragma once

#include "models/base/error.h"
#include "models/estate/freshness.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::models {

enum class SourcePhase {
    Idle, ///< configured, nobody asked for it yet
    Connecting,
    Syncing,  ///< initial lists under way
    Ready,    ///< every initial list complete, changes arrive
    Degraded, ///< some kinds fail or are not allowed; the rest works
    Failed,   ///< nothing arrives; `error` says why
    Stopped,
};

std::string_view toString(SourcePhase phase);

/// One kind of one source.
struct KindSync {
    std::size_t rows = 0;
    bool complete = false;
    std::string scope; ///< the one namespace listed, empty for all
    std::optional<Error> error;
    /// The source answers, but nothing proves that this kind was followed after that moment.
    /// Unknown: it keeps up, and the source's lastContact speaks for it too.
    UtcTime provenUntil;
};

/// What a query-based source was asked, for the visible query budget.
struct QueryMeter {
    std::uint64_t queries = 0;
    std::uint64_t bytes = 0;
    std::uint64_t failed = 0;
    std::uint64_t merged = 0; ///< answered by an equal query already in flight or a cached block
    int inFlight = 0;
    double lastMs = 0;
};

struct SourceStatus {
    std::string id;
    std::string type;    ///< "kubernetes", "prometheus", "demo"
    std::string address; ///< for people; never with credentials
    std::string origin;  ///< hash of what it looks at, as configured: another one, other rows
    bool gone = false;   ///< no longer configured: in no snapshot, in the history's record only
    SourcePhase phase = SourcePhase::Idle;
    bool simulated = false; ///< the demo estate: every view of it says so
    bool insecure = false;  ///< certificate not verified because the person asked for that
    UtcTime lastContact;    ///< last proof that the source answers
    UtcTime since;          ///< of the present phase
    Duration interval{0};   ///< how often proof is expected; see freshness()
    double latencyMs = -1;  ///< of the last probe; negative: unknown
    std::string version;
    Duration clockSkew{0};            ///< server's clock minus ours
    std::vector<std::string> missing; ///< permissions: "list pods (cluster-wide)"
    std::vector<std::string> notes;   ///< "streaming lists are off: etcd too old"
    std::optional<Error> error;       ///< the last one; cleared by success
    std::map<std::string, KindSync> kinds;
    QueryMeter meter;

    /// Until when all that this source shows is known to be what it has: a source is as fresh as
    /// the kind that lags most.
    UtcTime followedUntil() const
    {
        UtcTime oldest = lastContact;
        for (const auto& [name, kind] : kinds) {
            if (kind.provenUntil.known() && oldest.known())
                oldest = std::min(oldest, kind.provenUntil);
        }
        return oldest;
    }

    Freshness freshnessAt(UtcTime now) const
    {
        return freshness(followedUntil(), interval, now, phase == SourcePhase::Failed);
    }
};

} // namespace binnacle::models
