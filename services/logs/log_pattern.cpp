// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logs/log_pattern.h"

#include <re2/re2.h>

namespace binnacle::services {

namespace {

constexpr std::size_t kMostSpans = 100;
constexpr std::int64_t kExpressionMemory = std::int64_t{8} << 20;

} // namespace

struct LogPattern::Expression {
    Expression(const std::string& text, const re2::RE2::Options& options) : re(text, options) {}
    re2::RE2 re;
};

models::Result<LogPattern> LogPattern::make(std::string_view text)
{
    LogPattern out;
    if (text.empty())
        return out;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kExpressionMemory);
    options.set_encoding(re2::RE2::Options::EncodingUTF8);
    const std::size_t last = text.rfind('/');
    const bool expression = text.size() > 2 && text.front() == '/' && last > 0 &&
                            (last + 1 == text.size() || text.substr(last + 1) == "i");
    std::string inner(text);
    if (expression) {
        options.set_case_sensitive(last + 1 == text.size());
        inner = text.substr(1, last - 1);
    } else {
        options.set_literal(true);
        options.set_case_sensitive(false);
    }
    auto made = std::make_shared<const Expression>(inner, options);
    if (!made->re.ok())
        return models::fail(models::ErrorCode::InvalidInput,
                            "the expression cannot be used: " + made->re.error(),
                            "Correct it, or leave the slashes out to look for the text itself.");
    out.m_expression = std::move(made);
    return out;
}

bool LogPattern::matches(std::string_view line) const
{
    return !m_expression ||
           re2::RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), m_expression->re);
}

std::vector<LogPattern::Span> LogPattern::spans(std::string_view line) const
{
    std::vector<Span> out;
    if (!m_expression)
        return out;
    const re2::StringPiece text(line.data(), line.size());
    std::size_t at = 0;
    re2::StringPiece hit;
    while (at <= line.size() && out.size() < kMostSpans &&
           m_expression->re.Match(text, at, line.size(), re2::RE2::UNANCHORED, &hit, 1)) {
        const auto start = static_cast<std::size_t>(hit.data() - line.data());
        if (!hit.empty())
            out.push_back({start, hit.size()});
        at = hit.empty() ? start + 1 : start + hit.size();
    }
    return out;
}

} // namespace binnacle::services
