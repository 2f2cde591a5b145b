// SPDX-License-Identifier: GPL-3.0-or-later
// An object as its author or server wrote it: a tree of maps, lists and scalars, for diffs, YAML
// views and exports. Parsers of JSON and YAML fill it outside; this knows no format. A value; any
// thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace binnacle::models {

struct Document {
    enum class Type { Null, Bool, Number, Text, List, Map };
    using Field = std::pair<std::string, Document>;

    Type type = Type::Null;
    std::string scalar;          ///< "true", "3", "a text": as written
    std::vector<Document> items; ///< of a list
    std::vector<Field> fields;   ///< of a map, in the order written

    static Document text(std::string value);
    static Document number(std::string value);
    static Document boolean(bool value);

    bool isMap() const { return type == Type::Map; }
    bool isList() const { return type == Type::List; }
    bool isScalar() const { return !isMap() && !isList() && type != Type::Null; }
    /// Null, or a list or map without anything inside.
    bool empty() const;
    /// Null when this is no map or has no such field; of a key that comes twice the last counts.
    const Document* find(std::string_view key) const;
    /// By keys one after the other.
    const Document* at(std::initializer_list<std::string_view> path) const;
    /// The scalar below, or an empty text.
    std::string_view textAt(std::initializer_list<std::string_view> path) const;

    friend bool operator==(const Document&, const Document&) = default;
};

/// One line: scalars as they are, lists in brackets, maps in braces.
std::string brief(const Document& document);

} // namespace binnacle::models
