# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on the real servers by tests/faults/run, with a small cluster and the fault proxy of its own."""
import json
import pathlib
import subprocess
import sys
import tempfile

from measure import need


def run(args, report):
    need(args, "binnacle-cli")
    with tempfile.TemporaryDirectory() as folder:
        state, result = pathlib.Path(folder) / "state", pathlib.Path(folder) / "faults.json"
        live = args.root / "tests" / "live"
        subprocess.run([str(live / "up"), "--only", "kubernetes,proxy", "--state", str(state)], check=False, capture_output=True)
        try:
            command = [sys.executable, str(args.root / "tests" / "faults" / "run"), "--state", str(state), "--bin", str(args.bin),
                       "--json", str(result)] + ([] if args.quick else ["--minutes", f"{args.minutes:g}"])
            done = subprocess.run(command, capture_output=True, text=True)
        finally:
            subprocess.run([str(live / "down"), "--delete", "--state", str(state)], capture_output=True)
        if not result.exists():
            raise RuntimeError(f"tests/faults/run: exit {done.returncode}: {(done.stdout + done.stderr)[-300:]}")
        add_rows(report, json.loads(result.read_text()))
        report.text("Faults", done.stdout[done.stdout.rfind("}\n") + 2:])


def add_rows(report, found):
    results = found["results"]
    names = ", ".join(sorted({r["fault"] for r in results}))
    report.figure(f"{len(results)} faults on the real server ({names}): oldest value shown as live",
                  max(r["oldestShownLive"] for r in results), "s", 11.6, digits=1)
    recoveries = [r["recoverySeconds"] for r in results]
    never = sum(1 for seconds in recoveries if seconds is None)
    if never:
        report.check("… recovery after the network", "≤ 3 s", f"{never} never", False)
    else:
        report.figure("… slowest recovery after the network", max(recoveries), "s", 3, digits=2)
    report.check("… pods in the end equal kubectl's", "0 differ", f"{found['pods']} pods, {len(found['differ'])} differ",
                 found["pods"] > 0 and not found["differ"])
