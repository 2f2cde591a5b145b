// SPDX-License-Identifier: GPL-3.0-or-later
// Kubeconfig files as kubectl reads them: merged, with paths resolved against their own file. For
// the connector, the first-run page and the command line; any thread but ui (reads files). Never
// connects anywhere, and changes no file.
#pragma once

#include "models/base/result.h"
#include "plugins/kubernetes/access/auth_info.h"
#include "plugins/kubernetes/access/environment.h"
#include "services/net/http_client.h"

#include <memory>
#include <string>
#include <vector>

namespace binnacle::plugins::kubernetes {

struct KubeconfigRequest {
    std::string path; ///< explicit file, used alone; "~/" is expanded; empty: the usual rules
    EnvLookup env = processEnvironment();
    std::string serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";
};

/// One row of "which clusters could I look at": made without any connection.
struct ContextInfo {
    std::string name, cluster, server, user, ns;
    AuthForm auth = AuthForm::None;
    std::string file; ///< where the context was defined
    bool current = false;
    bool insecure = false;             ///< its cluster says insecure-skip-tls-verify
    std::vector<std::string> problems; ///< why it cannot work here; empty: looks usable
};

/// Everything needed to talk to the cluster of one context.
struct ResolvedContext {
    std::string name, cluster, user;
    std::string ns = "default";
    bool nsGiven = false;     ///< the context names its namespace itself
    std::string server;       ///< with its path prefix, without a slash at the end
    services::TlsOptions tls; ///< trust only; client certificates come from the CredentialProvider
    std::string proxy;
    bool insecure = false;  ///< certificate not verified, because the kubeconfig asks for that
    bool plainHttp = false; ///< no credentials are ever sent over it
    bool disableCompression = false;
    AuthInfo auth;
    ExecClusterInfo clusterInfo;
    std::string connectionGroup;          ///< one per context: see HttpClient::dropConnections
    std::vector<std::string> otherSpaces; ///< namespaces of other contexts of this cluster and user
    std::vector<std::string> warnings;
};

struct KubeconfigData;

class Kubeconfig {
public:
    explicit Kubeconfig(std::shared_ptr<const KubeconfigData> data);

    /// Shape: in the order of the files, then of each file. Looks for exec programs, which may ask
    /// the login shell for its PATH once per process. Cost: no connection; 100 contexts in a few
    /// ms.
    std::vector<ContextInfo> contexts() const;

    /// Empty when no file sets one.
    const std::string& currentContext() const;

    /// What could not be read or was ignored: "FILE: line 3: …". Never holds secrets.
    const std::vector<std::string>& warnings() const;

    /// The files that were read.
    const std::vector<std::string>& files() const;

    /// An empty name means the current context. Errors: NotFound (no such context, cluster or user,
    /// with the near names), InvalidInput (bad URL, base64, CA, ambiguous credentials).
    models::Result<ResolvedContext> resolve(const std::string& contextName) const;

private:
    std::shared_ptr<const KubeconfigData> m_data;
};

/// An explicit path, else every file of $KUBECONFIG, else ~/.kube/config, else the service account
/// of the pod we run in. Missing or broken files of a list are warnings as long as one can be read.
/// Errors: NotFound, PermissionDenied, InvalidInput (file and line), ResourceExhausted (too large).
/// Source: client-go ClientConfigLoadingRules.
models::Result<Kubeconfig> loadKubeconfig(const KubeconfigRequest& request = {});

/// One file's text, for tests and for "paste a kubeconfig"; `file` names it and anchors relative
/// paths. Errors: InvalidInput with file and line.
models::Result<Kubeconfig> parseKubeconfig(const std::string& text, const std::string& file);

} // namespace binnacle::plugins::kubernetes
