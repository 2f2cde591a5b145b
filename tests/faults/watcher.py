# SPDX-License-Identifier: GPL-3.0-or-later
"""What `estate watch` showed and when, and a value on the real server that changes four times a second."""
import bisect
import json
import re
import signal
import subprocess
import tempfile
import threading
import time

SOURCE = "kube"
LABEL = "binnacle-turn"
STEP = 0.05  # seconds between the moments that are looked at


class Marker:
    """Counts up a label of the namespace `default`, past the proxy."""
    def __init__(self, server):
        self.server, self.turns, self.stop = server, [], threading.Event()
        self.thread = threading.Thread(target=self._write)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()
        self._patch(None)

    def _patch(self, value):
        document = {"metadata": {"labels": {LABEL: value}}}
        return self.server.request("PATCH", "/api/v1/namespaces/default", document=document,
                                   kind="application/merge-patch+json", timeout=3).status

    def _write(self):
        while not self.stop.wait(0.25):
            turn = len(self.turns) + 1
            sent = time.monotonic()
            try:
                # A turn whose answer was lost may have happened: it counts as written when it was sent last.
                done = self._patch(str(turn)) == 200
            except (OSError, ValueError):
                done = False
            if done:
                self.turns.append((sent, time.monotonic()))

    def written(self, turn):
        """When the server said that it has this turn (the first is 1); None: not yet."""
        return self.turns[turn - 1][1] if turn <= len(self.turns) else None

    def first_after(self, moment):
        """The first turn that was sent after a moment; None: none yet."""
        at = bisect.bisect_left([sent for sent, _ in self.turns], moment)
        return at + 1 if at < len(self.turns) else None


class Watcher:
    def __init__(self, command):
        self.command, self.states, self.shown = command, [], []
        self.lock, self.changed = threading.Lock(), threading.Condition()
        self.errors = tempfile.TemporaryFile()

    def __enter__(self):
        self.process = subprocess.Popen([str(word) for word in self.command], stdout=subprocess.PIPE, stderr=self.errors)
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        self.reader.join()

    def _read(self):
        for text in self.process.stdout:
            now, line = time.monotonic(), json.loads(text)
            with self.changed:
                if line["kind"] == "Source" and line["name"] == SOURCE:
                    self.states.append((now, line["state"], line["phase"]))
                elif line["kind"] == "Namespace" and line["name"] == "default":
                    # The new value is the last one on the line.
                    turns = re.findall(LABEL + r"\W+(\d+)", json.dumps(line["columns"].get("labels")))
                    if turns:
                        self.shown.append((now, int(turns[-1])))
                self.changed.notify_all()

    def _alive(self):
        if self.process.poll() is not None:
            self.errors.seek(0)
            raise RuntimeError(f"estate watch ended: exit {self.process.returncode}: {self.errors.read()[-300:]!r}")

    def _wait(self, condition, seconds):
        end = time.monotonic() + seconds
        with self.changed:
            while not condition():
                self._alive()
                if time.monotonic() > end:
                    return False
                self.changed.wait(0.1)
        return True

    def wait_ready(self, seconds=60):
        if not self._wait(lambda: self.states and self.states[-1][2] == "ready", seconds):
            raise RuntimeError(f"the source {SOURCE} was not ready within {seconds} s: {self.states[-1:]}")

    def wait_recovered(self, marker, healed, seconds):
        """When the source was live and ready again and showed a value written after `healed`."""
        def moment():
            turn = marker.first_after(healed)
            if turn is None or not self.states or self.states[-1][1:] != ("live", "ready"):
                return None
            fresh = [t for t, shown in self.shown if shown >= turn]
            return max(fresh[0], self.states[-1][0]) if fresh else None
        # The turn itself takes up to a quarter of a second to be made: that is not the console's.
        return moment() if self._wait(lambda: moment() is not None, seconds) else None

    def left_live(self, start, end):
        return next((t for t, state, _ in self.states if start <= t <= end + 1 and state != "live"), None)

    def _at(self, history, moment):
        at = bisect.bisect_right([entry[0] for entry in history], moment) - 1
        return history[at] if at >= 0 else None

    def oldest_live(self, marker, start, end):
        """The greatest age of the value shown while the source was shown as live. Units: seconds."""
        with self.changed:
            states, shown = list(self.states), list(self.shown)
        oldest = 0.0
        for i in range(int((end - start) / STEP)):
            moment = start + i * STEP
            state, value = self._at(states, moment), self._at(shown, moment)
            if not state or state[1] != "live" or not value:
                continue
            replaced = marker.written(value[1] + 1)
            if replaced is not None and replaced < moment:
                oldest = max(oldest, moment - replaced)
        return oldest
