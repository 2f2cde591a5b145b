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
    bool read(const YAML::Node& node, Document& into, int depth, const std::string& path = {})
    {
        if (depth > kMostDepth || ++m_values > kMostValues)
            return false;
        if (m_lines)
            m_lines->emplace(path, node.Mark().line + 1);
        switch (node.Type()) {
        case YAML::NodeType::Scalar:
            // "!" is what yaml-cpp calls a quoted text.
            into = scalarDocument(node.Scalar(), node.Tag() == "!");
            return true;
        case YAML::NodeType::Sequence:
            into.type = Document::Type::List;
            into.items.reserve(node.size());
            for (const auto& item : node) {
                const auto at =
                    m_lines ? path + '[' + std::to_string(into.items.size()) + ']' : path;
                if (!read(item, into.items.emplace_back(), depth + 1, at))
                    return false;
            }
            return true;
        case YAML::NodeType::Map:
            into.type = Document::Type::Map;
            for (const auto& field : node) {
                if (!field.first.IsScalar())
                    return false;
                const std::string& key = field.first.Scalar();
                if (m_lines && into.find(key)) {
                    m_twice = "line " + std::to_string(field.first.Mark().line + 1) + ": \"" + key +
                              "\" stands twice in one mapping";
                    return false;
                }
                into.fields.emplace_back(key, Document{});
                const auto at = !m_lines ? path : path.empty() ? key : path + '.' + key;
                if (!read(field.second, into.fields.back().second, depth + 1, at))
                    return false;
            }
            return true;
        default:
            into = {};
            return true;
        }
    }

    void keepLines(std::map<std::string, int, std::less<>>* lines) { m_lines = lines; }
    const std::string& twice() const { return m_twice; }

private:
    std::size_t m_values = 0;
    std::map<std::string, int, std::less<>>* m_lines = nullptr;
    std::string m_twice;
};

tl::unexpected<models::Error> notYaml(const YAML::Exception& problem)
{
    return fail(ErrorCode::DataCorrupt, "not YAML, line " + std::to_string(problem.mark.line + 1) +
                                            ", column " + std::to_string(problem.mark.column + 1) +
                                            ": " + problem.msg);
}

constexpr const char* kTooMuch =
    "the YAML is nested too deeply, unfolds to too many values, or has a key that is no text";

} // namespace

Result<Document> parseYamlDocument(std::string_view text)
{
    try {
        const YAML::Node node = YAML::Load(std::string(text));
        Document out;
        if (Reader reader; !reader.read(node, out, 0))
            return fail(ErrorCode::DataCorrupt, kTooMuch);
        return out;
    } catch (const YAML::Exception& problem) {
        return notYaml(problem);
    }
}

Result<std::vector<YamlPart>> parseYamlStream(std::string_view text)
{
    try {
        std::vector<YamlPart> out;
        Reader reader; // one for all: the bound is for the stream
        for (const auto& node : YAML::LoadAll(std::string(text))) {
            if (!node.IsDefined() || node.IsNull())
                continue;
            YamlPart part;
            reader.keepLines(&part.lines);
            if (!reader.read(node, part.document, 0))
                return fail(ErrorCode::DataCorrupt,
                            reader.twice().empty() ? kTooMuch : reader.twice());
            out.push_back(std::move(part));
        }
        return out;
    } catch (const YAML::Exception& problem) {
        return notYaml(problem);
    }
}

} // namespace binnacle::services
