# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures with their targets and verdicts, as a markdown table between two markers of a file."""
import datetime
import os
import pathlib
import platform
import subprocess

BEGIN, END = "<!-- tests/bench/run begin -->", "<!-- tests/bench/run end -->"


class Report:
    def __init__(self, args):
        self.args, self.rows, self.texts, self.missed = args, [], [], 0

    def figure(self, what, value, unit, target=None, digits=0, note=""):
        """A number; with a target (a number not to be exceeded) it gets a verdict."""
        said = f"{value:,.{digits}f} {unit}".strip()
        if target is None:
            return self.row(what, "", said, note)
        if value <= target:
            verdict = "met"
        else:
            self.missed += 1
            verdict = f"**missed by {(value / target - 1) * 100:,.0f} %**" if target else "**missed**"
        return self.row(what, f"≤ {target:,.{digits}f} {unit}".strip(), said, f"{verdict}{'; ' if note else ''}{note}")

    def check(self, what, target, said, passed):
        self.missed += 0 if passed else 1
        self.row(what, target, said, "met" if passed else "**missed**")

    def row(self, what, target, said, verdict):
        self.rows.append((what, target, said, verdict))
        print("   ", " | ".join(part for part in (what, target, said, verdict) if part), flush=True)

    def text(self, title, body):
        self.texts.append((title, body))

    def machine(self):
        memory = int(next(line.split()[1] for line in open("/proc/meminfo") if line.startswith("MemTotal")))
        models = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
        load = os.getloadavg()[0]
        return (f"{os.cpu_count()} cores ({models[0] if models else platform.machine()}), {memory / 2**20:.0f} GiB, "
                f"{platform.system()} {platform.release()}, load {load:.1f} when the table was written")

    def commit(self):
        def git(*words):
            return subprocess.run(["git", *words], cwd=self.args.root, capture_output=True, text=True).stdout.strip()
        return git("rev-parse", "--short", "HEAD") + (" with local changes" if git("status", "--porcelain") else "")

    def markdown(self):
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
        lines = [f"{now} · commit {self.commit()} · {self.machine()}{' · --quick' if self.args.quick else ''}", "",
                 "| What | Target | Measured | Verdict |", "|---|---|---|---|"]
        lines += ["| " + " | ".join(str(part).replace("|", "\\|").replace("\n", " ") for part in row) + " |"
                  for row in self.rows]
        for title, body in self.texts:
            lines += ["", f"### {title}", "", "```", body.rstrip(), "```"]
        return "\n".join(lines) + "\n"

    def write(self, path):
        path = pathlib.Path(path)
        old = path.read_text() if path.exists() else f"# Benchmarks\n\n{BEGIN}\n{END}\n"
        if BEGIN not in old or END not in old or old.index(BEGIN) > old.index(END):
            raise SystemExit(f"{path} has no lines {BEGIN} and {END}: add them where the tables belong")
        new = old[:old.index(BEGIN)] + BEGIN + "\n" + self.markdown() + old[old.index(END):]
        temporary = path.with_name(path.name + ".new")
        temporary.write_text(new)
        temporary.replace(path)
