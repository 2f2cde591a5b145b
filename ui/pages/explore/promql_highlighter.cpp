// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore/promql_highlighter.h"

#include "models/promql/promql_functions.h"
#include "models/promql/promql_lexer.h"

namespace binnacle::ui {

namespace {

using models::promql::TokenKind;

/// The colour's token; 0 is no colour of ours: plain text.
Rgb colourOf(const Tokens& t, const models::promql::Token& token, std::string_view text)
{
    const std::string_view word = text.substr(token.begin, token.size());
    switch (token.kind) {
    case TokenKind::Name:
        return models::promql::findFunction(word) || models::promql::findAggregation(word) ||
                       models::promql::isKeyword(word)
                   ? t.accent
                   : t.text;
    case TokenKind::Number:
    case TokenKind::Duration:
        return t.warning;
    case TokenKind::String:
        return t.ok;
    case TokenKind::Bad:
        return t.critical;
    default:
        return t.muted;
    }
}

} // namespace

PromqlHighlighter::PromqlHighlighter(Theme& theme, QTextDocument* document)
    : QSyntaxHighlighter(document), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void PromqlHighlighter::highlightBlock(const QString& text)
{
    const std::string bytes = text.toStdString();
    // Tokens count bytes, the document counts UTF-16 units.
    const auto units = [&bytes](std::size_t from, std::size_t to) {
        return static_cast<int>(
            QString::fromUtf8(bytes.data() + from, static_cast<qsizetype>(to - from)).size());
    };
    int at = 0;
    std::size_t done = 0;
    for (const auto& token : models::promql::tokenize(bytes)) {
        if (token.kind == TokenKind::End)
            break;
        at += units(done, token.begin);
        const int length = units(token.begin, token.end);
        setFormat(at, length, Theme::colour(colourOf(m_theme.tokens(), token, bytes)));
        at += length;
        done = token.end;
    }
}

} // namespace binnacle::ui
