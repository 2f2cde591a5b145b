// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/kubeconfig_data.h"

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include <exception>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr int kMaxExtensionDepth = 32;
constexpr std::size_t kMaxExtensionNodes = 4096;

std::string at(const std::string& file, const YAML::Mark& mark)
{
    return mark.is_null() ? file : file + ": line " + std::to_string(mark.line + 1);
}

std::string_view typeName(const YAML::Node& node)
{
    switch (node.Type()) {
    case YAML::NodeType::Null:
    case YAML::NodeType::Undefined:
        return "nothing";
    case YAML::NodeType::Scalar:
        return "a single value";
    case YAML::NodeType::Sequence:
        return "a list";
    case YAML::NodeType::Map:
        return "a mapping";
    }
    return "nothing";
}

bool absent(const YAML::Node& node)
{
    return !node.IsDefined() || node.IsNull();
}

/// Reads the fields of one entry. A field of the wrong type marks the entry and not the whole file:
/// one bad user must not hide 99 good contexts.
class Fields {
public:
    Fields(const YAML::Node& map, std::string path, const std::string& file, std::string& problem)
        : m_map(map), m_path(std::move(path)), m_file(file), m_problem(problem)
    {
        if (!absent(m_map) && !m_map.IsMap())
            complain(m_map, m_path, "a mapping");
    }

    /// The last one counts when a key is given twice, as in Go.
    YAML::Node node(std::string_view key) const
    {
        YAML::Node found(YAML::NodeType::Undefined);
        if (!m_map.IsDefined() || !m_map.IsMap())
            return found;
        for (const auto& pair : m_map) {
            if (pair.first.IsScalar() && pair.first.Scalar() == key)
                found.reset(pair.second);
        }
        return found;
    }

    std::string text(std::string_view key) const { return scalar(node(key), join(key)); }

    bool flag(std::string_view key) const
    {
        const YAML::Node value = node(key);
        bool out = false;
        if (!absent(value) && !YAML::convert<bool>::decode(value, out))
            complain(value, join(key), "true or false");
        return out;
    }

    std::vector<std::string> texts(std::string_view key) const { return textsIn(node(key), key); }
    /// Of a value that is at hand already.
    std::vector<std::string> textsIn(const YAML::Node& value, std::string_view key) const
    {
        std::vector<std::string> out;
        for (const YAML::Node& item : listIn(value, key))
            out.push_back(scalar(item, join(key)));
        return out;
    }

    std::vector<YAML::Node> list(std::string_view key) const { return listIn(node(key), key); }
    std::vector<YAML::Node> listIn(const YAML::Node& value, std::string_view key) const
    {
        std::vector<YAML::Node> out;
        if (absent(value))
            return out;
        if (!value.IsSequence()) {
            complain(value, join(key), "a list");
            return out;
        }
        for (const auto& item : value)
            out.push_back(item);
        return out;
    }

    Fields child(std::string_view key) const { return {node(key), join(key), m_file, m_problem}; }
    Fields of(const YAML::Node& item, const std::string& key) const
    {
        return {item, join(key), m_file, m_problem};
    }
    bool present() const { return m_map.IsDefined() && m_map.IsMap(); }
    const YAML::Node& raw() const { return m_map; }

    std::string scalar(const YAML::Node& value, const std::string& path) const
    {
        if (absent(value))
            return {};
        if (!value.IsScalar()) {
            complain(value, path, "text");
            return {};
        }
        return value.Scalar();
    }

private:
    std::string join(std::string_view key) const { return m_path + "." + std::string(key); }

    void complain(const YAML::Node& node, const std::string& path, const char* expected) const
    {
        if (m_problem.empty())
            m_problem = at(m_file, node.Mark()) + ": " + path + " must be " + expected +
                        ", found " + std::string(typeName(node));
    }

    YAML::Node m_map;
    std::string m_path;
    const std::string& m_file;
    std::string& m_problem;
};

nlohmann::json scalarToJson(const YAML::Node& node)
{
    const std::string& text = node.Scalar();
    if (node.Tag() == "!") // quoted
        return text;
    bool flag = false;
    if ((text == "true" || text == "false") && YAML::convert<bool>::decode(node, flag))
        return flag;
    auto number = nlohmann::json::parse(text, nullptr, false);
    return number.is_number() ? number : nlohmann::json(text);
}

