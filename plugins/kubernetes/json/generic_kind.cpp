// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/json/generic_kind.h"

#include "models/base/time.h"
#include "plugins/kubernetes/json/custom_decoder.h"
#include "plugins/kubernetes/json/json_path.h"

#include <cctype>

namespace binnacle::plugins::kubernetes {

using models::CellType;
using models::ColumnId;
using models::ColumnSpec;
using models::ErrorCode;
using models::fail;
using models::KindRegistry;
using models::KindSpec;
using models::Result;

namespace {

constexpr std::size_t kMaxColumns = 32;

/// "Desired Replicas" becomes "desiredReplicas".
std::string columnName(std::string_view title)
{
    std::string name;
    bool upper = false;
    for (const char c : title) {
        const auto u = static_cast<unsigned char>(c);
        if (std::isalnum(u) == 0) {
            upper = !name.empty();
            continue;
        }
        name += static_cast<char>(upper ? std::toupper(u) : name.empty() ? std::tolower(u) : u);
        upper = false;
    }
    return name;
}

CellType cellType(std::string_view type)
{
    if (type == "integer")
        return CellType::Int;
    if (type == "number")
        return CellType::Real;
    if (type == "boolean")
        return CellType::Flag;
    return type == "date" ? CellType::Time : CellType::Text;
}

void writeCell(Row& row, ColumnId column, CellType type, std::string_view text)
{
    if (text.empty())
        return;
    if (type == CellType::Text) {
        row.text(column, text);
    } else if (type == CellType::Flag) {
        if (text == "true" || text == "false")
            row.flag(column, text == "true");
    } else if (type == CellType::Time) {
        if (const auto time = models::parseRfc3339(text))
            row.time(column, *time);
    } else if (type == CellType::Int) {
        char* end = nullptr;
        const std::string copy(text);
        const long long value = std::strtoll(copy.c_str(), &end, 10);
        if (end && *end == 0)
            row.integer(column, value);
    } else {
        char* end = nullptr;
        const std::string copy(text);
        const double value = std::strtod(copy.c_str(), &end);
        if (end && *end == 0)
            row.writer().real(column, value);
    }
}

struct BoundColumn {
    ColumnId column = 0;
    CellType type = CellType::Text;
    ColumnPath path;
};

/// Which of the resource's columns the registered kind has, and where.
std::vector<BoundColumn> bind(const KindSpec& spec, const GenericResource& resource)
{
    std::vector<BoundColumn> bound;
    for (const auto& column : resource.columns) {
        const int at = spec.column(columnName(column.title));
        auto path = ColumnPath::parse(column.path);
        if (at < static_cast<int>(models::kFirstOwn) || !path)
            continue;
        const auto id = static_cast<ColumnId>(at);
        bound.push_back({id, spec.columns[id].type, std::move(*path)});
    }
    return bound;
}

void writeReady(Row& row, const KindSpec& spec, const JsonElement& object)
{
    auto condition = conditionAt(object, "Ready");
    if (!condition)
        condition = conditionAt(object, "Available");
    std::string_view status;
    if (condition)
        status = condition->status == "True" ? condition->type : condition->reason;
    if (condition && status.empty())
        status = condition->status == "False" ? "NotReady" : "Unknown";
    if (status.empty())
        status = textAt(object, {"status", "phase"});
    if (status.empty())
        status = textAt(object, {"status", "state"});
    const int statusAt = spec.column("conditionStatus");
    const int messageAt = spec.column("conditionMessage");
    if (statusAt >= 0)
        row.text(static_cast<ColumnId>(statusAt), status);
    if (messageAt >= 0 && condition && condition->status != "True")
        row.text(static_cast<ColumnId>(messageAt), condition->message);
}

} // namespace

Result<std::vector<GenericColumn>> printerColumns(std::string_view crdJson,
                                                  std::string_view version)
{
    simdjson::dom::parser parser;
    JsonElement root;
    if (parser.parse(crdJson.data(), crdJson.size()).get(root) != simdjson::SUCCESS ||
        textAt(root, {"kind"}) != "CustomResourceDefinition")
        return fail(ErrorCode::DataCorrupt, "the answer is not a CustomResourceDefinition");
    std::vector<GenericColumn> columns;
    forEachAt(root, {"spec", "versions"}, [&](const JsonElement& one) {
        if (textAt(one, {"name"}) != version)
            return;
        forEachAt(one, {"additionalPrinterColumns"}, [&](const JsonElement& column) {
            if (columns.size() < kMaxColumns)
                columns.push_back({std::string(textAt(column, {"name"})),
                                   std::string(textAt(column, {"type"})),
                                   std::string(textAt(column, {"jsonPath"}))});
        });
    });
    return columns;
}

GenericKind registerGenericKind(GenericResource resource)
{
    KindSpec spec;
    spec.name = resource.kind + "." + resource.group;
    spec.group = resource.group;
    spec.version = resource.version;
    spec.plural = resource.plural;
    spec.namespaced = resource.namespaced;
    std::vector<ColumnSpec> own;
    own.push_back({"conditionStatus", "Status", CellType::Text, "", false, false});
    own.push_back({"conditionMessage", "Message", CellType::Text, "", false, false});
    spec.columns = models::withCommonColumns(std::move(own));
    for (const auto& column : resource.columns) {
        const auto name = columnName(column.title);
        if (name.empty() || spec.column(name) >= 0 || name == "age" ||
            !ColumnPath::parse(column.path))
            continue;
        spec.columns.push_back({name, column.title, cellType(column.type), "", false, false});
    }
    GenericKind kind;
    kind.name = spec.name;
    kind.id = KindRegistry::instance().add(std::move(spec));
    kind.resource = std::make_shared<const GenericResource>(std::move(resource));
    return kind;
}

std::unique_ptr<ObjectDecoder> makeGenericDecoder(const GenericKind& kind, std::string source)
{
    const KindSpec& spec = KindRegistry::instance().spec(kind.id);
    auto columns = std::make_shared<const std::vector<BoundColumn>>(bind(spec, *kind.resource));
    return makeCustomDecoder(
        kind.id, std::move(source),
        [columns, &spec](Row& row, const view::ObjectMeta&, const JsonElement& object) {
            for (const auto& c : *columns)
                writeCell(row, c.column, c.type, c.path.evaluate(object));
            writeReady(row, spec, object);
        });
}

} // namespace binnacle::plugins::kubernetes
