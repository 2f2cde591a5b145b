# SPDX-License-Identifier: GPL-3.0-or-later
"""What costs while nothing happens, the cold start of the console, and the bench programs of other folders."""
import json
import os
import pathlib
import subprocess
import tempfile
import time

from bench_churn import Watch
from bench_real import cluster
from measure import cpu_seconds, median, memory, need, run as execute, spread

PROGRAM_SECONDS = 900


def idle(args, report):
    server = cluster(args)
    need(args, "binnacle-cli")
    seconds = 20 if args.quick else 60
    watch = Watch(args, server.config, "memory", seconds + 120, environment="live")
    try:
        watch.wait_ready()
        time.sleep(5)  # the work of the first lists ends
        before = cpu_seconds(watch.process.pid)
        time.sleep(seconds)
        share = (cpu_seconds(watch.process.pid) - before) / seconds * 100
        report.figure(f"`estate watch` of the real server, nothing changing, {seconds} s: processor", share,
                      "% of a core", 1, digits=2, note=f"{memory(watch.process.pid)[0] / 1e6:.0f} MB resident")
    finally:
        watch.end()


def cold_start(args, report):
    program = need(args, "binnacle")
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BINNACLE_DATA": folder, "XDG_CONFIG_HOME": folder}
        once(program, folder, env)  # writes the last state that the next ones start with
        reports = [once(program, folder, env) for _ in range(args.runs)]
    for key in sorted({name for entry in reports for name, value in entry.items() if isinstance(value, (int, float))}):
        values = [entry[key] for entry in reports if isinstance(entry.get(key), (int, float))]
        target = 400 if "usable" in key.lower() else None
        report.figure(f"Cold start of the console with last state (offscreen): {key}", median(values), "ms", target, note=spread(values))


def once(program, folder, env):
    file = pathlib.Path(folder) / "startup.json"
    file.unlink(missing_ok=True)
    process = subprocess.Popen([str(program), "--demo", "--startup-report", str(file)], env=env,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        end = time.monotonic() + 60
        while not file.exists() and time.monotonic() < end:
            if process.poll() is not None and not file.exists():
                raise RuntimeError(f"binnacle: exit {process.returncode}: {process.stderr.read()[-200:]!r}")
            time.sleep(0.02)
        if not file.exists():
            raise RuntimeError("no startup report within 60 s")
        time.sleep(1)  # the last state is written
        return json.loads(file.read_text())
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


def programs(args, report):
    """bench_* beside ours have targets of their own; what they print is kept whole."""
    found = [p for p in sorted(args.bin.glob("bench_*")) if p.name != "bench_download" and os.access(p, os.X_OK)]
    if not found:
        report.row("Benches of store, prometheus and fleet", "", "", f"not measured: no bench_* in {args.bin}")
    for program in found:
        done = execute([program], timeout=PROGRAM_SECONDS)
        report.row(f"`{program.name}`", "", f"{done.seconds:.0f} s", "ran" if done.code == 0 else f"exit {done.code}")
        report.text(program.name, (done.out + done.err)[-6000:])
