// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/oidc_store.h"

#include "plugins/kubernetes/access/kubeconfig_data.h"
#include "plugins/kubernetes/access/text_file.h"

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace binnacle::plugins::kubernetes {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::size_t kMaxFile = std::size_t{16} << 20;
constexpr std::chrono::milliseconds kLockWait{500};
constexpr int kMaxDepth = 64;
constexpr std::string_view kIdToken = "id-token", kRefreshToken = "refresh-token";

struct Edit {
    std::size_t at = 0, length = 0;
    std::string text;
};

std::string quoted(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

YAML::Node mapValue(const YAML::Node& map, std::string_view key)
{
    YAML::Node found(YAML::NodeType::Undefined);
    if (map.IsDefined() && map.IsMap()) {
        for (const auto& pair : map) {
            if (pair.first.IsScalar() && pair.first.Scalar() == key)
                found.reset(pair.second);
        }
    }
    return found;
}

YAML::Node providerConfig(const YAML::Node& root, const std::string& user)
{
    const YAML::Node users = mapValue(root, "users");
    if (users.IsDefined() && users.IsSequence()) {
        for (const auto& item : users) {
            const YAML::Node name = mapValue(item, "name");
            if (name.IsDefined() && name.IsScalar() && name.Scalar() == user)
                return mapValue(mapValue(mapValue(item, "user"), "auth-provider"), "config");
        }
    }
    return YAML::Node(YAML::NodeType::Undefined);
}

/// Where the scalar that starts at `at` is written; none when it is not plainly on one line.
std::optional<std::size_t> scalarLength(const std::string& text, std::size_t at,
                                        const std::string& value)
{
    if (at >= text.size())
        return std::nullopt;
    const char first = text[at];
    if (first == '"' || first == '\'') {
        for (std::size_t end = at + 1; end < text.size() && text[end] != '\n'; ++end) {
            if (first == '"' && text[end] == '\\') {
                ++end;
            } else if (text[end] == first) {
                // A doubled single quote is one that belongs to the text.
                if (first == '"' || end + 1 >= text.size() || text[end + 1] != first)
                    return end + 1 - at;
                ++end;
            }
        }
        return std::nullopt;
    }
    if (value.empty() || text.compare(at, value.size(), value) != 0)
        return std::nullopt;
    const std::size_t end = at + value.size();
    if (end < text.size() &&
        std::string_view(" \t\r\n,}]").find(text[end]) == std::string_view::npos)
        return std::nullopt;
    return value.size();
}

Result<Edit> editFor(const std::string& text, const YAML::Node& config, std::string_view key,
                     const std::string& value)
{
    const auto unsupported = [&] {
        return fail(ErrorCode::Unsupported,
                    std::string(key) + " is written in a style that cannot be edited in place",
                    "Write it on one line as \"" + std::string(key) + ": TOKEN\".");
    };
    const YAML::Node present = mapValue(config, key);
    if (present.IsDefined()) {
        const auto at = static_cast<std::size_t>(present.Mark().pos);
        const auto length =
            present.IsScalar() ? scalarLength(text, at, present.Scalar()) : std::nullopt;
        if (!length)
            return unsupported();
        return Edit{at, *length, quoted(value)};
    }
    const auto first = config.begin();
    if (first == config.end() || first->first.Mark().is_null())
        return unsupported();
    const YAML::Mark mark = first->first.Mark();
    const std::string entry = quoted(std::string(key)) + ": " + quoted(value);
    const bool flow = config.Style() == YAML::EmitterStyle::Flow;
    return Edit{static_cast<std::size_t>(mark.pos), 0,
                entry +
                    (flow ? ", " : "\n" + std::string(static_cast<std::size_t>(mark.column), ' '))};
}

/// One text per tree, with the two tokens of `config` left out. An anchor that is used in an anchor
/// that is used again grows without end, so a text much larger than the file ends it.
class Canonical {
public:
    Canonical(const YAML::Node& config, std::size_t fileSize)
        : m_config(config), m_most(fileSize * 16 + (std::size_t{64} << 10))
    {
    }
    /// False when the tree is too deep or too large.
    bool add(const YAML::Node& node, int depth = 0)
    {
        if (depth > kMaxDepth || m_text.size() > m_most)
            return false;
        if (!node.IsDefined() || node.IsNull())
            m_text += "~;";
        else if (node.IsScalar())
            m_text += quoted(node.Scalar()) + ";";
        else if (node.IsSequence())
            return addSequence(node, depth);
        else
            return addMap(node, depth);
        return true;
    }
    const std::string& text() const { return m_text; }

private:
    bool addSequence(const YAML::Node& node, int depth)
    {
        m_text += "[";
        for (const auto& item : node) {
            if (!add(item, depth + 1))
                return false;
        }
        m_text += "]";
        return true;
    }
    bool addMap(const YAML::Node& node, int depth)
    {
        m_text += "{";
        for (const auto& pair : node) {
            if (node.is(m_config) && pair.first.IsScalar() &&
                (pair.first.Scalar() == kIdToken || pair.first.Scalar() == kRefreshToken))
                continue;
            if (!add(pair.first, depth + 1) || !add(pair.second, depth + 1))
                return false;
        }
        m_text += "}";
        return true;
    }

    const YAML::Node m_config;
    const std::size_t m_most;
    std::string m_text;
};

bool onlyTokensChanged(const YAML::Node& before, const YAML::Node& configBefore,
                       const std::string& after, const std::string& user, const OidcTokens& tokens)
{
    const YAML::Node root = YAML::Load(after);
    const YAML::Node config = providerConfig(root, user);
    const YAML::Node idToken = mapValue(config, kIdToken),
                     refresh = mapValue(config, kRefreshToken);
    if (!idToken.IsDefined() || !idToken.IsScalar() || idToken.Scalar() != tokens.idToken)
        return false;
    if (!tokens.refreshToken.empty() &&
        (!refresh.IsDefined() || !refresh.IsScalar() || refresh.Scalar() != tokens.refreshToken))
        return false;
    Canonical left(configBefore, after.size()), right(config, after.size());
    return left.add(before) && right.add(root) && left.text() == right.text();
}

Result<std::string> edited(const std::string& body, const std::string& user,
                           const OidcTokens& tokens)
{
    const YAML::Node root = YAML::Load(body);
    const YAML::Node config = providerConfig(root, user);
    if (!config.IsDefined() || !config.IsMap())
        return fail(ErrorCode::NotFound,
                    "user \"" + user + "\" has no auth-provider config in the file any more");
    std::vector<Edit> edits;
    std::vector<std::pair<std::string_view, std::string>> wanted{{kIdToken, tokens.idToken}};
    if (!tokens.refreshToken.empty())
        wanted.emplace_back(kRefreshToken, tokens.refreshToken);
    for (const auto& [key, value] : wanted) {
        auto edit = editFor(body, config, key, value);
        if (!edit)
            return fail(std::move(edit.error()));
        edits.push_back(std::move(*edit));
    }
    std::stable_sort(edits.begin(), edits.end(),
                     [](const Edit& a, const Edit& b) { return a.at > b.at; });
    std::string out = body;
    for (const Edit& edit : edits)
        out.replace(edit.at, edit.length, edit.text);
    if (!onlyTokensChanged(root, config, out, user, tokens))
        return fail(ErrorCode::Unsupported,
                    "the file is written in a style that cannot be edited in place");
    return out;
}

} // namespace

Result<std::string> withTokens(const std::string& text, const std::string& user,
                               const OidcTokens& tokens)
{
    // The parser's positions count from behind a byte order mark.
    const std::string mark = text.starts_with("\xef\xbb\xbf") ? "\xef\xbb\xbf" : "";
    try {
        auto body = edited(text.substr(mark.size()), user, tokens);
        return body ? Result<std::string>(mark + *body) : body;
    } catch (const std::exception&) {
        return fail(ErrorCode::InvalidInput, "the kubeconfig is not valid YAML any more");
    }
}

Result<void> storeTokens(const std::string& file, const std::string& user, const OidcTokens& tokens)
{
    const auto lock = FileLock::acquire(file, kLockWait);
    if (!lock)
        return fail(lock.error());
    const auto text = readTextFile(file, kMaxFile);
    if (!text)
        return fail(text.error());
    const auto changed = withTokens(*text, user, tokens);
    return changed ? replaceTextFile(file, *changed)
                   : fail(models::Error(changed.error()).in(file));
}

Result<OidcTokens> loadTokens(const std::string& file, const std::string& user)
{
    const auto text = readTextFile(file, kMaxFile);
    if (!text)
        return fail(text.error());
    const auto data = readKubeconfigText(*text, file);
    if (!data)
        return fail(data.error());
    if (const UserEntry* entry = findEntry(data->users, user);
        entry != nullptr && entry->hasProvider)
        return OidcTokens{entry->auth.oidc.idToken, entry->auth.oidc.refreshToken};
    return fail(ErrorCode::NotFound, "user \"" + user + "\" is not in " + file + " any more");
}

} // namespace binnacle::plugins::kubernetes
