// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/config/config.h"

#include "services/config/config_fields.h"

#include <algorithm>
#include <set>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

/// A path in the file means: relative to the file, with a leading ~ for the home folder.
void resolvePath(std::string& path, const std::filesystem::path& file)
{
    if (path.empty())
        return;
    if (path == "~" || path.starts_with("~/")) {
        if (const char* home = std::getenv("HOME"))
            path = std::string(home) + path.substr(1);
        return;
    }
    const std::filesystem::path p(path);
    if (p.is_relative() && file.has_parent_path())
        path = (file.parent_path() / p).lexically_normal().string();
}

void readKubernetes(FieldReader& in, SourceConfig& out, const std::filesystem::path& file)
{
    in.allow({"id", "type", "kubeconfig", "context", "namespace"});
    in.text("kubeconfig", out.kubeconfig);
    in.text("context", out.context);
    in.text("namespace", out.ns);
    resolvePath(out.kubeconfig, file);
}

void readTls(FieldReader& in, SourceConfig& out, const std::filesystem::path& file)
{
    if (!in.has("tls"))
        return;
    FieldReader tls = in.child("tls");
    tls.allow({"ca", "cert", "key", "serverName", "insecure"});
    tls.text("ca", out.caFile);
    tls.text("cert", out.certFile);
    tls.text("key", out.keyFile);
    tls.text("serverName", out.serverName);
    tls.flag("insecure", out.insecure);
    if (!tls.failed() && out.certFile.empty() != out.keyFile.empty())
        tls.problem(tls.node(), "", "cert and key belong together; one of them is missing");
    for (std::string* path : {&out.caFile, &out.certFile, &out.keyFile})
        resolvePath(*path, file);
    in.absorb(tls);
}

void readSecrets(FieldReader& in, SourceConfig& out, const std::filesystem::path& file)
{
    in.text("bearerTokenFile", out.bearerFile);
    resolvePath(out.bearerFile, file);
    constexpr auto where =
        "put {secret: NAME} here and the secret itself into the environment or the "
        "secrets file; see docs/cli.md, \"Secrets\"";
    if (in.has("bearerToken")) {
        FieldReader token = in.child("bearerToken");
        if (token.node().IsScalar())
            token.problem(token.node(), "", "a token must not stand in the configuration", where);
        token.allow({"secret"});
        token.text("secret", out.bearerSecret);
        in.absorb(token);
    }
    if (in.has("basic")) {
        FieldReader basic = in.child("basic");
        if (basic.has("password"))
            basic.problem(basic.node(), "", "a password must not stand in the configuration",
                          where);
        basic.allow({"user", "secret"});
        basic.text("user", out.user);
        basic.text("secret", out.passwordSecret);
        in.absorb(basic);
    }
}

void readPrometheus(FieldReader& in, SourceConfig& out, const std::filesystem::path& file)
{
    in.allow({"id", "type", "url", "tenant", "headers", "bearerToken", "bearerTokenFile", "basic",
              "tls", "proxy", "unixSocket"});
    in.text("url", out.url);
    in.text("tenant", out.tenant);
    in.textMap("headers", out.headers);
    in.text("proxy", out.proxy);
    in.text("unixSocket", out.unixSocket);
    readSecrets(in, out, file);
    readTls(in, out, file);
    if (!in.failed() && !out.url.starts_with("http://") && !out.url.starts_with("https://"))
        in.problem(in.has("url") ? in.node()["url"] : in.node(), "url",
                   out.url.empty() ? "is missing" : "must begin with http:// or https://",
                   "give the server's address, for example http://127.0.0.1:9090");
    if (!in.failed() && out.url.find('@') != std::string::npos)
        in.problem(in.node()["url"], "url", "must not carry a user name or password",
                   "use basic: {user: NAME, secret: NAME}");
    for (const auto& [name, value] : out.headers) {
        std::string lower = name;
        for (char& c : lower)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (lower == "authorization")
            in.problem(in.node()["headers"], "headers", "Authorization does not belong here",
                       "use bearerToken or basic, which keep the secret out of the file");
    }
}

void readDemo(FieldReader& in, SourceConfig& out)
{
    in.allow({"id", "type", "seed", "size"});
    in.number("seed", out.seed);
    in.text("size", out.size);
}

void readSource(FieldReader& in, SourceConfig& out, const std::filesystem::path& file)
{
    if (!in.node().IsMap()) {
        in.problem(in.node(), "", "expected a source: {id, type, …}");
        return;
    }
    in.text("id", out.id);
    in.text("type", out.type);
    if (out.type == "kubernetes")
        readKubernetes(in, out, file);
    else if (out.type == "prometheus")
        readPrometheus(in, out, file);
    else if (out.type == "demo")
        readDemo(in, out);
    else
        in.problem(in.node(), "type",
                   out.type.empty() ? "is missing" : "unknown type \"" + out.type + "\"",
                   "known types: kubernetes, prometheus, demo");
    if (!in.failed() && out.id.empty())
        in.problem(in.node(), "id", "is missing", "give each source a short name of its own");
}

