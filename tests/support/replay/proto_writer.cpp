// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay/proto_writer.h"

namespace binnacle::tests::replay {

namespace {
constexpr unsigned kVarint = 0;
constexpr unsigned kBytes = 2;
} // namespace

void ProtoWriter::varint(std::uint64_t value)
{
    while (value >= 0x80) {
        m_out.push_back(static_cast<char>((value & 0x7f) | 0x80));
        value >>= 7;
    }
    m_out.push_back(static_cast<char>(value));
}

void ProtoWriter::text(Field field, std::string_view value)
{
    tag(field.number, kBytes);
    varint(value.size());
    m_out.append(value);
}

void ProtoWriter::integer(Field field, std::int64_t value)
{
    tag(field.number, kVarint);
    varint(static_cast<std::uint64_t>(value));
}

void ProtoWriter::begin(Field field)
{
    tag(field.number, kBytes);
    m_out.push_back('\0'); // most lengths need one byte; end() makes room for more
    m_starts.push_back(m_out.size());
}

void ProtoWriter::end()
{
    const std::size_t start = m_starts.back();
    m_starts.pop_back();
    std::uint64_t size = m_out.size() - start;
    std::string length;
    while (size >= 0x80) {
        length.push_back(static_cast<char>((size & 0x7f) | 0x80));
        size >>= 7;
    }
    length.push_back(static_cast<char>(size));
    m_out.replace(start - 1, 1, length);
}

void ProtoWriter::texts(Field field, const std::vector<std::string_view>& values)
{
    for (const std::string_view value : values)
        text(field, value);
}

void ProtoWriter::entry(std::string_view key, std::string_view value)
{
    begin(m_lists.back());
    text({1, ""}, key);
    text({2, ""}, value);
    end();
}

void ProtoWriter::quantity(std::string_view key, std::string_view value)
{
    begin(m_lists.back());
    text({1, ""}, key);
    begin({2, ""});
    text({1, ""}, value);
    end();
    end();
}

void ProtoWriter::time(Field field, std::int64_t seconds)
{
    begin(field);
    if (seconds != 0) {
        integer({1, ""}, seconds);
        integer({2, ""}, 0);
    }
    end();
}

void ProtoWriter::raw(Field field, std::string_view json)
{
    begin(field);
    text({1, ""}, json);
    end();
}

void ProtoWriter::portName(Field field, std::string_view name)
{
    begin(field);
    integer({1, ""}, 1);
    integer({2, ""}, 0);
    text({3, ""}, name);
    end();
}

} // namespace binnacle::tests::replay
