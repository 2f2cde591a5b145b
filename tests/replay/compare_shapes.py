#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks the replay server and a real API server (tests/live, $BINNACLE_LIVE_STATE) the same questions
and compares the shape of the answers: status, headers, content types, envelopes, order of watch
events, bookmarks, errors. compare_shapes.py REPLAY_SERVER. Exit 77: no real server to compare with."""
import json
import os
import pathlib
import re
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "bench" / "spine"))
from servers import LiveCluster, ReplayServer  # noqa: E402

PROTOBUF = "application/vnd.kubernetes.protobuf"
DISCOVERY = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"
STREAM = "watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1"
REVIEWS = "/apis/authorization.k8s.io/v1/"
# kube-apiserver 1.37.2, its numbers replaced.
RECORDED_TOO_OLD = ('{"type":"ERROR","object":{"kind":"Status","apiVersion":"vN","metadata":{},"status":"Failure","message":"too old '
                    'resource version: N (N)","reason":"Expired","code":N}}\n')
problems = []
checks = 0


def check(what, ours, real):
    global checks
    checks += 1
    if ours != real:
        problems.append(f"{what}:\n    replay {ours!r}\n    real   {real!r}")


def check_subset(what, ours, real):
    """Everything ours has must exist in the real answer; the real one may have more."""
    global checks
    checks += 1
    if set(ours) - set(real):
        problems.append(f"{what}: only the replay server has {sorted(set(ours) - set(real))}")


def plain(text):
    return re.sub(r"\d+", "N", text)


def check_heads(what, ours, real):
    check(f"{what}: status", ours.status, real.status)
    for name in ("content-type", "cache-control", "vary"):
        check(f"{what}: {name}", ours.headers.get(name), real.headers.get(name))
    for name in ("audit-id", "date"):
        check(f"{what}: has {name}", name in ours.headers, name in real.headers)


def paths(value, at=""):
    """Every path in a JSON document; free maps and list positions count as one."""
    if isinstance(value, list):
        return {path for item in value for path in paths(item, at + "[]")} | {at}
    if not isinstance(value, dict):
        return {at}
    free = at.rsplit(".", 1)[-1] in ("labels", "annotations", "limits", "requests", "capacity", "allocatable",
                                     "matchLabels", "fieldsV1")
    if free:
        return {at}
    return {path for key, item in value.items() for path in paths(item, f"{at}.{key}")} | {at}


def fields(data):
    """(number, wire type, value) of each field of a protobuf message."""
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        wire = tag & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 2:
            size, at = varint(data, at)
            value = data[at:at + size]
            if len(value) != size:
                raise ValueError("cut message")
            at += size
        else:
            raise ValueError(f"wire type {wire}")
        yield tag >> 3, wire, value


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def numbers(messages, path=()):
    """(number, wire type) of all fields at a path of field numbers, over several messages."""
    for number in path:
        messages = [v for m in messages for n, w, v in fields(m) if n == number]
    return {(n, w) for m in messages for n, w, _ in fields(m)}


def opened(data):
    """apiVersion, kind and raw of a runtime.Unknown with its magic, and the numbers of its fields."""
    if data[:4] != b"k8s\0":
        raise ValueError(f"no magic: {data[:16]!r}")
    parts = {n: v for n, _, v in fields(data[4:])}
    meta = {n: v.decode() for n, _, v in fields(parts[1])}
    return meta[1], meta[2], parts[2], sorted(parts)


def frames(data):
    """(type, apiVersion, kind, raw) of each frame of a protobuf watch."""
    at = 0
    while at < len(data):
        size = struct.unpack(">I", data[at:at + 4])[0]
        event = {n: v for n, _, v in fields(data[at + 4:at + 4 + size])}
        raw = dict((n, v) for n, _, v in fields(event[2]))[1]
        yield (event[1].decode(), *opened(raw)[:3])
        at += 4 + size


def collapsed(words):
    out = []
    for word in words:
        if not out or out[-1] != word:
            out.append(word)
    return out


def compare_lists(replay, real):
    for path in ("/api/v1/pods", "/api/v1/nodes", "/api/v1/namespaces", "/apis/apps/v1/deployments",
                 "/apis/apps/v1/replicasets", "/api/v1/limitranges"):
        ours, theirs = replay.get(f"{path}?limit=40"), real.get(f"{path}?limit=40")
        check_heads(path, ours, theirs)
        a, b = json.loads(ours.body), json.loads(theirs.body)
        for key in ("kind", "apiVersion"):
            check(f"{path}: {key}", a[key], b[key])
        check(f"{path}: members", list(a), list(b))
        both = "continue" in a["metadata"] and "continue" in b["metadata"]
        if both:
            check(f"{path}: list metadata", list(a["metadata"]), list(b["metadata"]))
        if a["items"] and b["items"]:
            check(f"{path}: members of an item", sorted(a["items"][0]), sorted(b["items"][0]))
            every = [i for i in json.loads(real.get(f"{path}?limit=1500").body)["items"]]
            check_subset(f"{path}: fields", paths(a["items"]), paths(every) | allowed(path))
        ours = replay.get(f"{path}?limit=40", PROTOBUF)
        theirs = real.get(f"{path}?limit=40", PROTOBUF)
        check_heads(path + " protobuf", ours, theirs)
        (version, kind, raw, parts), (version2, kind2, raw2, parts2) = opened(ours.body), opened(theirs.body)
        check(f"{path}: protobuf envelope", (version, kind, parts), (version2, kind2, parts2))
        compare_items(path, raw, opened(real.get(f"{path}?limit=1500", PROTOBUF).body)[2])


def allowed(path):
    """Forms that a cluster of healthy pods does not happen to show, from the API's own types."""
    if not path.endswith(("pods", "nodes")):
        return set()
    status = "[].status.containerStatuses[]"
    out = {f"[].metadata.{name}" for name in ("deletionTimestamp", "deletionGracePeriodSeconds")}
    out |= {f"[].status.{name}" for name in ("reason", "message")}
    out |= {f"[].status.conditions[].{name}" for name in ("reason", "message")} | {"[].spec.unschedulable", "[].spec.taints",
            "[].spec.taints[]", "[].spec.taints[].key", "[].spec.taints[].effect"}
    for name in ("", ".reason", ".message"):
        out.add(f"{status}.state.waiting{name}")
    # Seen on the bench cluster, whose pods have ports and probes; the small one's have none.
    out |= {f"{status}.containerID", "[].status.hostIPs", "[].status.hostIPs[]", "[].status.hostIPs[].ip"}
    container = "[].spec.containers[]"
    out |= {f"{container}.ports{n}" for n in ("", "[]", "[].containerPort", "[].name", "[].protocol")}
    out |= {f"{container}.readinessProbe{n}" for n in ("", ".failureThreshold", ".httpGet", ".httpGet.path", ".httpGet.port",
            ".httpGet.scheme", ".periodSeconds", ".successThreshold", ".timeoutSeconds")}
    for state in ("state", "lastState"):
        out |= {f"{status}.{state}.terminated{n}" for n in ("", ".exitCode", ".reason", ".startedAt", ".finishedAt")}
    return out


