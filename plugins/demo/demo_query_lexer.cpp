// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_query_lexer.h"

namespace binnacle::plugins::demo {

namespace {

using models::ErrorCode;
using models::fail;
using models::Result;

constexpr std::size_t kLongest = 16 * 1024;

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    Result<std::vector<Token>> run()
    {
        while (skipSpace(), m_at < m_text.size()) {
            if (auto read = one(); !read)
                return fail(std::move(read.error()));
        }
        m_tokens.push_back({Token::Kind::End, "", m_at});
        return std::move(m_tokens);
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() &&
               std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }

    Result<void> one()
    {
        const char c = m_text[m_at];
        const std::size_t start = m_at;
        if (isNameStart(c)) {
            while (m_at < m_text.size() && (isNameStart(m_text[m_at]) || isDigit(m_text[m_at])))
                ++m_at;
            add(Token::Kind::Name, start);
        } else if (isDigit(c) ||
                   (c == '.' && m_at + 1 < m_text.size() && isDigit(m_text[m_at + 1]))) {
            number();
            add(Token::Kind::Number, start);
        } else if (c == '"' || c == '\'') {
            return text(c);
        } else if (c == '[') {
            const std::size_t end = m_text.find(']', m_at);
            if (end == std::string_view::npos)
                return wrong("a range without its closing bracket");
            m_tokens.push_back(
                {Token::Kind::Range, std::string(m_text.substr(m_at + 1, end - m_at - 1)), start});
            m_at = end + 1;
        } else if (m_text.substr(m_at, 2) == "!=" || m_text.substr(m_at, 2) == "=~" ||
                   m_text.substr(m_at, 2) == "!~" || m_text.substr(m_at, 2) == "==" ||
                   m_text.substr(m_at, 2) == ">=" || m_text.substr(m_at, 2) == "<=") {
            m_at += 2;
            add(Token::Kind::Symbol, start);
        } else if (std::string_view("(){},=+-*/%^<>@").find(c) != std::string_view::npos) {
            ++m_at;
            add(Token::Kind::Symbol, start);
        } else {
            return wrong("an unexpected character");
        }
        return {};
    }

    void number()
    {
        while (m_at < m_text.size() && (isDigit(m_text[m_at]) || m_text[m_at] == '.'))
            ++m_at;
        if (m_at < m_text.size() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
            ++m_at;
            if (m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-'))
                ++m_at;
            while (m_at < m_text.size() && isDigit(m_text[m_at]))
                ++m_at;
        }
    }

    Result<void> text(char quote)
    {
        const std::size_t start = m_at++;
        std::string value;
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) {
                ++m_at;
                value += m_text[m_at] == 'n' ? '\n' : m_text[m_at] == 't' ? '\t' : m_text[m_at];
            } else {
                value += m_text[m_at];
            }
            ++m_at;
        }
        if (m_at >= m_text.size())
            return wrong("a text without its closing quote");
        ++m_at;
        m_tokens.push_back({Token::Kind::Text, std::move(value), start});
        return {};
    }

    void add(Token::Kind kind, std::size_t start)
    {
        m_tokens.push_back({kind, std::string(m_text.substr(start, m_at - start)), start});
    }

    tl::unexpected<models::Error> wrong(std::string_view what) const
    {
        return fail(ErrorCode::InvalidInput, "The query has " + std::string(what) +
                                                 " at position " + std::to_string(m_at + 1));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<Token> m_tokens;
};

} // namespace

Result<std::vector<Token>> tokenise(std::string_view text)
{
    if (text.size() > kLongest)
        return fail(ErrorCode::InvalidInput, "The query is longer than 16 KiB");
    return Lexer(text).run();
}

} // namespace binnacle::plugins::demo
