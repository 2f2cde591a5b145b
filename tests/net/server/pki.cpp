// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/server/pki.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <stdexcept>

namespace binnacle::tests {

namespace {

template <auto Free> struct Deleter {
    template <class T> void operator()(T* object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Cert = std::unique_ptr<X509, Deleter<X509_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

std::string contents(BIO* bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string toPem(X509* cert)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), cert);
    return contents(bio.get());
}

std::string toPem(EVP_PKEY* key)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return contents(bio.get());
}

void extend(X509* cert, X509* issuer, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, cert, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    if (extension == nullptr)
        throw std::runtime_error("bad certificate extension " + value);
    X509_add_ext(cert, extension, -1);
    X509_EXTENSION_free(extension);
}

Key makeKey()
{
    Key key(EVP_EC_gen("P-256"));
    if (!key)
        throw std::runtime_error("no key");
    return key;
}

Cert makeCert(EVP_PKEY* key, const std::string& commonName)
{
    static std::atomic<long> serial{1};
    Cert cert(X509_new());
    X509_set_version(cert.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), serial.fetch_add(1));
    X509_gmtime_adj(X509_getm_notBefore(cert.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(cert.get()), 86400);
    X509_set_pubkey(cert.get(), key);
    const std::string text = commonName;
    std::vector<unsigned char> bytes(text.begin(), text.end());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(cert.get()), "CN", MBSTRING_ASC, bytes.data(),
                               static_cast<int>(bytes.size()), -1, 0);
    return cert;
}

} // namespace

struct TestAuthority::Impl {
    Key key;
    Cert cert;
};

TestAuthority::TestAuthority(const std::string& name) : m_impl(std::make_unique<Impl>())
{
    m_impl->key = makeKey();
    m_impl->cert = makeCert(m_impl->key.get(), name);
    X509* const cert = m_impl->cert.get();
    X509_set_issuer_name(cert, X509_get_subject_name(cert));
    extend(cert, cert, NID_basic_constraints, "critical,CA:TRUE");
    extend(cert, cert, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(cert, cert, NID_subject_key_identifier, "hash");
    X509_sign(cert, m_impl->key.get(), EVP_sha256());
    m_pem = toPem(cert);
}

TestAuthority::~TestAuthority() = default;

KeyPair TestAuthority::issue(const std::string& commonName,
                             const std::vector<std::string>& names) const
{
    const Key key = makeKey();
    const Cert cert = makeCert(key.get(), commonName);
    X509_set_issuer_name(cert.get(), X509_get_subject_name(m_impl->cert.get()));
    std::string list;
    for (const std::string& name : names)
        list += (list.empty() ? "" : ",") + name;
    if (!list.empty())
        extend(cert.get(), m_impl->cert.get(), NID_subject_alt_name, list);
    extend(cert.get(), m_impl->cert.get(), NID_ext_key_usage, "serverAuth,clientAuth");
    X509_sign(cert.get(), m_impl->key.get(), EVP_sha256());
    return {toPem(cert.get()), toPem(key.get())};
}

} // namespace binnacle::tests
