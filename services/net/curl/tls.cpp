// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/curl/tls.h"

#include <fstream>
#include <iterator>

namespace binnacle::services::curl {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

bool setBlob(CURL* easy, CURLoption option, const std::string& bytes)
{
    // libcurl's blob has no const; with NOCOPY it is only read.
    curl_blob blob{const_cast<char*>(bytes.data()), bytes.size(), CURL_BLOB_NOCOPY};
    return curl_easy_setopt(easy, option, &blob) == CURLE_OK;
}

bool applyTrust(CURL* easy, const TlsOptions& tls)
{
    if (tls.insecureSkipVerify)
        return curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L) == CURLE_OK &&
               curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L) == CURLE_OK;
    if (tls.caPem.empty())
        return true; // the system's bundle, which libcurl keeps parsed
    // Without the two nulls the system's roots would be trusted besides the CA that was asked for.
    return curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr) == CURLE_OK &&
           setBlob(easy, CURLOPT_CAINFO_BLOB, tls.caPem) &&
           setBlob(easy, CURLOPT_PROXY_CAINFO_BLOB, tls.caPem);
}

} // namespace

Result<std::shared_ptr<const TlsOptions>> resolveTls(std::shared_ptr<const TlsOptions> tls)
{
    if (!tls)
        return tls;
    if (tls->clientCertPem.empty() != tls->clientKeyPem.empty())
        return fail(ErrorCode::InvalidInput,
                    "a client certificate needs its key, and a key its certificate",
                    "Give both as PEM text.");
    if (tls->caFile.empty() || !tls->caPem.empty())
        return tls;
    std::ifstream file(tls->caFile, std::ios::binary);
    std::string pem((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file || pem.empty())
        return fail(ErrorCode::InvalidInput, "the CA file " + tls->caFile + " cannot be read",
                    "Check the path and that you may read it.");
    auto copy = std::make_shared<TlsOptions>(*tls);
    copy->caPem = std::move(pem);
    copy->caFile.clear();
    return std::shared_ptr<const TlsOptions>(std::move(copy));
}

bool applyTls(CURL* easy, const TlsOptions& tls)
{
    if (!applyTrust(easy, tls))
        return false;
    if (tls.clientCertPem.empty())
        return true;
    // An empty passphrase keeps OpenSSL from asking for one on the terminal and blocking the net
    // thread.
    return curl_easy_setopt(easy, CURLOPT_SSLCERTTYPE, "PEM") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSLKEYTYPE, "PEM") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_KEYPASSWD, "") == CURLE_OK &&
           setBlob(easy, CURLOPT_SSLCERT_BLOB, tls.clientCertPem) &&
           setBlob(easy, CURLOPT_SSLKEY_BLOB, tls.clientKeyPem);
}

} // namespace binnacle::services::curl
