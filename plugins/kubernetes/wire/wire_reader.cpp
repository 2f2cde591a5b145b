// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/wire/wire_reader.h"

namespace binnacle::plugins::kubernetes {

bool WireReader::next(WireField& field)
{
    std::uint32_t tag = 0;
    if (!m_in.next(tag))
        return false;
    field = {};
    field.number = tag >> 3;
    switch (tag & 7u) {
    case 0:
        return m_in.varint(field.varint);
    case 1:
        return m_in.fixed(8, field.varint);
    case 2:
        field.isBytes = true;
        return m_in.bytes(field.bytes);
    case 5:
        return m_in.fixed(4, field.varint);
    default:
        return m_in.skip(tag); // groups (3, 4) do not occur in Kubernetes messages: malformed
    }
}

std::string_view wireBytes(std::string_view message, std::uint32_t number)
{
    WireReader reader(message);
    WireField field;
    std::string_view found;
    while (reader.next(field)) {
        if (field.number == number && field.isBytes)
            found = field.bytes;
    }
    return reader.corrupt() ? std::string_view{} : found;
}

} // namespace binnacle::plugins::kubernetes