def compare_items(path, ours, real):
    a = [v for n, _, v in fields(ours) if n == 2]
    b = [v for n, _, v in fields(real) if n == 2]
    if not a or not b:
        return
    if path.endswith("pods"):
        where = [(), (1,), (1, 13), (1, 17), (2,), (2, 2), (2, 2, 8), (3, 2), (3, 8)]
    else:
        where = [(), (1,), (1, 17)]
    extra = {(1,): {(9, 2), (10, 0)}, (2, 2): {(6, 2), (11, 2)}}  # deletion times; ports and probe, as above
    for at in where:
        check_subset(f"{path}: protobuf fields at {at}", numbers(a, at), numbers(b, at) | extra.get(at, set()))


def compare_watches(replay, real):
    path = f"/api/v1/namespaces?{STREAM}"
    ours, theirs = replay.get(path), real.get(path)
    check_heads("streaming list", ours, theirs)
    a = [json.loads(line) for line in ours.body.splitlines()]
    b = [json.loads(line) for line in theirs.body.splitlines()]
    check("streaming list: order", collapsed([e["type"] for e in a])[:2], collapsed([e["type"] for e in b])[:2])
    ends = [next(e["object"] for e in events if e["type"] == "BOOKMARK") for events in (a, b)]
    check("end bookmark: members", sorted(ends[0]), sorted(ends[1]))
    check("end bookmark: annotations", ends[0]["metadata"]["annotations"], ends[1]["metadata"]["annotations"])
    check("end bookmark: kind", (ends[0]["kind"], ends[0]["apiVersion"]), (ends[1]["kind"], ends[1]["apiVersion"]))
    check("first event: members", list(a[0]["object"]), list(b[0]["object"]))
    ours, theirs = replay.get(path, PROTOBUF), real.get(path, PROTOBUF)
    check_heads("streaming list protobuf", ours, theirs)
    a, b = list(frames(ours.body)), list(frames(theirs.body))
    check("frames: order", collapsed([f[0] for f in a])[:2], collapsed([f[0] for f in b])[:2])
    check("frames: envelope", a[0][1:3], b[0][1:3])
    mark = b"k8s.io/initial-events-end"
    check("frames: bookmark", [mark in f[3] for f in a if f[0] == "BOOKMARK"][:1],
          [mark in f[3] for f in b if f[0] == "BOOKMARK"][:1])
    for accept in ("application/json", PROTOBUF):
        old = "/api/v1/pods?watch=true&resourceVersion=1&timeoutSeconds=1"
        ours, theirs = replay.get(old, accept), real.get(old, accept)
        check_heads(f"watch too old {accept}", ours, theirs)
        # A server that has never been compacted still has version 1; then the recorded answer stands in for it.
        if accept == PROTOBUF:
            a, b = list(frames(ours.body)), list(frames(theirs.body))
            check("too old: frames", [f[:3] for f in a], [("ERROR", "v1", "Status")])
            if b and b[0][0] == "ERROR":
                check("too old: real frames", [f[:3] for f in a], [f[:3] for f in b])
                check_subset("too old: Status", numbers([a[0][3]]), numbers([b[0][3]]))
        else:
            check("too old: recorded event", plain(ours.body.decode()), RECORDED_TOO_OLD)
            if theirs.body.startswith(b'{"type":"ERROR"'):
                check("too old: event", plain(ours.body.decode()), plain(theirs.body.decode()))


