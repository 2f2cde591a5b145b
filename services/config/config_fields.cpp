// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/config/config_fields.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace binnacle::services {

using models::ErrorCode;

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] =
                std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

FieldReader::FieldReader(YAML::Node node, std::string path, std::string file)
    : m_node(node), m_path(std::move(path)), m_file(std::move(file))
{
}

void FieldReader::problem(const YAML::Node& at, const std::string& field, std::string what,
                          std::string remedy)
{
    if (m_error)
        return;
    const auto mark = at.Mark();
    std::string where = m_file;
    if (!mark.is_null())
        where += ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
    std::string path = m_path;
    if (!field.empty())
        path += (path.empty() ? "" : ".") + field;
    m_error = models::Error{ErrorCode::InvalidInput,
                            where + ": " + (path.empty() ? "" : path + ": ") + std::move(what),
                            remedy.empty() ? "see docs/cli.md, \"The configuration file\""
                                           : std::move(remedy),
                            {}};
}

void FieldReader::absorb(const FieldReader& other)
{
    if (!m_error)
        m_error = other.m_error;
}

void FieldReader::allow(std::initializer_list<std::string_view> names)
{
    if (!m_node.IsMap()) {
        problem(m_node, "", "expected a mapping of fields",
                "see docs/cli.md, \"The configuration file\"");
        return;
    }
    std::set<std::string> seen;
    for (const auto& entry : m_node) {
        if (!entry.first.IsScalar()) {
            problem(entry.first, "", "a field name must be a plain word");
            return;
        }
        const std::string& name = entry.first.Scalar();
        if (!seen.insert(name).second) {
            problem(entry.first, "", "the field \"" + name + "\" stands here twice",
                    "keep one of the two");
            return;
        }
        if (std::find(names.begin(), names.end(), name) != names.end())
            continue;
        std::string_view nearest;
        // A third of the word at most: "url" is not a slip for "id".
        std::size_t best = std::min<std::size_t>(name.size() / 3 + 2, 4);
        for (const auto known : names) {
            const auto distance = editDistance(name, known);
            if (distance < best) {
                best = distance;
                nearest = known;
            }
        }
        std::string all;
        for (const auto known : names)
            all += (all.empty() ? "" : ", ") + std::string(known);
        problem(entry.first, "", "unknown field \"" + name + "\"",
                nearest.empty() ? "known fields here: " + all
                                : "did you mean \"" + std::string(nearest) + "\"?");
        return;
    }
}

bool FieldReader::has(const std::string& name) const
{
    // A lookup walks the mapping: none in one that is refused already, however many fields it has.
    return !failed() && m_node.IsMap() && m_node[name].IsDefined() && !m_node[name].IsNull();
}

void FieldReader::text(const std::string& name, std::string& out)
{
    if (!has(name))
        return;
    const YAML::Node value = m_node[name];
    if (!value.IsScalar()) {
        problem(value, name, "expected a text");
        return;
    }
    out = value.Scalar();
    if (out.find('\0') != std::string::npos || out.find('\n') != std::string::npos)
        problem(value, name, "must not contain line breaks");
}

void FieldReader::flag(const std::string& name, bool& out)
{
    if (!has(name))
        return;
    const YAML::Node value = m_node[name];
    const std::string word = value.IsScalar() ? value.Scalar() : std::string();
    if (word == "true" || word == "false")
        out = word == "true";
    else
        problem(value, name, "expected true or false");
}

void FieldReader::number(const std::string& name, std::uint64_t& out)
{
    if (!has(name))
        return;
    const YAML::Node value = m_node[name];
    std::uint64_t read = 0;
    if (value.IsScalar() && !value.Scalar().starts_with("-") &&
        YAML::convert<std::uint64_t>::decode(value, read))
        out = read;
    else
        problem(value, name, "expected a whole number of 0 or more");
}

void FieldReader::textMap(const std::string& name, std::map<std::string, std::string>& out)
{
    if (!has(name))
        return;
    const YAML::Node value = m_node[name];
    if (!value.IsMap()) {
        problem(value, name, "expected a mapping of names to texts");
        return;
    }
    for (const auto& entry : value) {
        if (!entry.first.IsScalar() || !entry.second.IsScalar()) {
            problem(entry.second, name, "expected texts");
            return;
        }
        out[entry.first.Scalar()] = entry.second.Scalar();
    }
}

FieldReader FieldReader::child(const std::string& name) const
{
    return {m_node[name], m_path.empty() ? name : m_path + "." + name, m_file};
}

} // namespace binnacle::services
