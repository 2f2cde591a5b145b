# SPDX-License-Identifier: GPL-3.0-or-later
"""Running a program once: its time, its peak memory and what it printed.

Peak memory is VmHWM, looked at every few milliseconds. ru_maxrss would be wrong here: a child starts with the
peak of the Python process that made it, and so does what it says of itself by getrusage."""
import json
import os
import statistics
import subprocess
import tempfile
import time


class Run:
    def __init__(self, code, seconds, peak_bytes, out, err):
        self.code, self.seconds, self.peak_bytes, self.out, self.err = code, seconds, peak_bytes, out, err

    def json(self):
        try:
            return json.loads(self.out)
        except ValueError:
            raise RuntimeError(f"exit {self.code}, no JSON on standard output: {(self.err or self.out)[-300:]}") from None


def run(command, timeout=300, env=None, stdin=None):
    """Output goes to files: a pipe that is read slowly would slow the program down."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], stdout=out, stderr=err, env=env,
                                   stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL)
        if stdin is not None:
            process.stdin.write(stdin.encode())
            process.stdin.close()
        end, peak = started + timeout, 0
        while True:
            pid, status, _ = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak = max(peak, high_water(process.pid))
            if time.monotonic() > end:
                process.kill()
                os.wait4(process.pid, 0)
                process.returncode = -9
                raise RuntimeError(f"{command[0]} did not end within {timeout} s")
            time.sleep(0.003)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Run(process.returncode, seconds, peak, out.read().decode(errors="replace"),
                   err.read().decode(errors="replace"))


def median(values):
    return statistics.median(values)


def spread(values, digits=0):
    """The range, for the remarks of a figure; nothing for a single run."""
    return "" if len(values) < 2 else f"{len(values)} runs, {min(values):,.{digits}f} to {max(values):,.{digits}f}"


def high_water(pid):
    """Peak resident bytes so far; 0 once the process has ended."""
    try:
        for line in open(f"/proc/{pid}/status"):
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def memory(pid):
    """(resident, peak) bytes of a running process."""
    lines = dict(line.split(":", 1) for line in open(f"/proc/{pid}/status") if ":" in line)
    return int(lines["VmRSS"].split()[0]) * 1024, int(lines["VmHWM"].split()[0]) * 1024


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cli(args, config, *words, environment=None):
    command = [args.bin / "binnacle-cli", "--config", config]
    if environment:
        command += ["--env", environment]
    return [*command, "--json", "--timeout", "300s", *words]


def need(args, name):
    program = args.bin / name
    if not program.exists():
        raise RuntimeError(f"{program} is not built")
    return program
