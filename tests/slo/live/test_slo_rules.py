# SPDX-License-Identifier: GPL-3.0-or-later
"""`slo rules`: promtool accepts what it prints, and the unit tests that it prints pass and can fail."""
import shutil
import subprocess
import sys
import unittest

from cli import CliTest

TEXT = """version: prometheus/v1
service: pay
slos:
  - {name: errors, objective: 99.9, sli: {events: {error_query: 'sum(rate(r_total{code=~"5..|429"}[{{.window}}]))', total_query: 'sum(rate(r_total[{{.window}}]))'}}}
  - {name: loose, objective: 95, sli: {events: {error_query: 'sum(rate(e_total{job="x"}[{{.window}}]))', total_query: 'sum(rate(a_total{job="x"}[{{.window}}]))'}}}
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: quick}
spec:
  service: shop
  indicator: {spec: {ratioMetric: {counter: true, good: {metricSource: {spec: {query: 'l_bucket{le="1"}'}}}, total: {metricSource: {spec: {query: l_count}}}}}}
  timeWindow: [{duration: 28d, isRolling: true}]
  objectives: [{target: 0.99}]
"""


class Rules(CliTest):
    def promtool(self, *words):
        return subprocess.run(["promtool", *words], cwd=self.folder, capture_output=True, text=True, check=False)

    def test_promtool_accepts_rules_and_their_tests(self):
        slos = self.file("slos.yaml", TEXT)
        rules = self.run_cli("slo", "rules", "--file", slos, expect=0).out
        tests = self.run_cli("slo", "rules", "--tests", "--file", slos, expect=0).out
        self.file("rules.yml", rules)
        self.file("tests.yml", tests)
        checked = self.promtool("check", "rules", "rules.yml")
        self.assertEqual(checked.returncode, 0, checked)
        self.assertIn("27 rules found", checked.stdout)
        passed = self.promtool("test", "rules", "tests.yml")
        self.assertEqual(passed.returncode, 0, passed)
        self.assertEqual(tests.count("pages when all is bad"), 2)
        self.file("rules.yml", rules.replace("SloBurnsFast", "SloOther"))
        self.assertNotEqual(self.promtool("test", "rules", "tests.yml").returncode, 0)

    def test_factors_are_those_of_the_period(self):
        rules = self.run_cli("slo", "rules", "--file", self.file("slos.yaml", TEXT), expect=0).out
        self.assertIn("(14.4 * 0.001)", rules)
        self.assertIn("(13.44 * 0.01)", rules)


if __name__ == "__main__":
    if not shutil.which("promtool"):
        print("SKIPPED: promtool is not installed")
        sys.exit(77)
    unittest.main()
