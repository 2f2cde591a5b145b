// SPDX-License-Identifier: GPL-3.0-or-later
// PromQL as a person writes it: tokens cover what they say, errors lie in the text, and any place
// has a context.
#include "models/promql/promql_context.h"
#include "tests/fuzz/target.h"

namespace promql = binnacle::models::promql;
using namespace binnacle;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(data, size);
    const auto tokens = promql::tokenize(text);
    std::size_t before = 0;
    for (const auto& token : tokens) {
        fuzz::require(token.begin >= before && token.end >= token.begin, "tokens are in order");
        fuzz::require(token.end <= text.size(), "a token lies in its text");
        fuzz::require(token.size() > 0 || token.kind == promql::TokenKind::End,
                      "only the end is empty");
        before = token.end;
    }
    fuzz::require(tokens.back().kind == promql::TokenKind::End, "the last token is the end");
    const promql::Query query = promql::parse(text);
    if (query.error) {
        fuzz::require(!query.error->message.empty(), "an error has a message");
        fuzz::require(query.error->begin <= query.error->end && query.error->end <= text.size(),
                      "an error lies in its text");
    }
    for (const auto& selector : query.selectors)
        fuzz::require(selector.begin <= selector.end && selector.end <= text.size(),
                      "a selector lies in its text");
    // A selector written out is a query of its own.
    if (!query.error) {
        for (const auto& selector : query.selectors) {
            const auto again = promql::parse(selector.text());
            if (selector.matchers.empty() || again.error)
                continue;
            fuzz::require(again.selectors.size() == 1 &&
                              again.selectors[0].text() == selector.text(),
                          "a selector reads back the same");
        }
    }
    for (const std::size_t cursor : {std::size_t{0}, text.size() / 2, text.size()}) {
        const auto context = promql::contextAt(text, cursor);
        fuzz::require(context.begin <= text.size() && context.end <= text.size(),
                      "a context lies in its text");
        (void)promql::matchingBracket(text, cursor);
    }
    return 0;
}
