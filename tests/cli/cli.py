# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs binnacle-cli for the tests of its contract, with a folder of its own for store, configuration and secrets."""
import json
import os
import shutil
import socket
import subprocess
import tempfile
import unittest

CLI = os.environ.get("BINNACLE_CLI", "")
SECONDS = 60  # for one command; the machine of CI may be busy


class Answer:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)

    def errors(self):
        """The JSON errors on standard error."""
        return [json.loads(line)["error"] for line in self.err.splitlines() if line.startswith('{"error"')]

    def __repr__(self):
        return f"exit code {self.code}\n--- out\n{self.out[:2000]}\n--- err\n{self.err[:2000]}"


class CliTest(unittest.TestCase):
    """One scratch folder for each test; nothing of the person's own configuration is seen."""

    def setUp(self):
        self.assertTrue(CLI and os.path.exists(CLI), "BINNACLE_CLI must name the program")
        self.folder = tempfile.mkdtemp(prefix="binnacle-cli-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def environment(self, **more):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("BINNACLE_SECRET", "KUBECONFIG"))}
        env.update(BINNACLE_DATA=os.path.join(self.folder, "data"), XDG_CONFIG_HOME=os.path.join(self.folder, "config"),
                   HOME=self.folder, TZ="UTC", LC_ALL="C.UTF-8")
        env.update(more)
        return env

    def run_cli(self, *words, expect=None, env=None, seconds=SECONDS):
        done = subprocess.run([CLI, *words], env=env or self.environment(), stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=seconds, check=False)
        answer = Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
        if expect is not None:
            self.assertEqual(answer.code, expect, f"{words}: {answer!r}")
        return answer

    def demo(self, *words, expect=0, **more):
        return self.run_cli("--demo", *words, expect=expect, **more)

    def start(self, *words, **more):
        """A process of ours, ended with the test at the latest."""
        process = subprocess.Popen([CLI, *words], env=self.environment(), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream and not stream.closed:
                stream.close()

    def file(self, name, text, mode=0o600):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        os.chmod(path, mode)
        return path

    def config(self, *sources, name="e"):
        """A configuration with one environment of these flow mappings."""
        lines = "".join(f"      - {{{source}}}\n" for source in sources)
        return self.file("c.yaml", f"environments:\n  - name: {name}\n    sources:\n{lines}")

    def assert_fields(self, item, fields, where=""):
        """`fields`: name → types allowed; exactly these, in any order."""
        self.assertEqual(sorted(item), sorted(fields), where)
        for name, types in fields.items():
            value = item[name]
            allowed = types if isinstance(types, tuple) else (types,)
            good = any(value is None if t is None else isinstance(value, t) and not (isinstance(value, bool) and t is not bool)
                       for t in allowed)
            self.assertTrue(good, f"{where}.{name} is {value!r}, expected {types}")


def refused_port():
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def kubeconfig_for(address):
    return ("apiVersion: v1\nkind: Config\ncurrent-context: c\n"
            f"clusters: [{{name: c, cluster: {{server: \"{address}\", insecure-skip-tls-verify: true}}}}]\n"
            "users: [{name: u, user: {token: not-a-real-token-7788}}]\n"
            "contexts: [{name: c, context: {cluster: c, user: u}}]\n")
