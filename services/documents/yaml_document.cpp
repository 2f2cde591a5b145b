// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/documents/documents.h"
#include "services/documents/yaml_scalar.h"

#include <yaml-cpp/yaml.h>

namespace binnacle::services {

using models::Document;
using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr int kMostDepth = 200;
constexpr std::size_t kMostValues = 1'000'000;

class Reader {
public:
    /// False: too deep or too much; problem() says which.
    bool read(const YAML::Node& node, Document& into, int depth)
    {
        if (depth > kMostDepth || ++m_values > kMostValues)
            return false;
        switch (node.Type()) {
        case YAML::NodeType::Scalar:
            // "!" is what yaml-cpp calls a quoted text.
            into = scalarDocument(node.Scalar(), node.Tag() == "!");
            return true;
        case YAML::NodeType::Sequence:
            into.type = Document::Type::List;
            into.items.reserve(node.size());
            for (const auto& item : node) {
                if (!read(item, into.items.emplace_back(), depth + 1))
                    return false;
            }
            return true;
        case YAML::NodeType::Map:
            into.type = Document::Type::Map;
            for (const auto& field : node) {
                if (!field.first.IsScalar())
                    return false;
                into.fields.emplace_back(field.first.Scalar(), Document{});
                if (!read(field.second, into.fields.back().second, depth + 1))
                    return false;
            }
            return true;
        default:
            into = {};
            return true;
        }
    }

private:
    std::size_t m_values = 0;
};

} // namespace

Result<Document> parseYamlDocument(std::string_view text)
{
    try {
        const YAML::Node node = YAML::Load(std::string(text));
        Document out;
        if (Reader reader; !reader.read(node, out, 0))
            return fail(ErrorCode::DataCorrupt,
                        "the YAML is nested too deeply, unfolds to too many values, or has a key "
                        "that is no text");
        return out;
    } catch (const YAML::Exception& problem) {
        return fail(ErrorCode::DataCorrupt,
                    "not YAML, line " + std::to_string(problem.mark.line + 1) + ", column " +
                        std::to_string(problem.mark.column + 1) + ": " + problem.msg);
    }
}

} // namespace binnacle::services
