// SPDX-License-Identifier: GPL-3.0-or-later
// Where the reader of a query stands, what it may say about it, and the part of the grammar that is
// a selector. For demo_query.cpp and demo_query_selector.cpp only; one thread.
#pragma once

#include "plugins/demo/demo_query.h"
#include "plugins/demo/demo_query_lexer.h"

namespace binnacle::plugins::demo {

class QueryCursor {
public:
    explicit QueryCursor(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    const Token& peek() const { return m_tokens[m_next]; }
    /// Only where peek() is no End.
    const Token& following() const { return m_tokens[m_next + 1]; }
    bool at(Token::Kind kind) const { return peek().kind == kind; }
    bool symbol(std::string_view text) const
    {
        return at(Token::Kind::Symbol) && peek().text == text;
    }
    bool word(std::string_view text) const { return at(Token::Kind::Name) && peek().text == text; }
    /// Before a bracket a name is a function or an aggregation.
    bool call() const
    {
        return at(Token::Kind::Name) && following().kind == Token::Kind::Symbol &&
               following().text == "(";
    }
    bool take(std::string_view text)
    {
        const bool is = symbol(text);
        m_next += is;
        return is;
    }
    /// Only where peek() is no End.
    std::string takeText() { return m_tokens[m_next++].text; }

    /// InvalidInput: what stands here makes no sense.
    tl::unexpected<models::Error> wrong() const;

    /// Errors: InvalidInput.
    models::Result<Selector> selector();

private:
    models::Result<Matcher> matcher();

    std::vector<Token> m_tokens;
    std::size_t m_next = 0;
};

/// An anchored pattern. Errors: InvalidInput (no regular expression, or longer than 512
/// characters).
models::Result<std::shared_ptr<const std::regex>> compilePattern(const std::string& text);

} // namespace binnacle::plugins::demo
