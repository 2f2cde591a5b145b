# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON contract of docs/cli.md: every field of every command with its types. None means null is allowed."""
TEXT, MAYBE = str, (str, None)
NUMBER, MAYBE_NUMBER = (int, float), (int, float, None)
COUNT, MAYBE_COUNT = int, (int, None)

ERROR = {"code": TEXT, "message": TEXT, "remedy": MAYBE}

CONNECT_TEST = {"environment": TEXT, "sources": list}
CONNECT_SOURCE = {
    "id": TEXT, "type": TEXT, "address": MAYBE, "state": TEXT, "latency": MAYBE_NUMBER, "version": MAYBE,
    "permissionsMissing": list, "error": MAYBE, "errorCode": MAYBE, "remedy": MAYBE, "notes": list, "simulated": bool,
    "insecure": bool, "clockSkewSeconds": NUMBER,
}
ESTATE_SYNC = {
    "environment": TEXT, "complete": bool, "kinds": dict, "firstRowMs": MAYBE_NUMBER, "completeMs": MAYBE_NUMBER,
    "peakRssBytes": COUNT, "sources": list,
}
ESTATE_SOURCE = {
    "id": TEXT, "type": TEXT, "phase": TEXT, "state": TEXT, "lastContact": MAYBE, "simulated": bool,
    "permissionsMissing": list, "notes": list, "error": (dict, None),
}
ESTATE_SHOW = {"environment": TEXT, "at": TEXT, "kinds": dict, "sources": list, "store": dict}
STORE = {
    "recording": bool, "problem": MAYBE, "remedy": MAYBE, "setAside": MAYBE, "bytes": COUNT, "changes": COUNT,
    "keptSince": MAYBE, "droppedBatches": COUNT, "memoryBytes": COUNT,
}
ESTATE_VERIFY = {"ok": bool, "batches": COUNT, "checkpoints": COUNT, "rows": COUNT, "blocks": COUNT, "problems": list}
WATCH_ROW = {"time": TEXT, "op": TEXT, "kind": TEXT, "namespace": MAYBE, "name": MAYBE, "columns": dict}
WATCH_SOURCE = {
    "time": TEXT, "op": TEXT, "kind": TEXT, "name": TEXT, "state": TEXT, "phase": TEXT, "lastContact": MAYBE,
    "error": (dict, None),
}
WORKLOADS = {"items": list, "kind": TEXT, "at": TEXT, "live": bool}
WORKLOAD = {
    "name": TEXT, "namespace": MAYBE, "kind": TEXT, "phase": MAYBE, "ready": MAYBE, "restarts": MAYBE_COUNT, "node": MAYBE,
    "owner": MAYBE, "revision": MAYBE, "modelVersion": MAYBE, "gpus": MAYBE_COUNT, "age": MAYBE_COUNT, "created": MAYBE,
    "state": TEXT, "source": MAYBE, "labels": (dict, None), "columns": dict,
}
FLEET = {"items": list, "title": TEXT, "at": TEXT, "live": bool, "simulated": bool, "caveats": list}
FLEET_NODE = {
    "name": TEXT, "cluster": MAYBE, "pool": MAYBE, "gpuModel": MAYBE, "status": MAYBE, "ready": (bool, None),
    "cordoned": (bool, None), "gpuCapacity": MAYBE_COUNT, "gpuAllocatable": MAYBE_COUNT, "gpuRequested": MAYBE_COUNT,
    "gpuFree": MAYBE_COUNT, "pods": MAYBE_COUNT, "utilisation": MAYBE_NUMBER, "zone": MAYBE, "rack": MAYBE,
    "problem": MAYBE, "age": MAYBE_COUNT, "state": TEXT,
}
FLEET_GPU = {
    "uuid": MAYBE, "node": MAYBE, "index": MAYBE_COUNT, "model": MAYBE, "pool": MAYBE, "rack": MAYBE, "migProfile": MAYBE,
    "status": TEXT, "reason": MAYBE, "allocated": (bool, None), "namespace": MAYBE, "pod": MAYBE, "workload": MAYBE,
    "modelVersion": MAYBE, "team": MAYBE, "utilisation": MAYBE_NUMBER, "smActive": MAYBE_NUMBER,
    "tensorActive": MAYBE_NUMBER, "memoryUsed": MAYBE_COUNT, "memoryTotal": MAYBE_COUNT, "power": MAYBE_NUMBER,
    "powerLimit": MAYBE_NUMBER, "temperature": MAYBE_NUMBER, "xid": MAYBE_COUNT, "xidMeaning": MAYBE,
    "xidNextStep": MAYBE, "since": MAYBE, "sampleTime": MAYBE, "sampleIntervalSeconds": MAYBE_NUMBER, "state": TEXT, "source": MAYBE,
}
FLEET_TEAM = {
    "team": TEXT, "allocated": MAYBE_COUNT, "busy": MAYBE_COUNT, "idle": MAYBE_COUNT, "quota": MAYBE_COUNT,
    "utilisation": MAYBE_NUMBER, "waitingJobs": MAYBE_COUNT, "waitingGpus": MAYBE_COUNT,
}
QUERY = {"source": TEXT, "resultType": TEXT, "series": list, "warnings": list, "infos": list, "partial": bool}
SERIES = {"labels": dict, "points": list}
MEANING = {
    "meaning": TEXT, "title": TEXT, "value": (int, float, str, None), "expression": MAYBE, "source": TEXT, "unit": TEXT,
    "series": list, "used": list, "dropped": COUNT, "warnings": list,
}
USED = {"engine": TEXT, "expression": TEXT, "metrics": list, "generations": list, "statistic": MAYBE, "note": MAYBE}

ALL = {name: shape for name, shape in globals().items() if name.isupper() and isinstance(shape, dict)}
