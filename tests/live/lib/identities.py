# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may talk to the live cluster, and the kubeconfig that has a context for each way of saying who one is."""
import base64
import json
import os
import subprocess

USERS = {"admin": "system:masters", "viewer-one": "", "nobody": "", "metrics": "system:monitoring",
         "components": "system:masters"}  # name: group
VIEWER_NAMESPACE = "team-vision"
# Contexts for clients. admin: token in the file; viewer-one: token file; admin-cert: client certificate;
# admin-exec: a plug-in that prints the token.
CONTEXTS = ("admin", "viewer-one", "nobody", "admin-cert", "admin-exec")
VARIANTS = ("", "-proxied", "-insecure")

_PLUGIN = """#!/bin/sh
# An exec credential plug-in as cloud providers ship them; counts its calls in calls next to it.
here=$(dirname "$0")
echo call >>"$here/calls"
printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}\\n' "$(cat "$1")"
"""


def make(folder, tokens):
    """Keys of the cluster, made once: service accounts, and a client certificate for a member of system:masters."""
    def openssl(*args):
        subprocess.run(["openssl", *map(str, args)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    if not (folder / "sa.key").exists():
        openssl("genrsa", "-out", folder / "sa.key", "2048")
    if not (folder / "admin-cert.crt").exists():
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=binnacle-live-clients",
                "-keyout", folder / "client-ca.key", "-out", folder / "client-ca.crt")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/O=system:masters/CN=admin-cert",
                "-keyout", folder / "admin-cert.key", "-out", folder / "admin-cert.csr")
        openssl("x509", "-req", "-days", "30", "-in", folder / "admin-cert.csr", "-CA", folder / "client-ca.crt",
                "-CAkey", folder / "client-ca.key", "-CAcreateserial", "-out", folder / "admin-cert.crt")
    plugin = folder / "exec" / "token-plugin"
    plugin.parent.mkdir(exist_ok=True)
    plugin.write_text(_PLUGIN)
    os.chmod(plugin, 0o700)


def kubeconfig(stack, users=CONTEXTS, variants=VARIANTS):
    """Direct clusters name the CA by path; proxied ones carry it inside and verify by tls-server-name."""
    kube = stack.dir / "kube"
    quote = lambda path: json.dumps(str(path))  # noqa: E731  (JSON strings are YAML strings)
    clusters, contexts, entries = [], [], []
    for variant in variants:
        port = stack.port("proxy-kubernetes" if variant == "-proxied" else "kube-apiserver")
        trust = {
            "": f"    certificate-authority: {quote(stack.ca)}",
            "-insecure": "    insecure-skip-tls-verify: true",
            "-proxied": "    tls-server-name: kubernetes.default.svc\n    certificate-authority-data: "
                        + base64.b64encode(stack.ca.read_bytes()).decode()}[variant]
        clusters.append(f"- name: live{variant}\n  cluster:\n    server: https://127.0.0.1:{port}\n{trust}\n")
        for user in users:
            space = f"\n    namespace: {VIEWER_NAMESPACE}" if user == "viewer-one" else ""
            contexts.append(f"- name: {user}{variant}\n  context:\n    cluster: live{variant}\n    user: {user}{space}\n")
    for user in users:
        if user == "viewer-one":
            secret = f"    tokenFile: {quote(stack.dir / 'tokens' / user)}"
        elif user == "admin-cert":
            secret = (f"    client-certificate: {quote(kube / 'admin-cert.crt')}\n"
                      f"    client-key: {quote(kube / 'admin-cert.key')}")
        elif user == "admin-exec":
            secret = ("    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: Never\n"
                      f"      command: {quote(kube / 'exec' / 'token-plugin')}\n"
                      f"      args: [{quote(stack.dir / 'tokens' / 'admin')}]")
        else:
            secret = f"    token: {stack.token(user)}"
        entries.append(f"- name: {user}\n  user:\n{secret}\n")
    return (f"apiVersion: v1\nkind: Config\ncurrent-context: {users[0]}\nclusters:\n" + "".join(clusters)
            + "contexts:\n" + "".join(contexts) + "users:\n" + "".join(entries))
