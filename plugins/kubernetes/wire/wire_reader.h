// SPDX-License-Identifier: GPL-3.0-or-later
// A cursor over protobuf wire bytes, without copies and without allocation. For the outer layers of
// Kubernetes answers (envelope, list, watch event), whose payload we want as a view. Any thread;
// the views live as long as the input.
#pragma once

#include "plugins/kubernetes/wire/wire_cursor.h"

#include <cstdint>
#include <string_view>

namespace binnacle::plugins::kubernetes {

struct WireField {
    std::uint32_t number = 0;
    std::uint64_t varint = 0; ///< wire types 0, 1 and 5
    std::string_view bytes;   ///< wire type 2
    bool isBytes = false;
};

class WireReader {
public:
    explicit WireReader(std::string_view message) : m_in(message) {}

    /// False at the end and on malformed input; corrupt() tells which.
    bool next(WireField& field);
    bool corrupt() const { return !m_in.whole(); }

private:
    WireCursor m_in;
};

/// The bytes field `number` of a message; empty when absent or malformed.
std::string_view wireBytes(std::string_view message, std::uint32_t number);

} // namespace binnacle::plugins::kubernetes
