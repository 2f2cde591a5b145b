// SPDX-License-Identifier: GPL-3.0-or-later
// Every form of a broken configuration: the message begins with file, line and column, names the
// field and what is expected, and the remedy says what to write.
#include "tests/config/config_fixture.h"

using namespace binnacle;
using namespace binnacle::tests;

namespace {

struct Broken {
    const char* yaml;
    const char* where;  ///< begin of the message
    const char* says;   ///< somewhere in the message
    const char* remedy; ///< somewhere in the remedy
};

const std::string kProm = "id: p, type: prometheus, url: \"http://127.0.0.1:9090\", ";

} // namespace

TEST_CASE("a broken document names line, field, what is expected and what to do")
{
    const Broken table[] = {
        {"", "c.yaml: ", "empty", "docs/cli.md"},
        {"# only a comment\n", "c.yaml: ", "empty", "docs/cli.md"},
        {"hello", "c.yaml:1:1: ", "expected a mapping", "docs/cli.md"},
        {"[]", "c.yaml:1:1: ", "expected a mapping", "docs/cli.md"},
        {"environments: []", "c.yaml:1:", "environments: expected a list with at least one",
         "docs/cli.md"},
        {"environments: yes", "c.yaml:1:", "environments: expected a list", "docs/cli.md"},
        {"{}", "c.yaml:1:1: ", "environments: expected a list", "docs/cli.md"},
        {"environment: []", "c.yaml:1:1: ", "unknown field \"environment\"",
         "did you mean \"environments\"?"},
        {"environments:\n  - nam: e\n", "c.yaml:2:5: ", "environments[0]: unknown field \"nam\"",
         "did you mean \"name\"?"},
        {"environments:\n  - production: true\n",
         "c.yaml:2:5: ", "environments[0].name: is missing", ""},
        {"environments:\n  - name: e\n    production: maybe\n",
         "c.yaml:3:17: ", "expected true or false", ""},
        {"environments:\n  - name: e\n    production: yes\n",
         "c.yaml:3:17: ", "expected true or false", ""},
        {"environments:\n  - name: [e]\n", "c.yaml:2:11: ", "environments[0].name: expected a text",
         ""},
        {"environments:\n  - name: e\n  - name: e\n", "c.yaml:3:5: ", "\"e\" is used twice", ""},
        {"environments:\n  - e\n", "c.yaml:2:5: ", "expected a mapping", ""},
        {"environments:\n  - name: e\n    sources: {}\n",
         "c.yaml:3:14: ", "sources: expected a list", ""},
        {"environments:\n  - name: e\n    sources: [kube]\n", "c.yaml:3:15: ", "sources[0]", ""},
        {"environments:\n  - name: e\n   sources: []\n", "c.yaml:3:", "not valid YAML",
         "indentation"},
        {"environments: [{name: e\n", "c.yaml:", "not valid YAML", ""},
        {"environments:\n\t- name: e\n", "c.yaml:2:", "not valid YAML", ""},
        {"environments: \"never closed\n", "c.yaml:1:", "environments: expected a list", ""},
        {"environments: *nobody\n", "c.yaml:1:", "not valid YAML", ""},
    };
    for (const auto& row : table) {
        const auto error = bad(row.yaml);
        INFO(row.yaml << "\n" << error.text());
        CHECK(error.code == models::ErrorCode::InvalidInput);
        CHECK(error.message.starts_with(row.where));
        CHECK(error.message.find(row.says) != std::string::npos);
        CHECK(error.remedy.find(row.remedy) != std::string::npos);
    }
}

TEST_CASE("a broken source names its place in the list and the field")
{
    const Broken table[] = {
        {"type: demo", "c.yaml:4:9: ", "environments[e].sources[0].id: is missing", "short name"},
        {"id: x", "c.yaml:4:9: ", "sources[0].type: is missing", "kubernetes, prometheus, demo"},
        {"id: x, type: kubernets", "c.yaml:4:", "unknown type \"kubernets\"",
         "kubernetes, prometheus, demo"},
        {"id: x, type: demo, sead: 2", "c.yaml:4:29: ", "unknown field \"sead\"",
         "did you mean \"seed\"?"},
        {"id: x, type: demo, url: http://h", "c.yaml:4:29: ", "unknown field \"url\"",
         "known fields here: id, type, seed, size"},
        {"id: x, id: y, type: demo", "c.yaml:4:17: ", "stands here twice", "keep one"},
        {"id: x, type: demo, seed: -1",
         "c.yaml:4:35: ", "seed: expected a whole number of 0 or more", ""},
        {"id: x, type: demo, seed: 1.5", "c.yaml:4:35: ", "seed: expected a whole number", ""},
        {"id: x, type: demo, seed: many", "c.yaml:4:35: ", "seed: expected a whole number", ""},
        {"id: x, type: demo, seed: 18446744073709551616",
         "c.yaml:4:35: ", "seed: expected a whole number", ""},
        {"id: x, type: demo, size: [1]", "c.yaml:4:35: ", "size: expected a text", ""},
        {"id: \"a\\nb\", type: demo", "c.yaml:4:", "id: must not contain line breaks", ""},
        {"id: k, type: kubernetes, kubeconfig: {a: b}",
         "c.yaml:4:47: ", "kubeconfig: expected a text", ""},
        {"id: k, type: kubernetes, contxt: x", "c.yaml:4:", "unknown field \"contxt\"",
         "did you mean \"context\"?"},
        {"id: p, type: prometheus", "c.yaml:4:9: ", "url: is missing", "http://127.0.0.1:9090"},
        {"id: p, type: prometheus, url: localhost:9090",
         "c.yaml:4:", "url: must begin with http:// or https://", ""},
        {"id: p, type: prometheus, url: \"ftp://h\"", "c.yaml:4:", "url: must begin with", ""},
    };
    for (const auto& row : table) {
        const auto error = bad(withSource(row.yaml));
        INFO(row.yaml << "\n" << error.text() << "\n" << error.remedy);
        CHECK(error.code == models::ErrorCode::InvalidInput);
        CHECK(error.message.starts_with(row.where));
        CHECK(error.message.find(row.says) != std::string::npos);
        CHECK(error.remedy.find(row.remedy) != std::string::npos);
    }
}

