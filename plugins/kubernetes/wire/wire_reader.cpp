// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/wire/wire_reader.h"

namespace binnacle::plugins::kubernetes {

bool WireReader::spoil()
{
    m_corrupt = true;
    m_rest = {};
    return false;
}

bool WireReader::readVarint(std::uint64_t& value)
{
    value = 0;
    for (unsigned shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(m_rest.front());
        m_rest.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7fu) << shift;
        if ((byte & 0x80u) == 0)
            return true;
    }
    return spoil();
}

bool WireReader::readFixed(std::size_t size, std::uint64_t& value)
{
    if (m_rest.size() < size)
        return spoil();
    value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(m_rest[i])) << (8 * i);
    m_rest.remove_prefix(size);
    return true;
}

bool WireReader::readBytes(std::string_view& bytes)
{
    std::uint64_t size = 0;
    if (!readVarint(size))
        return false;
    if (size > m_rest.size())
        return spoil();
    bytes = m_rest.substr(0, static_cast<std::size_t>(size));
    m_rest.remove_prefix(static_cast<std::size_t>(size));
    return true;
}

bool WireReader::next(WireField& field)
{
    if (m_rest.empty())
        return false;
    std::uint64_t tag = 0;
    if (!readVarint(tag))
        return false;
    field = {};
    if (tag >> 3 == 0 || tag >> 3 > 0x1fffffffu)
        return spoil();
    field.number = static_cast<std::uint32_t>(tag >> 3);
    switch (tag & 7u) {
    case 0:
        return readVarint(field.varint);
    case 1:
        return readFixed(8, field.varint);
    case 2:
        field.isBytes = true;
        return readBytes(field.bytes);
    case 5:
        return readFixed(4, field.varint);
    default:
        return spoil(); // groups (3, 4) do not occur in Kubernetes messages
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
