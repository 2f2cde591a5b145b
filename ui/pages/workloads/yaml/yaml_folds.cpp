// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/yaml/yaml_folds.h"

#include <algorithm>

namespace binnacle::ui {

namespace {

/// -1 for a line without anything.
qsizetype indentOf(const QString& line)
{
    qsizetype at = 0;
    while (at < line.size() && line[at] == QLatin1Char(' '))
        ++at;
    return at == line.size() ? -1 : at;
}

bool isItem(const QString& line, qsizetype indent)
{
    return line[indent] == QLatin1Char('-') &&
           (indent + 1 == line.size() || line[indent + 1] == QLatin1Char(' '));
}

} // namespace

std::vector<int> yamlFolds(const QStringList& lines)
{
    struct Open {
        int line;
        qsizetype indent;
        bool item; ///< "- name: x": the next item at the same place ends it
    };
    std::vector<int> last(static_cast<std::size_t>(lines.size()));
    std::vector<Open> open;
    int lastText = -1;
    const auto close = [&](const Open& region) {
        last[static_cast<std::size_t>(region.line)] = std::max(region.line, lastText);
    };
    for (int i = 0; i < lines.size(); ++i) {
        last[static_cast<std::size_t>(i)] = i;
        const qsizetype indent = indentOf(lines[i]);
        if (indent < 0)
            continue; // an empty line of a block text belongs where the next line belongs
        const bool item = isItem(lines[i], indent);
        while (!open.empty()) {
            const Open& inner = open.back();
            // The items of a list stand right under its key.
            const bool under =
                indent > inner.indent || (indent == inner.indent && item && !inner.item);
            if (under)
                break;
            close(inner);
            open.pop_back();
        }
        open.push_back({i, indent, item});
        lastText = i;
    }
    for (const Open& region : open)
        close(region);
    return last;
}

} // namespace binnacle::ui
