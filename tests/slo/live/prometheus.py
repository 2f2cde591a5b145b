# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Prometheus on a free loopback port with backfilled history, ended by its own process id."""
import json
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request


def installed():
    return bool(shutil.which("prometheus") and shutil.which("promtool"))


class Prometheus:
    def __init__(self, lines):
        self.folder = tempfile.mkdtemp(prefix="binnacle-slo-")
        metrics = os.path.join(self.folder, "metrics.txt")
        with open(metrics, "w", encoding="utf-8") as out:
            out.writelines(lines)
            out.write("# EOF\n")
        with open(os.path.join(self.folder, "c.yml"), "w", encoding="utf-8") as out:
            out.write("global: {scrape_interval: 60s}\n")
        data = os.path.join(self.folder, "data")
        subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", metrics, data], check=True,
                       stdout=subprocess.DEVNULL)
        os.remove(metrics)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={self.folder}/c.yml", f"--storage.tsdb.path={data}",
             "--storage.tsdb.retention.time=90d", f"--web.listen-address={self.url[7:]}", "--log.level=error"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while not self.ready():
            if time.monotonic() > until:
                raise RuntimeError("prometheus did not become ready")
            time.sleep(0.05)  # polling a condition

    def ready(self):
        try:
            with urllib.request.urlopen(self.url + "/-/ready", timeout=2):
                return True
        except OSError:
            return False

    def value(self, expression, at):
        """The one number of an instant query; None for no series and for NaN."""
        query = urllib.parse.urlencode({"query": expression, "time": at})
        with urllib.request.urlopen(f"{self.url}/api/v1/query?{query}", timeout=60) as answer:
            result = json.load(answer)["data"]["result"]
        if not result:
            return None
        number = float(result[0]["value"][1])
        return None if number != number else number

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def history(end, days, services, step=60, seed=7):
    """Counters by code, a latency histogram and a ratio for each service; OpenMetrics lines."""
    rng = random.Random(seed)
    start = end - days * 86400
    for service in range(services):
        label = f'service="s{service}"'
        rate = 10 ** rng.uniform(0.5, 3)
        share = 10 ** rng.uniform(-4, -1.3)
        series = {f'req_total{{{label},code="200"}}': [], f'req_total{{{label},code="500"}}': [],
                  f'req_total{{{label},code="503"}}': [], f'lat_bucket{{{label},le="0.1"}}': [],
                  f'lat_bucket{{{label},le="0.25"}}': [], f'lat_bucket{{{label},le="+Inf"}}': [],
                  f'lat_count{{{label}}}': [], f'err_ratio{{{label}}}': []}
        sums = [0.0] * 8
        wave = rng.uniform(0, 6)
        for t in range(start, end + 1, step):
            bad = share * rng.choice((0.2, 1, 1, 3)) * (8 if end - t < wave * 1200 else 1)
            total = rate * rng.uniform(0.5, 1.5)
            if rng.random() < 1e-4:
                sums = [0.0] * 8  # a restart
            for i, part in enumerate((1 - bad, bad * 0.7, bad * 0.3, 0.8, 1 - bad, 1, 1)):
                sums[i] += int(total * part * 10)
            for i, (name, points) in enumerate(series.items()):
                points.append(f"{name} {bad if i == 7 else sums[i]:.17g} {t}\n")
        for points in series.values():
            yield from points
