// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter/filter_fields.h"

#include <algorithm>

namespace binnacle::models {

FilterType filterTypeOf(const ColumnSpec& column)
{
    switch (column.type) {
    case CellType::Text:
        return FilterType::Text;
    case CellType::Labels:
        return FilterType::Labels;
    case CellType::Time:
        return FilterType::Time;
    case CellType::Flag:
        return FilterType::Flag;
    default:
        break;
    }
    return column.unit == "ratio"        ? FilterType::Ratio
           : column.unit == "bytes"      ? FilterType::Bytes
           : column.unit == "millicores" ? FilterType::Millicores
                                         : FilterType::Number;
}

std::vector<FilterField> fieldsOf(const KindSpec& kind)
{
    std::vector<FilterField> fields;
    for (const ColumnSpec& column : kind.columns)
        fields.push_back({column.name, filterTypeOf(column), {}, true});
    fields.push_back({"age", FilterType::Age, {}, false});
    // What people type; "phase" and "status" both mean the word that kubectl prints.
    const bool hasStatus = kind.column("status") >= 0;
    for (FilterField& field : fields) {
        if (field.name == "namespace")
            field.aliases = {"ns"};
        if (field.name == "labels")
            field.aliases = {"label"};
        if (field.name == "gpusPerPod")
            field.aliases = {"gpus"};
        if (field.name == "status" || (field.name == "phase" && !hasStatus))
            field.aliases = {"status", "phase"};
    }
    return fields;
}

} // namespace binnacle::models
