// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/promql/promql_context.h"

#include "models/promql/promql_functions.h"

#include <algorithm>

namespace binnacle::models::promql {

namespace {

struct Open {
    char bracket;
    std::string before; ///< the name before it: a metric, a function, "by"
};

/// The bracket that the cursor is in, from the tokens before it.
std::vector<Open> openBrackets(std::string_view text, const std::vector<Token>& tokens,
                               std::size_t count)
{
    std::vector<Open> open;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string_view word = text.substr(tokens[i].begin, tokens[i].size());
        if (tokens[i].kind != TokenKind::Symbol || word.size() != 1)
            continue;
        if (word == "(" || word == "{" || word == "[") {
            std::string before;
            if (i > 0 && tokens[i - 1].kind == TokenKind::Name)
                before = std::string(text.substr(tokens[i - 1].begin, tokens[i - 1].size()));
            open.push_back({word[0], std::move(before)});
        } else if ((word == ")" || word == "}" || word == "]") && !open.empty()) {
            open.pop_back();
        }
    }
    return open;
}

bool groups(const std::string& word)
{
    return word == "by" || word == "without" || word == "on" || word == "ignoring" ||
           word == "group_left" || word == "group_right";
}

} // namespace

Context contextAt(std::string_view text, std::size_t cursor)
{
    cursor = std::min(cursor, text.size());
    Context context;
    context.begin = context.end = cursor;
    const auto tokens = tokenize(text);
    std::size_t count = 0; // tokens that end before the cursor, or at it without being a word
    const Token* current = nullptr;
    for (const Token& token : tokens) {
        if (token.kind == TokenKind::Comment && token.begin < cursor && cursor <= token.end)
            return {Expects::Nothing, cursor, cursor, {}, {}, {}, false};
        const bool wordLike = token.kind == TokenKind::Name || token.kind == TokenKind::String ||
                              token.kind == TokenKind::Duration ||
                              token.kind == TokenKind::Number || token.kind == TokenKind::Bad;
        if (token.begin < cursor && cursor <= token.end && wordLike) {
            const char last = text[token.end - 1];
            const bool closed = token.kind == TokenKind::String && cursor == token.end &&
                                token.size() > 1 && (last == '"' || last == '\'' || last == '`');
            if (!closed) {
                current = &token;
                break;
            }
        }
        if (token.end > cursor || token.kind == TokenKind::End)
            break;
        ++count;
    }
    const auto open = openBrackets(text, tokens, count);
    if (current) {
        const bool quote = text[current->begin] == '"' || text[current->begin] == '\'' ||
                           text[current->begin] == '`';
        context.begin = current->begin + (quote ? 1 : 0);
        context.end = current->kind == TokenKind::String ? current->end - 1
                      : quote                            ? cursor
                                                         : current->end;
        context.prefix = std::string(text.substr(context.begin, cursor - context.begin));
    }
    const Open where = open.empty() ? Open{' ', {}} : open.back();
    const std::string_view last =
        count > 0 ? text.substr(tokens[count - 1].begin, tokens[count - 1].size()) : "";
    for (const Open& bracket : open) {
        const Function* f = findFunction(bracket.before);
        if (bracket.bracket == '(' && f && f->takes.find('m') != std::string_view::npos)
            context.wantsRange = &bracket == &open.back();
    }
    if (where.bracket == '[') {
        context.expects = Expects::Duration;
    } else if (where.bracket == '{') {
        context.metric = where.before;
        const bool value = last == "=" || last == "!=" || last == "=~" || last == "!~";
        context.expects = value ? Expects::LabelValue : Expects::Label;
        if (value && count > 1)
            context.label =
                std::string(text.substr(tokens[count - 2].begin, tokens[count - 2].size()));
        // After a whole matcher only a comma follows.
        if (!value && count > 0 && tokens[count - 1].kind == TokenKind::String)
            context.expects = Expects::Nothing;
    } else if (where.bracket == '(' && groups(where.before)) {
        context.expects = Expects::Label;
        // The metric that is grouped, when it is the only one.
        const Query query = parse(text);
        if (query.selectors.size() == 1)
            context.metric = query.selectors.front().metric;
    } else if (current &&
               (current->kind == TokenKind::String || current->kind == TokenKind::Number ||
                current->kind == TokenKind::Duration || current->kind == TokenKind::Bad)) {
        context.expects = Expects::Nothing;
    }
    return context;
}

} // namespace binnacle::models::promql
