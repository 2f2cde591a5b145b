// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/fuzzy.h"

#include <limits>
#include <vector>

namespace binnacle::ui {

namespace {

constexpr int kNone = std::numeric_limits<int>::min() / 2;

bool startsWord(QStringView text, qsizetype at)
{
    return at == 0 || !text[at - 1].isLetterOrNumber() ||
           (text[at].isUpper() && text[at - 1].isLower());
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(QStringView pattern, QStringView text)
{
    QString wanted;
    for (const QChar c : pattern) {
        if (!c.isSpace())
            wanted.append(c.toCaseFolded());
    }
    if (wanted.isEmpty())
        return FuzzyMatch{};
    const auto rows = static_cast<std::size_t>(wanted.size());
    const auto columns = static_cast<std::size_t>(text.size());
    if (columns < rows)
        return std::nullopt;
    // best[i][j]: highest score with wanted[i] matched exactly at text[j]; from: where i-1 matched.
    std::vector<int> best(rows * columns, kNone);
    std::vector<int> from(rows * columns, -1);
    for (std::size_t i = 0; i < rows; ++i) {
        int before = kNone;
        int beforeAt = -1;
        for (std::size_t j = i; j < columns; ++j) {
            if (i > 0 && j > 0 && best[(i - 1) * columns + j - 1] - 1 > before) {
                before = best[(i - 1) * columns + j - 1] - 1;
                beforeAt = static_cast<int>(j) - 1;
            }
            const auto at = static_cast<qsizetype>(j);
            if (text[at].toCaseFolded() == wanted[static_cast<qsizetype>(i)] &&
                (i == 0 || before > kNone)) {
                int score = startsWord(text, at) ? 12 : 2;
                int base = i == 0 ? -static_cast<int>(j) / 4 : before;
                int source = i == 0 ? -1 : beforeAt;
                if (i > 0 && j > 0 && best[(i - 1) * columns + j - 1] > kNone &&
                    best[(i - 1) * columns + j - 1] + 8 > base) {
                    base = best[(i - 1) * columns + j - 1] + 8; // a run
                    source = static_cast<int>(j) - 1;
                }
                best[i * columns + j] = base + score;
                from[i * columns + j] = source;
            }
        }
    }
    std::size_t end = columns;
    for (std::size_t j = 0; j < columns; ++j) {
        if (best[(rows - 1) * columns + j] > kNone &&
            (end == columns || best[(rows - 1) * columns + j] > best[(rows - 1) * columns + end]))
            end = j;
    }
    if (end == columns)
        return std::nullopt;
    FuzzyMatch match{best[(rows - 1) * columns + end] - static_cast<int>(columns) / 8, {}};
    int at = static_cast<int>(end);
    for (std::size_t i = rows; i-- > 0;) {
        match.positions.prepend(at);
        at = from[i * columns + static_cast<std::size_t>(at)];
    }
    return match;
}

} // namespace binnacle::ui
