// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/access/api_status.h"

#include "fake_http.h"
#include "tests/support/catch.h"

using namespace binnacle::plugins::kubernetes;
using namespace binnacle::tests;
using binnacle::models::ErrorCode;

namespace {

std::string field(int number, const std::string& bytes)
{
    std::string out(1, static_cast<char>(number << 3 | 2));
    std::size_t size = bytes.size();
    for (; size > 127; size >>= 7)
        out += static_cast<char>((size & 127) | 128);
    return out + static_cast<char>(size) + bytes;
}

/// As the API server writes it: magic, Unknown, Status.
std::string protoStatus(const std::string& message, const std::string& reason)
{
    const std::string details =
        field(4, field(1, "ResourceVersionTooLarge") + field(2, "m")) + "\x28\x01";
    const std::string status = field(1, field(3, "next")) + field(2, "Failure") +
                               field(3, message) + field(4, reason) + field(5, details) +
                               std::string("\x30\xf8\x03", 3);
    return std::string("k8s\0", 4) + field(1, field(1, "v1") + field(2, "Status")) +
           field(2, status) + field(3, "") + field(4, "");
}

} // namespace

TEST_CASE("a Status is read alike from JSON and protobuf")
{
    const auto json = parseStatus(
        R"({"kind":"Status","code":504,"reason":"Timeout","message":"m","metadata":{"continue":"next"},
        "details":{"retryAfterSeconds":1,"causes":[{"reason":"ResourceVersionTooLarge"},7]}})");
    const auto proto = parseStatus(protoStatus("m", "Timeout"));
    for (const auto& status : {json, proto}) {
        REQUIRE(status);
        CHECK(status->code == 504);
        CHECK(status->reason == "Timeout");
        CHECK(status->message == "m");
        CHECK(status->continueToken == "next");
        CHECK(status->retryAfterSeconds == 1);
        CHECK(status->hasCause("ResourceVersionTooLarge"));
        CHECK_FALSE(status->hasCause("DisruptionBudget"));
    }
}

TEST_CASE("anything else is no Status, however it is cut or twisted")
{
    const std::string whole = protoStatus("pods is forbidden", "Forbidden");
    for (std::size_t n = 0; n < whole.size(); ++n)
        (void)parseStatus(whole.substr(0, n)); // must not read beyond; the sanitizers watch
    for (std::size_t n = 4; n < whole.size(); ++n) {
        std::string twisted = whole;
        twisted[n] = static_cast<char>(twisted[n] ^ 0x5a);
        (void)parseStatus(twisted);
    }
    CHECK_FALSE(parseStatus(whole.substr(0, whole.size() / 2)));
    CHECK_FALSE(parseStatus(""));
    CHECK_FALSE(parseStatus("<html>502 Bad Gateway</html>"));
    CHECK_FALSE(parseStatus(R"({"kind":"PodList","code":403})"));
    CHECK_FALSE(parseStatus("[1,2]"));
    CHECK(parseStatus(R"({"kind":"Status","code":"x","details":[],"metadata":5})")->code == 0);
}

TEST_CASE("every reason of the API has its code")
{
    const std::vector<std::pair<std::string, ErrorCode>> table{
        {"Unauthorized", ErrorCode::Unauthenticated},
        {"Forbidden", ErrorCode::PermissionDenied},
        {"NotFound", ErrorCode::NotFound},
        {"AlreadyExists", ErrorCode::Conflict},
        {"Conflict", ErrorCode::Conflict},
        {"Gone", ErrorCode::Expired},
        {"Expired", ErrorCode::Expired},
        {"Invalid", ErrorCode::InvalidInput},
        {"TooManyRequests", ErrorCode::RateLimited},
        {"Timeout", ErrorCode::Timeout},
        {"ServerTimeout", ErrorCode::Timeout},
        {"ServiceUnavailable", ErrorCode::Unreachable},
        {"NotAcceptable", ErrorCode::Unsupported},
        {"UnsupportedMediaType", ErrorCode::Unsupported},
        {"MethodNotAllowed", ErrorCode::Unsupported},
        {"RequestEntityTooLarge", ErrorCode::ResourceExhausted},
        {"InternalError", ErrorCode::Internal},
        {"BadRequest", ErrorCode::InvalidInput}};
    for (const auto& [reason, code] : table)
        CHECK(toError(ApiStatus{500, reason, "m", {}, 0, {}}, "").code == code);
    CHECK(toError(ApiStatus{410, "", "m", {}, 0, {}}, "").code == ErrorCode::Expired);
    CHECK(toError(ApiStatus{403, "SomethingNew", "m", {}, 0, {}}, "").code ==
          ErrorCode::PermissionDenied);
}

TEST_CASE("the server's message stays word for word and the reason is in the context")
{
    const std::string words = "pods is forbidden: User \"jane\" cannot list resource \"pods\" in "
                              "API group \"\" at the cluster scope";
    const auto error = toApiError(reply(403, protoStatus(words, "Forbidden")), "GET /api/v1/pods");
    CHECK(error.message == words);
    CHECK(error.code == ErrorCode::PermissionDenied);
    CHECK(error.text() == "GET /api/v1/pods: 504 Forbidden: " + words);
    CHECK_FALSE(error.remedy.empty());
}

TEST_CASE("a failure that is no Status keeps what HTTP says")
{
    const auto error = toApiError(reply(503, "<html>upstream</html>", "text/html"), "GET /version");
    CHECK(error.code == ErrorCode::Unreachable);
    CHECK(toApiError(reply(401, ""), "x").remedy.find("Log in") != std::string::npos);
}

TEST_CASE("the wish of a busy server survives, from the header or from the Status")
{
    binnacle::services::HttpResponse plain;
    plain.status = 429;
    plain.headers = {{"Retry-After", "7"}};
    plain.body = "Too many requests, please try again later.";
    CHECK(toApiError(plain, "GET /x").code == ErrorCode::RateLimited);
    CHECK(toApiError(plain, "GET /x").retryAfter == std::chrono::seconds(7));
    plain.body = R"({"kind":"Status","code":429,"reason":"TooManyRequests","message":"m"})";
    CHECK(toApiError(plain, "GET /x").retryAfter == std::chrono::seconds(7));
    plain.headers.clear();
    CHECK(toApiError(plain, "GET /x").retryAfter.count() == 0);
    plain.body = R"({"kind":"Status","code":429,"reason":"TooManyRequests","message":"m",
                     "details":{"retryAfterSeconds":3}})";
    CHECK(toApiError(plain, "GET /x").retryAfter == std::chrono::seconds(3));
}
