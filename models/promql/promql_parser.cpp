// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/promql/promql_parser.h"

#include "models/promql/promql_functions.h"

#include <algorithm>
#include <cstdlib>

namespace binnacle::models::promql {

namespace {

constexpr int kDeepest = 200;

/// Binds tighter the higher; 0: no operator. Source: promql grammar, operator precedence.
int precedence(std::string_view op)
{
    if (op == "or")
        return 1;
    if (op == "and" || op == "unless")
        return 2;
    if (op == "==" || op == "!=" || op == "<" || op == ">" || op == "<=" || op == ">=")
        return 3;
    if (op == "+" || op == "-")
        return 4;
    if (op == "*" || op == "/" || op == "%" || op == "atan2")
        return 5;
    return op == "^" ? 6 : 0;
}

std::string nameOf(ValueKind kind)
{
    switch (kind) {
    case ValueKind::Scalar:
        return "a number";
    case ValueKind::Vector:
        return "an instant vector";
    case ValueKind::Range:
        return "a range";
    case ValueKind::Text:
        break;
    }
    return "a text";
}

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text)
    {
        for (const Token& token : tokenize(text)) {
            if (token.kind != TokenKind::Comment)
                m_tokens.push_back(token);
        }
    }

    Query run()
    {
        if (at(TokenKind::End)) {
            m_query.kind = ValueKind::Text;
            return std::move(m_query); // nothing written is no mistake yet
        }
        m_query.kind = expression(1);
        if (!failed() && !at(TokenKind::End))
            fail("not expected here; is an operator or a comma missing before it?");
        return std::move(m_query);
    }

private:
    const Token& peek() const { return m_tokens[m_next]; }
    bool at(TokenKind kind) const { return peek().kind == kind; }
    std::string_view textOf(const Token& token) const
    {
        return m_text.substr(token.begin, token.size());
    }
    std::string_view word() const { return textOf(peek()); }
    bool symbol(std::string_view text) const { return at(TokenKind::Symbol) && word() == text; }
    bool name(std::string_view text) const { return at(TokenKind::Name) && word() == text; }
    void step()
    {
        if (m_next + 1 < m_tokens.size())
            ++m_next;
    }
    bool take(std::string_view text)
    {
        if (!symbol(text))
            return false;
        step();
        return true;
    }
    bool failed() const { return m_query.error.has_value(); }

    void failAt(std::size_t begin, std::size_t end, std::string message)
    {
        if (!failed())
            m_query.error = SyntaxError{begin, end, std::move(message)};
    }
    void fail(const std::string& message)
    {
        const Token& token = peek();
        if (token.kind == TokenKind::Bad && token.problem)
            failAt(token.begin, token.end, token.problem);
        else if (token.kind == TokenKind::End)
            failAt(token.begin, token.end, "the query ends too early: " + message);
        else
            failAt(token.begin, token.end, message);
    }
    void expect(std::string_view text)
    {
        if (!take(text))
            fail("expected \"" + std::string(text) + "\"");
    }

    void called(std::string_view function)
    {
        if (!m_query.calls(function))
            m_query.functions.emplace_back(function);
    }

    ValueKind expression(int lowest)
    {
        if (++m_depth > kDeepest)
            fail("nested too deeply");
        ValueKind left = failed() ? ValueKind::Vector : unary();
        while (!failed()) {
            const int level = at(TokenKind::Symbol) || at(TokenKind::Name) ? precedence(word()) : 0;
            if (level < lowest || level == 0)
                break;
            const Token op = peek();
            step();
            modifiers();
            const ValueKind right = failed() ? left : expression(level == 6 ? 6 : level + 1);
            left = combine(op, left, right);
        }
        --m_depth;
        return left;
    }

    ValueKind combine(const Token& op, ValueKind left, ValueKind right)
    {
        for (const ValueKind side : {left, right}) {
            if (side == ValueKind::Range || side == ValueKind::Text)
                failAt(op.begin, op.end,
                       "\"" + std::string(textOf(op)) +
                           "\" takes numbers and instant vectors, not " + nameOf(side));
        }
        const bool set = precedence(textOf(op)) <= 2;
        if (set && (left == ValueKind::Scalar || right == ValueKind::Scalar))
            failAt(op.begin, op.end,
                   "\"" + std::string(textOf(op)) + "\" joins vectors, not numbers");
        return left == ValueKind::Scalar && right == ValueKind::Scalar ? ValueKind::Scalar
                                                                       : ValueKind::Vector;
    }

    /// bool, on (…), ignoring (…), group_left (…) after an operator.
    void modifiers()
    {
        if (name("bool"))
            step();
        if (name("on") || name("ignoring")) {
            step();
            labelList();
            if (name("group_left") || name("group_right")) {
                step();
                if (symbol("("))
                    labelList();
            }
        }
    }