def compare_errors(replay, real):
    for path in ("/api/v1/pods?watch=true&sendInitialEvents=true", "/api/v1/pods?sendInitialEvents=true&limit=1",
                 "/api/v1/pods?limit=x", "/api/v1/pods?continue=zzz", "/api/v1/pods?resourceVersion=abc",
                 "/api/v1/pods?watch=true&resourceVersion=abc",
                 "/api/v1/pods?limit=1&resourceVersion=99999999999", "/api/v1/namespaces/default/pods/none",
                 "/apis/none.example/v1/things", "/api/v1/pods?resourceVersionMatch=Exact"):
        ours, theirs = replay.get(path), real.get(path)
        check_heads(path, ours, theirs)
        if ours.headers.get("content-type") != "application/json":
            continue
        a, b = json.loads(ours.body), json.loads(theirs.body)
        for key in ("kind", "apiVersion", "status", "reason", "code"):
            check(f"{path}: {key}", a.get(key), b.get(key))
        check_subset(f"{path}: details", a.get("details", {}), b.get("details", {}))
    ours, theirs = replay.get("/api/v1/pods", "application/x-none"), real.get("/api/v1/pods", "application/x-none")
    check_heads("not acceptable", ours, theirs)


def entries(body):
    out = {}
    for item in json.loads(body)["items"]:
        for version in item["versions"]:
            for entry in version["resources"]:
                known = {k: entry.get(k) for k in ("scope", "singularResource", "verbs", "shortNames", "responseKind")}
                out[(item["metadata"].get("name", ""), version["version"], entry["resource"])] = known
    return out


def compare_discovery(replay, real):
    for path in ("/api", "/apis"):
        ours, theirs = replay.get(path, DISCOVERY), real.get(path, DISCOVERY)
        check_heads(f"discovery {path}", ours, theirs)
        check(f"discovery {path}: ETag", "etag" in ours.headers, "etag" in theirs.headers)
        a, b = entries(ours.body), entries(theirs.body)
        check_subset(f"discovery {path}", a, b)
        for key in set(a) & set(b):
            check(f"discovery {key}", a[key], b[key])
        check(f"plain discovery {path}", json.loads(replay.get(path).body)["kind"], json.loads(real.get(path).body)["kind"])
    for path in ("/api/v1", "/apis/apps/v1"):
        a, b = json.loads(replay.get(path).body), json.loads(real.get(path).body)
        check(f"{path}: kind", (a["kind"], a["groupVersion"]), (b["kind"], b["groupVersion"]))


def compare_rest(replay, real):
    for path in ("/version", "/livez", "/readyz"):
        ours, theirs = replay.get(path), real.get(path)
        check_heads(path, ours, theirs)
    check("/livez: body", replay.get("/livez").body, real.get("/livez").body)
    check_subset("/version: members", json.loads(replay.get("/version").body), json.loads(real.get("/version").body))
    question = {"spec": {"resourceAttributes": {"verb": "list", "resource": "pods"}}}
    for name, group, spec in (("SelfSubjectAccessReview", "authorization", question),
                              ("SelfSubjectRulesReview", "authorization", {"spec": {"namespace": "default"}}),
                              ("SelfSubjectReview", "authentication", {})):
        path = f"/apis/{group}.k8s.io/v1/{name.lower()}s"
        document = {"kind": name, "apiVersion": f"{group}.k8s.io/v1", **spec}
        ours, theirs = replay.post(path, document), real.post(path, document)
        check_heads(name, ours, theirs)
        a, b = json.loads(ours.body), json.loads(theirs.body)
        check(f"{name}: members", list(a), list(b))
        check_subset(f"{name}: status", paths(a["status"]), paths(b["status"]))


def main():
    real = LiveCluster.find()
    if real is None:
        print("SKIPPED: $BINNACLE_LIVE_STATE names no running API server (tests/live/up)")
        return 77
    with ReplayServer(sys.argv[1], ["--pods", "400", "--nodes", "20"]) as replay:
        for compare in (compare_lists, compare_watches, compare_errors, compare_discovery, compare_rest):
            compare(replay, real)
    for problem in problems:
        print(problem)
    print(f"{checks} comparisons, {len(problems)} differ")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
