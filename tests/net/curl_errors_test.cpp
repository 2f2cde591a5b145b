// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curl/errors.h"
#include "tests/support/catch.h"

#include <curl/curl.h>

#include <array>
#include <cerrno>

using namespace binnacle;
using namespace binnacle::services::curl;
using models::ErrorCode;

TEST_CASE("every curl failure we know has one code, and says who", "[net]")
{
    struct Row {
        int code;
        const char* detail;
        ErrorCode expected;
    };
    constexpr std::array kRows = {
        Row{CURLE_COULDNT_RESOLVE_HOST, "", ErrorCode::Unreachable},
        Row{CURLE_COULDNT_CONNECT, "", ErrorCode::Unreachable},
        Row{CURLE_OPERATION_TIMEDOUT, "", ErrorCode::Timeout},
        Row{CURLE_PEER_FAILED_VERIFICATION, "self-signed", ErrorCode::Unauthenticated},
        Row{CURLE_SSL_CONNECT_ERROR, "", ErrorCode::Unreachable},
        Row{CURLE_SSL_CONNECT_ERROR, "sslv3 alert bad certificate", ErrorCode::Unauthenticated},
        Row{CURLE_SSL_CONNECT_ERROR, "wrong version number", ErrorCode::Unreachable},
        Row{CURLE_RECV_ERROR, "tlsv13 alert certificate required", ErrorCode::Unauthenticated},
        Row{CURLE_RECV_ERROR, "Connection reset by peer", ErrorCode::Unreachable},
        Row{CURLE_RECV_ERROR, "Malformed encoding found in chunked-encoding",
            ErrorCode::DataCorrupt},
        Row{CURLE_GOT_NOTHING, "", ErrorCode::Unreachable},
        Row{CURLE_SEND_ERROR, "", ErrorCode::Unreachable},
        Row{CURLE_HTTP2, "", ErrorCode::Unreachable},
        Row{CURLE_HTTP2_STREAM, "", ErrorCode::Unreachable},
        Row{CURLE_PARTIAL_FILE, "", ErrorCode::DataCorrupt},
        Row{CURLE_BAD_CONTENT_ENCODING, "", ErrorCode::DataCorrupt},
        Row{CURLE_WEIRD_SERVER_REPLY, "", ErrorCode::DataCorrupt},
        Row{CURLE_UNSUPPORTED_PROTOCOL, "Received HTTP/0.9 when not allowed",
            ErrorCode::DataCorrupt},
    };
    for (const Row& row : kRows) {
        INFO(row.code << " " << row.detail);
        const auto error =
            toError({.code = row.code, .detail = row.detail, .hostPort = "kube:6443"});
        CHECK(error.code == row.expected);
        CHECK(error.message.find("kube:6443") != std::string::npos);
        CHECK_FALSE(error.remedy.empty());
    }
}

TEST_CASE("failures of our own making are told apart", "[net]")
{
    CHECK(toError({.code = CURLE_SSL_CERTPROBLEM}).code == ErrorCode::Unauthenticated);
    CHECK(toError({.code = CURLE_SSL_CACERT_BADFILE}).code == ErrorCode::InvalidInput);
    CHECK(toError({.code = CURLE_URL_MALFORMAT}).code == ErrorCode::InvalidInput);
    CHECK(toError({.code = CURLE_OUT_OF_MEMORY}).code == ErrorCode::ResourceExhausted);
    CHECK(toError({.code = CURLE_FTP_WEIRD_PASS_REPLY}).code == ErrorCode::Internal);
}

TEST_CASE("a connect failure gives the system's reason and the proxy", "[net]")
{
    const auto direct = toError({.code = CURLE_COULDNT_CONNECT,
                                 .detail = "Failed to connect to kube port 6443 after 0 ms",
                                 .osError = ECONNREFUSED,
                                 .hostPort = "kube:6443"});
    CHECK(direct.message == "cannot connect to kube:6443: Connection refused");
    const auto proxied = toError({.code = CURLE_COULDNT_CONNECT,
                                  .osError = ECONNREFUSED,
                                  .hostPort = "kube:6443",
                                  .proxy = "gate:3128"});
    CHECK(proxied.message.find("gate:3128") != std::string::npos);
    const auto refused = toError({.code = CURLE_RECV_ERROR,
                                  .detail = "Received HTTP code 407 from proxy after CONNECT",
                                  .hostPort = "kube:6443",
                                  .proxy = "gate:3128"});
    CHECK(refused.code == ErrorCode::Unauthenticated);
}

TEST_CASE("only failures before an answer may be tried again", "[net]")
{
    for (const int code :
         {CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_GOT_NOTHING, CURLE_RECV_ERROR})
        CHECK(isConnectFailure(code));
    for (const int code :
         {CURLE_OK, CURLE_PARTIAL_FILE, CURLE_OPERATION_TIMEDOUT, CURLE_PEER_FAILED_VERIFICATION,
          CURLE_WRITE_ERROR, CURLE_SSL_CERTPROBLEM})
        CHECK_FALSE(isConnectFailure(code));
}
