// SPDX-License-Identifier: GPL-3.0-or-later
// What every kind's decoder shares: the common columns, times, clean texts. Pure; inside this
// plugin only, because it speaks of the generated messages.
#pragma once

#include "models/estate/fact.h"
#include "models/estate/kinds.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "messages.view.h"

namespace binnacle::plugins::kubernetes {

/// An empty message is Kubernetes' zero time: not known. Out of range: not known.
models::UtcTime toTime(const view::Time& time);

/// Fills one row; skips what the object does not say and repairs malformed UTF-8.
class Row {
public:
    explicit Row(models::RowWriter writer) : m_writer(writer) {}

    template <class Enum> Row& text(Enum column, std::string_view value)
    {
        m_writer.textIf(models::col(column), clean(value));
        return *this;
    }
    template <class Enum> Row& integer(Enum column, std::int64_t value)
    {
        m_writer.integer(models::col(column), value);
        return *this;
    }
    template <class Enum> Row& time(Enum column, models::UtcTime value)
    {
        if (value.known())
            m_writer.time(models::col(column), value);
        return *this;
    }
    template <class Enum> Row& flag(Enum column, bool value)
    {
        m_writer.flag(models::col(column), value);
        return *this;
    }
    models::RowWriter& writer() { return m_writer; }
    std::string_view clean(std::string_view value);

private:
    models::RowWriter m_writer;
    std::string m_buffer;
};

/// Name, namespace, labels, times and the controlling owner.
void writeCommon(Row& row, const view::ObjectMeta& meta);

using TextMap = Repeated<view::TextEntry>;
using AmountMap = Repeated<view::AmountEntry>;

/// Of a key that comes twice the last entry counts, as in any protobuf map.
std::optional<std::string_view> valueOf(const TextMap& map, std::string_view key);
std::optional<std::string_view> valueOf(const AmountMap& map, std::string_view key);

/// The first of `keys` with a value that is not empty. `found` says which.
std::string_view firstOf(const TextMap& map, std::initializer_list<std::string_view> keys,
                         std::string_view* found = nullptr);

/// Who a namespace or workload belongs to, by its labels, then annotations.
std::string_view teamOf(const view::ObjectMeta& meta);

} // namespace binnacle::plugins::kubernetes