    void labelList()
    {
        expect("(");
        while (!failed() && !symbol(")")) {
            if (!at(TokenKind::Name) && !at(TokenKind::String))
                return fail("expected the name of a label");
            step();
            if (!symbol(")"))
                expect(",");
        }
        if (!failed())
            expect(")");
    }

    ValueKind unary()
    {
        bool sign = false;
        while (symbol("+") || symbol("-")) {
            sign = true;
            step();
        }
        // "-1 ^ 2" is -(1 ^ 2): the power binds tighter than the sign.
        ValueKind kind = sign ? expression(6) : postfix();
        if (sign && (kind == ValueKind::Range || kind == ValueKind::Text))
            fail("a sign goes before numbers and instant vectors");
        return kind;
    }

    ValueKind postfix()
    {
        const std::size_t begin = peek().begin;
        const std::size_t selectors = m_query.selectors.size();
        ValueKind kind = primary();
        while (!failed()) {
            if (symbol("[")) {
                kind = range(kind, begin, selectors);
            } else if (name("offset")) {
                step();
                if (symbol("-") || symbol("+"))
                    step();
                if (!at(TokenKind::Duration) && !at(TokenKind::Number))
                    fail("offset takes a duration, such as 1h");
                step();
            } else if (symbol("@")) {
                step();
                atModifier();
            } else {
                break;
            }
        }
        return kind;
    }

    void atModifier()
    {
        if (symbol("-") || symbol("+"))
            step();
        if (at(TokenKind::Number))
            return step();
        if (!name("start") && !name("end"))
            return fail("@ takes Unix seconds, start() or end()");
        step();
        expect("(");
        expect(")");
    }

    double duration()
    {
        const bool sign = symbol("-") || symbol("+");
        if (sign)
            step();
        if (!at(TokenKind::Duration) && !at(TokenKind::Number)) {
            fail("expected a duration, such as 5m");
            return 0;
        }
        const double seconds = at(TokenKind::Duration)
                                   ? durationSeconds(word())
                                   : std::strtod(std::string(word()).c_str(), nullptr);
        if (seconds <= 0 || sign)
            fail("a range is longer than nothing");
        step();
        return seconds;
    }

    ValueKind range(ValueKind kind, std::size_t begin, std::size_t selectors)
    {
        if (kind != ValueKind::Vector)
            failAt(begin, peek().begin, nameOf(kind) + " has no range");
        step();
        const double window = duration();
        bool sub = false;
        if (!failed() && take(":")) {
            sub = true;
            if (!symbol("]"))
                duration();
        }
        if (!failed())
            expect("]");
        if (failed())
            return ValueKind::Range;
        const bool plain = m_lastPrimary == Primary::Selector;
        if (!sub && !plain)
            failAt(begin, m_tokens[m_next - 1].end,
                   "only a metric has a range; for anything else write a subquery: […:1m]");
        for (std::size_t i = selectors; i < m_query.selectors.size(); ++i)
            m_query.selectors[i].window = std::max(m_query.selectors[i].window, window);
        return ValueKind::Range;
    }

    ValueKind primary()
    {
        const Token token = peek();
        m_lastPrimary = Primary::Other;
        if (token.kind == TokenKind::Number || token.kind == TokenKind::Duration) {
            step();
            return ValueKind::Scalar;
        }
        if (token.kind == TokenKind::String) {
            step();
            return ValueKind::Text;
        }
        if (take("(")) {
            const ValueKind kind = expression(1);
            if (!failed())
                expect(")");
            m_lastPrimary = Primary::Other;
            return kind;
        }
        if (symbol("{"))
            return selector({});
        if (token.kind == TokenKind::Name)
            return named(token);
        fail("expected a metric, a number, a function or a bracket");
        return ValueKind::Vector;
    }

    ValueKind named(const Token& token)
    {
        const std::string_view text = textOf(token);
        const Token& following = m_tokens[std::min(m_next + 1, m_tokens.size() - 1)];
        const bool bracket = textOf(following) == "(";
        const bool grouped = textOf(following) == "by" || textOf(following) == "without";
        if (const Function* f = findAggregation(text); f && (bracket || grouped))
            return aggregation(*f);
        if (bracket) {
            const Function* f = findFunction(text);
            if (!f)
                fail("there is no function \"" + std::string(text) + "\"");
            return f ? call(*f) : ValueKind::Vector;
        }
        std::string lower(text);
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (lower == "nan" || lower == "inf") {
            step();
            return ValueKind::Scalar;
        }
        if (precedence(text) > 0 || text == "by" || text == "without" || text == "on" ||
            text == "ignoring" || text == "offset") {
            fail("\"" + std::string(text) + "\" is not expected here");
            return ValueKind::Vector;
        }
        step();
        return selector(token);
    }

    ValueKind aggregation(const Function& f)
    {
        const Token where = peek();
        called(f.name);
        step();
        bool grouped = grouping();
        arguments(f, where);
        if (!failed() && !grouped)
            grouping();
        m_lastPrimary = Primary::Other;
        return ValueKind::Vector;
    }

