// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/workloads/yaml/yaml_highlighter.h"

namespace binnacle::ui {

YamlHighlighter::YamlHighlighter(Theme& theme, QTextDocument* document)
    : QSyntaxHighlighter(document), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void YamlHighlighter::highlightBlock(const QString& line)
{
    const Tokens& tokens = m_theme.tokens();
    qsizetype at = 0;
    const auto isMarker = [&line](qsizetype i) {
        return line[i] == QLatin1Char('-') &&
               (i + 1 == line.size() || line[i + 1] == QLatin1Char(' '));
    };
    while (at < line.size() && (line[at] == QLatin1Char(' ') || isMarker(at)))
        ++at;
    setFormat(0, static_cast<int>(at), Theme::colour(tokens.muted));
    // A key ends at ": " or at a colon that ends the line; block texts rarely look like that.
    qsizetype colon = line.indexOf(QStringLiteral(": "), at);
    if (colon < 0 && line.endsWith(QLatin1Char(':')))
        colon = line.size() - 1;
    qsizetype value = at;
    if (colon > at && !line.mid(at, colon - at).contains(QLatin1Char(' '))) {
        setFormat(static_cast<int>(at), static_cast<int>(colon - at), Theme::colour(tokens.accent));
        setFormat(static_cast<int>(colon), 1, Theme::colour(tokens.muted));
        value = colon + 1;
    }
    if (line.indexOf(QStringLiteral("(hidden"), value) >= 0)
        setFormat(static_cast<int>(value), static_cast<int>(line.size() - value),
                  Theme::colour(tokens.muted));
}

} // namespace binnacle::ui
