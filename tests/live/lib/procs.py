# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes of one live stack: started in sessions of their own, found again and ended by their recorded pid."""
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request


def _stat(pid):
    """(state letter, start time in ticks) of a process, or None; the start time tells a reused pid apart."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except (OSError, ValueError):
        return None
    fields = text.rpartition(")")[2].split()
    return fields[0], int(fields[19])


class Failed(Exception):
    pass


class Procs:
    def __init__(self, state_dir):
        self.dir = pathlib.Path(state_dir)
        self.run = self.dir / "run"
        self.logs = self.dir / "log"
        self.run.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(exist_ok=True)

    def record(self, name):
        try:
            return json.loads((self.run / f"{name}.json").read_text())
        except (OSError, ValueError):
            return None

    def pid(self, name):
        """The pid of a server that lives, else None."""
        record = self.record(name)
        if not record or not record.get("pid"):
            return None
        stat = _stat(record["pid"])
        if stat is None or stat[0] in "ZX" or stat[1] != record["ticks"]:
            return None
        return record["pid"]

    def log(self, name):
        return self.logs / f"{name}.log"

    def names(self):
        return sorted(path.stem for path in self.run.glob("*.json"))

    def start(self, name, argv, probe, deadline=60, env=None):
        """Starts a server unless it lives; does not wait. `probe` is {"url", "ca"} or {"port"}."""
        if self.pid(name):
            return False
        if "port" in probe or "url" in probe:
            port = probe.get("port") or int(probe["url"].split(":")[2].split("/")[0])
            if not port_free(port):
                raise Failed(f"port {port} of {name} is taken by another program; use another --state folder")
        nice = int(os.environ.get("BINNACLE_LIVE_NICE", "0"))
        with open(self.log(name), "ab") as log:
            log.write(f"--- {time.strftime('%H:%M:%S')} {' '.join(map(str, argv))}\n".encode())
            log.flush()
            child = subprocess.Popen(
                list(map(str, argv)), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd=self.dir,
                start_new_session=True, env={**os.environ, **(env or {})},
                preexec_fn=(lambda: os.nice(nice)) if nice else None)
        stat = _stat(child.pid)
        child.returncode = 0  # it outlives us: keeps Popen's destructor from complaining
        record = {"name": name, "pid": child.pid, "ticks": stat[1] if stat else 0, "argv": list(map(str, argv)),
                  "probe": probe, "deadline": deadline, "env": env or {}}
        path = self.run / f"{name}.json"
        path.with_suffix(".tmp").write_text(json.dumps(record))
        path.with_suffix(".tmp").replace(path)
        return True

    def wait(self, name):
        """Until the server answers; raises Failed with the end of its log."""
        record = self.record(name)
        end = time.monotonic() + record["deadline"]
        last = "no answer yet"
        while time.monotonic() < end:
            if self.pid(name) is None:
                raise Failed(f"{name} ended by itself; its log ends:\n{self.tail(name)}")
            last = answers(record["probe"])
            if last is None:
                return
            time.sleep(0.05)
        raise Failed(f"{name} is not ready after {record['deadline']} s ({last}); its log ends:\n{self.tail(name)}")

    def tail(self, name, lines=15):
        try:
            with open(self.log(name), "rb") as log:
                log.seek(max(0, self.log(name).stat().st_size - 8192))
                text = log.read().decode(errors="replace").splitlines()
        except OSError:
            return "  (no log)"
        return "\n".join("  " + line[:400] for line in text[-lines:])

    def restart(self, name):
        record = self.record(name)
        if not record:
            raise Failed(f"{name} was never started here")
        self.stop([name])
        self.start(name, record["argv"], record["probe"], record["deadline"], record["env"])
        self.wait(name)

    def signal(self, name, number):
        pid = self.pid(name)
        if pid is None:
            return False
        try:
            os.killpg(pid, number)  # its own session: the group id is the pid
        except ProcessLookupError:
            return False
        return True

    def stop(self, names, patience=8.0):
        """SIGTERM to all, then SIGKILL to those that stay. Returns the names that had to be killed."""
        alive = [name for name in names if self.signal(name, signal.SIGTERM)]
        for name in alive:
            self.signal(name, signal.SIGCONT)
        alive = self._gone(alive, patience)
        for name in alive:
            self.signal(name, signal.SIGKILL)
        left = self._gone(alive, 5.0)
        if left:
            raise Failed(f"still running after SIGKILL: {', '.join(left)}")
        return alive

    def _gone(self, names, patience):
        end = time.monotonic() + patience
        while names and time.monotonic() < end:
            time.sleep(0.02)
            self.reap()
            names = [name for name in names if self.pid(name)]
        return names

    @staticmethod
    def reap():
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass


def port_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(probe):
    """None when the server is ready, else why not."""
    try:
        if "port" in probe:
            socket.create_connection(("127.0.0.1", probe["port"]), timeout=2).close()
            return None
        context = None
        if probe["url"].startswith("https"):
            if probe.get("ca"):
                if not os.path.exists(probe["ca"]):
                    return "no certificate yet"
                context = ssl.create_default_context(cafile=probe["ca"])
            else:  # a component's self-signed health port on loopback
                context = ssl._create_unverified_context()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
        with opener.open(probe["url"], timeout=3) as answer:
            return None if answer.status == 200 else f"HTTP {answer.status}"
    except urllib.error.HTTPError as error:
        return f"HTTP {error.code}"
    except (OSError, ValueError) as error:
        return str(error)


def find_program(*names):
    for name in names:
        path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
        if path:
            return path
    return None
