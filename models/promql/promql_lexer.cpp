// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/promql/promql_lexer.h"

#include <array>

namespace binnacle::models::promql {

namespace {

bool isAlpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    std::vector<Token> all()
    {
        std::vector<Token> tokens;
        for (;;) {
            while (m_at < m_text.size() && isBlank(m_text[m_at]))
                ++m_at;
            const std::size_t begin = m_at;
            if (m_at >= m_text.size()) {
                tokens.push_back({TokenKind::End, begin, begin, nullptr});
                return tokens;
            }
            m_problem = nullptr;
            const TokenKind kind = next();
            tokens.push_back({kind, begin, m_at, m_problem});
        }
    }

private:
    char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }

    TokenKind next()
    {
        const char c = peek();
        if (c == '#') {
            while (m_at < m_text.size() && peek() != '\n')
                ++m_at;
            return TokenKind::Comment;
        }
        if (c == '"' || c == '\'' || c == '`')
            return string(c);
        if (isDigit(c) || (c == '.' && isDigit(peek(1))))
            return number();
        // A colon begins a name in recording rules, and stands alone between range and step.
        if (isAlpha(c) || (c == ':' && isAlpha(peek(1)) && !afterDuration())) {
            while (isAlpha(peek()) || isDigit(peek()) || peek() == ':')
                ++m_at;
            return TokenKind::Name;
        }
        return symbol();
    }

    /// In "[5m:step]" the colon ends the range.
    bool afterDuration() const
    {
        return m_at > 0 && (isDigit(m_text[m_at - 1]) || isAlpha(m_text[m_at - 1]));
    }

    TokenKind string(char quote)
    {
        ++m_at;
        while (m_at < m_text.size() && peek() != quote) {
            if (peek() == '\\' && quote != '`')
                ++m_at;
            if (peek() == '\n' && quote != '`')
                break;
            ++m_at;
        }
        if (m_at < m_text.size() && peek() == quote) {
            ++m_at;
            return TokenKind::String;
        }
        m_at = std::min(m_at, m_text.size());
        m_problem = "the text has no closing quote";
        return TokenKind::Bad;
    }

    TokenKind number()
    {
        const std::size_t begin = m_at;
        if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
            m_at += 2;
            while (isDigit(peek()) || isAlpha(peek()))
                ++m_at;
            return TokenKind::Number;
        }
        while (isDigit(peek()) || peek() == '.' || peek() == '_')
            ++m_at;
        const char e = peek();
        if ((e == 'e' || e == 'E') &&
            (isDigit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && isDigit(peek(2))))) {
            m_at += 2;
            while (isDigit(peek()))
                ++m_at;
            return TokenKind::Number;
        }
        if (!isAlpha(e))
            return TokenKind::Number;
        while (isDigit(peek()) || isAlpha(peek()))
            ++m_at;
        if (durationSeconds(m_text.substr(begin, m_at - begin)) >= 0)
            return TokenKind::Duration;
        m_problem = "no number and no duration; durations are written like 5m or 1h30m";
        return TokenKind::Bad;
    }

    TokenKind symbol()
    {
        static constexpr std::array<std::string_view, 5> kPairs = {"==", "!=", "=~", "!~", ">="};
        const std::string_view pair = m_text.substr(m_at, 2);
        for (const std::string_view known : kPairs) {
            if (pair == known) {
                m_at += 2;
                return TokenKind::Symbol;
            }
        }
        if (pair == "<=") {
            m_at += 2;
            return TokenKind::Symbol;
        }
        const char c = m_text[m_at++];
        if (std::string_view("(){}[],=<>+-*/%^@:").find(c) != std::string_view::npos)
            return TokenKind::Symbol;
        // The rest of one UTF-8 letter belongs to it.
        while (m_at < m_text.size() && (static_cast<unsigned char>(m_text[m_at]) & 0xC0) == 0x80)
            ++m_at;
        m_problem = "this character has no meaning in PromQL";
        return TokenKind::Bad;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    const char* m_problem = nullptr;
};

} // namespace

std::vector<Token> tokenize(std::string_view text)
{
    return Lexer(text).all();
}

std::string unquote(std::string_view literal)
{
    std::string value;
    if (literal.size() < 2)
        return value;
    const bool raw = literal.front() == '`';
    for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
        if (raw || literal[i] != '\\' || i + 2 >= literal.size()) {
            value += literal[i];
            continue;
        }
        switch (const char c = literal[++i]) {
        case 'n':
            value += '\n';
            break;
        case 't':
            value += '\t';
            break;
        case 'r':
            value += '\r';
            break;
        default:
            value += c;
        }
    }
    return value;
}

double durationSeconds(std::string_view text)
{
    struct Unit {
        std::string_view name;
        double seconds;
    };
    static constexpr std::array<Unit, 7> kUnits = {{{"ms", 1e-3},
                                                    {"s", 1},
                                                    {"m", 60},
                                                    {"h", 3600},
                                                    {"d", 86400},
                                                    {"w", 604800},
                                                    {"y", 31536000}}};
    if (text.empty())
        return -1;
    double sum = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        double count = 0;
        const std::size_t begin = at;
        for (; at < text.size() && isDigit(text[at]); ++at)
            count = count * 10 + (text[at] - '0');
        if (at == begin)
            return -1;
        const Unit* found = nullptr;
        for (const Unit& unit : kUnits) {
            if (text.substr(at, unit.name.size()) == unit.name) {
                found = &unit;
                break;
            }
        }
        if (!found)
            return -1;
        sum += count * found->seconds;
        at += found->name.size();
    }
    return sum;
}

std::size_t matchingBracket(std::string_view text, std::size_t at)
{
    static constexpr std::string_view kOpen = "({[", kClose = ")}]";
    const auto tokens = tokenize(text);
    std::vector<std::size_t> open;
    for (const Token& token : tokens) {
        if (token.kind != TokenKind::Symbol || token.size() != 1)
            continue;
        const char c = text[token.begin];
        if (kOpen.find(c) != std::string_view::npos) {
            open.push_back(token.begin);
        } else if (const auto kind = kClose.find(c); kind != std::string_view::npos) {
            if (open.empty() || text[open.back()] != kOpen[kind]) {
                if (token.begin == at)
                    return std::string_view::npos;
                continue;
            }
            if (token.begin == at)
                return open.back();
            if (open.back() == at)
                return token.begin;
            open.pop_back();
        }
    }
    return std::string_view::npos;
}

} // namespace binnacle::models::promql
