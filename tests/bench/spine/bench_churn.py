# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes on the replay server, 1,000 a second unless --rate says otherwise: the store of `estate watch` must end in the server's state."""
import json
import signal
import subprocess
import tempfile
import threading
import time

from bench_real import MB
from bench_replay import differences, start, table
from measure import cli, cpu_seconds, memory, run as execute

SETTLE = 15  # seconds for the last changes to arrive
QUIET = 1.5  # seconds without a line: they have


class Watch:
    """`estate watch` at work, its lines counted as they come."""
    def __init__(self, args, config, store, seconds, environment=None):
        self.lines, self.last_line, self.ready = 0, time.monotonic(), threading.Event()
        self.errors = tempfile.TemporaryFile()
        command = cli(args, config, "--store", store, "estate", "watch", "--for", f"{seconds}s", environment=environment)
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=self.errors)
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        for text in self.process.stdout:
            line = json.loads(text)
            if line["kind"] == "Source":
                if line["phase"] == "ready":
                    self.ready.set()
                continue
            self.lines += 1
            self.last_line = time.monotonic()

    def wait_ready(self, seconds=120):
        if not self.ready.wait(seconds):
            raise RuntimeError(f"estate watch was not ready within {seconds} s")

    def end(self):
        """As Ctrl C does: what was applied is written."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        self.reader.join()
        self.errors.close()


def run(args, report):
    seconds = args.minutes * 60
    with start(args) as server, tempfile.TemporaryDirectory() as folder:
        config = server.write_config(folder)
        store = f"{folder}/store"
        watch = Watch(args, config, store, int(seconds + SETTLE + 180))
        try:
            watch.wait_ready()
            settled = measure(args, report, server, watch, seconds)
        finally:
            watch.end()
        # The state that the process arrived at, read back from its own history.
        listed = execute(cli(args, config, "--store", store, "--at", str(int(time.time()) + 1), "workloads", "--kind", "Pod"))
        ours = {(i["namespace"], i["name"]): (i["node"], i["phase"], i["restarts"]) for i in listed.json()["items"]}
        wrong = differences(ours, table(server))
        said = f"{len(wrong)} pods differ" + (f": {wrong[0]}" if wrong else f"; the last change came {settled:.1f} s after its making")
        report.check("… lost", "0 (final state equal)", said, not wrong)


def measure(args, report, server, watch, seconds):
    pid = watch.process.pid
    changes, cpu = server.state()["changes"], cpu_seconds(pid)
    server.rate(args.rate)
    started = time.monotonic()
    early = None
    while time.monotonic() - started < seconds:
        if watch.process.poll() is not None:
            raise RuntimeError(f"estate watch ended by itself: exit {watch.process.returncode}")
        if early is None and time.monotonic() - started > min(600, seconds / 4):
            early = memory(pid)[0]
        time.sleep(0.5)
    server.rate(0)
    stopped = time.monotonic()
    elapsed = stopped - started
    late, peak = memory(pid)
    cpu = cpu_seconds(pid) - cpu
    made = server.state()["changes"] - changes
    while time.monotonic() - max(watch.last_line, stopped) < QUIET and time.monotonic() - stopped < SETTLE:
        time.sleep(0.1)
    report.row(f"{args.minutes:g} min of changes at {args.pods:,} pods: made by the server", f"{args.rate:,}/s",
               f"{made:,} ({made / elapsed:,.0f}/s)", "" if made >= 0.98 * args.rate * elapsed else "the server fell behind")
    report.figure("… lines that `estate watch` printed", watch.lines, "")
    report.figure("… processor time of `estate watch`, with its history", cpu / elapsed * 100, "% of a core", digits=1)
    report.figure("… growth of its resident memory", (late - early) / MB, "MB", digits=1,
                  note=f"from {early / MB:.0f} to {late / MB:.0f} MB, peak {peak / MB:.0f} MB")
    return max(0.0, watch.last_line - stopped)
