# SPDX-License-Identifier: GPL-3.0-or-later
"""Who the watching process is: a service account whose token stands in a file and can be made to expire.

A token lives ten minutes at least, so it is bound to a Secret instead: when that goes, the server refuses the token as it
refuses an expired one, within the ten seconds that it remembers a good answer."""
import json
import pathlib

NAME = "binnacle-faults"
HOME = "/api/v1/namespaces/default"
ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"


class Identity:
    def __init__(self, server, execute, folder):
        self.server, self.folder, self.turn = server, pathlib.Path(folder), 0
        self.token_file = self.folder / "token"
        self._make(f"{HOME}/serviceaccounts", {"metadata": {"name": NAME}})
        self._make(ROLES, {"metadata": {"name": NAME},
                           "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
                           "subjects": [{"kind": "ServiceAccount", "name": NAME, "namespace": "default"}]})
        self.renew()
        self.config = self._write(json.loads(execute(server.kubectl_command("config", "view", "--raw", "-o", "json")).out))

    def _make(self, path, document, also=(409,)):
        answer = self.server.post(path, document)
        if answer.status not in (200, 201, *also):
            raise RuntimeError(f"POST {path}: {answer.status} {answer.body[:200]!r}")
        return json.loads(answer.body)

    def renew(self):
        self.turn += 1
        secret = f"{NAME}-{self.turn}"
        self.server.request("DELETE", f"{HOME}/secrets/{secret}")  # of a run that did not end well
        made = self._make(f"{HOME}/secrets", {"metadata": {"name": secret}}, also=())
        asked = {"spec": {"boundObjectRef": {"kind": "Secret", "apiVersion": "v1", "name": secret, "uid": made["metadata"]["uid"]}}}
        token = self._make(f"{HOME}/serviceaccounts/{NAME}/token", asked, also=())["status"]["token"]
        fresh = self.token_file.with_suffix(".new")
        fresh.write_text(token)
        fresh.replace(self.token_file)

    def expire(self):
        answer = self.server.request("DELETE", f"{HOME}/secrets/{NAME}-{self.turn}")
        if answer.status != 200:
            raise RuntimeError(f"the token's secret was not deleted: {answer.status}")

    def forget(self):
        for path in (f"{HOME}/secrets/{NAME}-{self.turn}", f"{HOME}/serviceaccounts/{NAME}", f"{ROLES}/{NAME}"):
            self.server.request("DELETE", path)

    def _write(self, kubeconfig):
        proxied = [c for c in kubeconfig["clusters"] if c["name"] == "live-proxied"]
        (self.folder / "kubeconfig").write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "faults", "clusters": proxied,
            "users": [{"name": NAME, "user": {"tokenFile": str(self.token_file)}}],
            "contexts": [{"name": "faults", "context": {"cluster": "live-proxied", "user": NAME}}]}))
        config = self.folder / "connections.yaml"
        config.write_text("environments:\n- name: faults\n  production: false\n  sources:\n"
                          f"  - {{id: kube, type: kubernetes, kubeconfig: \"{self.folder / 'kubeconfig'}\", context: faults}}\n")
        return config
