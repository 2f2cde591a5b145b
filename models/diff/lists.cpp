// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/diff/lists.h"

#include <algorithm>
#include <array>
#include <map>

namespace binnacle::models {

namespace {

struct ListKey {
    std::string_view list;
    std::array<std::string_view, 3> fields; ///< all of them, joined by "/"; a missing one is empty
};

/// Source: x-kubernetes-list-map-keys of the API's OpenAPI description.
constexpr ListKey kListKeys[] = {
    {"ports", {"containerPort", "port", "protocol"}},
    {"volumeMounts", {"mountPath", "", ""}},
    {"volumeDevices", {"devicePath", "", ""}},
    {"topologySpreadConstraints", {"topologyKey", "whenUnsatisfiable", ""}},
    {"tolerations", {"key", "operator", "effect"}},
    {"taints", {"key", "effect", ""}},
    {"hostAliases", {"ip", "", ""}},
    {"ownerReferences", {"kind", "name", ""}},
    {"conditions", {"type", "", ""}},
    {"subjects", {"kind", "namespace", "name"}},
    {"items", {"key", "", ""}},
    {"matchExpressions", {"key", "operator", ""}},
};

/// What a list of maps without an entry above is keyed by, when every item has it and it is unique.
constexpr std::string_view kUsualKeys[] = {"name", "key", "id", "type", "path", "host"};

/// Order is meaning: init containers run one after the other, steps too.
constexpr std::string_view kOrdered[] = {"initContainers", "steps",   "rules",  "command",
                                         "args",           "podSets", "flavors"};
/// Order means nothing.
constexpr std::string_view kSets[] = {
    "finalizers",      "accessModes", "verbs",      "apiGroups", "resources", "resourceNames",
    "nonResourceURLs", "ipFamilies",  "clusterIPs", "add",       "drop",      "matchLabelKeys"};

template <class List> bool contains(const List& list, std::string_view text)
{
    return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

std::string keyOf(const ListKey& rule, const Document& item)
{
    std::string key;
    for (const std::string_view field : rule.fields) {
        const auto part = field.empty() ? std::string_view{} : item.textAt({field});
        if (!part.empty())
            key.append(key.empty() ? "" : "/").append(part);
    }
    return key;
}

/// Empty when an item lacks the key or two share it.
std::vector<std::string> keysBy(const ListKey& rule, const Document& list)
{
    std::vector<std::string> keys;
    for (const Document& item : list.items)
        keys.push_back(item.isMap() ? keyOf(rule, item) : "");
    auto sorted = keys;
    std::sort(sorted.begin(), sorted.end());
    const bool unique = std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
    return unique && !contains(keys, "") ? keys : std::vector<std::string>{};
}

Pairing pairUp(const Document& before, const std::vector<std::string>& oldKeys,
               const Document& after, const std::vector<std::string>& newKeys, bool ordered)
{
    std::map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < oldKeys.size(); ++i)
        places.emplace(oldKeys[i], i);
    Pairing out;
    std::size_t last = 0;
    for (std::size_t i = 0; i < newKeys.size(); ++i) {
        const auto place = places.find(newKeys[i]);
        const bool known = place != places.end();
        out.pairs.push_back(
            {newKeys[i], known ? &before.items[place->second] : nullptr, &after.items[i]});
        if (!known)
            continue;
        out.reordered = out.reordered || (ordered && place->second + 1 < last);
        last = std::max(last, place->second + 1);
        places.erase(place);
    }
    for (std::size_t i = 0; i < oldKeys.size(); ++i) {
        if (places.contains(oldKeys[i]))
            out.pairs.push_back({oldKeys[i], &before.items[i], nullptr});
    }
    return out;
}

} // namespace

std::optional<Pairing> pairByKey(std::string_view list, const Document& before,
                                 const Document& after)
{
    const bool ordered = contains(kOrdered, list);
    const auto attempt = [&](const ListKey& rule) -> std::optional<Pairing> {
        const auto oldKeys = keysBy(rule, before);
        const auto newKeys = keysBy(rule, after);
        if ((oldKeys.empty() && !before.items.empty()) || (newKeys.empty() && !after.items.empty()))
            return std::nullopt;
        return pairUp(before, oldKeys, after, newKeys, ordered);
    };
    for (const ListKey& rule : kListKeys) {
        if (rule.list != list)
            continue;
        if (auto pairing = attempt(rule))
            return pairing;
    }
    for (const std::string_view key : kUsualKeys) {
        if (auto pairing = attempt({list, {key, "", ""}}))
            return pairing;
    }
    return std::nullopt;
}

Pairing pairByValue(std::string_view list, const Document& before, const Document& after)
{
    // Equal items get equal labels; the second of two equal ones another.
    const auto labels = [](const Document& of) {
        std::vector<std::string> out;
        std::map<std::string, int> seen;
        for (const Document& item : of.items) {
            std::string text = brief(item);
            const int nth = seen[text]++;
            out.push_back(nth == 0 ? std::move(text) : text + " #" + std::to_string(nth + 1));
        }
        return out;
    };
    const bool ordered = !contains(kSets, list) && list != "tolerations";
    return pairUp(before, labels(before), after, labels(after), ordered);
}

Document flagsOf(const Document& arguments)
{
    Document out{Document::Type::Map, {}, {}, {}};
    int words = 0;
    const auto isFlag = [](const Document& item) {
        return item.isScalar() && item.scalar.size() > 1 && item.scalar.front() == '-' &&
               item.scalar.find_first_not_of("-0123456789.") != std::string::npos;
    };
    const auto& items = arguments.items;
    std::map<std::string, int> seen;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!isFlag(items[i])) {
            out.fields.emplace_back("word " + std::to_string(++words), items[i]);
            continue;
        }
        const std::string& flag = items[i].scalar;
        const auto equals = flag.find('=');
        std::string name = flag.substr(0, equals);
        Document value = Document::text("set");
        if (equals != std::string::npos)
            value = Document::text(flag.substr(equals + 1));
        else if (i + 1 < items.size() && items[i + 1].isScalar() && !isFlag(items[i + 1]))
            value = Document::text(items[++i].scalar);
        const int nth = seen[name]++;
        if (nth > 0)
            name += " #" + std::to_string(nth + 1);
        out.fields.emplace_back(std::move(name), std::move(value));
    }
    return out;
}

} // namespace binnacle::models