    bool grouping()
    {
        if (!name("by") && !name("without"))
            return false;
        step();
        labelList();
        return true;
    }

    ValueKind call(const Function& f)
    {
        const Token where = peek();
        called(f.name);
        step();
        arguments(f, where);
        m_lastPrimary = Primary::Other;
        return f.gives == 's' ? ValueKind::Scalar : ValueKind::Vector;
    }

    void arguments(const Function& f, const Token& where)
    {
        expect("(");
        std::size_t count = 0;
        std::string wants, optional;
        std::string* into = &wants;
        char repeats = 0;
        for (std::size_t i = 0; i < f.takes.size(); ++i) {
            if (f.takes[i] == '?')
                into = &optional;
            else if (f.takes[i] == '*')
                repeats = f.takes[++i];
            else
                into->push_back(f.takes[i]);
        }
        const std::string all = wants + optional;
        while (!failed() && !symbol(")")) {
            const std::size_t begin = peek().begin, selectors = m_query.selectors.size();
            if (f.name == "histogram_quantile" && count == 0 && at(TokenKind::Number))
                m_query.quantile = std::strtod(std::string(word()).c_str(), nullptr);
            const ValueKind kind = expression(1);
            if (failed())
                return;
            const char want = count < all.size() ? all[count] : repeats;
            ++count;
            checkArgument(f, want, kind, begin);
            for (std::size_t i = selectors; i < m_query.selectors.size(); ++i) {
                if (m_query.selectors[i].function.empty())
                    m_query.selectors[i].function = f.name;
            }
            if (!failed() && !symbol(")"))
                expect(",");
        }
        if (!failed())
            expect(")");
        if (!failed() && count < wants.size())
            failAt(where.begin, where.end,
                   std::string(f.name) + "() is missing an argument: " + std::string(f.call));
    }

    void checkArgument(const Function& f, char want, ValueKind kind, std::size_t begin)
    {
        const std::size_t end = m_tokens[m_next].begin;
        const std::string name = std::string(f.name) + "()";
        if (want == 0)
            failAt(begin, end, name + " takes fewer arguments: " + std::string(f.call));
        else if (want == 'm' && kind != ValueKind::Range)
            failAt(begin, end, name + " takes a range, such as metric[5m], not " + nameOf(kind));
        else if (want == 'v' && kind != ValueKind::Vector)
            failAt(begin, end, name + " takes an instant vector, not " + nameOf(kind));
        else if (want == 's' && kind != ValueKind::Scalar)
            failAt(begin, end, name + " takes a number here, not " + nameOf(kind));
        else if (want == 't' && kind != ValueKind::Text)
            failAt(begin, end, name + " takes a text in quotes here, not " + nameOf(kind));
    }

    ValueKind selector(const Token& metric)
    {
        SelectorUse use;
        use.metric = std::string(textOf(metric));
        use.begin = metric.size() ? metric.begin : peek().begin;
        use.end = metric.end;
        if (symbol("{")) {
            step();
            while (!failed() && !symbol("}")) {
                matcher(use);
                if (!failed() && !symbol("}"))
                    expect(",");
            }
            use.end = peek().end;
            if (!failed())
                expect("}");
        }
        const bool narrow =
            !use.metric.empty() ||
            std::any_of(use.matchers.begin(), use.matchers.end(), [](const LabelMatcher& m) {
                return m.op == "=" ? !m.value.empty() : m.op == "=~" || m.op == "!=";
            });
        if (!failed() && !narrow)
            failAt(use.begin, use.end, "a selector needs a name or a matcher that is not empty");
        m_query.selectors.push_back(std::move(use));
        m_lastPrimary = Primary::Selector;
        return ValueKind::Vector;
    }

    void matcher(SelectorUse& use)
    {
        if (!at(TokenKind::Name) && !at(TokenKind::String))
            return fail("expected the name of a label, as in {job=\"api\"}");
        LabelMatcher matcher;
        const bool quoted = at(TokenKind::String);
        matcher.label = quoted ? unquote(word()) : std::string(word());
        step();
        // Prometheus 3 writes names of other characters in quotes: {"http.requests"}.
        if (quoted && (symbol(",") || symbol("}"))) {
            use.metric = matcher.label;
            return;
        }
        if (!symbol("=") && !symbol("!=") && !symbol("=~") && !symbol("!~"))
            return fail("expected =, !=, =~ or !~ after the label");
        matcher.op = std::string(word());
        step();
        if (!at(TokenKind::String))
            return fail("the value of a label is a text in quotes");
        matcher.value = unquote(word());
        step();
        use.matchers.push_back(std::move(matcher));
    }

    enum class Primary { Other, Selector };
    std::string_view m_text;
    std::vector<Token> m_tokens;
    std::size_t m_next = 0;
    int m_depth = 0;
    Primary m_lastPrimary = Primary::Other;
    Query m_query;
};

} // namespace

Query parse(std::string_view text)
{
    return Parser(text).run();
}

} // namespace binnacle::models::promql