void readEnvironment(FieldReader& in, EnvironmentConfig& out, const std::filesystem::path& file)
{
    in.allow({"name", "production", "sources"});
    in.text("name", out.name);
    in.flag("production", out.production);
    if (in.failed())
        return;
    if (out.name.empty())
        in.problem(in.node(), "name", "is missing");
    const YAML::Node sources = in.node()["sources"];
    if (!sources.IsDefined() || sources.IsNull())
        return; // an environment may be empty while a person fills it in the console
    if (!sources.IsSequence()) {
        in.problem(sources, "sources", "expected a list");
        return;
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < sources.size() && !in.failed(); ++i) {
        FieldReader source(sources[i],
                           "environments[" + out.name + "].sources[" + std::to_string(i) + "]",
                           file.string());
        SourceConfig config;
        readSource(source, config, file);
        if (!source.failed() && !seen.insert(config.id).second)
            source.problem(sources[i], "id", "\"" + config.id + "\" is used twice",
                           "give each source of an environment an id of its own");
        in.absorb(source);
        out.sources.push_back(std::move(config));
    }
}

Result<Config> readDocument(const YAML::Node& root, const std::filesystem::path& file)
{
    Config config;
    config.file = file;
    FieldReader top(root, "", file.string());
    top.allow({"environments"});
    if (top.failed())
        return fail(top.error());
    const YAML::Node list = root["environments"];
    if (!list.IsDefined() || !list.IsSequence() || list.size() == 0) {
        top.problem(root, "environments", "expected a list with at least one environment",
                    "see docs/cli.md, \"The configuration file\", for an example");
        return fail(top.error());
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < list.size(); ++i) {
        FieldReader in(list[i], "environments[" + std::to_string(i) + "]", file.string());
        EnvironmentConfig environment;
        readEnvironment(in, environment, file);
        if (!in.failed() && !seen.insert(environment.name).second)
            in.problem(list[i], "name", "\"" + environment.name + "\" is used twice");
        if (in.failed())
            return fail(in.error());
        config.environments.push_back(std::move(environment));
    }
    return config;
}

/// The line of the "---" that begins a second document with something in it; 0: there is none.
/// Not by YAML::LoadAll, which takes all memory on some malformed texts (yaml-cpp 0.7).
std::size_t secondDocument(std::string_view yaml)
{
    bool content = false;
    std::size_t number = 0, begins = 0;
    while (!yaml.empty()) {
        const std::string_view line = yaml.substr(0, yaml.find('\n'));
        yaml.remove_prefix(std::min(yaml.size(), line.size() + 1));
        ++number;
        const auto first = line.find_first_not_of(" \t\r");
        if (line.starts_with("---") && (line.size() == 3 || line.find_first_of(" \t\r") == 3)) {
            begins = content ? number : 0;
            content = line.find_first_not_of(" \t\r", 3) != std::string_view::npos;
        } else if (first != std::string_view::npos && line[first] != '#' && line[0] != '%' &&
                   !line.starts_with("...")) {
            content = true;
        }
        if (begins > 0 && content)
            return begins;
    }
    return 0;
}

} // namespace

Result<Config> parseConfig(std::string_view yaml, const std::filesystem::path& file)
{
    try {
        if (const std::size_t line = secondDocument(yaml); line > 0)
            return fail(ErrorCode::InvalidInput,
                        file.string() + ":" + std::to_string(line) +
                            ": holds 2 documents or more, separated by ---",
                        "keep one; environments belong into its list");
        const YAML::Node root = YAML::Load(std::string(yaml));
        if (!root.IsDefined() || root.IsNull())
            return fail(ErrorCode::InvalidInput, file.string() + ": the file is empty",
                        "see docs/cli.md, \"The configuration file\", for an example");
        return readDocument(root, file);
    } catch (const YAML::Exception& e) {
        return fail(ErrorCode::InvalidInput,
                    file.string() + ":" + std::to_string(e.mark.line + 1) + ":" +
                        std::to_string(e.mark.column + 1) + ": not valid YAML: " + e.msg,
                    "mend the line named here; indentation and quotes are the usual culprits");
    }
}

Result<EnvironmentConfig> Config::environment(std::string_view name) const
{
    std::string known;
    for (const auto& e : environments) {
        if (name.empty() || e.name == name)
            return e;
        known += (known.empty() ? "" : ", ") + e.name;
    }
    if (environments.empty())
        return fail(ErrorCode::NotFound, "no environment is configured",
                    "add one to " + file.string() + " or in the console's Connections page");
    return fail(ErrorCode::NotFound, "no environment is called \"" + std::string(name) + "\"",
                "known environments: " + known);
}

Config demoConfig()
{
    SourceConfig demo;
    demo.id = "demo";
    demo.type = "demo";
    Config config;
    config.environments.push_back({"demo", false, {demo}});
    return config;
}

} // namespace binnacle::services
