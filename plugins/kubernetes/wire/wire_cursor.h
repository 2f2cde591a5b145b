// SPDX-License-Identifier: GPL-3.0-or-later
// Protobuf wire bytes, field by field, for the generated readers: next() gives a tag, the caller
// takes the value that the tag announces or skips it. No copies, no allocation; everything inline,
// because decoding a large cluster spends its time here. Any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace binnacle::plugins::kubernetes {

class WireCursor {
public:
    explicit WireCursor(std::string_view bytes)
        : m_at(bytes.data()), m_end(bytes.data() + bytes.size())
    {
    }

    /// False at the end and at a malformed tag; whole() tells which.
    bool next(std::uint32_t& tag)
    {
        if (m_at == m_end)
            return false;
        std::uint64_t value = 0;
        if (!varint(value) || value > std::numeric_limits<std::uint32_t>::max() || value >> 3 == 0)
            return spoil();
        tag = static_cast<std::uint32_t>(value);
        return true;
    }
    bool whole() const { return !m_spoilt; }

    bool varint(std::uint64_t& value)
    {
        if (m_at != m_end && static_cast<std::uint8_t>(*m_at) < 0x80) {
            value = static_cast<std::uint8_t>(*m_at++);
            return true;
        }
        value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_at == m_end)
                return spoil();
            const auto byte = static_cast<std::uint8_t>(*m_at++);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return true;
        }
        return spoil();
    }
    bool bytes(std::string_view& value)
    {
        std::uint64_t size = 0;
        if (!varint(size) || size > static_cast<std::uint64_t>(m_end - m_at))
            return spoil();
        value = {m_at, static_cast<std::size_t>(size)};
        m_at += size;
        return true;
    }
    bool fixed(std::ptrdiff_t size, std::uint64_t& value)
    {
        if (m_end - m_at < size)
            return spoil();
        value = 0;
        for (std::ptrdiff_t i = 0; i < size; ++i)
            value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(m_at[i])) << (8 * i);
        m_at += size;
        return true;
    }
    /// Groups, which Kubernetes never had, count as malformed.
    bool skip(std::uint32_t tag)
    {
        std::uint64_t number = 0;
        std::string_view ignored;
        switch (tag & 7) {
        case 0:
            return varint(number);
        case 1:
            return fixed(8, number);
        case 2:
            return bytes(ignored);
        case 5:
            return fixed(4, number);
        default:
            return spoil();
        }
    }

private:
    bool spoil()
    {
        m_spoilt = true;
        m_at = m_end;
        return false;
    }

    const char* m_at;
    const char* m_end;
    bool m_spoilt = false;
};

} // namespace binnacle::plugins::kubernetes
