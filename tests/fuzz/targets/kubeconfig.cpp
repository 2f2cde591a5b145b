// SPDX-License-Identifier: GPL-3.0-or-later
// A kubeconfig from anywhere is read or refused; its contexts are resolved without a crash and
// without a connection; tokens put into it are read back the same.
#include "plugins/kubernetes/access/kubeconfig.h"
#include "plugins/kubernetes/access/kubeconfig_data.h"
#include "plugins/kubernetes/access/oidc_store.h"
#include "tests/fuzz/target.h"

#include <string>

namespace k8s = binnacle::plugins::kubernetes;
using namespace binnacle;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(fuzz::textOf(data, size));
    const auto read = k8s::readKubeconfigText(text, "/f/config");
    const auto config = k8s::parseKubeconfig(text, "/f/config");
    fuzz::require(read.has_value() == config.has_value(), "one file is read in one way");
    if (!read) {
        fuzz::require(read.error().message.find("/f/config") != std::string::npos,
                      "an Error names the file");
        return 0;
    }
    fuzz::require(read->contexts.size() <= size, "a context is at least one byte");
    (void)config->resolve("");
    // Not contexts(): it looks for exec programs on this machine, which is no work for a fuzzer.
    for (std::size_t i = 0; i < read->contexts.size() && i < 20; ++i) {
        const auto resolved = config->resolve(read->contexts[i].name);
        fuzz::require(!resolved || !resolved->server.empty(), "a context has a server");
    }
    const k8s::OidcTokens tokens{"new-id", "new-refresh"};
    for (std::size_t i = 0; i < read->users.size() && i < 4; ++i) {
        const std::string& user = read->users[i].name;
        const auto changed = k8s::withTokens(text, user, tokens);
        if (!changed)
            continue;
        const auto again = k8s::withTokens(*changed, user, tokens);
        fuzz::require(again && *again == *changed, "tokens written once stay as they are");
    }
    return 0;
}
