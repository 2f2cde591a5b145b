# SPDX-License-Identifier: GPL-3.0-or-later
"""`slo status` against a real Prometheus with backfilled blocks: attainment and all seven burn windows are what direct
PromQL says, to 1e-9. BINNACLE_SLO_COUNT: how many objectives are made (200 is the full run)."""
import os
import random
import sys
import time
import unittest

import prometheus
from cli import CliTest

COUNT = int(os.environ.get("BINNACLE_SLO_COUNT", "28"))
WINDOWS = {"5m": 300, "30m": 1800, "1h": 3600, "2h": 7200, "6h": 21600, "1d": 86400, "3d": 259200}
SERVICES = 6
DAYS = 8


def openslo(name, service, window, target, indicator, objective=""):
    return (f"apiVersion: openslo/v1\nkind: SLO\nmetadata: {{name: {name}}}\nspec:\n  service: {service}\n"
            f"  indicator:\n    metadata: {{name: {name}-i}}\n    spec:\n{indicator}"
            f"  timeWindow: [{{duration: {window}, isRolling: true}}]\n  budgetingMethod: Occurrences\n"
            f"  objectives: [{{target: {target}{objective}}}]\n---\n")


def source(query):
    return "{metricSource: {type: Prometheus, spec: {query: '" + query + "'}}}"


def ratio(part, part_query, total_query, counter=True):
    return (f"      ratioMetric:\n        counter: {str(counter).lower()}\n        {part}: {source(part_query)}\n"
            f"        total: {source(total_query)}\n")


def made(i, rng):
    """One definition, and PromQL for its bad share with W for the window."""
    name, s = f"slo-{i}", f's{i % SERVICES}'
    window, target = rng.choice(("1d", "3d", "7d")), rng.choice((0.9, 0.99, 0.995, 0.999))
    sel, bad, ok = f'service="{s}"', f'service="{s}",code=~"5.."', f'service="{s}",code="200"'
    share = f"sum(increase(req_total{{{bad}}}[W])) / sum(increase(req_total{{{sel}}}[W]))"
    kind = i % 7
    if kind == 0:
        text = openslo(name, s, window, target, ratio("bad", f"req_total{{{bad}}}", f"req_total{{{sel}}}"))
    elif kind == 1:
        text = openslo(name, s, window, target, ratio("good", f"req_total{{{ok}}}", f"req_total{{{sel}}}"))
        share = f"1 - sum(increase(req_total{{{ok}}}[W])) / sum(increase(req_total{{{sel}}}[W]))"
    elif kind == 2:
        text = openslo(name, s, window, target, ratio("bad", f"sum(rate(req_total{{{bad}}}[5m]))",
                                                      f"sum(rate(req_total{{{sel}}}[5m]))", False))
    elif kind == 3:
        text = openslo(name, s, window, target, "      thresholdMetric: " + source(f"lat_bucket{{{sel}}}") + "\n",
                       ", op: lte, value: 0.25")
        share = (f'1 - sum(increase(lat_bucket{{{sel},le="0.25"}}[W])) / '
                 f'sum(increase(lat_bucket{{{sel},le="+Inf"}}[W]))')
    elif kind == 4:
        window = "30d"
        text = (f"version: prometheus/v1\nservice: sloth-{i}\nslos:\n  - name: {name}\n    objective: {target * 100:.6g}\n"
                f"    sli:\n      events:\n        error_query: 'sum(rate(req_total{{{bad}}}[{{{{.window}}}}]))'\n"
                f"        total_query: 'sum(rate(req_total{{{sel}}}[{{{{.window}}}}]))'\n---\n")
    elif kind == 5:
        text = (f"apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {{name: {name}}}\nspec:\n"
                f"  target: '{target * 100:.6g}'\n  window: {window}\n  indicator:\n    latency:\n"
                f"      success: {{metric: 'lat_bucket{{{sel},le=\"0.1\"}}'}}\n"
                f"      total: {{metric: 'lat_count{{{sel}}}'}}\n---\n")
        share = (f'1 - sum(increase(lat_bucket{{{sel},le="0.1"}}[W])) / sum(increase(lat_count{{{sel}}}[W]))')
    else:
        raw = f"      ratioMetric:\n        rawType: failure\n        raw: {source(f'err_ratio{{{sel}}}')}\n"
        text = openslo(name, s, window, target, raw)
        share = f"avg_over_time(err_ratio{{{sel}}}[W])"
    return name, window, target, share, text


