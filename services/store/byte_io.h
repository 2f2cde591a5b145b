// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes in and out for the history codec: little-endian words, base-128 integers, bounded reads. A
// reader never goes past its end; it turns bad and then gives zeros, and the caller asks once.
// Private to the store.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace binnacle::services {

constexpr std::uint64_t zigzag(std::int64_t v)
{
    return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63);
}

constexpr std::int64_t unzigzag(std::uint64_t v)
{
    return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1);
}

class ByteWriter {
public:
    void byte(std::uint8_t v) { m_out.push_back(static_cast<char>(v)); }
    void varint(std::uint64_t v)
    {
        for (; v >= 0x80; v >>= 7)
            byte(static_cast<std::uint8_t>(v | 0x80));
        byte(static_cast<std::uint8_t>(v));
    }
    void signedVarint(std::int64_t v) { varint(zigzag(v)); }
    void word(std::uint64_t v)
    {
        for (int i = 0; i < 8; ++i)
            byte(static_cast<std::uint8_t>(v >> (8 * i)));
    }
    void raw(std::string_view bytes) { m_out += bytes; }
    void text(std::string_view bytes)
    {
        varint(bytes.size());
        raw(bytes);
    }
    std::size_t size() const { return m_out.size(); }
    const std::string& bytes() const { return m_out; }
    std::string take() { return std::exchange(m_out, {}); }
    void clear() { m_out.clear(); }

private:
    std::string m_out;
};

class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : m_at(bytes.data()), m_end(m_at + bytes.size()) {}

    bool ok() const { return !m_bad; }
    bool atEnd() const { return m_at == m_end; }
    std::size_t left() const { return static_cast<std::size_t>(m_end - m_at); }
    void fail()
    {
        m_bad = true;
        m_at = m_end;
    }
    std::uint8_t byte()
    {
        if (m_at == m_end) {
            m_bad = true;
            return 0;
        }
        return static_cast<std::uint8_t>(*m_at++);
    }
    std::uint64_t varint()
    {
        std::uint64_t v = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t b = byte();
            v |= std::uint64_t{b & 0x7fu} << shift;
            if (b < 0x80)
                return v;
        }
        fail();
        return 0;
    }
    std::int64_t signedVarint() { return unzigzag(varint()); }
    /// A number of things that take at least one bit each of what is left: never a bomb.
    std::size_t count()
    {
        const std::uint64_t n = varint();
        if (n > left() * 8) {
            fail();
            return 0;
        }
        return static_cast<std::size_t>(n);
    }
    std::uint64_t word()
    {
        const std::string_view bytes = raw(8);
        std::uint64_t v = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            v |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
        return v;
    }
    std::string_view raw(std::size_t size)
    {
        if (size > left()) {
            fail();
            return {};
        }
        const std::string_view out(m_at, size);
        m_at += size;
        return out;
    }
    std::string_view text() { return raw(count()); }

private:
    const char* m_at;
    const char* m_end;
    bool m_bad = false;
};

} // namespace binnacle::services
