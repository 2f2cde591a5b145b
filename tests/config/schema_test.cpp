// SPDX-License-Identifier: GPL-3.0-or-later
// The published JSON schema and the parser are two texts about one language. Both are walked: what
// one knows, the other must know.
#include "tests/config/config_fixture.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

using namespace binnacle;
using namespace binnacle::tests;
using Json = nlohmann::json;

namespace {

const Json& schema()
{
    static const Json value = [] {
        const char* root = std::getenv("BINNACLE_SOURCE_DIR");
        REQUIRE(root);
        std::ifstream in(std::filesystem::path(root) / "resources/schema/config.schema.json");
        return Json::parse(in, nullptr, false);
    }();
    REQUIRE_FALSE(value.is_discarded());
    return value;
}

std::set<std::string> propertiesOf(const Json& object)
{
    std::set<std::string> names;
    for (const auto& [name, ignored] : object.at("properties").items())
        names.insert(name);
    return names;
}

/// A value that the schema allows for a property.
std::string sample(const std::string& name, const Json& property)
{
    if (property.contains("$ref"))
        return "{secret: some/name}";
    if (property.contains("const"))
        return property.at("const").get<std::string>();
    const auto type = property.at("type").get<std::string>();
    if (type == "boolean")
        return "true";
    if (type == "integer")
        return "7";
    if (type == "object")
        return name == "headers" ? "{X-One: two}"
               : name == "tls"   ? "{ca: x, cert: y, key: z, serverName: n, insecure: true}"
                                 : "{user: ann, secret: some/name}";
    return name == "url" ? "\"http://h\"" : "text";
}

/// The names that the parser says it knows, from its answer to one that is like none of them.
std::set<std::string> knownToParser(const std::string& yaml)
{
    const auto error = bad(yaml);
    const std::string lead = "known fields here: ";
    INFO(error.text() << "\n" << error.remedy);
    REQUIRE(error.remedy.starts_with(lead));
    std::set<std::string> names;
    std::string rest = error.remedy.substr(lead.size()) + ", ";
    for (std::size_t at = 0, end; (end = rest.find(", ", at)) != std::string::npos; at = end + 2)
        names.insert(rest.substr(at, end - at));
    return names;
}

const std::string kUnlike = "zzzzzzzzzzzzzzzz: 1";

} // namespace

TEST_CASE("top, environment and every source type have the same fields in schema and parser")
{
    const Json& defs = schema().at("$defs");
    CHECK(knownToParser(kUnlike) == propertiesOf(schema()));
    CHECK(knownToParser("environments: [{" + kUnlike + "}]") ==
          propertiesOf(defs.at("environment")));
    for (const char* type : {"kubernetes", "prometheus", "demo"}) {
        INFO(type);
        CHECK(knownToParser(withSource("id: x, type: " + std::string(type) + ", " + kUnlike)) ==
              propertiesOf(defs.at(type)));
        CHECK(defs.at(type).at("additionalProperties") == false);
    }
}

TEST_CASE("nested objects have the same fields in schema and parser")
{
    const Json& prometheus = schema().at("$defs").at("prometheus").at("properties");
    const std::string base = "id: p, type: prometheus, url: \"http://h\", ";
    CHECK(knownToParser(withSource(base + "tls: {" + kUnlike + "}")) ==
          propertiesOf(prometheus.at("tls")));
    CHECK(knownToParser(withSource(base + "basic: {" + kUnlike + "}")) ==
          propertiesOf(prometheus.at("basic")));
    CHECK(knownToParser(withSource(base + "bearerToken: {" + kUnlike + "}")) ==
          propertiesOf(schema().at("$defs").at("secret")));
}

TEST_CASE("the source types of the schema are those of the parser")
{
    std::set<std::string> types;
    const Json& alternatives = schema()
                                   .at("$defs")
                                   .at("environment")
                                   .at("properties")
                                   .at("sources")
                                   .at("items")
                                   .at("oneOf");
    for (const auto& alternative : alternatives) {
        const auto name =
            alternative.at("$ref").get<std::string>().substr(std::string("#/$defs/").size());
        CHECK(schema().at("$defs").at(name).at("properties").at("type").at("const") == name);
        types.insert(name);
    }
    const auto error = bad(withSource("id: x, type: zzz"));
    std::set<std::string> known;
    std::string rest = error.remedy.substr(std::string("known types: ").size()) + ", ";
    for (std::size_t at = 0, end; (end = rest.find(", ", at)) != std::string::npos; at = end + 2)
        known.insert(rest.substr(at, end - at));
    CHECK(known == types);
}

TEST_CASE("every property of the schema is accepted by the parser with a value of its type")
{
    for (const char* type : {"kubernetes", "prometheus", "demo"}) {
        const Json& definition = schema().at("$defs").at(type);
        for (const auto& [name, property] : definition.at("properties").items()) {
            std::string fields;
            for (const auto& required : definition.at("required")) {
                const auto word = required.get<std::string>();
                if (word != name)
                    fields +=
                        word + ": " + sample(word, definition.at("properties").at(word)) + ", ";
            }
            good(withSource(fields + name + ": " + sample(name, property)));
        }
    }
}

TEST_CASE("what the schema requires the parser requires too")
{
    for (const char* type : {"kubernetes", "prometheus", "demo"}) {
        const Json& definition = schema().at("$defs").at(type);
        for (const auto& left : definition.at("required")) {
            std::string fields;
            for (const auto& required : definition.at("required")) {
                if (required != left)
                    fields += required.get<std::string>() + ": " +
                              sample(required.get<std::string>(),
                                     definition.at("properties").at(required.get<std::string>())) +
                              ", ";
            }
            INFO(type << " without " << left);
            CHECK(bad(withSource(fields)).message.find("is missing") != std::string::npos);
        }
    }
}
