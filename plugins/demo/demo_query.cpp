// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_query.h"

#include "models/base/time.h"
#include "plugins/demo/demo_query_lexer.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace binnacle::plugins::demo {

namespace {

using models::ErrorCode;
using models::fail;
using models::Result;
using Node = std::unique_ptr<QueryNode>;

constexpr int kDeepest = 32;
constexpr std::size_t kLongestPattern = 512;

tl::unexpected<models::Error> beyond(std::string what)
{
    return fail(
        ErrorCode::Unsupported, "The demo estate does not answer " + std::move(what),
        "It answers selectors with label matchers; sum, avg, max, min and count, also by (labels); "
        "rate() and increase() of counters; avg_over_time(), max_over_time(), min_over_time(), "
        "sum_over_time() and count_over_time(); and + - * / with a number.");
}

std::optional<QueryNode::Fold> foldNamed(std::string_view name)
{
    using Fold = QueryNode::Fold;
    constexpr std::pair<std::string_view, Fold> kFolds[] = {{"sum", Fold::Sum},
                                                            {"avg", Fold::Avg},
                                                            {"max", Fold::Max},
                                                            {"min", Fold::Min},
                                                            {"count", Fold::Count}};
    for (const auto& [word, fold] : kFolds)
        if (word == name)
            return fold;
    return std::nullopt;
}

class Parser {
public:
    explicit Parser(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    Result<Node> whole()
    {
        auto node = sum(0);
        if (node && !at(Token::Kind::End))
            return trailing();
        return node;
    }

    Result<Selector> wholeSelector()
    {
        auto selector = parseSelector();
        if (selector && !at(Token::Kind::End))
            return wrong();
        return selector;
    }

private:
    const Token& peek() const { return m_tokens[m_next]; }
    bool at(Token::Kind kind) const { return peek().kind == kind; }
    bool symbol(std::string_view text) const
    {
        return at(Token::Kind::Symbol) && peek().text == text;
    }
    bool take(std::string_view text)
    {
        const bool is = symbol(text);
        m_next += is;
        return is;
    }
    std::string takeText() { return m_tokens[m_next++].text; }

    tl::unexpected<models::Error> wrong() const
    {
        return fail(ErrorCode::InvalidInput, at(Token::Kind::End)
                                                 ? "The query ends too early"
                                                 : "The query has \"" + peek().text +
                                                       "\" where it makes no sense, at position " +
                                                       std::to_string(peek().at + 1));
    }
    tl::unexpected<models::Error> trailing() const
    {
        constexpr std::string_view kOperators[] = {"==", "!=", ">", "<", ">=", "<=", "%", "^", "@"};
        constexpr std::string_view kWords[] = {"and", "or", "unless", "offset", "bool"};
        if (std::any_of(std::begin(kOperators), std::end(kOperators),
                        [&](auto o) { return symbol(o); }) ||
            (at(Token::Kind::Name) &&
             std::find(std::begin(kWords), std::end(kWords), peek().text) != std::end(kWords)))
            return beyond("the operator \"" + peek().text + "\"");
        return wrong();
    }

    Result<Node> sum(int depth)
    {
        auto left = product(depth);
        while (left && (symbol("+") || symbol("-"))) {
            const char op = takeText()[0];
            left = arithmetic(op, std::move(*left), product(depth));
        }
        return left;
    }
    Result<Node> product(int depth)
    {
        auto left = unary(depth);
        while (left && (symbol("*") || symbol("/"))) {
            const char op = takeText()[0];
            left = arithmetic(op, std::move(*left), unary(depth));
        }
        return left;
    }

    Result<Node> arithmetic(char op, Node left, Result<Node> right)
    {
        if (!right)
            return right;
        if (left->kind != QueryNode::Kind::Number && (*right)->kind != QueryNode::Kind::Number)
            return beyond("arithmetic between two series");
        auto node = std::make_unique<QueryNode>();
        node->kind = QueryNode::Kind::Arithmetic;
        node->op = op;
        node->left = std::move(left);
        node->right = std::move(*right);
        if (node->left->kind == QueryNode::Kind::Number &&
            node->right->kind == QueryNode::Kind::Number)
            return fold(*node);
        return node;
    }

    static Node fold(const QueryNode& node)
    {
        const double a = node.left->number, b = node.right->number;
        auto result = std::make_unique<QueryNode>();
        result->number = node.op == '+'   ? a + b
                         : node.op == '-' ? a - b
                         : node.op == '*' ? a * b
                                          : a / b;
        return result;
    }

    Result<Node> unary(int depth)
    {
        if (depth > kDeepest)
            return fail(ErrorCode::InvalidInput, "The query is nested too deeply");
        if (take("-")) {
            auto node = unary(depth + 1);
            auto minus = std::make_unique<QueryNode>();
            minus->number = -1;
            return arithmetic('*', std::move(minus), std::move(node));
        }
        if (take("(")) {
            auto node = sum(depth + 1);
            if (node && !take(")"))
                return trailing();
            return node;
        }
        if (at(Token::Kind::Number))
            return number();
        if (at(Token::Kind::Name) || symbol("{"))
            return named(depth);
        return wrong();
    }

    Result<Node> number()
    {
        auto node = std::make_unique<QueryNode>();
        const std::string& text = peek().text;
        const auto [end, code] =
            std::from_chars(text.data(), text.data() + text.size(), node->number);
        if (code != std::errc{} || end != text.data() + text.size())
            return wrong();
        ++m_next;
        return node;
    }

    Result<Node> named(int depth)
    {
        const std::string& name = peek().text;
        const bool call = at(Token::Kind::Name) &&
                          m_tokens[m_next + 1].kind == Token::Kind::Symbol &&
                          m_tokens[m_next + 1].text == "(";
        const bool by = at(Token::Kind::Name) && m_tokens[m_next + 1].kind == Token::Kind::Name;
        if (const auto fold = foldNamed(name); fold && (call || by))
            return aggregate(*fold, depth);
        if (call)
            return function();
        auto node = std::make_unique<QueryNode>();
        node->kind = QueryNode::Kind::Select;
        auto selector = parseSelector();
        if (!selector)
            return fail(std::move(selector.error()));
        if (at(Token::Kind::Range))
            return fail(ErrorCode::InvalidInput,
                        "A range such as [5m] needs a function such as rate() around it");
        node->selector = std::move(*selector);
        return node;
    }

    Result<std::vector<std::string>> grouping()
    {
        std::vector<std::string> labels;
        if (at(Token::Kind::Name) && peek().text == "without")
            return beyond("without (…)");
        if (!at(Token::Kind::Name) || peek().text != "by")
            return labels;
        ++m_next;
        if (!take("("))
            return wrong();
        while (!take(")")) {
            if (!at(Token::Kind::Name))
                return wrong();
            labels.push_back(takeText());
            if (!take(",") && !symbol(")"))
                return wrong();
        }
        return labels;
    }

    Result<Node> aggregate(QueryNode::Fold fold, int depth)
    {
        ++m_next;
        auto node = std::make_unique<QueryNode>();
        node->kind = QueryNode::Kind::Aggregate;
        node->fold = fold;
        auto before = grouping();
        if (!before)
            return fail(std::move(before.error()));
        if (!take("("))
            return wrong();
        auto inner = sum(depth + 1);
        if (!inner)
            return inner;
        if (!take(")"))
            return trailing();
        auto after = before->empty() ? grouping() : before;
        if (!after)
            return fail(std::move(after.error()));
        if ((*inner)->kind == QueryNode::Kind::Number)
            return fail(ErrorCode::InvalidInput, "A number cannot be aggregated");
        node->by = std::move(*after);
        node->left = std::move(*inner);
        return node;
    }

    Result<Node> function()
    {
        const std::string name = takeText();
        auto node = std::make_unique<QueryNode>();
        const std::size_t over = name.find("_over_time");
        const auto fold =
            over == std::string::npos ? std::nullopt : foldNamed(name.substr(0, over));
        if (name == "rate")
            node->kind = QueryNode::Kind::Rate;
        else if (name == "increase")
            node->kind = QueryNode::Kind::Increase;
        else if (fold && over + 10 == name.size())
            node->kind = QueryNode::Kind::OverTime;
        else
            return beyond("the function " + name + "()");
        node->fold = fold.value_or(QueryNode::Fold::Sum);
        ++m_next; // the bracket
        auto selector = parseSelector();
        if (!selector)
            return fail(std::move(selector.error()));
        if (!at(Token::Kind::Range))
            return fail(ErrorCode::InvalidInput,
                        name + "() needs a selector with a range, such as [5m]");
        const auto window = models::parseDuration(peek().text);
        if (!window || window->count() <= 0)
            return peek().text.find(':') != std::string::npos
                       ? Result<Node>(beyond("sub-queries"))
                       : Result<Node>(
                             fail(ErrorCode::InvalidInput, "\"" + peek().text + "\" is no range"));
        ++m_next;
        if (!take(")"))
            return trailing();
        node->selector = std::move(*selector);
        node->window = static_cast<double>(window->count()) / 1e9;
        return node;
    }

    Result<Selector> parseSelector()
    {
        Selector selector;
        if (at(Token::Kind::Name))
            selector.metric = takeText();
        if (take("{")) {
            while (!take("}")) {
                auto matcher = parseMatcher();
                if (!matcher)
                    return fail(std::move(matcher.error()));
                selector.matchers.push_back(std::move(*matcher));
                if (!take(",") && !symbol("}"))
                    return wrong();
            }
        } else if (selector.metric.empty()) {
            return wrong();
        }
        return selector;
    }

    Result<Matcher> parseMatcher()
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
        if (matcher.op == Matcher::Op::Match || matcher.op == Matcher::Op::NoMatch)
            return compile(std::move(matcher));
        return matcher;
    }

    static Result<Matcher> compile(Matcher matcher)
    {
        if (matcher.value.size() > kLongestPattern)
            return fail(ErrorCode::InvalidInput, "The pattern is longer than 512 characters");
        try {
            matcher.pattern = std::make_shared<const std::regex>(
                matcher.value, std::regex::ECMAScript | std::regex::optimize);
        } catch (const std::regex_error&) {
            return fail(ErrorCode::InvalidInput,
                        "\"" + matcher.value + "\" is no regular expression");
        }
        return matcher;
    }

    std::vector<Token> m_tokens;
    std::size_t m_next = 0;
};

} // namespace

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

Result<Node> parseQuery(std::string_view text)
{
    auto tokens = tokenise(text);
    if (!tokens)
        return fail(std::move(tokens.error()));
    return Parser(std::move(*tokens)).whole();
}

Result<Selector> parseSelector(std::string_view text)
{
    auto tokens = tokenise(text);
    if (!tokens)
        return fail(std::move(tokens.error()));
    return Parser(std::move(*tokens)).wholeSelector();
}

} // namespace binnacle::plugins::demo
