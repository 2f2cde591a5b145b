// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/store_fixture.h"

#include <algorithm>
#include <bit>
#include <sstream>

namespace binnacle::tests {

namespace {

void dumpCell(std::ostream& out, const RowRef& row, ColumnId column, CellType type)
{
    switch (type) {
    case CellType::Text:
    case CellType::Labels:
        out << '"' << row.text(column) << '"';
        break;
    case CellType::Int:
    case CellType::Time:
        out << row.integer(column);
        break;
    case CellType::Real:
        out << std::bit_cast<std::uint64_t>(row.real(column));
        break;
    case CellType::Flag:
        out << static_cast<int>(row.flag(column));
        break;
    }
}

} // namespace

std::string dump(const Snapshot& snapshot, bool withGauges)
{
    std::vector<std::string> lines;
    for (const auto& table : snapshot.tables) {
        if (!table)
            continue;
        table->forEach([&](const RowRef& row) {
            std::ostringstream out;
            out << table->spec().name << ' ' << toString(row.key()) << ' '
                << snapshot.source(row.source())->id << ' ' << row.validFrom().ns;
            for (std::size_t c = 0; c < table->spec().columns.size(); ++c) {
                const auto column = static_cast<ColumnId>(c);
                const auto& spec = table->spec().columns[c];
                if (!row.known(column) || (spec.gauge && !withGauges))
                    continue;
                out << ' ' << spec.name << '=';
                dumpCell(out, row, column, spec.type);
            }
            lines.push_back(out.str());
        });
    }
    std::sort(lines.begin(), lines.end());
    std::string all;
    for (const std::string& line : lines)
        all += line + '\n';
    return all;
}

} // namespace binnacle::tests
