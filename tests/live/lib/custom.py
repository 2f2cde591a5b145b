# SPDX-License-Identifier: GPL-3.0-or-later
"""Custom resources with the status their controllers would have written: KServe, Argo Rollouts, Kueue."""
from forms import ago
from objects import document, owner_of, template, workload

def _flag(kind, value, reason="Crafted", message=""):
    return {"type": kind, "status": "True" if value else "False", "reason": reason, "message": message,
            "lastTransitionTime": ago(3600)}


def custom(kube, scenario):
    def put(doc, status):
        made = kube.apply(doc)
        if "status" not in made:
            kube.status(doc, status)
        return made

    def isvc(namespace, name, uri, ready, work):
        status = {"conditions": [_flag("PredictorReady", ready, "" if ready else "MinimumReplicasUnavailable"),
                                 _flag("IngressReady", ready), _flag("Ready", ready, "" if ready else "PredictorNotReady",
                                                                     "" if ready else "model server exits with code 1")],
                  "modelStatus": {"transitionStatus": "UpToDate" if ready else "BlockedByFailedLoad",
                                  "states": {"activeModelState": "Loaded" if ready else "", "targetModelState":
                                             "Loaded" if ready else "FailedToLoad"}},
                  "components": {"predictor": {"latestCreatedRevision": f"{name}-predictor-00002", **(
                      {"latestReadyRevision": f"{name}-predictor-00002", "url": f"http://{name}-predictor.{namespace}.invalid",
                       "traffic": [
                           {"latestRevision": True, "percent": 90, "revisionName": f"{name}-predictor-00002"},
                           {"tag": "prev", "percent": 10, "latestRevision": False, "revisionName": f"{name}-predictor-00001"}]}
                      if ready else {})}}}
        if ready:
            status["url"] = f"http://{name}.{namespace}.invalid"
        return put(document("serving.kserve.io/v1beta1", "InferenceService", name, namespace, {"predictor": {
            "minReplicas": work, "maxReplicas": work * 2, "model": {
                "modelFormat": {"name": "pytorch"}, "storageUri": uri,
                "resources": {"limits": {"nvidia.com/gpu": "1"}}}}}), status)

    for work in scenario["workloads"]:
        if work.get("isvc"):
            owner = isvc(work["namespace"], work["isvc"], work["uri"], True, work["replicas"])
            doc = workload(work)
            doc["metadata"]["ownerReferences"] = [owner_of(owner)]
            kube.apply(doc)
    isvc("team-fraud", "fraud-graph", "s3://models/fraud-graph/4", False, 1)

    rollout = {"kind": "Rollout", "namespace": "team-fraud", "name": "fraud-ranker", "replicas": 4, "gpus": 1, "pool": "t4",
               "model": "fraud-ranker", "version": "9", "uri": "models:/fraud-ranker/9"}
    made = put(document("argoproj.io/v1alpha1", "Rollout", "fraud-ranker", "team-fraud", {
        "replicas": 4, "selector": {"matchLabels": {"app": "fraud-ranker"}}, "template": template(rollout),
        "strategy": {"canary": {"steps": [{"setWeight": 25}, {"pause": {}}, {"setWeight": 50}, {"pause": {"duration": 300}}]}}}), {
            "phase": "Paused", "message": "CanaryPauseStep", "replicas": 4, "updatedReplicas": 1, "readyReplicas": 4,
            "availableReplicas": 4, "HPAReplicas": 4, "selector": "app=fraud-ranker", "currentStepIndex": 1,
            "stableRS": "6f7c9d8b5", "currentPodHash": "7d5b6c4f8", "observedGeneration": "1",
            "pauseConditions": [{"reason": "CanaryPauseStep", "startTime": ago(900)}],
            "canary": {"weights": {"canary": {"weight": 25, "podTemplateHash": "7d5b6c4f8"},
                                   "stable": {"weight": 75, "podTemplateHash": "6f7c9d8b5"}}},
            "conditions": [_flag("Available", True), _flag("Paused", True, "RolloutPaused"), _flag("Healthy", False)]})
    for pod_hash, count, version, revision in (("6f7c9d8b5", 3, "8", "1"), ("7d5b6c4f8", 1, "9", "2")):
        doc = workload({**rollout, "kind": "ReplicaSet", "replicas": count}, version)
        doc["metadata"].update(name=f"fraud-ranker-{pod_hash}", ownerReferences=[owner_of(made)],
                               annotations={"rollout.argoproj.io/revision": revision})
        doc["spec"]["selector"]["matchLabels"]["rollouts-pod-template-hash"] = pod_hash
        doc["spec"]["template"]["metadata"]["labels"]["rollouts-pod-template-hash"] = pod_hash
        doc["metadata"]["labels"]["rollouts-pod-template-hash"] = pod_hash
        kube.apply(doc)

    for name, cohort, quota, pending, admitted in (("gpu-shared", "all", 64, 2, 1), ("gpu-fraud", "all", 24, 0, 0)):
        usage = [{"name": "default", "resources": [{"name": "nvidia.com/gpu", "total": "8" if admitted else "0", "borrowed": "0"}]}]
        put(document("kueue.x-k8s.io/v1beta1", "ClusterQueue", name, spec={
            "cohort": cohort, "queueingStrategy": "BestEffortFIFO", "namespaceSelector": {}, "resourceGroups": [
                {"coveredResources": ["nvidia.com/gpu"], "flavors": [
                    {"name": "default", "resources": [{"name": "nvidia.com/gpu", "nominalQuota": str(quota)}]}]}]}), {
                        "pendingWorkloads": pending, "admittedWorkloads": admitted, "reservingWorkloads": admitted,
                        "flavorsUsage": usage, "flavorsReservation": usage, "conditions": [_flag("Active", True, "Ready")]})
    for namespace, name, queue, pending, admitted in (
            ("team-llm", "llm-queue", "gpu-shared", 2, 1), ("team-fraud", "fraud-queue", "gpu-fraud", 0, 0)):
        put(document("kueue.x-k8s.io/v1beta1", "LocalQueue", name, namespace, {"clusterQueue": queue}), {
            "pendingWorkloads": pending, "admittedWorkloads": admitted, "conditions": [_flag("Active", True, "Ready")]})

    job = kube.get("Job", "fraud-retrain", "team-fraud")
    for namespace, name, queue, gpus, status, owner in (
            ("team-llm", "job-llm-finetune", "llm-queue", 8, {
                "admission": {"clusterQueue": "gpu-shared", "podSetAssignments": [
                    {"name": "main", "count": 2, "flavors": {"nvidia.com/gpu": "default"},
                     "resourceUsage": {"nvidia.com/gpu": "8"}}]},
                "conditions": [_flag("QuotaReserved", True), _flag("Admitted", True, "Admitted")]}, None),
            ("team-llm", "job-llm-sweep", "llm-queue", 64, {"conditions": [
                _flag("QuotaReserved", False, "Pending", "couldn't assign flavors to pod set main: insufficient unused quota "
                      "for nvidia.com/gpu in flavor default, 8 more needed")]}, None),
            ("team-llm", "job-llm-eval", "llm-queue", 16, {"requeueState": {"count": 1}, "conditions": [
                _flag("QuotaReserved", False, "Pending", "preempted"), _flag("Evicted", True, "Preempted", "Preempted to "
                "accommodate a workload with higher priority")]}, None),
            ("team-fraud", "job-fraud-retrain", "fraud-queue", 4, {
                "admission": {"clusterQueue": "gpu-fraud"},
                "conditions": [_flag("QuotaReserved", True), _flag("Admitted", True, "Admitted"),
                               _flag("Finished", True, "JobFinished", "Job finished successfully")]}, job)):
        doc = document("kueue.x-k8s.io/v1beta1", "Workload", name, namespace, {
            "queueName": queue, "priority": 0, "active": True, "podSets": [{"name": "main", "count": 2, "template": {
                "spec": {"containers": [{"name": "main", "image": "registry.invalid/train:1", "resources": {
                    "requests": {"nvidia.com/gpu": str(gpus // 2)}}}]}}}]})
        if owner:
            doc["metadata"]["ownerReferences"] = [{**owner_of({**owner, "apiVersion": "batch/v1", "kind": "Job"})}]
        put(doc, status)
