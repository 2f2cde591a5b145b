// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http_client.h"
#include "tests/support/catch.h"

#include <array>

using namespace binnacle;
using namespace binnacle::services;
using models::ErrorCode;

namespace {

HttpResponse answer(int status, std::string body = {}, std::string type = "application/json")
{
    HttpResponse response;
    response.status = status;
    response.headers = {{"Content-Type", std::move(type)}};
    response.body = std::move(body);
    return response;
}

} // namespace

TEST_CASE("every status has one code", "[net]")
{
    struct Row {
        int status;
        ErrorCode code;
    };
    constexpr std::array kRows = {
        Row{301, ErrorCode::Unsupported},      Row{400, ErrorCode::InvalidInput},
        Row{401, ErrorCode::Unauthenticated},  Row{402, ErrorCode::InvalidInput},
        Row{403, ErrorCode::PermissionDenied}, Row{404, ErrorCode::NotFound},
        Row{405, ErrorCode::Unsupported},      Row{406, ErrorCode::Unsupported},
        Row{407, ErrorCode::Unauthenticated},  Row{408, ErrorCode::Timeout},
        Row{409, ErrorCode::Conflict},         Row{410, ErrorCode::Expired},
        Row{412, ErrorCode::Conflict},         Row{413, ErrorCode::ResourceExhausted},
        Row{415, ErrorCode::Unsupported},      Row{418, ErrorCode::InvalidInput},
        Row{422, ErrorCode::InvalidInput},     Row{429, ErrorCode::RateLimited},
        Row{500, ErrorCode::Internal},         Row{501, ErrorCode::Unsupported},
        Row{502, ErrorCode::Unreachable},      Row{503, ErrorCode::Unreachable},
        Row{504, ErrorCode::Timeout},          Row{507, ErrorCode::Internal},
        Row{204, ErrorCode::Internal},
    };
    for (const Row& row : kRows) {
        INFO(row.status);
        const auto error = toError(answer(row.status), "listing pods");
        CHECK(error.code == row.code);
        CHECK(error.message.find("HTTP " + std::to_string(row.status)) == 0);
        CHECK(error.text().find("listing pods: HTTP ") == 0);
    }
    CHECK(toError(answer(401), "").remedy == "Renew the credentials of this source.");
    CHECK(toError(answer(401), "").context.empty());
}

TEST_CASE("the server's own words are quoted", "[net]")
{
    struct Row {
        const char* body;
        const char* type;
        const char* said;
    };
    constexpr std::array kRows = {
        Row{R"({"kind":"Status","status":"Failure","message":"pods is forbidden: User \"ann\" cannot list","code":403})",
            "application/json", R"(pods is forbidden: User "ann" cannot list)"},
        Row{R"({"status":"error","errorType":"bad_data","error":"parse error at char 4"})",
            "application/json", "parse error at char 4"},
        Row{R"({"error":"invalid_grant","error_description":"token  is\n old"})",
            "application/json", "token is old"},
        Row{R"({"error":{"code":7,"message":"nested"}})", "application/json", "nested"},
        Row{R"({"detail":"from a problem document"})", "application/problem+json",
            "from a problem document"},
        Row{R"({"other":1})", "application/json", R"({"other":1})"},
        Row{R"({"message": broken)", "application/json", R"({"message": broken)"},
        Row{"<html><head><title>502 Bad "
            "Gateway</title></head>\r\n<body><h1>nginx</h1></body></html>",
            "text/html", "502 Bad Gateway nginx"},
        Row{"plain words\n", "text/plain", "plain words"},
        Row{"words without a type", "", "words without a type"},
    };
    for (const Row& row : kRows) {
        INFO(row.body);
        const auto error = toError(answer(500, row.body, row.type), "x");
        const std::string said(row.said);
        REQUIRE(error.message.size() >= said.size());
        CHECK(error.message.substr(error.message.size() - said.size()) == said);
        CHECK(error.message.find(": " + said) != std::string::npos);
    }
}

TEST_CASE("what is not text, or too long, is not quoted whole", "[net]")
{
    const std::string plain = toError(answer(500), "x").message;
    CHECK(
        toError(answer(500, std::string("k8s\0\x0a\x01", 6), "application/vnd.kubernetes.protobuf"),
                "x")
            .message == plain);
    CHECK(toError(answer(500, "PK...", "application/zip"), "x").message == plain);
    std::string words;
    for (int i = 0; i < 3000; ++i)
        words += "\xC3\xA4"; // two bytes each: must not be cut in the middle
    const std::string message = toError(answer(500, words, "text/plain"), "x").message;
    CHECK(message.size() <= plain.size() + 2 + 200);
    const std::string quoted = message.substr(plain.size() + 2);
    REQUIRE(quoted.size() > 190);
    CHECK(quoted.substr(quoted.size() - 5) == "\xC3\xA4...");
    CHECK(quoted.size() % 2 == 1);
}

TEST_CASE("a media type is read without parameters and case", "[net]")
{
    CHECK(mediaType("application/json; charset=utf-8") == "application/json");
    CHECK(mediaType(" Application/JSON ;x") == "application/json");
    CHECK(mediaType("text/Event-Stream") == "text/event-stream");
    CHECK(mediaType("application/vnd.kubernetes.protobuf;stream=watch") ==
          "application/vnd.kubernetes.protobuf");
    CHECK(mediaType("x/y") == "x/y");
    CHECK(mediaType("").empty());
}

TEST_CASE("encoding keeps only what RFC 3986 calls unreserved", "[net]")
{
    CHECK(urlEncode("AZaz09-._~") == "AZaz09-._~");
    CHECK(urlEncode("a b+c/d?e&f=%") == "a%20b%2Bc%2Fd%3Fe%26f%3D%25");
    CHECK(urlEncode("\xC3\xA4\n") == "%C3%A4%0A");
    const std::array<std::pair<std::string, std::string>, 3> fields = {
        {{"query", "up{job=\"x\"}"}, {"empty", ""}, {"a b", "c"}}};
    CHECK(formEncode(fields) == "query=up%7Bjob%3D%22x%22%7D&empty=&a%20b=c");
    CHECK(formEncode({}).empty());
}

TEST_CASE("a header is found in any case, the first one wins", "[net]")
{
    HttpResponse response;
    response.headers = {{"ETag", "1"}, {"etag", "2"}};
    CHECK(response.header("ETAG") == "1");
    CHECK(response.header("eta").empty());
}
