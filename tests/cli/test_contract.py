#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command on the demo estate: JSON fields and types, text form, options before and after the command."""
import json
import os
import re
import unittest

import shapes
from cli import CliTest

RFC3339 = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3,9})?Z$")
STATES = {"live", "late", "stale", "unknown"}


class Contract(CliTest):
    def test_connect_test(self):
        out = self.demo("connect", "test", "--json").json
        self.assert_fields(out, shapes.CONNECT_TEST)
        self.assertEqual(out["environment"], "demo")
        self.assertEqual(len(out["sources"]), 1)
        source = out["sources"][0]
        self.assert_fields(source, shapes.CONNECT_SOURCE, "source")
        self.assertEqual((source["state"], source["simulated"], source["error"]), ("live", True, None))

    def test_estate_sync_show_and_verify(self):
        sync = self.demo("estate", "sync", "--json").json
        self.assert_fields(sync, shapes.ESTATE_SYNC)
        self.assert_fields(sync["sources"][0], shapes.ESTATE_SOURCE, "source")
        self.assertTrue(sync["complete"])
        self.assertEqual((sync["kinds"]["Pod"], sync["kinds"]["Node"], sync["kinds"]["Gpu"]), (3200, 288, 2304))
        self.assertGreater(sync["firstRowMs"], 0)
        self.assertGreaterEqual(sync["completeMs"], sync["firstRowMs"])
        self.assertGreater(sync["peakRssBytes"], 1_000_000)

        show = self.demo("estate", "show", "--json").json
        self.assert_fields(show, shapes.ESTATE_SHOW)
        self.assert_fields(show["store"], shapes.STORE, "store")
        self.assert_fields(show["sources"][0], shapes.ESTATE_SOURCE, "source")
        self.assertEqual(show["kinds"], sync["kinds"])
        self.assertRegex(show["at"], RFC3339)
        self.assertGreater(show["store"]["bytes"], 0)

        verify = self.demo("estate", "verify", "--json").json
        self.assert_fields(verify, shapes.ESTATE_VERIFY)
        self.assertTrue(verify["ok"])
        self.assertEqual(verify["problems"], [])
        self.assertGreater(verify["rows"], 3000)

    def test_estate_watch(self):
        # Pods of the demo change now and then, its gauges every five seconds: only those are sure to move in 12 s.
        answer = self.demo("estate", "watch", "--gauges", "--for", "12s", "--json")
        lines = [json.loads(line) for line in answer.out.splitlines()]
        sources = [line for line in lines if line["kind"] == "Source"]
        rows = [line for line in lines if line["kind"] != "Source"]
        self.assertTrue(sources)
        self.assertTrue(rows, "the gauges of the demo estate move every few seconds")
        for line in sources:
            self.assert_fields(line, shapes.WATCH_SOURCE, "source line")
        for line in rows:
            self.assert_fields(line, shapes.WATCH_ROW, "row line")
            self.assertIn(line["op"], {"added", "changed", "removed"})
            self.assertRegex(line["time"], RFC3339)
            for change in line["columns"].values():
                self.assertEqual(len(change), 2)

    def test_workloads(self):
        out = self.demo("workloads", "--kind", "Pod", "--json").json
        self.assert_fields(out, shapes.WORKLOADS)
        self.assertEqual(len(out["items"]), 3200)
        for item in out["items"]:
            self.assert_fields(item, shapes.WORKLOAD, item["name"])
            self.assertIn(item["state"], STATES)
            if item["ready"] is not None:
                self.assertRegex(item["ready"], r"^\d+/\d+$")
        order = [(i["namespace"], i["name"]) for i in out["items"]]
        self.assertEqual(order, sorted(order))
        self.assertTrue(any(i["phase"] == "CrashLoopBackOff" for i in out["items"]))
        self.assertTrue(any(i["node"] is None for i in out["items"]) or all(i["node"] for i in out["items"]))

    def test_kinds_are_found_by_name_and_plural_whatever_the_case(self):
        counts = {word: len(self.demo("workloads", "--kind", word, "--json").json["items"])
                  for word in ("Deployment", "deployments", "DEPLOYMENT", "deployments.apps")}
        self.assertEqual(set(counts.values()), {70})
        self.assertEqual(self.demo("workloads", "--kind", "nodes", "--json").json["kind"], "Node")

    def test_namespace_and_filters(self):
        everything = self.demo("workloads", "--json").json["items"]
        docs = self.demo("workloads", "-n", "docs", "--json").json["items"]
        self.assertEqual({i["namespace"] for i in docs}, {"docs"})
        self.assertLess(len(docs), len(everything))
        crashing = self.demo("workloads", "--filter", "status:crashloop", "--json").json["items"]
        self.assertEqual({i["phase"] for i in crashing}, {"CrashLoopBackOff"})
        others = self.demo("workloads", "--filter", "!status:crashloop", "--json").json["items"]
        self.assertEqual(len(crashing) + len(others), len(everything))
        both = self.demo("workloads", "--filter", "status:running namespace:docs", "--json").json["items"]
        self.assertTrue(both)
        self.assertEqual({(i["phase"], i["namespace"]) for i in both}, {("Running", "docs")})
        self.assertEqual(self.demo("workloads", "--filter", "nosuchthinganywhere", "--json").json["items"], [])

    def test_the_filter_language(self):
        everything = self.demo("workloads", "--json").json["items"]
        holds = {
            "restarts>2": lambda i: i["restarts"] > 2,
            "gpus>=4 !ns=docs": lambda i: i["gpus"] >= 4 and i["namespace"] != "docs",
            "ns=docs": lambda i: i["namespace"] == "docs",
            "node:\"\"": lambda i: i["node"] is None,
            "status:crash,running": lambda i: any(w in i["phase"].lower() for w in ("crash", "running")),
            "ready=1/1": lambda i: i["ready"] == "1/1",
            "owner:Deployment/": lambda i: "Deployment/" in (i["owner"] or ""),
            "state:live": lambda i: i["state"] == "live",
        }
        for text, rule in holds.items():
            found = self.demo("workloads", "--filter", text, "--json").json["items"]
            before, everything = everything, self.demo("workloads", "--json").json["items"]
            # The demo is alive: what came, went or changed between the three looks is left out.
            verdicts = [{(i["namespace"], i["name"]): rule(i) for i in items} for items in (before, everything)]
            steady = {key for key, verdict in verdicts[0].items() if verdicts[1].get(key) == verdict}
            self.assertGreater(len(steady), 0.9 * len(before))
            self.assertEqual({(i["namespace"], i["name"]) for i in found} & steady,
                             {key for key in steady if verdicts[0][key]}, text)
            if text != "node:\"\"":  # whether a pod waits depends on the hour
                self.assertTrue(found, text)
        young = self.demo("workloads", "--filter", "age<1d", "--json").json["items"]
        old = self.demo("workloads", "--filter", "age>=1d", "--json").json["items"]
        self.assertLess(abs(len(young) + len(old) - len(everything)), 0.01 * len(everything))
        self.assertTrue(all(i["age"] >= 86400 for i in old))
        idle = self.demo("fleet", "gpus", "--filter", "sm<5% memoryUsed>1Gi", "--json").json["items"]
        self.assertTrue(idle)
        self.assertTrue(all(i["smActive"] < 0.05 and i["memoryUsed"] > 2 ** 30 for i in idle))
        for words, place in ((("workloads", "--filter", "team:x pol:y"), "character 8"),
                             (("workloads", "--filter", "age>soon"), "character 5"),
                             (("fleet", "nodes", "--filter", "name>5"), "character 6")):
            error = self.demo(*words, "--json", expect=2).errors()[0]
            self.assertIn("--filter: " + place, error["message"])
            self.assertTrue(error["remedy"])

    def test_fleet(self):
        shape = {"nodes": shapes.FLEET_NODE, "gpus": shapes.FLEET_GPU, "teams": shapes.FLEET_TEAM}
        count = {"nodes": 288, "gpus": 2304, "teams": 5}
        for word, fields in shape.items():
            out = self.demo("fleet", word, "--json").json
            self.assert_fields(out, shapes.FLEET)
            self.assertTrue(out["simulated"])
            self.assertTrue(out["live"])
            self.assertEqual(len(out["items"]), count[word])
            for item in out["items"]:
                self.assert_fields(item, fields, word)
        self.assertRegex(out["title"], r"^2,304 GPUs, ")

    def test_unknown_is_null_and_never_zero(self):
        gpus = self.demo("fleet", "gpus", "--json").json["items"]
        off_bus = [g for g in gpus if g["xid"] == 79]
        self.assertTrue(off_bus, "story 4: a device fell off the bus")
        for gpu in off_bus:
            self.assertIsNone(gpu["utilisation"])
            self.assertIsNone(gpu["power"])
            self.assertTrue(gpu["xidMeaning"])
        self.assertTrue(all(0 <= g["utilisation"] <= 1 for g in gpus if g["utilisation"] is not None))

    def test_query(self):
        instant = self.demo("query", "count(DCGM_FI_DEV_GPU_UTIL)", "--json").json
        self.assert_fields(instant, shapes.QUERY)
        self.assertEqual(instant["resultType"], "vector")
        self.assert_fields(instant["series"][0], shapes.SERIES)
        self.assertEqual(len(instant["series"][0]["points"]), 1)
        span = self.demo("query", "avg(DCGM_FI_DEV_GPU_UTIL)", "--start", "-10m", "--step", "60s", "--json").json
        self.assertEqual(span["resultType"], "matrix")
        times = [point[0] for point in span["series"][0]["points"]]
        self.assertEqual(len(times), 11)
        self.assertEqual({round(b - a, 3) for a, b in zip(times, times[1:])}, {60.0})

    def test_numbers_that_json_has_not_are_words(self):
        point = self.demo("query", "count(DCGM_FI_DEV_GPU_UTIL) / 0", "--json").json["series"][0]["points"][0]
        self.assertEqual(point[1], "+Inf")

    def test_text_form_has_a_title_line_and_says_that_it_is_simulated(self):
        self.assertIn("simulated", self.demo("fleet", "teams").out.splitlines()[0])
        self.assertTrue(self.demo("workloads").out.startswith("NAMESPACE"))
        self.assertTrue(self.demo("connect", "test").out.startswith("ID"))
        self.assertIn("the store is whole", self.demo("estate", "verify").out)

    def test_global_options_stand_before_and_after_the_command(self):
        before = self.run_cli("--json", "--demo", "fleet", "teams", expect=0).json
        between = self.run_cli("fleet", "--json", "teams", "--demo", expect=0).json
        after = self.run_cli("fleet", "teams", "--demo", "--json", "--store", "memory", expect=0).json
        self.assertEqual([t["team"] for t in before["items"]], [t["team"] for t in after["items"]])
        self.assertEqual(sorted(before), sorted(between))

    def test_an_environment_is_chosen_by_name(self):
        path = self.file("c.yaml", "environments:\n  - {name: one, sources: [{id: a, type: demo, size: small}]}\n"
                                   "  - {name: two, sources: [{id: b, type: demo, size: small}]}\n")
        for extra, name in (((), "one"), (("--env", "two"), "two")):
            out = self.run_cli("--config", path, *extra, "connect", "test", "--json", expect=0).json
            self.assertEqual(out["environment"], name)

    def test_the_default_configuration_is_found(self):
        self.file("config/binnacle/config.yaml", "environments: [{name: mine, sources: [{id: d, type: demo, size: small}]}]\n")
        self.assertEqual(self.run_cli("connect", "test", "--json", expect=0).json["environment"], "mine")

    def test_the_documentation_names_every_field_command_and_option(self):
        root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
        with open(os.path.join(root, "docs/cli.md"), encoding="utf-8") as file:
            text = file.read()
        for name, shape in shapes.ALL.items():
            for field in shape:
                self.assertIn(f"`{field}`", text, f"{name}: docs/cli.md does not explain {field}")
        words = set(re.findall(r"--[a-z][a-z-]+", self.run_cli("completion", "bash", expect=0).out)) - {"--help"}
        for option in sorted(words):
            self.assertIn(option, text)
        for command in ("connect test", "estate sync", "estate watch", "estate show", "estate verify", "workloads",
                        "fleet nodes", "fleet gpus", "fleet teams", "query", "meaning", "completion"):
            self.assertIn(f"`{command}", text)


if __name__ == "__main__":
    unittest.main()
