# SPDX-License-Identifier: GPL-3.0-or-later
"""The real API server at bench size: our sync beside the bare download and beside kubectl."""
import pathlib
import re
import subprocess
import tempfile

from measure import cli, median, need, run as execute, spread
from servers import LiveCluster

MB = 1e6
STREAM = "watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"


def cluster(args):
    """The bench cluster; started at the first call when none was named."""
    known = getattr(args, "cluster", None)
    if known:
        return known
    if args.state:
        args.cluster = LiveCluster(args.state)
        return args.cluster
    state = pathlib.Path(tempfile.mkdtemp(prefix="binnacle-bench-"))
    up = [args.root / "tests" / "live" / "up", "--only", "kubernetes", "--size", "bench", "--state", state]
    done = subprocess.run([str(word) for word in up], capture_output=True, text=True)
    args.started = state
    args.cluster = LiveCluster(state)  # says why it is not up
    if done.returncode != 0:
        raise RuntimeError(f"tests/live/up: {done.stdout[-300:]}{done.stderr[-300:]}")
    return args.cluster


def release(args):
    state = getattr(args, "started", None)
    if state:
        subprocess.run([str(args.root / "tests" / "live" / "down"), "--delete", "--state", str(state)], capture_output=True)


def download(args, url, ca=None, token=None):
    command = [need(args, "bench_download"), url + "/api/v1/pods?" + STREAM]
    return execute(command + ([ca] if ca else []), stdin=token and token + "\n").json()


def in_turn(args, server):
    """Bare download and sync in turn, so that both see the same machine."""
    bare, syncs, peaks = [], [], []
    download(args, server.url, server.ca, server.token)  # the server's own caches
    for _ in range(args.runs):
        bare.append(download(args, server.url, server.ca, server.token))
        done = execute(cli(args, server.config, "--store", "memory", "estate", "sync", environment="live"))
        syncs.append(done.json())
        peaks.append(done.peak_bytes / MB)
        if done.code != 0:
            raise RuntimeError(f"estate sync: exit {done.code}: {done.err[-300:]}")
    return bare, syncs, peaks


def figures(args, report, server):
    bare, syncs, peak = in_turn(args, server)
    floor = median([b["completeMs"] for b in bare])
    complete = [s["completeMs"] for s in syncs]
    first = [s["firstRowMs"] for s in syncs]
    report.figure("Real API server, pods: bare download of the streaming protobuf list", floor, "ms",
                  note=f"{bare[0]['bytes'] / MB:.0f} MB; {spread([b['completeMs'] for b in bare])}")
    report.figure("… `estate sync`: first rows", median(first), "ms", 300, note=spread(first))
    report.figure("… complete, all kinds", median(complete), "ms", 2 * floor,
                  note=f"target is twice the bare download, {median(complete) / floor:.2f} ×; {spread(complete)}")
    report.figure("… peak resident memory", max(peak), "MB", 120)
    return syncs[-1]


def peers(args, report, server):
    for words in (("get", "pods", "-A"), ("get", "pods", "-A", "-o", "json")):
        done = execute(server.kubectl_command(*words))
        if done.code != 0:
            raise RuntimeError(f"kubectl {' '.join(words)}: {done.err[-200:]}")
        report.row(f"Peer in the same run: `kubectl {' '.join(words)}`", "",
                   f"{done.seconds:.1f} s, {done.peak_bytes / MB:,.0f} MB", "")


def kubectl_pods(server):
    """namespace/name → (READY, STATUS, RESTARTS) as kubectl prints them."""
    text = execute(server.kubectl_command("get", "pods", "-A", "--no-headers")).out
    out = {}
    for line in text.splitlines():
        ns, name, ready, status, restarts = re.split(r"\s{2,}", line)[:5]
        out[f"{ns}/{name}"] = (ready, status, int(restarts.split()[0]))
    return out


def equality(args, report, server, sync):
    done = execute(cli(args, server.config, "--store", "memory", "workloads", "--kind", "Pod", environment="live"))
    ours = {f"{i['namespace']}/{i['name']}": (i["ready"], i["phase"], i["restarts"]) for i in done.json()["items"]}
    theirs = kubectl_pods(server)
    wrong = [key for key in set(ours) | set(theirs) if ours.get(key) != theirs.get(key)]
    said = f"{len(theirs):,} pods, {len(wrong)} differ"
    if wrong:
        said += f": {wrong[0]} ours {ours.get(wrong[0])} kubectl {theirs.get(wrong[0])}"
    report.check("READY, STATUS and RESTARTS of every pod equal kubectl's", "0 differ", said, not wrong and bool(theirs))
    different = {}
    for kind, count in sync["kinds"].items():
        if "." in kind:
            continue  # custom kinds have names of their own
        lines = execute(server.kubectl_command("get", kind, "-A", "--no-headers", "-o", "name")).out.split()
        if len(lines) != count:
            different[kind] = (count, len(lines))
    report.check(f"Counts of {len(sync['kinds'])} kinds equal kubectl's", "0 differ", f"{len(different)} differ {different or ''}",
                 not different)


def run(args, report):
    server = cluster(args)
    need(args, "binnacle-cli")
    sync = figures(args, report, server)
    peers(args, report, server)
    equality(args, report, server, sync)

