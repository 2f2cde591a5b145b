# SPDX-License-Identifier: GPL-3.0-or-later
"""The live stack: up, down, kill, restart and seed. Run through the scripts of tests/live; see README.md there."""
import argparse
import fcntl
import hashlib
import inspect
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

import bench
import objects
import seeder
from kube import KubeError
from procs import Failed, find_program
from stack import MARKER, ON_REQUEST, SERVERS, Skipped, Stack, bin_dir, built, cache_dir, say

# --- bench cache -----------------------------------------------------------------------------------------------
def bench_key(nodes, pods):
    # The text of what makes the objects is part of the key: a changed seeder makes a new cluster.
    made_by = (bench, objects.node_document, objects.node_conditions, objects.template, objects.workload,
               bench.scenarios.bench_scenario, bench.scenarios.bench_pods, bench.scenarios.nodes_of)
    text = "".join(map(inspect.getsource, made_by))
    return f"etcd-bench-{nodes}n-{pods}p-{bin_dir('kubernetes').name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def bench_etcd(stack, build):
    """Copies the seeded etcd folder into a fresh bench stack, making it first when this user has none."""
    target = stack.dir / "kube" / "etcd"
    if target.exists():
        return
    nodes, pods = stack.state["nodes"], stack.state["pods"]
    for name in ("etcd", "kubernetes"):
        built(name, build)
    cached = cache_dir() / bench_key(nodes, pods)
    with open(cache_dir() / ".bench.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not cached.exists():
            say(f"seeding {nodes} nodes and {pods} pods once for the cache (about 100 s)")
            for old in cache_dir().glob(f"etcd-bench-{nodes}n-{pods}p-*"):
                shutil.rmtree(old)
            work = pathlib.Path(tempfile.mkdtemp(prefix="bench-", dir=cache_dir()))
            temporary = Stack(work / "state", create=True)
            try:
                temporary.prepare("bench", nodes, pods)
                temporary.start_kubernetes(build)
                bench.bench(temporary.kube(), nodes, pods, say)
                if "etcd" in temporary.shut(["kube-apiserver", "etcd"]):
                    raise Failed("etcd had to be killed after seeding; run this again")
                (temporary.dir / "kube" / "etcd").replace(cached)
            finally:
                temporary.shut(temporary.procs.names())
                shutil.rmtree(work, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    subprocess.run(["cp", "-a", "--reflink=auto", str(cached), str(target)], check=True)
    stack.state["seeded"] = True
    stack.save()
    say(f"copied the seeded cluster from the cache in {time.monotonic() - started:.1f} s")


# --- commands --------------------------------------------------------------------------------------------------
def default_state():
    return os.environ.get("BINNACLE_LIVE_STATE") or os.path.join(tempfile.gettempdir(), f"binnacle-live-{os.getuid()}")


def command_up(args):
    wanted = [name for name in args.only.split(",") if name] if args.only else [
        name for name in SERVERS if name not in ON_REQUEST]
    unknown = [name for name in wanted if name not in SERVERS]
    if unknown:
        raise SystemExit(f"unknown server {', '.join(unknown)} (known: {', '.join(SERVERS)})")
    started = time.monotonic()
    stack = Stack(args.state, create=True)
    say(f"state {stack.dir}")
    results = {}
    with stack.locked():
        stack.prepare(args.size, args.nodes, args.pods)
        # Prometheus reads the cluster's CA and the exporter asks the cluster, so Kubernetes comes first.
        for server in sorted(wanted, key=("proxy", "alertmanager", "kubernetes", "exporter", "prometheus",
                                          "victoria-metrics", "thanos").index):
            begun = time.monotonic()
            try:
                if server == "kubernetes" and args.size == "bench" and args.seed:
                    bench_etcd(stack, args.build)
                stack.start(server, args.build)
                results[server] = ("up", "")
                say(f"up {server} {stack.url(server)} ({time.monotonic() - begun:.1f} s)")
            except Skipped as why:
                results[server] = ("skipped", str(why))
                say(f"SKIPPED {server}: {why}")
            except (Failed, KubeError, OSError, subprocess.CalledProcessError) as why:
                stack.shut(stack.parts(server))
                results[server] = ("failed", str(why).split("\n")[0])
                say(f"FAILED {server}: {why}")
        if args.seed and results.get("kubernetes", ("",))[0] == "up" and not stack.state.get("seeded"):
            try:
                seed(stack)
            except (KubeError, OSError) as why:  # TimeoutError is one
                results["kubernetes"] = ("failed", f"seeding: {why}")
                say(f"FAILED kubernetes: seeding: {why}")
        stack.write_connections()
        stack.write_servers(results)
        say(f"ready in {time.monotonic() - started:.1f} s: {stack.dir / 'connections.yaml'}")
    return 1 if any(state == "failed" for state, _ in results.values()) else 0


def seed(stack, wait=True):
    begun = time.monotonic()
    if stack.size == "bench":
        bench.bench(stack.kube(), stack.state["nodes"], stack.state["pods"], say)
    else:
        seeder.small(stack.kube(), say, wait)
    stack.state["seeded"] = True
    stack.save()
    say(f"seeded {stack.size} in {time.monotonic() - begun:.1f} s")


def command_seed(args):
    stack = Stack(args.state)
    with stack.locked():
        if args.size and args.size != stack.size:
            raise SystemExit(f"{stack.dir} was started with --size {stack.size}")
        if stack.up("kubernetes"):
            seed(stack, args.wait)
        else:
            say("SKIPPED kubernetes: not running in this stack")
        if args.history:
            history(stack, args.history, args.step)
    return 0


def history(stack, span, step):
    """Back-fills the exporter's series for the time before Prometheus started."""
    promtool = find_program("promtool")
    if not (promtool and stack.procs.pid("prometheus") and stack.procs.pid("exporter")):
        say("SKIPPED history: needs promtool and a running prometheus and exporter")
        return
    if stack.state.get("history"):
        say("history is there already")
        return
    begun = time.monotonic()
    seconds = int(span[:-1]) * {"m": 60, "h": 3600, "d": 86400}[span[-1]]
    end = stack.state["prometheusStarted"] - step
    text = stack.dir / "history.om"
    with urllib.request.urlopen(f"{stack.url('exporter')}/backfill?start={end - seconds}&end={end}&step={step}"
                                "&cluster=live", timeout=600) as answer, open(text, "wb") as out:
        shutil.copyfileobj(answer, out)
    stack.procs.stop(["prometheus"], 20)
    run = subprocess.run([promtool, "tsdb", "create-blocks-from", "openmetrics", str(text),
                          str(stack.dir / "prometheus" / "data")], capture_output=True, text=True, check=False)
    stack.procs.restart("prometheus")
    if run.returncode:
        raise Failed(f"promtool: {run.stderr.strip()[-600:]}")
    text.unlink()
    stack.state["history"] = span
    stack.save()
    stack.refresh()
    say(f"history of {span} every {step} s in {time.monotonic() - begun:.1f} s")


def command_down(args):
    if not os.path.exists(os.path.join(args.state, MARKER)):
        say(f"no live stack in {args.state}")
        return 0
    stack = Stack(args.state)
    with stack.locked():
        names = stack.procs.names()
        killed = stack.shut(names)
        for name in names:
            (stack.procs.run / f"{name}.json").unlink()
        if "etcd" in killed:
            say(f"had to kill {', '.join(killed)}")
        servers = stack.dir / "servers.json"
        if servers.exists():
            known = json.loads(servers.read_text())
            stack.write_servers({name: ("skipped", "ended by tests/live/down") for name in known
                                 if known[name]["state"] == "up"})
    if args.delete:  # the marker file says that the folder is ours
        shutil.rmtree(stack.dir)
    say(f"down {stack.dir}")
    return 0


def names_of(stack, name):
    names = list(stack.parts(name)) if name in SERVERS else [name]
    started = stack.procs.names()
    missing = [item for item in names if item not in started]
    if missing:
        raise SystemExit(f"{', '.join(missing)} was not started here (started: {', '.join(started) or 'nothing'})")
    return names


def command_kill(args):
    stack = Stack(args.state)
    number = getattr(signal, "SIG" + args.signal.upper().removeprefix("SIG"), None)
    if number is None:
        raise SystemExit(f"unknown signal {args.signal}")
    with stack.locked():
        names = names_of(stack, args.name)
        for name in names:
            stack.procs.signal(name, number)
        if number in (signal.SIGKILL, signal.SIGTERM):
            left = stack.procs._gone(names, 10)
            if left:
                raise Failed(f"still running: {', '.join(left)}")
        stack.refresh()
        say(f"SIG{args.signal.upper().removeprefix('SIG')} {' '.join(names)}")
    return 0


def command_restart(args):
    stack = Stack(args.state)
    begun = time.monotonic()
    with stack.locked():
        names = names_of(stack, args.name)
        stack.shut(names)
        for name in names:
            stack.procs.restart(name)
        stack.refresh()
        say(f"restarted {' '.join(names)} in {time.monotonic() - begun:.1f} s")
    return 0


def main():
    parser = argparse.ArgumentParser(prog="tests/live", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name, function, text):
        sub = commands.add_parser(name, help=text, description=text, prog=f"tests/live/{name}")
        sub.add_argument("--state", default=default_state(), metavar="DIR",
                         help="the stack's folder (default: $BINNACLE_LIVE_STATE or %(default)s)")
        sub.set_defaults(function=function)
        return sub

    up = command("up", command_up, "start the servers, wait for each, seed the cluster")
    up.add_argument("--only", metavar="A,B", help=f"some of {','.join(SERVERS)} (default: all but {','.join(ON_REQUEST)})")
    up.add_argument("--size", choices=("small", "bench"), default="small")
    up.add_argument("--nodes", type=int, default=1000, help="bench only (default 1000)")
    up.add_argument("--pods", type=int, default=16000, help="bench only (default 16000)")
    up.add_argument("--no-seed", dest="seed", action="store_false", help="leave the cluster empty")
    up.add_argument("--no-build", dest="build", action="store_false", help="skip servers that are not built yet")
    sub = command("seed", command_seed, "write the objects of the size the stack was started with; again changes nothing")
    sub.add_argument("--size", choices=("small", "bench"), help="checked against the stack's own")
    sub.add_argument("--history", metavar="6h", help="back-fill Prometheus for this long before it started")
    sub.add_argument("--step", type=int, default=60, help="seconds between back-filled samples (default 60)")
    sub.add_argument("--no-wait", dest="wait", action="store_false", help="do not wait until the pods run")
    sub = command("down", command_down, "end every server of the stack")
    sub.add_argument("--delete", action="store_true", help="also delete the stack's folder")
    sub = command("kill", command_kill, "signal a server or a part of it")
    sub.add_argument("name")
    sub.add_argument("--signal", default="KILL", help="KILL (default), TERM, STOP (hangs it), CONT")
    sub = command("restart", command_restart, "end a server or a part of it and start it as before")
    sub.add_argument("name")
    args = parser.parse_args()
    try:
        return args.function(args)
    except (Failed, KubeError, OSError) as why:
        print(f"tests/live/{args.command}: {why}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
