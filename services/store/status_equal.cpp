// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/status_equal.h"

#include <algorithm>
#include <tuple>

namespace binnacle::services {

namespace {

bool sameError(const std::optional<models::Error>& a, const std::optional<models::Error>& b)
{
    if (!a || !b)
        return a.has_value() == b.has_value();
    return std::tie(a->code, a->message, a->remedy, a->context) ==
           std::tie(b->code, b->message, b->remedy, b->context);
}

bool sameKinds(const models::SourceStatus& a, const models::SourceStatus& b)
{
    return std::equal(a.kinds.begin(), a.kinds.end(), b.kinds.begin(), b.kinds.end(),
                      [](const auto& x, const auto& y) {
                          return x.first == y.first && x.second.complete == y.second.complete &&
                                 x.second.scope == y.second.scope &&
                                 x.second.provenUntil == y.second.provenUntil &&
                                 sameError(x.second.error, y.second.error);
                      });
}

bool sameCounts(const models::SourceStatus& a, const models::SourceStatus& b)
{
    return std::equal(a.kinds.begin(), a.kinds.end(), b.kinds.begin(), b.kinds.end(),
                      [](const auto& x, const auto& y) { return x.second.rows == y.second.rows; });
}

bool sameMeter(const models::QueryMeter& a, const models::QueryMeter& b)
{
    return std::tie(a.queries, a.bytes, a.failed, a.merged, a.inFlight, a.lastMs) ==
           std::tie(b.queries, b.bytes, b.failed, b.merged, b.inFlight, b.lastMs);
}

} // namespace

StatusChange compareStatus(const models::SourceStatus& before, const models::SourceStatus& after)
{
    const auto identity = [](const models::SourceStatus& s) {
        return std::tie(s.type, s.address, s.phase, s.simulated, s.insecure, s.since, s.interval,
                        s.version, s.missing, s.notes, s.origin, s.gone);
    };
    if (identity(before) != identity(after) || !sameError(before.error, after.error) ||
        !sameKinds(before, after))
        return StatusChange::Real;
    const auto moving = [](const models::SourceStatus& s) {
        return std::tie(s.lastContact, s.latencyMs, s.clockSkew);
    };
    const bool equal = moving(before) == moving(after) && sameCounts(before, after) &&
                       sameMeter(before.meter, after.meter);
    return equal ? StatusChange::None : StatusChange::Contact;
}

} // namespace binnacle::services
