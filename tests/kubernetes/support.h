// SPDX-License-Identifier: GPL-3.0-or-later
// Helpers of the Kubernetes tests: wire bytes by hand, envelopes, cells of a batch by name. For
// tests only.
#pragma once

#include "models/estate/fact.h"
#include "models/estate/kinds.h"
#include "plugins/kubernetes/decode/object_decoder.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle::tests::kubernetes {

std::string fixture(const std::string& name);

std::string wireField(std::uint32_t number, std::string_view bytes);
std::string envelope(std::string_view kind, std::string_view raw);
/// 4-byte length, WatchEvent, RawExtension, envelope.
std::string watchFrame(std::string_view type, std::string_view kind, std::string_view raw);

/// One decoded object with look-up by column; keeps the batch alive.
class Decoded {
public:
    Decoded(plugins::kubernetes::ObjectDecoder& decoder, std::string_view object);
    bool ok() const { return m_error.empty(); }
    const std::string& error() const { return m_error; }
    const plugins::kubernetes::ObjectMark& mark() const { return m_mark; }

    template <class Enum> std::optional<std::string> text(Enum column) const
    {
        return textAt(models::col(column));
    }
    template <class Enum> std::optional<std::int64_t> integer(Enum column) const
    {
        return integerAt(models::col(column));
    }
    const models::FactBatch& batch() const { return m_batch; }

private:
    std::optional<std::string> textAt(models::ColumnId column) const;
    std::optional<std::int64_t> integerAt(models::ColumnId column) const;
    models::FactBatch m_batch{"test"};
    plugins::kubernetes::ObjectMark m_mark;
    std::string m_error;
};

} // namespace binnacle::tests::kubernetes
