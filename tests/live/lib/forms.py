# SPDX-License-Identifier: GPL-3.0-or-later
"""Pods whose status is written by hand on a node without a kubelet: one for each form of kubectl's STATUS column.

Each entry: name → (expected READY, STATUS, spec parts, status). `restarts` text is left to kubectl, as it ages.
"""
import datetime

NAMESPACE = "status-forms"
NODE = "static-01"
_NOW = datetime.datetime.now(datetime.timezone.utc)


def ago(seconds):
    return (_NOW - datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def running(name="main", ready=True, restarts=0, last=None, since=7200, started=True):
    return _container(name, {"running": {"startedAt": ago(since)}}, ready, restarts, last, started)


def waiting(reason, name="main", restarts=0, last=None):
    state = {"reason": reason, "message": f"{reason} (crafted)"} if reason else {}
    return _container(name, {"waiting": state}, False, restarts, last, False)


def ended(code, reason=None, signal=None, name="main", restarts=0, at=600):
    return _container(name, {"terminated": end(code, reason, signal, at)}, False, restarts, None, False)


def end(code, reason=None, signal=None, at=600):
    state = {"exitCode": code, "startedAt": ago(at + 60), "finishedAt": ago(at)}
    if reason:
        state["reason"] = reason
    if signal:
        state["signal"] = signal
    return state


def _container(name, state, ready, restarts, last, started):
    return {"name": name, "image": f"registry.invalid/{name}:1", "imageID": f"registry.invalid/{name}@sha256:{'ab' * 32}",
            "state": state, "lastState": {"terminated": last} if last else {}, "ready": ready,
            "restartCount": restarts, "started": started}


def conditions(initialized=True, ready=False, **more):
    listed = {"PodScheduled": True, "Initialized": initialized, "ContainersReady": ready, "Ready": ready, **more}
    return [{"type": kind, "status": "True" if value else "False", "lastTransitionTime": ago(7200)}
            for kind, value in listed.items()]


def status(phase, containers=None, init=None, reason=None, **condition):
    value = {"phase": phase, "startTime": ago(7200), "hostIP": "10.9.0.1", "podIP": "10.90.0.1",
             "podIPs": [{"ip": "10.90.0.1"}], "conditions": conditions(**condition)}
    if containers is not None:
        value["containerStatuses"] = containers
    if init is not None:
        value["initContainerStatuses"] = init
    if reason:
        value["reason"] = reason
        value["message"] = f"The pod is {reason} (crafted)."
    return value


_INIT = {"init": ["init"]}
_TWO = {"containers": ["main", "second"]}
_SIDECAR = {"sidecars": ["proxy"]}
_NOT_YET = {"initialized": False}

FORMS = {
    "pending-bound": ("0/1", "Pending", {}, status("Pending", initialized=False)),
    "container-creating": ("0/1", "ContainerCreating", {}, status("Pending", [waiting("ContainerCreating")])),
    "waiting-blank": ("0/1", "Pending", {}, status("Pending", [waiting(None)])),
    "image-pull-backoff": ("0/1", "ImagePullBackOff", {}, status("Pending", [waiting("ImagePullBackOff")])),
    "err-image-pull": ("0/1", "ErrImagePull", {}, status("Pending", [waiting("ErrImagePull")])),
    "config-error": ("0/1", "CreateContainerConfigError", {}, status("Pending", [waiting("CreateContainerConfigError")])),
    "crash-loop": ("0/1", "CrashLoopBackOff", {},
                   status("Running", [waiting("CrashLoopBackOff", restarts=7, last=end(1, "Error", at=180))])),
    "crash-loop-half": ("1/2", "CrashLoopBackOff", _TWO,
                        status("Running", [running(), waiting("CrashLoopBackOff", "second", 3, end(137, "OOMKilled"))])),
    "scheduling-gated": ("0/1", "SchedulingGated", {"gates": ["binnacle.io/quota"]}, None),
    "init-0-of-1": ("0/1", "Init:0/1", _INIT,
                    status("Pending", [waiting("PodInitializing")], [running("init", False)], **_NOT_YET)),
    "init-1-of-2": ("0/1", "Init:1/2", {"init": ["first", "init"]},
                    status("Pending", [waiting("PodInitializing")],
                           [ended(0, "Completed", name="first"), running("init", False)], **_NOT_YET)),
    "init-crash-loop": ("0/1", "Init:CrashLoopBackOff", _INIT,
                        status("Pending", [waiting("PodInitializing")],
                               [waiting("CrashLoopBackOff", "init", 5, end(1, "Error", at=240))], **_NOT_YET)),
    "init-image-pull": ("0/1", "Init:ImagePullBackOff", _INIT,
                        status("Pending", [waiting("PodInitializing")], [waiting("ImagePullBackOff", "init")], **_NOT_YET)),
    "init-error": ("0/1", "Init:Error", _INIT,
                   status("Pending", [waiting("PodInitializing")], [ended(1, "Error", name="init")], **_NOT_YET)),
    "init-exit-code": ("0/1", "Init:ExitCode:3", _INIT,
                       status("Pending", [waiting("PodInitializing")], [ended(3, name="init")], **_NOT_YET)),
    "init-signal": ("0/1", "Init:Signal:9", _INIT,
                    status("Pending", [waiting("PodInitializing")], [ended(137, signal=9, name="init")], **_NOT_YET)),
    "init-rerun": ("1/1", "Init:0/1", _INIT, status("Running", [running()], [running("init", False, restarts=2)], ready=True)),
    "pod-initializing": ("0/1", "PodInitializing", _INIT,
                         status("Pending", [waiting("PodInitializing")], [ended(0, "Completed", name="init")])),
    "sidecar-running": ("2/2", "Running", _SIDECAR, status("Running", [running()], [running("proxy")], ready=True)),
    "sidecar-unready": ("1/2", "Running", _SIDECAR, status("Running", [running()], [running("proxy", False)])),
    "sidecar-starting": ("0/2", "Init:0/1", _SIDECAR,
                         status("Pending", [waiting("PodInitializing")], [running("proxy", False, started=False)], **_NOT_YET)),
    "sidecar-then-init": ("1/2", "Init:1/2", {"sidecars": ["proxy"], "init": ["init"]},
                          status("Pending", [waiting("PodInitializing")], [running("proxy"), running("init", False)],
                                 **_NOT_YET)),
    "sidecar-crash-loop": ("0/2", "Init:CrashLoopBackOff", _SIDECAR,
                           status("Pending", [waiting("PodInitializing")],
                                  [waiting("CrashLoopBackOff", "proxy", 4, end(1, "Error", at=90))], **_NOT_YET)),
    "sidecar-restarts": ("2/2", "Running", _SIDECAR,
                         status("Running", [running(restarts=2, last=end(1, "Error", at=3600))],
                                [running("proxy", restarts=3, last=end(1, "Error", at=1800))], ready=True)),
    "running-unready": ("0/1", "Running", {}, status("Running", [running(ready=False)])),
    "running-restarts": ("2/2", "Running", _TWO,
                         status("Running", [running(restarts=12, last=end(137, "OOMKilled", at=7300)),
                                            running("second", restarts=1, last=end(1, "Error", at=90000))], ready=True)),
    "running-restarts-undated": ("1/1", "Running", {}, status("Running", [running(restarts=4)], ready=True)),
    "running-no-statuses": ("0/1", "Running", {}, status("Running")),
    "readiness-gate": ("1/1", "Running", {"readiness": ["binnacle.io/warm"]},
                       status("Running", [running()], ContainersReady=True, **{"binnacle.io/warm": False})),
    "readiness-gate-passed": ("1/1", "Running", {"readiness": ["binnacle.io/warm"]},
                              status("Running", [running()], ready=True, **{"binnacle.io/warm": True})),
    "partly-done": ("1/2", "NotReady", _TWO, status("Running", [ended(0, "Completed"), running("second")])),
    "partly-done-ready": ("1/2", "Running", _TWO, status("Running", [ended(0, "Completed"), running("second")], ready=True)),
    "partly-failed": ("0/2", "Error", _TWO,
                      status("Failed", [ended(0, "Completed"), ended(1, "Error", name="second")])),
    "completed": ("0/1", "Completed", {}, status("Succeeded", [ended(0, "Completed")])),
    "succeeded-bare": ("0/1", "Succeeded", {}, status("Succeeded")),
    "error": ("0/1", "Error", {}, status("Failed", [ended(1, "Error")])),
    "exit-code": ("0/1", "ExitCode:2", {}, status("Failed", [ended(2)])),
    "signal": ("0/1", "Signal:9", {}, status("Failed", [ended(137, signal=9)])),
    "oom-killed": ("0/1", "OOMKilled", {}, status("Failed", [ended(137, "OOMKilled")])),
    "container-cannot-run": ("0/1", "ContainerCannotRun", {}, status("Failed", [ended(128, "ContainerCannotRun")])),
    "failed-bare": ("0/1", "Failed", {}, status("Failed")),
    "evicted": ("0/1", "Evicted", {}, status("Failed", reason="Evicted")),
    "evicted-with-statuses": ("0/1", "Error", {}, status("Failed", [ended(137, "Error")], reason="Evicted")),
    "deadline-exceeded": ("0/1", "DeadlineExceeded", {}, status("Failed", reason="DeadlineExceeded")),
    "admission-error": ("0/1", "UnexpectedAdmissionError", {}, status("Failed", reason="UnexpectedAdmissionError")),
    "unknown-phase": ("0/1", "Unknown", {}, status("Unknown")),
    "terminating": ("1/1", "Terminating", {"delete": True}, status("Running", [running()], ready=True)),
    "terminating-crash-loop": ("0/1", "Terminating", {"delete": True},
                               status("Running", [waiting("CrashLoopBackOff", restarts=9, last=end(1, "Error", at=60))])),
    "terminating-failed": ("0/1", "Error", {"delete": True}, status("Failed", [ended(1, "Error")])),
    "node-lost": ("1/1", "Unknown", {"delete": True}, status("Running", [running()], reason="NodeLost")),
}


def pod(name):
    """The pod document of a form (without status)."""
    parts = FORMS[name][2]
    spec = {
        "tolerations": [{"operator": "Exists"}], "terminationGracePeriodSeconds": 30, "automountServiceAccountToken": False,
        "restartPolicy": "Never" if (FORMS[name][3] or {}).get("phase") in ("Succeeded", "Failed") else "Always",
        "containers": [{"name": item, "image": f"registry.invalid/{item}:1"} for item in parts.get("containers", ["main"])]}
    init = [{"name": item, "image": f"registry.invalid/{item}:1", "restartPolicy": "Always"} for item in parts.get("sidecars", [])]
    init += [{"name": item, "image": f"registry.invalid/{item}:1"} for item in parts.get("init", [])]
    if init:
        spec["initContainers"] = init
    if "gates" in parts:
        spec["schedulingGates"] = [{"name": item} for item in parts["gates"]]
    else:
        spec["nodeName"] = NODE
    if "readiness" in parts:
        spec["readinessGates"] = [{"conditionType": item} for item in parts["readiness"]]
    meta = {"name": name, "namespace": NAMESPACE, "labels": {"app": name},
            "annotations": {"binnacle.io/expected-status": FORMS[name][1], "binnacle.io/expected-ready": FORMS[name][0]}}
    if parts.get("delete"):
        meta["finalizers"] = ["binnacle.io/hold"]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec}