/// Anchors can make a graph of any size out of a small file, so both bounds are needed.
bool toJson(const YAML::Node& node, nlohmann::json& out, std::size_t& budget, int depth)
{
    if (depth > kMaxExtensionDepth || budget-- == 0)
        return false;
    if (absent(node)) {
        out = nullptr;
    } else if (node.IsScalar()) {
        out = scalarToJson(node);
    } else if (node.IsSequence()) {
        out = nlohmann::json::array();
        for (const auto& item : node) {
            if (!toJson(item, out.emplace_back(), budget, depth + 1))
                return false;
        }
    } else {
        out = nlohmann::json::object();
        for (const auto& pair : node) {
            if (!pair.first.IsScalar() ||
                !toJson(pair.second, out[pair.first.Scalar()], budget, depth + 1))
                return false;
        }
    }
    return true;
}

std::string execExtension(const Fields& cluster, std::string& problem)
{
    for (const YAML::Node& item : cluster.list("extensions")) {
        const Fields extension = cluster.of(item, "extensions[]");
        if (extension.text("name") != "client.authentication.k8s.io/exec")
            continue;
        nlohmann::json json;
        std::size_t budget = kMaxExtensionNodes;
        if (!toJson(extension.node("extension"), json, budget, 0)) {
            problem = "the extension client.authentication.k8s.io/exec is too large or too deep";
            return {};
        }
        return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
    return {};
}

void readCluster(const Fields& fields, ClusterEntry& out)
{
    out.server = fields.text("server");
    out.caFile = fields.text("certificate-authority");
    out.caData = fields.text("certificate-authority-data");
    out.tlsServerName = fields.text("tls-server-name");
    out.proxyUrl = fields.text("proxy-url");
    out.insecure = fields.flag("insecure-skip-tls-verify");
    out.disableCompression = fields.flag("disable-compression");
    out.execConfigJson = execExtension(fields, out.problem);
}

InteractiveMode readInteractiveMode(const std::string& text)
{
    if (text.empty())
        return InteractiveMode::Unset;
    if (text == "Never")
        return InteractiveMode::Never;
    if (text == "IfAvailable")
        return InteractiveMode::IfAvailable;
    return text == "Always" ? InteractiveMode::Always : InteractiveMode::Unknown;
}

void readExec(const Fields& fields, ExecConfig& out)
{
    out.command = fields.text("command");
    out.args = fields.texts("args");
    for (const YAML::Node& item : fields.list("env")) {
        const Fields entry = fields.of(item, "env[]");
        out.env.emplace_back(entry.text("name"), entry.text("value"));
    }
    out.apiVersion = fields.text("apiVersion");
    out.installHint = fields.text("installHint");
    out.provideClusterInfo = fields.flag("provideClusterInfo");
    out.interactiveMode = readInteractiveMode(fields.text("interactiveMode"));
}

void readOidc(const Fields& config, OidcConfig& out)
{
    out.issuer = config.text("idp-issuer-url");
    out.clientId = config.text("client-id");
    out.clientSecret = config.text("client-secret");
    out.caFile = config.text("idp-certificate-authority");
    out.caPem = config.text("idp-certificate-authority-data");
    out.idToken = config.text("id-token");
    out.refreshToken = config.text("refresh-token");
}

void readUser(const Fields& fields, UserEntry& out)
{
    AuthInfo& auth = out.auth;
    auth.user = out.name;
    auth.sourceFile = out.file;
    auth.certFile = fields.text("client-certificate");
    auth.certPem = fields.text("client-certificate-data");
    auth.keyFile = fields.text("client-key");
    auth.keyPem = fields.text("client-key-data");
    auth.token = fields.text("token");
    auth.tokenFile = fields.text("tokenFile");
    auth.basicUser = fields.text("username");
    auth.basicPassword = fields.text("password");
    auth.impersonation.user = fields.text("as");
    auth.impersonation.uid = fields.text("as-uid");
    auth.impersonation.groups = fields.texts("as-groups");
    if (const Fields extra = fields.child("as-user-extra"); extra.present()) {
        for (const auto& pair : extra.raw()) {
            if (pair.first.IsScalar())
                auth.impersonation.extra[pair.first.Scalar()] =
                    extra.textsIn(pair.second, pair.first.Scalar());
        }
    }
    if (const Fields exec = fields.child("exec"); exec.present()) {
        out.hasExec = true;
        readExec(exec, auth.exec);
    }
    if (const Fields provider = fields.child("auth-provider"); provider.present()) {
        out.hasProvider = true;
        auth.providerName = provider.text("name");
        readOidc(provider.child("config"), auth.oidc);
    }
}

void readContext(const Fields& fields, ContextEntry& out)
{
    out.cluster = fields.text("cluster");
    out.user = fields.text("user");
    out.ns = fields.text("namespace");
}

/// One of the three lists of {name, payload}.
template <class Entry, class Read>
Result<void> readEntries(const YAML::Node& root, const char* list, const char* payload,
                         KubeconfigData& data, std::vector<Entry>& into, const std::string& file,
                         Read read)
{
    std::string listProblem;
    const Fields top(root, "", file, listProblem);
    const YAML::Node node = top.node(list);
    if (absent(node))
        return {};
    if (!node.IsSequence())
        return fail(ErrorCode::InvalidInput,
                    at(file, node.Mark()) + ": " + list + " must be a list of {name, " + payload +
                        "}, found " + std::string(typeName(node)),
                    "Write each entry as \"- name: NAME\" followed by \"" + std::string(payload) +
                        ":\".");
    for (const YAML::Node& item : top.list(list)) {
        Entry entry;
        entry.file = file;
        entry.line = item.Mark().line + 1;
        const Fields fields(item, std::string(list) + "[]", file, entry.problem);
        entry.name = fields.text("name");
        if (entry.name.empty()) {
            data.warnings.push_back(at(file, item.Mark()) + ": an entry of " + list +
                                    " without a name is ignored");
            continue;
        }
        if (findEntry(into, entry.name) != nullptr) {
            data.warnings.push_back(at(file, item.Mark()) + ": \"" + entry.name +
                                    "\" is twice in " + list + "; the first one is used");
            continue;
        }
        read(fields.child(payload), entry);
        into.push_back(std::move(entry));
    }
    return {};
}

Result<KubeconfigData> readDocument(const YAML::Node& root, const std::string& file)
{
    KubeconfigData data;
    data.files.push_back(file);
    if (absent(root)) {
        data.warnings.push_back(file + ": is empty");
        return data;
    }
    if (!root.IsMap())
        return fail(ErrorCode::InvalidInput,
                    at(file, root.Mark()) +
                        ": expected a mapping with clusters, users and contexts, found " +
                        std::string(typeName(root)),
                    "Choose a kubeconfig file, for example what kubectl config view --raw prints.");
    std::string problem;
    const Fields top(root, "", file, problem);
    if (const std::string kind = top.text("kind"); !kind.empty() && kind != "Config")
        return fail(ErrorCode::InvalidInput,
                    file + ": this is a Kubernetes " + kind + ", not a kubeconfig",
                    "Choose a file with \"kind: Config\".");
    if (const std::string version = top.text("apiVersion"); !version.empty() && version != "v1")
        data.warnings.push_back(file + ": apiVersion \"" + version + "\" is read as v1");
    data.currentContext = top.text("current-context");
    if (!problem.empty())
        data.warnings.push_back(problem);
    auto clusters =
        readEntries(root, "clusters", "cluster", data, data.clusters, file, readCluster);
    if (!clusters)
        return fail(std::move(clusters.error()));
    auto users = readEntries(root, "users", "user", data, data.users, file, readUser);
    if (!users)
        return fail(std::move(users.error()));
    auto contexts =
        readEntries(root, "contexts", "context", data, data.contexts, file, readContext);
    if (!contexts)
        return fail(std::move(contexts.error()));
    return data;
}

} // namespace

Result<KubeconfigData> readKubeconfigText(const std::string& text, const std::string& file)
{
    if (text.find('\0') != std::string::npos)
        return fail(ErrorCode::InvalidInput, file + ": holds NUL bytes, so it is binary or UTF-16",
                    "Choose a kubeconfig file saved as UTF-8 text.");
    try {
        return readDocument(YAML::Load(text), file);
    } catch (const YAML::Exception& e) {
        // The parser's message names what it met, never the text around it.
        std::string where = e.mark.is_null() ? "" : ", column " + std::to_string(e.mark.column + 1);
        return fail(
            ErrorCode::InvalidInput, at(file, e.mark) + where + ": not valid YAML: " + e.msg,
            "Correct the file at that line; YAML is indented with spaces, never with tabs.");
    } catch (const std::exception&) {
        return fail(ErrorCode::InvalidInput, file + ": cannot be read as YAML or JSON",
                    "Correct the file or choose another one.");
    }
}

} // namespace binnacle::plugins::kubernetes