class Live(CliTest):
    @classmethod
    def setUpClass(cls):
        cls.end = int(time.time()) // 60 * 60 - 3 * 3600
        cls.server = prometheus.Prometheus(prometheus.history(cls.end, DAYS, SERVICES))

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def close_to(self, got, want, where):
        if want is None:
            self.assertIsNone(got, where)
            return
        self.assertIsNotNone(got, where)
        self.assertLessEqual(abs(got - want), 1e-9 * max(1, abs(want)), f"{where}: {got} is not {want}")

    def status(self, text, *more, expect=0):
        config = self.config(f"id: prom, type: prometheus, url: \"{self.server.url}\"")
        return self.run_cli("slo", "status", "--config", config, "--file", self.file("slos.yaml", text), "--at",
                            str(self.end - 30), "--json", *more, expect=expect, seconds=240).json

    def test_attainment_and_burns_are_what_promql_says(self):
        rng = random.Random(1)
        all_made = [made(i, rng) for i in range(COUNT)]
        items = self.status("".join(m[4] for m in all_made))["items"]
        self.assertEqual([i["name"] for i in items], [m[0] for m in all_made])
        at = self.end - 30
        for item, (name, window, target, share, _) in zip(items, all_made):
            whole = int(window[:-1]) * 86400
            bad = self.server.value(share.replace("[W]", f"[{whole}s]"), at)
            self.close_to(item["attainment"], 1 - bad, name)
            self.close_to(item["budgetRemaining"], 1 - bad / (1 - target), name)
            for word, seconds in WINDOWS.items():
                bad = self.server.value(share.replace("[W]", f"[{seconds}s]"), at)
                self.close_to(item["burn"][word], None if bad is None else bad / (1 - target), f"{name} {word}")

    def test_what_nothing_counts_is_unknown(self):
        text = openslo("none", "x", "1d", 0.99, ratio("bad", 'req_total{service="no",code="500"}',
                                                      'req_total{service="no"}'))
        item = self.status(text)["items"][0]
        for field in ("good", "total", "attainment", "budgetRemaining", "nearestPair", "firesIn"):
            self.assertIsNone(item[field], field)
        self.assertEqual(set(item["burn"].values()), {None})
        self.assertEqual(item["state"], "unknown")

    def test_a_value_between_two_buckets_gives_bounds(self):
        text = openslo("between", "x", "1d", 0.9, "      thresholdMetric: " + source('lat_bucket{service="s1"}') + "\n",
                       ", op: lte, value: 0.2")
        item = self.status(text)["items"][0]
        self.assertIsNone(item["attainment"])
        bound = [self.server.value(f'sum(increase(lat_bucket{{service="s1",le="{le}"}}[1d])) / '
                                   'sum(increase(lat_bucket{service="s1",le="+Inf"}[1d]))', self.end - 30)
                 for le in ("0.1", "0.25")]
        self.close_to(item["attainmentLow"], bound[0], "low")
        self.close_to(item["attainmentHigh"], bound[1], "high")
        self.assertIn("target-off-bucket", [one["code"] for one in item["lint"]])

    def test_time_slices(self):
        text = openslo("slices", "x", "1d", 0.9, ratio("bad", 'req_total{service="s0",code=~"5.."}',
                                                       'req_total{service="s0"}'),
                       ", timeSliceTarget: 0.99, timeSliceWindow: 5m").replace("Occurrences", "Timeslices")
        item = self.status(text)["items"][0]
        share = ('sum(increase(req_total{service="s0",code=~"5.."}[5m])) / '
                 'sum(increase(req_total{service="s0"}[5m]))')
        good = self.server.value(f"avg_over_time((1 - {share} >= bool 0.99)[1d:5m])", self.end - 30)
        self.close_to(item["attainment"], good, "time slices")
        self.assertEqual(item["total"], 288)


if __name__ == "__main__":
    if not prometheus.installed():
        print("SKIPPED: prometheus and promtool are not installed")
        sys.exit(77)
    unittest.main()
