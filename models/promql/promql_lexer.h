// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts a PromQL text into tokens with their places: for highlighting, completion and the local
// syntax check. Pure; any thread. Never fails: what is no token is one of kind Bad.
// Source: prometheus/promql/parser/lex.go, Prometheus 3.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::models::promql {

enum class TokenKind { Name, Number, Duration, String, Symbol, Comment, Bad, End };

struct Token {
    TokenKind kind = TokenKind::End;
    std::size_t begin = 0, end = 0; ///< bytes of the text
    const char* problem = nullptr;  ///< of Bad: what is wrong with it

    std::size_t size() const { return end - begin; }
};

/// Shape: ascending, without blanks, one End at the end.
std::vector<Token> tokenize(std::string_view text);

/// The value of a String token without quotes and escapes.
std::string unquote(std::string_view literal);

/// "5m", "1h30m", "250ms". Units: seconds; negative when it is no duration.
double durationSeconds(std::string_view text);

/// The bracket that belongs to the one at `at`; npos when there is none.
std::size_t matchingBracket(std::string_view text, std::size_t at);

} // namespace binnacle::models::promql
