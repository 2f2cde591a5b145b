// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/workloads_columns.h"

#include "services/usecases/object_state.h"
#include "ui/viewmodels/format.h"
#include "ui/viewmodels/workloads_cells.h"

#include <algorithm>
#include <map>

namespace binnacle::ui {

using models::CellType;
using models::col;
using models::ColumnId;
using models::Common;
using models::PodColumn;
using services::RowRef;

namespace {

using cells::tr;

/// Default columns by kind, in order; what is not named follows, hidden.
const std::vector<std::string>& defaultsOf(const models::KindSpec& spec)
{
    static const std::map<std::string, std::vector<std::string>> known = {
        {"Pod", {"name", "status", "ready", "restarts", "revisionModel", "node", "gpu", "age"}},
        {"Node",
         {"name", "status", "gpus", "gpuModel", "pods", "pool", "version", "conditions", "age"}},
        {"Event",
         {"reason", "type", "count", "about", "message", "lastSeen", "namespace", "component"}},
        {"Namespace", {"name", "phase", "team", "age"}},
        {"Job", {"name", "namespace", "status", "ready", "failed", "gpusPerPod", "team", "age"}},
        {"PersistentVolumeClaim",
         {"name", "namespace", "phase", "capacity", "storageClass", "volume", "age"}},
        {"HorizontalPodAutoscaler",
         {"name", "namespace", "target", "current", "desired", "min", "max", "age"}},
        {"ResourceQuota", {"name", "namespace", "gpuUsed", "gpuHard", "used", "hard", "age"}},
        {"Workload",
         {"name", "namespace", "status", "gpus", "queue", "waitingSince", "team", "age"}},
        {"ClusterQueue", {"name", "status", "gpusUsed", "gpus", "pending", "admitted", "age"}},
        {"LocalQueue", {"name", "namespace", "status", "queue", "pending", "admitted", "age"}},
        {"Gpu", {"name", "node", "model", "pod", "utilisation", "memoryUsed", "power", "xid"}},
    };
    static const std::vector<std::string> replicated = {"name",         "namespace",  "status",
                                                        "ready",        "updated",    "revision",
                                                        "modelVersion", "gpusPerPod", "age"};
    static const std::vector<std::string> none;
    if (const auto found = known.find(spec.name); found != known.end())
        return found->second;
    return spec.column("readyReplicas") >= 0 ? replicated : none;
}

/// Never shown as a column of its own: another one says it in words.
bool isHidden(const models::KindSpec& spec, const models::ColumnSpec& column)
{
    static constexpr std::string_view kAlways[] = {"labels", "created", "deleted", "ownerUid",
                                                   "aboutUid"};
    if (std::find(std::begin(kAlways), std::end(kAlways), column.name) != std::end(kAlways))
        return column.name != "labels";
    if (spec.name == "Pod")
        return column.name == "readyContainers" || column.name == "containers";
    return (column.name == "readyReplicas" || column.name == "desired") &&
           spec.column("readyReplicas") >= 0;
}

std::vector<ObjectColumn> allColumns(const models::KindSpec& spec)
{
    std::vector<ObjectColumn> all;
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
        if (!isHidden(spec, spec.columns[i]))
            all.push_back(cells::plainColumn(spec, static_cast<ColumnId>(i)));
    }
    for (ObjectColumn& made : cells::madeColumns(spec)) {
        const auto same = std::find_if(all.begin(), all.end(),
                                       [&](const ObjectColumn& c) { return c.id == made.id; });
        if (same != all.end())
            *same = std::move(made);
        else
            all.push_back(std::move(made));
    }
    return all;
}

/// A kind nobody knows: name, namespace, then what its own description says, age.
std::vector<std::string> guessedDefaults(const models::KindSpec& spec)
{
    constexpr std::size_t kMost = 9;
    std::vector<std::string> ids{"name"};
    if (spec.namespaced)
        ids.emplace_back("namespace");
    const int status = services::statusColumn(spec);
    if (status >= 0)
        ids.push_back(spec.columns[static_cast<std::size_t>(status)].name);
    for (std::size_t i = static_cast<std::size_t>(Common::Count); i < spec.columns.size(); ++i) {
        const std::string& name = spec.columns[i].name;
        if (static_cast<int>(i) != status && name != "conditionMessage" && ids.size() < kMost)
            ids.push_back(name);
    }
    ids.emplace_back("age");
    return ids;
}

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

} // namespace

int ObjectKind::column(std::string_view columnId) const
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].id == columnId)
            return static_cast<int>(i);
    }
    return -1;
}

std::shared_ptr<const ObjectKind> objectKind(models::KindId id)
{
    const models::KindSpec& spec = models::KindRegistry::instance().spec(id);
    auto kind = std::make_shared<ObjectKind>();
    kind->id = id;
    kind->name = spec.name;
    kind->countWord = toQ(services::kindWord(spec, true));
    kind->title = capitalised(kind->countWord);
    kind->namespaced = spec.namespaced;
    std::vector<ObjectColumn> all = allColumns(spec);
    const std::vector<std::string>& known = defaultsOf(spec);
    for (const std::string& wanted : known.empty() ? guessedDefaults(spec) : known) {
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const ObjectColumn& c) { return c.id == wanted; });
        if (found == all.end())
            continue;
        found->shown = true;
        kind->columns.push_back(std::move(*found));
        all.erase(found);
    }
    for (ObjectColumn& column : all)
        kind->columns.push_back(std::move(column));
    return kind;
}

QString shortDevice(std::string_view model)
{
    QString text = toQ(model);
    text.replace(QLatin1Char('-'), QLatin1Char(' ')).replace(QLatin1Char('_'), QLatin1Char(' '));
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QString family;
    for (const QString& word : words) {
        const QString low = word.toLower();
        if (low == QStringLiteral("nvidia") || low == QStringLiteral("tesla") ||
            low == QStringLiteral("amd") || low == QStringLiteral("instinct") ||
            low == QStringLiteral("intel"))
            continue;
        if (low == QStringLiteral("rtx") || low == QStringLiteral("geforce") ||
            low == QStringLiteral("quadro") || low == QStringLiteral("gaudi")) {
            family += word + QLatin1Char(' ');
            continue;
        }
        return family + word;
    }
    return toQ(model);
}

QString versionPart(std::string_view modelVersion)
{
    constexpr std::size_t kDigest = 8;
    const std::size_t digest = modelVersion.find("@sha256:");
    if (digest != std::string_view::npos)
        return toQ(modelVersion.substr(digest + 8, kDigest)); // as people quote digests
    const std::size_t at = modelVersion.find_last_of(":@");
    if (at == std::string_view::npos || at + 1 == modelVersion.size())
        return toQ(modelVersion);
    const QString version = toQ(modelVersion.substr(at + 1));
    return version[0].isDigit() ? QLatin1Char('v') + version : version;
}

} // namespace binnacle::ui
