// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/decode/common.h"

#include "models/estate/labels.h"
#include "plugins/kubernetes/decode/text_clean.h"

namespace binnacle::plugins::kubernetes {

using models::Common;
using models::UtcTime;

UtcTime toTime(const view::Time& time)
{
    // Go's zero time and anything beyond what nanoseconds can hold (years 1678 to 2261) mean
    // nothing to us.
    constexpr std::int64_t kBound = 9'000'000'000;
    if (!time.has_seconds() || time.seconds() < -kBound || time.seconds() > kBound)
        return {};
    return UtcTime::fromSeconds(time.seconds()) + std::chrono::nanoseconds(time.nanos());
}

std::optional<std::string_view> valueOf(const TextMap& map, std::string_view key)
{
    for (std::size_t i = map.size(); i-- > 0;) {
        if (map[i].key() == key)
            return map[i].value();
    }
    return std::nullopt;
}

std::optional<std::string_view> valueOf(const AmountMap& map, std::string_view key)
{
    for (std::size_t i = map.size(); i-- > 0;) {
        if (map[i].key() == key)
            return map[i].value().string();
    }
    return std::nullopt;
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
    for (const auto& entry : map)
        pairs.emplace_back(entry.key(), entry.value());
    return models::encodeLabels(std::move(pairs));
}

} // namespace

void writeCommon(Row& row, const view::ObjectMeta& meta)
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
    for (const std::string_view key : keys) {
        const auto value = valueOf(map, key);
        if (!value || value->empty())
            continue;
        if (found)
            *found = key;
        return *value;
    }
    return {};
}

std::string_view teamOf(const view::ObjectMeta& meta)
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
