// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/diff/semantic_diff.h"

#include "models/diff/lists.h"
#include "models/diff/normalize.h"
#include "models/diff/scalars.h"

#include <algorithm>
#include <tuple>

namespace binnacle::models {

namespace {

using Op = DiffChange::Op;

class Differ {
public:
    explicit Differ(std::string kind) : m_kind(std::move(kind)) {}

    void compare(const Document& before, const Document& after)
    {
        if (before.isMap() && after.isMap())
            compareMaps(before, after);
        else if (before.isList() && after.isList())
            compareLists(before, after);
        else if (before.isScalar() && after.isScalar()) {
            if (!sameScalar(m_path, before, after))
                report(Op::Changed, &before, &after);
        } else if (!(before == after)) {
            report(Op::Changed, &before, &after);
        }
    }

    std::vector<DiffChange> takeChanges()
    {
        std::sort(m_changes.begin(), m_changes.end(), [](const auto& a, const auto& b) {
            return std::tie(a.area, a.path) < std::tie(b.area, b.path);
        });
        return std::move(m_changes);
    }

private:
    void compareMaps(const Document& before, const Document& after)
    {
        for (const auto& [key, value] : before.fields) {
            if (&value == before.find(key))
                compareOne(key, "." + key, &value, after.find(key));
        }
        for (const auto& [key, value] : after.fields) {
            if (&value == after.find(key) && before.find(key) == nullptr)
                compareOne(key, "." + key, nullptr, &value);
        }
    }

    void compareLists(const Document& before, const Document& after)
    {
        const std::string list = m_path.empty() ? std::string() : m_path.back();
        if (list == "args" || list == "command") {
            compareWords(flagsOf(before), flagsOf(after));
            return;
        }
        auto pairing = pairByKey(list, before, after);
        const bool keyed = pairing.has_value();
        if (!keyed)
            pairing = pairByValue(list, before, after);
        for (const auto& pair : pairing->pairs) {
            // An item without a key is its own value: its text in the path would say it twice.
            compareOne(pair.label, keyed ? "[" + pair.label + "]" : "[]", pair.before, pair.after);
        }
        if (pairing->reordered)
            report(Op::Reordered, &before, &after);
    }

    /// "--model" is a key of its own, "word 2" is a place.
    void compareWords(const Document& before, const Document& after)
    {
        for (const auto& [key, value] : before.fields)
            compareOne(key, "[" + key + "]", &value, after.find(key));
        for (const auto& [key, value] : after.fields) {
            if (before.find(key) == nullptr)
                compareOne(key, "[" + key + "]", nullptr, &value);
        }
    }

    void compareOne(const std::string& key, const std::string& step, const Document* before,
                    const Document* after)
    {
        const auto length = m_text.size();
        m_text += m_text.empty() && step.front() == '.' ? step.substr(1) : step;
        m_path.push_back(key);
        if (before != nullptr && after != nullptr)
            compare(*before, *after);
        else if (const Document* only = before != nullptr ? before : after; splits(*only))
            compareParts(before, after);
        else
            report(before != nullptr ? Op::Removed : Op::Added, before, after);
        m_path.pop_back();
        m_text.resize(length);
    }

    /// New limits are told one by one, a new container or probe as a whole.
    bool splits(const Document& value) const
    {
        return value.isMap() && (m_path.back() == "resources" || m_path.back() == "limits" ||
                                 m_path.back() == "requests" || m_path.back() == "labels" ||
                                 m_path.back() == "annotations" || m_path.back() == "data");
    }

    void compareParts(const Document* before, const Document* after)
    {
        const Document nothing{Document::Type::Map, {}, {}, {}};
        compareMaps(before != nullptr ? *before : nothing, after != nullptr ? *after : nothing);
    }

    std::string shown(const Document* value) const
    {
        if (value == nullptr)
            return {};
        const bool secret = m_kind == "Secret" && !m_path.empty() &&
                            (m_path.front() == "data" || m_path.front() == "stringData");
        if (secret)
            return "(hidden)";
        // Of a variable its value says all.
        const bool variable = m_path.size() > 1 && m_path[m_path.size() - 2] == "env";
        const Document* const plain = variable ? value->find("value") : nullptr;
        return brief(plain != nullptr ? *plain : *value);
    }

    void report(Op op, const Document* before, const Document* after)
    {
        m_changes.push_back({op, areaOf(m_path, m_kind), m_text.empty() ? "." : m_text,
                             shown(before), shown(after)});
    }

    std::string m_kind;
    DiffPath m_path;
    std::string m_text; ///< the path as it is shown
    std::vector<DiffChange> m_changes;
};

} // namespace

std::vector<DiffChange> semanticDiff(const Document& before, const Document& after,
                                     const DiffOptions& options)
{
    Differ differ{std::string(after.textAt({"kind"}))};
    differ.compare(withoutNoise(before, options), withoutNoise(after, options));
    return differ.takeChanges();
}

std::string_view toString(DiffArea area)
{
    switch (area) {
    case DiffArea::Image:
        return "image";
    case DiffArea::ModelUri:
        return "model URI";
    case DiffArea::Resources:
        return "resources";
    case DiffArea::Probe:
        return "probe";
    case DiffArea::Environment:
        return "environment";
    case DiffArea::Flags:
        return "flags";
    case DiffArea::Replicas:
        return "replicas";
    case DiffArea::Other:
        break;
    }
    return "other";
}

std::string_view toString(DiffChange::Op op)
{
    switch (op) {
    case Op::Added:
        return "added";
    case Op::Removed:
        return "removed";
    case Op::Changed:
        return "changed";
    case Op::Reordered:
        return "reordered";
    }
    return "changed";
}

} // namespace binnacle::models
