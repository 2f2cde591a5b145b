// SPDX-License-Identifier: GPL-3.0-or-later
// A kubeconfig from anywhere is read or refused; its contexts are listed and resolved without a
// crash and without a connection. Seeds: any kubeconfig, tests/kubernetes_access/samples.h.
#include "plugins/kubernetes/access/kubeconfig.h"

#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace binnacle::plugins::kubernetes;
    if (size > (std::size_t{64} << 10))
        return 0;
    const auto config =
        parseKubeconfig(std::string(reinterpret_cast<const char*>(data), size), "/f/config");
    if (!config)
        return 0;
    (void)config->resolve("");
    // Not contexts(): it looks for exec programs on this machine, which is no work for a fuzzer.
    for (const char* name : {"a", "c", "admin", "dev"})
        (void)config->resolve(name);
    return 0;
}
