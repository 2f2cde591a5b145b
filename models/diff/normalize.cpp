// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/diff/normalize.h"

#include "models/diff/defaults.h"

#include <algorithm>
#include <array>

namespace binnacle::models {

namespace {

using Path = std::vector<std::string_view>;

template <class List> bool contains(const List& list, std::string_view text)
{
    return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

bool isProbe(std::string_view key)
{
    return key == "livenessProbe" || key == "readinessProbe" || key == "startupProbe";
}

/// One name for what has the same fields.
std::string_view canonical(std::string_view key)
{
    if (key == "initContainers" || key == "ephemeralContainers")
        return "containers";
    return isProbe(key) ? "Probe" : key;
}

bool endsWith(const Path& path, std::string_view pattern)
{
    for (auto part = path.rbegin(); !pattern.empty(); ++part) {
        const auto slash = pattern.rfind('/');
        const auto last = slash == std::string_view::npos ? pattern : pattern.substr(slash + 1);
        if (part == path.rend() || last != *part)
            return false;
        pattern = slash == std::string_view::npos ? std::string_view{} : pattern.substr(0, slash);
    }
    return true;
}

/// ":latest" and no tag are pulled always, anything else once. Source: SetDefaults_Container.
std::string_view pullPolicyOf(std::string_view image)
{
    if (image.find('@') != std::string_view::npos)
        return "IfNotPresent";
    const auto colon = image.rfind(':');
    const bool tagged =
        colon != std::string_view::npos && image.find('/', colon) == std::string_view::npos;
    return tagged && image.substr(colon + 1) != "latest" ? "IfNotPresent" : "Always";
}

class Normalizer {
public:
    Normalizer(const Document& object, const DiffOptions& options)
        : m_kind(object.textAt({"kind"})), m_options(options)
    {
    }

    Document take(const Document& value)
    {
        if (value.isMap())
            return takeMap(value);
        if (value.isList())
            return takeList(value);
        return value;
    }

private:
    Document takeMap(const Document& map)
    {
        Document out{Document::Type::Map, {}, {}, {}};
        for (const auto& [key, value] : map.fields) {
            m_path.push_back(canonical(key));
            if (!dropped(map, key, value)) {
                Document inner = take(value);
                if (!meaningless(key, inner))
                    out.fields.emplace_back(key, std::move(inner));
            }
            m_path.pop_back();
        }
        return out;
    }

    Document takeList(const Document& list)
    {
        Document out{Document::Type::List, {}, {}, {}};
        m_path.emplace_back("*");
        for (const Document& item : list.items) {
            if (!assignedItem(item))
                out.items.push_back(take(item));
        }
        m_path.pop_back();
        return out;
    }

    bool dropped(const Document& map, std::string_view key, const Document& value) const
    {
        if (value.type == Document::Type::Null || bookkeeping(key))
            return true;
        if (m_path.size() == 1 && key == "status")
            return !m_options.withStatus;
        if (!m_options.withIdentity && isIdentity())
            return true;
        return assigned(map, key, value) || isDefault(map, key, value);
    }

    bool bookkeeping(std::string_view key) const
    {
        if (std::any_of(std::begin(kServerFields), std::end(kServerFields),
                        [&](std::string_view field) { return endsWith(m_path, field); }))
            return true;
        const std::string_view in = m_path.size() > 1 ? m_path[m_path.size() - 2] : "";
        if (in == "annotations")
            return contains(kServerAnnotations, key);
        return (in == "labels" || in == "matchLabels") && contains(kServerLabels, key);
    }

    bool isIdentity() const
    {
        return m_path.size() == 2 && m_path[0] == "metadata" &&
               (m_path[1] == "name" || m_path[1] == "namespace" || m_path[1] == "ownerReferences");
    }

    /// Given by the cluster, not asked for.
    bool assigned(const Document& map, std::string_view key, const Document& value) const
    {
        if (m_options.withStatus)
            return false;
        if (m_kind == "Service" && m_path.size() == 2)
            return (key == "clusterIP" && value.scalar != "None") || key == "clusterIPs" ||
                   key == "ipFamilies" || key == "healthCheckNodePort";
        if (m_kind == "Service" && endsWith(m_path, "ports/*/nodePort"))
            return true;
        if (m_kind == "PersistentVolumeClaim" && endsWith(m_path, "spec/volumeName"))
            return true;
        if (m_kind == "Job" && endsWith(m_path, "spec/selector"))
            return map.textAt({"manualSelector"}) != "true";
        return m_kind == "Pod" && m_path.size() == 2 && key == "nodeName";
    }

    bool isDefault(const Document& map, std::string_view key, const Document& value) const
    {
        if (!value.isScalar())
            return false;
        if (key == "imagePullPolicy")
            return value.scalar == pullPolicyOf(map.textAt({"image"}));
        // The old spelling, which the server fills from the new one.
        if (key == "serviceAccount" && value.scalar == map.textAt({"serviceAccountName"}))
            return true;
        if (key == "targetPort" && value.scalar == map.textAt({"port"}))
            return true;
        return std::any_of(
            std::begin(kDefaults), std::end(kDefaults), [&](const DefaultValue& rule) {
                return rule.value == value.scalar && (rule.kind.empty() || rule.kind == m_kind) &&
                       endsWith(m_path, rule.path);
            });
    }

    /// The service account's token and what evicts from a lost node are put into every pod.
    bool assignedItem(const Document& item) const
    {
        const std::string_view list = m_path.size() > 1 ? m_path[m_path.size() - 2] : "";
        if (list == "volumes" || list == "volumeMounts")
            return item.textAt({"name"}).starts_with("kube-api-access-");
        if (list != "tolerations" || item.textAt({"tolerationSeconds"}) != "300")
            return false;
        const auto key = item.textAt({"key"});
        return key == "node.kubernetes.io/not-ready" || key == "node.kubernetes.io/unreachable";
    }

    /// Nothing inside means the same as not there, except where an empty selector means "all".
    bool meaningless(std::string_view key, const Document& value) const
    {
        if (!value.empty() || value.type == Document::Type::Null)
            return value.type == Document::Type::Null;
        return m_kind != "NetworkPolicy" && (!key.ends_with("elector") || key == "nodeSelector") &&
               key != "emptyDir";
    }

    std::string_view m_kind;
    const DiffOptions& m_options;
    Path m_path;
};

} // namespace

Document withoutNoise(const Document& object, const DiffOptions& options)
{
    return Normalizer(object, options).take(object);
}

} // namespace binnacle::models
