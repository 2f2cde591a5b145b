// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/common.h"

#include "models/estate/labels.h"
#include "plugins/kubernetes/decode/text_clean.h"

namespace binnacle::plugins::kubernetes {

using models::Common;
using models::UtcTime;

UtcTime toTime(const pb::Time& time)
{
    // Go's zero time and anything beyond what nanoseconds can hold (years 1678 to 2261) mean
    // nothing to us.
    constexpr std::int64_t kBound = 9'000'000'000;
    if (!time.has_seconds() || time.seconds() < -kBound || time.seconds() > kBound)
        return {};
    return UtcTime::fromSeconds(time.seconds()) + std::chrono::nanoseconds(time.nanos());
}

std::string_view Row::clean(std::string_view value)
{
    return cleanUtf8(value, m_buffer);
}

namespace {

std::string encode(const TextMap& map)
{
    models::LabelPairs pairs;
    pairs.reserve(map.size());
    for (const auto& [key, value] : map)
        pairs.emplace_back(key, value);
    return models::encodeLabels(std::move(pairs));
}

} // namespace

void writeCommon(Row& row, const pb::ObjectMeta& meta)
{
    row.text(Common::Name, meta.name());
    row.text(Common::Namespace, meta.namespace_());
    // An object without labels has the empty set, which is known.
    row.writer().text(models::col(Common::Labels), row.clean(encode(meta.labels())));
    row.time(Common::Created, toTime(meta.creationtimestamp()));
    row.time(Common::Deleted, toTime(meta.deletiontimestamp()));
    for (const auto& owner : meta.ownerreferences()) {
        if (!owner.controller())
            continue;
        row.text(Common::Owner, owner.name());
        row.text(Common::OwnerKind, owner.kind());
        row.text(Common::OwnerUid, owner.uid());
        return;
    }
}

std::string_view firstOf(const TextMap& map, std::initializer_list<std::string_view> keys,
                         std::string_view* found)
{
    if (map.empty())
        return {};
    for (const std::string_view key : keys) {
        const auto it = map.find(std::string(key));
        if (it == map.end() || it->second.empty())
            continue;
        if (found)
            *found = key;
        return it->second;
    }
    return {};
}

std::string_view teamOf(const pb::ObjectMeta& meta)
{
    for (const auto* map : {&meta.labels(), &meta.annotations()}) {
        const auto team = firstOf(*map, {"binnacle.io/team", "team", "app.kubernetes.io/team",
                                         "owner", "tenant", "capsule.clastix.io/tenant"});
        if (!team.empty())
            return team;
    }
    return {};
}

} // namespace binnacle::plugins::kubernetes
