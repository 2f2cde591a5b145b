// SPDX-License-Identifier: GPL-3.0-or-later
// Writes an object as the protobuf of a Kubernetes API server: field numbers only, minimal varints.
// Written apart from the connector's own messages on purpose, so that one mistake is not made
// twice. For the documents of the replay server; one thread.
#pragma once

#include "tests/support/replay/field.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::tests::replay {

class ProtoWriter {
public:
    static constexpr bool kProtobuf = true;
    explicit ProtoWriter(std::string& out) : m_out(out) {}

    void text(Field field, std::string_view value);
    void integer(Field field, std::int64_t value);
    void flag(Field field, bool value) { integer(field, value ? 1 : 0); }
    void begin(Field field);
    void end();
    /// A repeated message is its items one by one; JSON needs the brackets.
    void beginList(Field field) { m_lists.push_back(field); }
    void beginItem() { begin(m_lists.back()); }
    void endItem() { end(); }
    void endList() { m_lists.pop_back(); }
    void texts(Field field, const std::vector<std::string_view>& values);
    void beginMap(Field field) { m_lists.push_back(field); }
    void entry(std::string_view key, std::string_view value);
    void quantity(std::string_view key, std::string_view value);
    void endMap() { m_lists.pop_back(); }
    /// Units: Unix seconds; 0 is no time.
    void time(Field field, std::int64_t seconds);
    /// A FieldsV1: bytes that are JSON.
    void raw(Field field, std::string_view json);
    /// An IntOrString that is a text.
    void portName(Field field, std::string_view name);
    /// What Go's marshaller writes for an empty scalar or message that JSON leaves out.
    void blank(int number) { text({number, ""}, {}); }
    void zero(int number) { integer({number, ""}, 0); }

private:
    void varint(std::uint64_t value);
    void tag(int number, unsigned wire)
    {
        varint((static_cast<std::uint64_t>(number) << 3) | wire);
    }

    std::string& m_out;
    std::vector<std::size_t> m_starts; ///< of the open messages: the byte after the length
    std::vector<Field> m_lists;
};

} // namespace binnacle::tests::replay
