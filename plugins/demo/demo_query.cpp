// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_query.h"

#include "models/base/time.h"
#include "plugins/demo/demo_query_cursor.h"

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

tl::unexpected<models::Error> beyond(std::string what)
{
    return fail(
        ErrorCode::Unsupported, "The demo estate does not answer " + std::move(what),
        "It answers selectors with label matchers; sum, avg, max, min and count, also by (labels); "
        "rate() and increase() of counters; avg_over_time(), max_over_time(), min_over_time(), "
        "sum_over_time() and count_over_time(); label_replace(); + - * / with a number; and or.");
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

bool isLabelName(std::string_view name)
{
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
        return letter(c) || (c >= '0' && c <= '9');
    });
}

class Parser : QueryCursor {
public:
    using QueryCursor::QueryCursor;

    Result<Node> whole()
    {
        auto node = alternatives(0);
        if (node && !at(Token::Kind::End))
            return trailing();
        return node;
    }

private:
    tl::unexpected<models::Error> trailing() const
    {
        constexpr std::string_view kOperators[] = {"==", "!=", ">", "<", ">=", "<=", "%", "^", "@"};
        constexpr std::string_view kWords[] = {"and", "unless", "offset", "bool"};
        if (std::any_of(std::begin(kOperators), std::end(kOperators),
                        [&](auto o) { return symbol(o); }) ||
            (at(Token::Kind::Name) &&
             std::find(std::begin(kWords), std::end(kWords), peek().text) != std::end(kWords)))
            return beyond("the operator \"" + peek().text + "\"");
        return wrong();
    }

    /// A chain of `or` is one node: it may be long, and the evaluation must not be as deep.
    Result<Node> alternatives(int depth)
    {
        auto first = sum(depth);
        if (!first || !word("or"))
            return first;
        auto node = std::make_unique<QueryNode>();
        node->kind = QueryNode::Kind::Or;
        node->any.push_back(std::move(*first));
        while (word("or")) {
            takeText();
            if (call() && (word("on") || word("ignoring")))
                return beyond("or " + peek().text + " (…)");
            auto next = sum(depth);
            if (!next)
                return next;
            node->any.push_back(std::move(*next));
        }
        for (const Node& one : node->any) {
            if (one->kind == QueryNode::Kind::Number)
                return fail(ErrorCode::InvalidInput, "The operator \"or\" needs series on both "
                                                     "sides: a number is none");
        }
        return node;
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
            auto node = alternatives(depth + 1);
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
        takeText();
        return node;
    }

    Result<Node> named(int depth)
    {
        const std::string& name = peek().text;
        const bool by = at(Token::Kind::Name) && following().kind == Token::Kind::Name &&
                        following().text != "or";
        if (const auto fold = foldNamed(name); fold && (call() || by))
            return aggregate(*fold, depth);
        if (call())
            return word("label_replace") ? labelReplace(depth) : function();
        auto node = std::make_unique<QueryNode>();
        node->kind = QueryNode::Kind::Select;
        auto read = selector();
        if (!read)
            return fail(std::move(read.error()));
        if (at(Token::Kind::Range))
            return fail(ErrorCode::InvalidInput,
                        "A range such as [5m] needs a function such as rate() around it");
        node->selector = std::move(*read);
        return node;
    }

    Result<std::vector<std::string>> grouping()
    {
        std::vector<std::string> labels;
        if (at(Token::Kind::Name) && peek().text == "without")
            return beyond("without (…)");
        if (!at(Token::Kind::Name) || peek().text != "by")
            return labels;
        takeText();
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
        takeText();
        auto node = std::make_unique<QueryNode>();
        node->kind = QueryNode::Kind::Aggregate;
        node->fold = fold;
        auto before = grouping();
        if (!before)
            return fail(std::move(before.error()));
        if (!take("("))
            return wrong();
        auto inner = alternatives(depth + 1);
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
        take("(");
        auto read = selector();
        if (!read)
            return fail(std::move(read.error()));
        if (!at(Token::Kind::Range))
            return fail(ErrorCode::InvalidInput,
                        name + "() needs a selector with a range, such as [5m]");
        const auto window = models::parseDuration(peek().text);
        if (!window || window->count() <= 0)
            return peek().text.find(':') != std::string::npos
                       ? Result<Node>(beyond("sub-queries"))
                       : Result<Node>(
                             fail(ErrorCode::InvalidInput, "\"" + peek().text + "\" is no range"));
        takeText();
        if (!take(")"))
            return trailing();
        node->selector = std::move(*read);
        node->window = static_cast<double>(window->count()) / 1e9;
        return node;
    }

    Result<Node> labelReplace(int depth)
    {
        takeText();
        take("(");
        auto inner = alternatives(depth + 1);
        if (!inner)
            return inner;
        if ((*inner)->kind == QueryNode::Kind::Number)
            return fail(ErrorCode::InvalidInput, "label_replace() needs series: a number is none");
        std::string texts[4]; // the label, its value, the label to look at, the pattern
        for (std::string& text : texts) {
            if (!take(",") || !at(Token::Kind::Text))
                return wrong();
            text = takeText();
        }
        if (!take(")"))
            return wrong();
        if (!isLabelName(texts[0]))
            return fail(ErrorCode::InvalidInput, "\"" + texts[0] + "\" is no label name");
        auto pattern = compilePattern(texts[3]);
        if (!pattern)
            return fail(std::move(pattern.error()));
        auto node = std::make_unique<QueryNode>();
        node->kind = QueryNode::Kind::LabelReplace;
        node->left = std::move(*inner);
        node->replace = {texts[0], texts[1], texts[2], std::move(*pattern)};
        return node;
    }
};

} // namespace

Result<Node> parseQuery(std::string_view text)
{
    auto tokens = tokenise(text);
    if (!tokens)
        return fail(std::move(tokens.error()));
    return Parser(std::move(*tokens)).whole();
}

} // namespace binnacle::plugins::demo
