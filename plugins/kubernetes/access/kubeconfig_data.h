// SPDX-License-Identifier: GPL-3.0-or-later
// The entries of kubeconfig files as read and merged. Only for the files of this folder that make
// or use them. Knows nothing of YAML libraries or connections.
#pragma once

#include "models/base/result.h"
#include "plugins/kubernetes/access/auth_info.h"
#include "plugins/kubernetes/access/environment.h"

#include <string>
#include <vector>

namespace binnacle::plugins::kubernetes {

struct ClusterEntry {
    std::string name, file;
    int line = 0;
    std::string server, caFile, caData, tlsServerName, proxyUrl;
    bool insecure = false, disableCompression = false;
    std::string execConfigJson;
    std::string problem; ///< a field of this entry could not be read; the others still work
};

struct UserEntry {
    std::string name, file;
    int line = 0;
    AuthInfo auth; ///< certPem, keyPem and oidc.caPem still hold base64 here
    bool hasExec = false, hasProvider = false;
    std::string problem;
};

struct ContextEntry {
    std::string name, file;
    int line = 0;
    std::string cluster, user, ns;
    std::string problem;
};

struct KubeconfigData {
    std::vector<ClusterEntry> clusters;
    std::vector<UserEntry> users;
    std::vector<ContextEntry> contexts;
    std::string currentContext;
    std::vector<std::string> warnings;
    std::vector<std::string> files;
    EnvLookup env = processEnvironment(); ///< to look for exec programs
};

/// Errors: InvalidInput with "FILE: line N: …".
models::Result<KubeconfigData> readKubeconfigText(const std::string& text, const std::string& file);

/// `earlier` wins for every name; its current context too when it has one.
void mergeKubeconfig(KubeconfigData& earlier, KubeconfigData&& later);

template <class Entry>
const Entry* findEntry(const std::vector<Entry>& entries, const std::string& name)
{
    for (const Entry& entry : entries) {
        if (entry.name == name)
            return &entry;
    }
    return nullptr;
}

} // namespace binnacle::plugins::kubernetes
