// SPDX-License-Identifier: GPL-3.0-or-later
// The small answers of an API server and of exec plug-ins; the first byte chooses, see kDecoders.
// Every JSON answer that was read is an Error when it is cut.
#include "plugins/kubernetes/access/api_status.h"
#include "plugins/kubernetes/access/discovery_decode.h"
#include "plugins/kubernetes/access/encoding.h"
#include "plugins/kubernetes/access/exec_credential.h"
#include "plugins/kubernetes/access/http_headers.h"
#include "plugins/kubernetes/access/review_json.h"
#include "tests/fuzz/target.h"

#include <array>
#include <string>

namespace k8s = binnacle::plugins::kubernetes;
using namespace binnacle;

namespace {

using fuzz::require;

bool resourcesOk(const k8s::ApiResources& resources, std::string_view body)
{
    require(resources.items.size() <= body.size(), "a resource is at least one byte");
    for (const auto& item : resources.items) {
        require(!item.plural.empty() && !item.kind.empty(), "a resource has a name and a kind");
        require(!item.versions.empty(), "a resource has a version");
    }
    return true;
}

bool aggregated(std::string_view body)
{
    const auto resources = k8s::decodeAggregated(body);
    return resources && resourcesOk(*resources, body);
}

bool groups(std::string_view body)
{
    const auto found = k8s::decodeGroups(body);
    require(!found || found->size() <= body.size(), "a group is at least one byte");
    return found.has_value();
}

bool resourceList(std::string_view body)
{
    k8s::ApiResources into;
    return k8s::addResources(body, {"apps", "v1"}, into) && resourcesOk(into, body);
}

bool version(std::string_view body)
{
    return k8s::decodeVersion(body).has_value();
}

bool accessReview(std::string_view body)
{
    return k8s::decodeAccessReview(body).has_value();
}

bool rulesReview(std::string_view body)
{
    const auto rules = k8s::decodeRulesReview(body);
    require(!rules || rules->rules.size() <= body.size(), "a rule is at least one byte");
    return rules.has_value();
}

bool selfReview(std::string_view body)
{
    return k8s::decodeSelfReview(body).has_value();
}

bool namespaces(std::string_view body)
{
    const auto page = k8s::decodeNamespaces(body);
    require(!page || page->names.size() <= body.size(), "a name is at least one byte");
    return page.has_value();
}

bool execCredential(std::string_view body)
{
    const auto credential =
        k8s::parseExecCredential(std::string(body), "client.authentication.k8s.io/v1");
    if (!credential)
        return false;
    require(!credential->token.empty() || !credential->clientCertPem.empty(),
            "a credential is a token or a certificate");
    require(credential->clientCertPem.empty() == credential->clientKeyPem.empty(),
            "a certificate has its key");
    require(k8s::isHeaderSafe(credential->token), "a token fits into a header");
    return true;
}

bool status(std::string_view body)
{
    const auto parsed = k8s::parseStatus(body);
    if (parsed) {
        require(parsed->code >= 0 && parsed->retryAfterSeconds >= 0, "numbers are not negative");
        require(parsed->causes.size() <= body.size(), "a cause is at least one byte");
        require(!k8s::toError(*parsed, "fuzz").message.empty(), "an Error has a message");
    }
    services::HttpResponse response;
    response.status = 403;
    response.body = body;
    require(!k8s::toApiError(response, "fuzz").message.empty(), "an Error has a message");
    // The protobuf form may lose fields at its end unseen; the JSON form may not.
    return parsed && body.starts_with('{');
}

bool headers(std::string_view body)
{
    services::HttpResponse response;
    response.headers = {{"Date", std::string(body)}, {"Warning", std::string(body)}};
    (void)k8s::parseHttpDate(body);
    (void)k8s::clockSkew(response, models::UtcTime::fromSeconds(std::int64_t{1'790'000'000}));
    std::size_t size = 0;
    for (const std::string& text : k8s::warningTexts(response))
        size += text.size();
    require(size <= body.size(), "warnings are not larger than the header");
    (void)k8s::hasParameter(body, "g=apidiscovery.k8s.io");
    return false;
}

bool encodings(std::string_view body)
{
    const auto plain = k8s::decodeBase64(k8s::encodeBase64(body));
    require(plain && *plain == body, "base64 is read back the same");
    (void)k8s::decodeBase64(body);
    (void)k8s::decodeBase64Url(body);
    (void)k8s::tokenExpiry(body);
    (void)k8s::hasPemBlock(body, "PRIVATE KEY");
    require(k8s::isHeaderSafe(k8s::redacted(body)), "redacted text has no control characters");
    return false;
}

/// 'A' onwards. True: read, and a document that ends with itself.
constexpr std::array<bool (*)(std::string_view), 12> kDecoders{
    status,      aggregated, groups,     resourceList,   version, accessReview,
    rulesReview, selfReview, namespaces, execCredential, headers, encodings};

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto [which, body] = fuzz::choose(fuzz::textOf(data, size), kDecoders.size());
    if (kDecoders[which](body))
        fuzz::requireCutFails(body, kDecoders[which]);
    return 0;
}
