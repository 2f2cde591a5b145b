// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_query_cursor.h"

#include <algorithm>

namespace binnacle::plugins::demo {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::size_t kLongestPattern = 512;

} // namespace

tl::unexpected<models::Error> QueryCursor::wrong() const
{
    return fail(ErrorCode::InvalidInput, at(Token::Kind::End)
                                             ? "The query ends too early"
                                             : "The query has \"" + peek().text +
                                                   "\" where it makes no sense, at position " +
                                                   std::to_string(peek().at + 1));
}

Result<Selector> QueryCursor::selector()
{
    Selector selector;
    if (at(Token::Kind::Name))
        selector.metric = takeText();
    if (take("{")) {
        while (!take("}")) {
            auto read = matcher();
            if (!read)
                return fail(std::move(read.error()));
            selector.matchers.push_back(std::move(*read));
            if (!take(",") && !symbol("}"))
                return wrong();
        }
    } else if (selector.metric.empty()) {
        return wrong();
    }
    return selector;
}

Result<Matcher> QueryCursor::matcher()
{
    constexpr std::pair<std::string_view, Matcher::Op> kOps[] = {{"=", Matcher::Op::Equal},
                                                                 {"!=", Matcher::Op::NotEqual},
                                                                 {"=~", Matcher::Op::Match},
                                                                 {"!~", Matcher::Op::NoMatch}};
    Matcher matcher;
    if (!at(Token::Kind::Name))
        return wrong();
    matcher.label = takeText();
    const auto* op = std::find_if(std::begin(kOps), std::end(kOps),
                                  [&](const auto& o) { return symbol(o.first); });
    if (op == std::end(kOps))
        return wrong();
    matcher.op = op->second;
    ++m_next;
    if (!at(Token::Kind::Text))
        return wrong();
    matcher.value = takeText();
    if (matcher.op == Matcher::Op::Match || matcher.op == Matcher::Op::NoMatch) {
        auto pattern = compilePattern(matcher.value);
        if (!pattern)
            return fail(std::move(pattern.error()));
        matcher.pattern = std::move(*pattern);
    }
    return matcher;
}

Result<std::shared_ptr<const std::regex>> compilePattern(const std::string& text)
{
    if (text.size() > kLongestPattern)
        return fail(ErrorCode::InvalidInput, "The pattern is longer than 512 characters");
    try {
        return std::make_shared<const std::regex>(text,
                                                  std::regex::ECMAScript | std::regex::optimize);
    } catch (const std::regex_error&) {
        return fail(ErrorCode::InvalidInput, "\"" + text + "\" is no regular expression");
    }
}

bool Matcher::accepts(std::string_view actual) const
{
    switch (op) {
    case Op::Equal:
        return actual == value;
    case Op::NotEqual:
        return actual != value;
    default:
        break;
    }
    bool matches = false;
    try {
        matches = std::regex_match(actual.begin(), actual.end(), *pattern);
    } catch (const std::regex_error&) {
        matches = false; // the pattern gave up on this text (complexity): it does not match
    }
    return matches == (op == Op::Match);
}

Result<Selector> parseSelector(std::string_view text)
{
    auto tokens = tokenise(text);
    if (!tokens)
        return fail(std::move(tokens.error()));
    QueryCursor cursor(std::move(*tokens));
    auto selector = cursor.selector();
    if (selector && !cursor.at(Token::Kind::End))
        return cursor.wrong();
    return selector;
}

} // namespace binnacle::plugins::demo
