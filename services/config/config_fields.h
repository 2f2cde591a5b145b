// SPDX-License-Identifier: GPL-3.0-or-later
// Typed, strict reading of YAML mappings: every error names line, field path and what is expected.
// Only for the configuration reader; lets no exception of the YAML library out.
#pragma once

#include "models/base/result.h"

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle::services {

/// Collects the first error and reads on as if the field were absent, so that callers stay
/// straight-line code.
class FieldReader {
public:
    FieldReader(YAML::Node node, std::string path, std::string file);

    /// The node must be a mapping with only these keys.
    void allow(std::initializer_list<std::string_view> names);
    bool has(const std::string& name) const;
    void text(const std::string& name, std::string& out);
    void flag(const std::string& name, bool& out);
    void number(const std::string& name, std::uint64_t& out);
    void textMap(const std::string& name, std::map<std::string, std::string>& out);
    FieldReader child(const std::string& name) const;
    const YAML::Node& node() const { return m_node; }

    void problem(const YAML::Node& at, const std::string& field, std::string what,
                 std::string remedy = {});
    bool failed() const { return m_error.has_value(); }
    void absorb(const FieldReader& other);
    models::Error error() const { return m_error.value(); }

private:
    YAML::Node m_node;
    std::string m_path;
    std::string m_file;
    std::optional<models::Error> m_error;
};

/// Smallest number of insertions, deletions and substitutions. Cost: O(a·b).
std::size_t editDistance(std::string_view a, std::string_view b);

} // namespace binnacle::services
