// SPDX-License-Identifier: GPL-3.0-or-later
// Writes an object as the JSON of a Kubernetes API server, in the order it is told. The counterpart
// of ProtoWriter: documents are written once for both. One thread.
#pragma once

#include "tests/support/replay/field.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::tests::replay {

/// Units: Unix seconds. Shape: RFC 3339 in whole seconds, UTC.
std::string timeText(std::int64_t seconds);
/// With the quotes.
std::string quoted(std::string_view text);

class JsonWriter {
public:
    static constexpr bool kProtobuf = false;
    /// Writes the members of an object; the braces of the outermost are the caller's.
    explicit JsonWriter(std::string& out) : m_out(out) {}

    void text(Field field, std::string_view value);
    void integer(Field field, std::int64_t value);
    void flag(Field field, bool value);
    void begin(Field field) { open(field, '{'); }
    void end() { close('}'); }
    void beginList(Field field) { open(field, '['); }
    void beginItem();
    void endItem() { close('}'); }
    void endList() { close(']'); }
    void texts(Field field, const std::vector<std::string_view>& values);
    void beginMap(Field field) { open(field, '{'); }
    void entry(std::string_view key, std::string_view value) { text({0, key}, value); }
    void quantity(std::string_view key, std::string_view value) { text({0, key}, value); }
    void endMap() { close('}'); }
    /// Units: Unix seconds; 0 is written as null.
    void time(Field field, std::int64_t seconds);
    void raw(Field field, std::string_view json);
    void portName(Field field, std::string_view name) { text(field, name); }
    void blank(int) {}
    void zero(int) {}

private:
    void key(std::string_view name);
    void open(Field field, char bracket);
    void close(char bracket);
    void comma();

    std::string& m_out;
    bool m_first = true;
};

} // namespace binnacle::tests::replay
