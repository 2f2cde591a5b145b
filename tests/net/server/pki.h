// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates made at test time: authorities that sign for names we choose. For tests only; any
// thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace binnacle::tests {

struct KeyPair {
    std::string certificatePem;
    std::string keyPem;
};

class TestAuthority {
public:
    explicit TestAuthority(const std::string& name);
    ~TestAuthority();

    const std::string& pem() const { return m_pem; }
    /// For a server: names like "DNS:localhost" or "IP:127.0.0.1".
    KeyPair issue(const std::string& commonName, const std::vector<std::string>& names = {}) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
    std::string m_pem;
};

} // namespace binnacle::tests