TEST_CASE("nested fields of a Prometheus source are as strict as the rest")
{
    const Broken table[] = {
        {"tls: {insecur: true}", "c.yaml:4:", "tls: unknown field \"insecur\"",
         "did you mean \"insecure\"?"},
        {"tls: yes", "c.yaml:4:", "tls: expected a mapping", ""},
        {"tls: {insecure: 1}", "c.yaml:4:", "tls.insecure: expected true or false", ""},
        {"tls: {cert: a.pem}", "c.yaml:4:", "cert and key belong together", ""},
        {"tls: {key: a.pem}", "c.yaml:4:", "cert and key belong together", ""},
        {"headers: [a]", "c.yaml:4:", "headers: expected a mapping", ""},
        {"headers: {a: [b]}", "c.yaml:4:", "headers: expected texts", ""},
        {"basic: ann", "c.yaml:4:", "basic: expected a mapping", ""},
        {"basic: {usr: ann}", "c.yaml:4:", "basic: unknown field \"usr\"",
         "did you mean \"user\"?"},
        {"bearerToken: [a]", "c.yaml:4:", "bearerToken: expected a mapping", ""},
    };
    for (const auto& row : table) {
        const auto error = bad(withSource(kProm + row.yaml));
        INFO(row.yaml << "\n" << error.text());
        CHECK(error.message.starts_with(row.where));
        CHECK(error.message.find(row.says) != std::string::npos);
        CHECK(error.remedy.find(row.remedy) != std::string::npos);
    }
}

TEST_CASE("two sources of one environment cannot have one id, in two environments they can")
{
    const auto error = bad("environments:\n  - name: e\n    sources:\n      - {id: a, type: "
                           "demo}\n      - {id: a, type: demo}\n");
    CHECK(error.message.starts_with(
        "c.yaml:5:9: environments[e].sources[1].id: \"a\" is used twice"));
    good("environments: [{name: e, sources: [{id: a, type: demo}]}, {name: f, sources: [{id: a, "
         "type: demo}]}]");
}

TEST_CASE("a name far from every known one gets the list instead of a guess")
{
    const auto error = bad(withSource("id: x, type: demo, somethingElse: 2"));
    CHECK(error.remedy == "known fields here: id, type, seed, size");
}

TEST_CASE("deep, cyclic and strange YAML is an error or a configuration, never a crash")
{
    const std::string deep = std::string(20000, '[') + std::string(20000, ']');
    CHECK_FALSE(services::parseConfig(deep, "c.yaml"));
    CHECK_FALSE(services::parseConfig("a: &a [*a, *a]\n", "c.yaml"));
    CHECK_FALSE(services::parseConfig(std::string("\0\0\0", 3), "c.yaml"));
    CHECK_FALSE(services::parseConfig("\xff\xfe\x00x", "c.yaml"));
    CHECK_FALSE(services::parseConfig("? [a, b]\n: c\n", "c.yaml"));
    good("\xEF\xBB\xBF"
         "environments: [{name: e}]\n"); // a byte order mark
    good("environments: [{name: e}]\r\n");
}

TEST_CASE("cut anywhere, a configuration is still read or refused, with its first lines in place")
{
    const std::string whole =
        "environments:\n  - name: e\n    sources:\n      - {id: p, type: prometheus, url: "
        "\"http://h\", "
        "headers: {a: b}, tls: {ca: x}}\n      - {id: d, type: demo, seed: 7}\n";
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        const auto config = services::parseConfig(whole.substr(0, cut), "c.yaml");
        if (!config) {
            INFO(whole.substr(0, cut));
            CHECK(config.error().code == models::ErrorCode::InvalidInput);
            CHECK(config.error().message.starts_with("c.yaml:"));
        }
    }
}
