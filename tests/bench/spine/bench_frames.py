# SPDX-License-Identifier: GPL-3.0-or-later
"""The real console on its Fleet page while the replay server makes 1,000 changes a second: the time of every frame,
whether the ui thread ever kept a person waiting, and whether the state in the end is the server's."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time

from bench_churn import SETTLE
from bench_real import MB
from bench_replay import differences, start, table
from measure import cli, cpu_seconds, memory, need, run as execute

FRAME_MS, STALL_MS = 16, 50
CALM = 3  # seconds between the last row of the first list and the first change


class Console:
    """`binnacle` without a display, with a data folder and settings of its own."""
    def __init__(self, args, folder, config):
        self.folder, self.report = pathlib.Path(folder), pathlib.Path(folder) / "frames.json"
        self.env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BINNACLE_DATA": str(self.folder / "data"),
                    "XDG_CONFIG_HOME": str(self.folder)}
        self.errors = tempfile.TemporaryFile()
        command = [str(need(args, "binnacle")), "--config", str(config), "--frame-report", str(self.report)]
        self.process = subprocess.Popen(command, env=self.env, stdout=subprocess.DEVNULL, stderr=self.errors)

    def check(self):
        if self.process.poll() is not None:
            self.errors.seek(0)
            raise RuntimeError(f"binnacle ended by itself: exit {self.process.returncode}: {self.errors.read()[-300:]!r}")

    def wait_calm(self, seconds=180):
        """Until the processor time of the process hardly moves: the first lists are in, joined and drawn."""
        end, before = time.monotonic() + seconds, cpu_seconds(self.process.pid)
        while time.monotonic() < end:
            time.sleep(CALM)
            self.check()
            now = cpu_seconds(self.process.pid)
            if 0.5 < now and now - before < 0.05 * CALM:
                return
            before = now
        raise RuntimeError(f"binnacle was not calm within {seconds} s")

    def end(self):
        """As a log-out does: the window closes, the store is written, the report too."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise RuntimeError("binnacle did not end within 60 s of SIGTERM") from None
        finally:
            self.errors.close()

    def frames(self):
        if not self.report.exists():
            raise RuntimeError(f"binnacle: exit {self.process.returncode}, no frame report")
        return json.loads(self.report.read_text())


def rank(values, share):
    """The nearest rank, as the report itself has it."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)] if ordered else float("nan")


def run(args, report):
    replay(args, report)
    devices(args, report)


DEMO = "environments:\n- name: demo\n  production: false\n  sources:\n  - {id: demo, type: demo, size: huge, seed: 1}\n"


def devices(args, report):
    """The replay server has no device metrics, so every cell of its map is hatched. In the demo estate all 40,000 move."""
    minutes = min(args.minutes, 2)
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "connections.yaml"
        config.write_text(DEMO)
        console = Console(args, folder, config)
        try:
            time.sleep(20)  # it is never calm
            began = time.time() * 1000
            while time.time() * 1000 < began + minutes * 60000:
                console.check()
                time.sleep(0.5)
            ended = time.time() * 1000
        finally:
            console.end()
        report.row(f"The same page for {minutes:g} min on the demo estate of 40,000 GPUs with device metrics", "", "", "")
        show(args, report, console.frames(), began, ended)


def replay(args, report):
    need(args, "binnacle-cli")
    with start(args) as server, tempfile.TemporaryDirectory() as folder:
        config = server.write_config(folder)
        console = Console(args, folder, config)
        try:
            console.wait_calm()
            began, ended = churn(args, report, server, console)
        finally:
            console.end()
        told = console.frames()
        show(args, report, told, began, ended)
        first = [s for s in told["stalls"] if s["at"] < began]
        report.row("… while starting and listing everything", "", f"{len(first)} times over {STALL_MS} ms", longest(first))
        compare(args, report, server, console, config)


def churn(args, report, server, console):
    pid = console.process.pid
    cpu, changes = cpu_seconds(pid), server.state()["changes"]
    server.rate(args.rate)
    started, began = time.monotonic(), time.time() * 1000
    while time.monotonic() - started < args.minutes * 60:
        console.check()
        time.sleep(0.5)
    server.rate(0)
    elapsed, ended = time.monotonic() - started, time.time() * 1000
    cpu = cpu_seconds(pid) - cpu
    made = server.state()["changes"] - changes
    time.sleep(min(SETTLE, 5))
    report.row(f"The console's Fleet page for {args.minutes:g} min at {args.pods:,} pods, {args.nodes * 8:,} GPUs: changes made",
               f"{args.rate:,}/s", f"{made:,} ({made / elapsed:,.0f}/s)", "" if made >= 0.98 * args.rate * elapsed else "the server fell behind")
    report.figure("… processor time of the console, with its history", cpu / elapsed * 100, "% of a core", digits=1,
                  note=f"{memory(pid)[0] / MB:.0f} MB resident, peak {memory(pid)[1] / MB:.0f} MB")
    return began, ended


def longest(stalls):
    worst = max(stalls, key=lambda s: s["ms"], default=None)
    return "" if worst is None else f"longest {worst['ms']:.0f} ms, {worst['cpuMs']:.0f} ms of it computing: {worst['cause'] or 'nothing of ours'}"


def show(args, report, told, began, ended):
    times = [ms for at, ms in told["frameSamples"] if began <= at <= ended]
    stalls = [s for s in told["stalls"] if began <= s["at"] <= ended]
    if not times:
        raise RuntimeError("no frame was drawn while the estate changed")
    report.figure("… frames: P99", rank(times, 0.99), "ms", FRAME_MS, digits=1,
                  note=f"{len(times):,} frames, P50 {rank(times, 0.5):.1f}, P95 {rank(times, 0.95):.1f}, longest {max(times):.1f} ms")
    report.check(f"… the ui thread did not answer within {STALL_MS} ms", "0 times", f"{len(stalls)} times", not stalls)
    report.row("… of those with the ui thread itself computing that long", "",
               f"{sum(1 for s in stalls if s['cpuMs'] > STALL_MS)} times", longest(stalls))
    answers = told["answers"]
    report.figure("… answers of the ui thread, asked every 5 ms, start included: P99", answers["p99Ms"], "ms", digits=1,
                  note=f"{answers['count']:,} asked, P95 {answers['p95Ms']:.1f} ms, longest {answers['maxMs']:.0f} ms")


def compare(args, report, server, console, config):
    """The state that the console arrived at, read back from the history that it left."""
    command = cli(args, config, "--at", str(int(time.time()) + 1), "workloads", "--kind", "Pod")
    listed = execute(command, env=console.env)
    ours = {(i["namespace"], i["name"]): (i["node"], i["phase"], i["restarts"]) for i in listed.json()["items"]}
    wrong = differences(ours, table(server))
    report.check("… lost", "0 (final state equal)", f"{len(wrong)} of {len(ours):,} pods differ" + (f": {wrong[0]}" if wrong else ""),
                 not wrong and len(ours) > 0)
