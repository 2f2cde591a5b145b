// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/result.h"
#include "tests/support/catch.h"

#include <set>

using namespace binnacle::models;

namespace {

const ErrorCode kAll[] = {
    ErrorCode::Cancelled,         ErrorCode::Timeout,          ErrorCode::Unreachable,
    ErrorCode::Unauthenticated,   ErrorCode::PermissionDenied, ErrorCode::NotFound,
    ErrorCode::InvalidInput,      ErrorCode::Unsupported,      ErrorCode::RateLimited,
    ErrorCode::Conflict,          ErrorCode::Expired,          ErrorCode::DataCorrupt,
    ErrorCode::ResourceExhausted, ErrorCode::Internal};

} // namespace

TEST_CASE("an error reads from the outside in")
{
    Error error{ErrorCode::Unreachable, "connection refused", "start the server", {}};
    CHECK(error.text() == "connection refused");
    const Error outer = error.in("listing pods").in("source kube");
    CHECK(outer.text() == "source kube: listing pods: connection refused");
    CHECK(outer.remedy == "start the server");
    CHECK(error.context.empty()); // in() of a named error leaves it alone
}

TEST_CASE("fail makes an error that a result carries")
{
    const Result<int> result =
        fail(ErrorCode::NotFound, "no context named x", "connect test lists them");
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::NotFound);
    const Result<std::string> passed = fail(Error(result.error()).withRemedy("another"));
    CHECK(passed.error().remedy == "another");
    CHECK(passed.error().message == "no context named x");
}

TEST_CASE("every code has a word of its own, lower case with dashes")
{
    std::set<std::string_view> words;
    for (const ErrorCode code : kAll) {
        const auto word = toString(code);
        CHECK(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos);
        words.insert(word);
    }
    CHECK(words.size() == std::size(kAll));
    CHECK(words.size() ==
          static_cast<std::size_t>(ErrorCode::Internal) + 1); // a new code belongs into kAll
}

TEST_CASE("only what passes by itself is retried")
{
    for (const ErrorCode code : kAll) {
        const bool passes = code == ErrorCode::Timeout || code == ErrorCode::Unreachable ||
                            code == ErrorCode::RateLimited;
        INFO(toString(code));
        CHECK(isRetryable(code) == passes);
    }
}
