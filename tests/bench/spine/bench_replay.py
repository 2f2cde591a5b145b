# SPDX-License-Identifier: GPL-3.0-or-later
"""The replay server at full size: our sync beside the bare download, and the state that it arrives at."""
import tempfile

from bench_real import MB, download
from measure import cli, median, memory, need, run as execute, spread
from servers import ReplayServer


def table(server):
    """(namespace, name) → (node, STATUS, restarts), as the server has it."""
    out = {}
    for line in server.get("/replay/state?format=tsv").body.decode().splitlines():
        ns, name, node, status, restarts, _ = line.split("\t")
        out[(ns, name)] = (None if node == "-" else node, status, int(restarts))
    return out


def differences(ours, theirs):
    return [key for key in set(ours) | set(theirs) if ours.get(key) != theirs.get(key)]


def start(args):
    return ReplayServer(need(args, "replay-server"), ["--pods", str(args.pods), "--nodes", str(args.nodes)])


def run(args, report):
    size = f"{args.pods:,} pods, {args.nodes:,} nodes, {args.nodes * 8:,} GPUs"
    need(args, "binnacle-cli")
    with start(args) as server, tempfile.TemporaryDirectory() as folder:
        config = server.write_config(folder)
        bare, syncs, peaks = [], [], []
        download(args, server.url)
        for _ in range(args.runs):
            bare.append(download(args, server.url))
            done = execute(cli(args, config, "--store", "memory", "estate", "sync"))
            syncs.append(done.json())
            peaks.append(done.peak_bytes / MB)
            if done.code != 0:
                raise RuntimeError(f"estate sync: exit {done.code}: {done.err[-300:]}")
        floor = median([b["completeMs"] for b in bare])
        complete = [s["completeMs"] for s in syncs]
        report.figure(f"Replay server, {size}: bare download", floor, "ms",
                      note=f"{bare[0]['bytes'] / MB:.0f} MB; {spread([b['completeMs'] for b in bare])}")
        report.figure("… `estate sync`: first rows", median([s["firstRowMs"] for s in syncs]), "ms")
        report.figure("… complete, all kinds", median(complete), "ms", 2 * floor,
                      note=f"target is twice the bare download, {median(complete) / floor:.2f} ×; {spread(complete)}")
        scale = args.pods / 150000
        report.figure("… peak resident memory", max(peaks), "MB",
                      450 if scale == 1 else None)
        report.figure("… of the server itself", memory(server.process.pid)[1] / MB, "MB")
        counts = syncs[-1]["kinds"]
        report.check("… counts", f"{args.pods:,} pods, {args.nodes:,} nodes",
                     f"{counts.get('Pod', 0):,} pods, {counts.get('Node', 0):,} nodes",
                     counts.get("Pod") == args.pods and counts.get("Node") == args.nodes)
        listed = execute(cli(args, config, "--store", "memory", "workloads", "--kind", "Pod")).json()
        ours = {(i["namespace"], i["name"]): (i["node"], i["phase"], i["restarts"]) for i in listed["items"]}
        wrong = differences(ours, table(server))
        report.check("… node, STATUS and restarts of every pod equal the server's", "0 differ",
                     f"{len(wrong)} differ" + (f": {wrong[0]}" if wrong else ""), not wrong)
