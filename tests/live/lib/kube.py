# SPDX-License-Identifier: GPL-3.0-or-later
"""A small Kubernetes client for the seeder: stdlib only, one kept connection per thread, JSON, server-side apply."""
import http.client
import json
import ssl
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

KINDS = {  # kind: (path prefix, plural, namespaced)
    "Namespace": ("/api/v1", "namespaces", False),
    "Node": ("/api/v1", "nodes", False),
    "Pod": ("/api/v1", "pods", True),
    "ResourceQuota": ("/api/v1", "resourcequotas", True),
    "PersistentVolume": ("/api/v1", "persistentvolumes", False),
    "PersistentVolumeClaim": ("/api/v1", "persistentvolumeclaims", True),
    "Event": ("/api/v1", "events", True),
    "Deployment": ("/apis/apps/v1", "deployments", True),
    "ReplicaSet": ("/apis/apps/v1", "replicasets", True),
    "StatefulSet": ("/apis/apps/v1", "statefulsets", True),
    "DaemonSet": ("/apis/apps/v1", "daemonsets", True),
    "Job": ("/apis/batch/v1", "jobs", True),
    "HorizontalPodAutoscaler": ("/apis/autoscaling/v2", "horizontalpodautoscalers", True),
    "PriorityClass": ("/apis/scheduling.k8s.io/v1", "priorityclasses", False),
    "Role": ("/apis/rbac.authorization.k8s.io/v1", "roles", True),
    "RoleBinding": ("/apis/rbac.authorization.k8s.io/v1", "rolebindings", True),
    "ClusterRole": ("/apis/rbac.authorization.k8s.io/v1", "clusterroles", False),
    "ClusterRoleBinding": ("/apis/rbac.authorization.k8s.io/v1", "clusterrolebindings", False),
    "CustomResourceDefinition": ("/apis/apiextensions.k8s.io/v1", "customresourcedefinitions", False),
    "InferenceService": ("/apis/serving.kserve.io/v1beta1", "inferenceservices", True),
    "Rollout": ("/apis/argoproj.io/v1alpha1", "rollouts", True),
    "Workload": ("/apis/kueue.x-k8s.io/v1beta1", "workloads", True),
    "LocalQueue": ("/apis/kueue.x-k8s.io/v1beta1", "localqueues", True),
    "ClusterQueue": ("/apis/kueue.x-k8s.io/v1beta1", "clusterqueues", False),
}


class KubeError(Exception):
    def __init__(self, code, method, path, body):
        self.code = code
        message = body.get("message", body) if isinstance(body, dict) else body
        super().__init__(f"{method} {path}: {code} {str(message)[:600]}")


class Kube:
    def __init__(self, url, token, ca_file, server_name="kubernetes.default.svc"):
        parts = urllib.parse.urlsplit(url)
        self.address = (parts.hostname, parts.port)
        self.token = token
        self.server_name = server_name
        self.context = ssl.create_default_context(cafile=ca_file)
        self.local = threading.local()

    def _connection(self):
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = _Https(self.address, self.context, self.server_name)
            self.local.connection = connection
        return connection

    def call(self, method, path, body=None, content="application/json", retries=4):
        data = None if body is None else json.dumps(body, separators=(",", ":")).encode()
        headers = {"Authorization": "Bearer " + self.token, "Accept": "application/json"}
        if data is not None:
            headers["Content-Type"] = content
        for attempt in range(retries + 1):
            connection = self._connection()
            try:
                connection.request(method, path, data, headers)
                response = connection.getresponse()
                status, text = response.status, response.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                self.local.connection = None
                if attempt == retries:
                    raise
                time.sleep(0.2 * 2**attempt)
                continue
            if status in (429, 500, 503, 504) and attempt < retries:
                time.sleep(0.2 * 2**attempt)
                continue
            try:
                answer = json.loads(text) if text else {}
            except ValueError:
                answer = text.decode(errors="replace")
            if status >= 400:
                raise KubeError(status, method, path, answer)
            return answer
        raise AssertionError("unreachable")

    @staticmethod
    def path(kind, namespace=None, name=None, sub=None):
        prefix, plural, namespaced = KINDS[kind]
        parts = [prefix]
        if namespaced and namespace:
            parts.append(f"/namespaces/{namespace}")
        parts.append("/" + plural)
        if name:
            parts.append("/" + name)
        if sub:
            parts.append("/" + sub)
        return "".join(parts)

    def path_of(self, item, sub=None):
        meta = item["metadata"]
        return self.path(item["kind"], meta.get("namespace"), meta["name"], sub)

    def get(self, kind, name, namespace=None):
        """The object, or None when there is none."""
        try:
            return self.call("GET", self.path(kind, namespace, name))
        except KubeError as error:
            if error.code == 404:
                return None
            raise

    def list(self, kind, namespace=None, query=""):
        return self.call("GET", self.path(kind, namespace) + query)["items"]

    def apply(self, item):
        """Server-side apply: creates or updates; the same document twice changes nothing."""
        return self.call("PATCH", self.path_of(item) + "?fieldManager=binnacle-seed&force=true", item,
                         "application/apply-patch+yaml")

    def status(self, item, status):
        return self.call("PATCH", self.path_of(item, "status"), {"status": status}, "application/merge-patch+json")

    def each(self, function, items, threads=8):
        """function(item) for all on parallel connections; the first exception is raised."""
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(function, items))


class _Https(http.client.HTTPSConnection):
    """Verifies against a fixed server name, so that 127.0.0.1 and forwarded ports verify alike."""

    def __init__(self, address, context, server_name):
        super().__init__(address[0], address[1], context=context, timeout=60)
        self._server_name = server_name

    def connect(self):
        http.client.HTTPConnection.connect(self)
        self.sock = self._context.wrap_socket(self.sock, server_hostname=self._server_name)
