#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exit codes, errors as text and as JSON, times of history, broken configurations, secrets."""
import datetime
import unittest

import shapes
from cli import CliTest, kubeconfig_for, refused_port

DEMO = "id: demo, type: demo, size: small"


class ErrorTest(CliTest):
    def one_error(self, answer):
        """Exactly one JSON error with text and remedy, and nothing else on standard error."""
        errors = answer.errors()
        self.assertEqual(len(errors), 1, answer)
        self.assert_fields(errors[0], shapes.ERROR, "error")
        self.assertTrue(errors[0]["remedy"], answer)
        return errors[0]


class ExitCodes(ErrorTest):
    def refused(self, kind="kubernetes"):
        port = refused_port()
        if kind == "prometheus":
            return f'id: prom, type: prometheus, url: "http://127.0.0.1:{port}"'
        path = self.file("kubeconfig", kubeconfig_for(f"https://127.0.0.1:{port}"))
        return f'id: kube, type: kubernetes, kubeconfig: "{path}"'

    def test_2_wrong_words(self):
        for words in ((), ("nosuch",), ("fleet",), ("fleet", "nosuch"), ("estate", "sync", "extra"), ("--nosuch", "connect", "test"),
                      ("query",), ("meaning",), ("completion", "tcsh"), ("workloads", "--kind")):
            answer = self.run_cli("--json", *words, expect=2)
            self.assertEqual(self.one_error(answer)["code"], "invalid-input", words)
            self.assertEqual(answer.out, "")
            text = self.run_cli(*words, expect=2)
            self.assertTrue(text.err.startswith("binnacle-cli: "), text)
            self.assertIn("--help", text.err)

    def test_2_wrong_values(self):
        for words in (("--at", "yesterday", "fleet", "teams"), ("--at", "2026-13-01T00:00:00Z", "fleet", "teams"),
                      ("--at", "2099-01-01T00:00:00Z", "fleet", "teams"), ("--at=", "fleet", "teams"),
                      ("--at", "", "fleet", "teams"), ("--env=", "fleet", "teams"), ("--store", "", "fleet", "teams"),
                      ("--timeout", "soon", "fleet", "teams"), ("estate", "watch", "--for", "ever"),
                      ("query", "1", "--end", "now"), ("query", "1", "--start", "-1h", "--end", "-2h"),
                      ("query", "1", "--start", "-1h", "--step", "0"), ("query", "1", "--source", "nosuch"),
                      ("meaning", "gpu.utilisation", "--label", "novalue"), ("meaning", "no.such.meaning"),
                      ("workloads", "--kind", "Nonsense"), ("--env", "nosuch", "fleet", "teams")):
            self.one_error(self.demo("--json", *words, expect=2))

    def test_help_and_version_are_done(self):
        for words in (("--help",), ("fleet", "--help"), ("workloads", "--help"), ("--version",)):
            answer = self.run_cli(*words, expect=0)
            self.assertTrue(answer.out)
            self.assertEqual(answer.err, "")

    def test_3_a_source_that_refuses(self):
        path = self.config(self.refused())
        for words in (("workloads",), ("fleet", "gpus"), ("estate", "sync"), ("connect", "test")):
            answer = self.run_cli("--config", path, "--json", "--timeout", "20s", *words, expect=3)
            self.assertEqual(self.one_error(answer)["code"], "unreachable", words)
        text = self.run_cli("--config", path, "--timeout", "20s", "workloads", expect=3)
        self.assertIn("refused", text.err)
        self.assertEqual(text.out, "")

    def test_3_a_metric_source_that_refuses(self):
        path = self.config(self.refused("prometheus"))
        for words in (("query", "up"), ("meaning", "gpu.utilisation")):
            self.assertEqual(self.one_error(self.run_cli("--config", path, "--json", *words, expect=3))["code"], "unreachable")

    def test_4_one_of_two_answers(self):
        path = self.config(DEMO, self.refused())
        for words in (("workloads",), ("fleet", "nodes"), ("estate", "sync"), ("connect", "test")):
            answer = self.run_cli("--config", path, "--json", "--timeout", "20s", *words, expect=4)
            self.assertIn("source kube", self.one_error(answer)["message"])
            document = answer.json
            self.assertTrue(document.get("items") or document.get("sources"))
        sync = self.run_cli("--config", path, "--json", "--timeout", "20s", "estate", "sync", expect=4).json
        self.assertFalse(sync["complete"])
        self.assertEqual(sync["kinds"]["Pod"], 320)

    def test_0_a_question_to_one_source_does_not_wait_for_the_other(self):
        path = self.config(DEMO, self.refused())
        self.run_cli("--config", path, "query", "count(DCGM_FI_DEV_GPU_UTIL)", expect=0, seconds=20)


class History(CliTest):
    def test_before_history_the_error_says_since_when(self):
        self.demo("estate", "sync")
        answer = self.demo("--at", "-1h", "--json", "fleet", "teams", expect=1)
        error = answer.errors()[0]
        self.assertEqual(error["code"], "not-found")
        self.assertRegex(error["message"], r"history is kept since \d{4}-\d\d-\d\dT")
        self.assertRegex(error["remedy"], r"\d{4}-\d\d-\d\dT")

    def test_after_a_sync_the_present_is_history(self):
        sync = self.demo("estate", "sync", "--json").json
        then = datetime.datetime.now(datetime.timezone.utc)
        for at in ("now", then.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), f"{then.timestamp():.3f}"):
            out = self.demo("--at", at, "--json", "fleet", "gpus").json
            self.assertFalse(out["live"])
            self.assertEqual(len(out["items"]), sync["kinds"]["Gpu"])
        show = self.demo("--at", "now", "--json", "estate", "show").json
        self.assertEqual(show["kinds"], sync["kinds"])

    def test_nothing_is_kept_in_memory(self):
        self.demo("--store", "memory", "estate", "sync")
        answer = self.demo("--store", "memory", "--at", "-1s", "--json", "fleet", "teams", expect=None)
        self.assertIn(answer.code, (1, 2))
        self.assertEqual(len(answer.errors()), 1)

    def test_a_store_of_ones_own_choice_is_used(self):
        folder = self.folder + "/elsewhere"
        self.demo("--store", folder, "estate", "sync")
        self.assertEqual(self.demo("--store", folder, "--json", "estate", "show").json["kinds"]["Pod"], 3200)
        other = self.demo("--json", "estate", "show", expect=2).errors()[0]
        self.assertIn("there is no store", other["message"])


class Configuration(ErrorTest):
    def test_no_configuration_names_where_it_was_looked_for(self):
        answer = self.run_cli("--json", "connect", "test", expect=2)
        self.assertIn("config/binnacle/config.yaml", answer.errors()[0]["message"])

    def test_a_broken_configuration_names_file_line_and_field(self):
        path = self.file("c.yaml", "environments:\n  - name: e\n    sources:\n      - {id: p, type: prometheus, ulr: x}\n")
        error = self.run_cli("--config", path, "--json", "workloads", expect=2).errors()[0]
        self.assertTrue(error["message"].startswith(f"{path}:4:"), error)
        self.assertIn('"ulr"', error["message"])
        self.assertIn('"url"', error["remedy"])
        text = self.run_cli("--config", path, "workloads", expect=2).err.splitlines()
        self.assertEqual(text[0], "binnacle-cli: " + error["message"])
        self.assertEqual(text[1], "  " + error["remedy"])

    def test_a_folder_or_nothing_instead_of_a_file(self):
        for path in (self.folder, self.folder + "/none.yaml"):
            self.assertTrue(self.run_cli("--config", path, "--json", "workloads", expect=2).errors()[0]["remedy"])

    def test_an_endless_file_and_two_documents_are_no_configuration(self):
        error = self.one_error(self.run_cli("--config", "/dev/zero", "--json", "workloads", expect=1))
        self.assertEqual(error["code"], "resource-exhausted")
        path = self.file("two.yaml", "environments: [{name: a, sources: []}]\n---\nenvironments: []\n")
        self.assertIn("2 documents", self.one_error(self.run_cli("--config", path, "--json", "workloads", expect=2))["message"])

    def test_a_demo_size_that_does_not_exist_names_the_sizes(self):
        path = self.config("id: d, type: demo, size: gigantic")
        answer = self.run_cli("--config", path, "--json", "connect", "test", expect=None)
        self.assertIn(answer.code, (1, 2, 3))
        self.assertIn("small", answer.json["sources"][0]["remedy"])


class Secrets(CliTest):
    TOKEN = "super-secret-token-4711"

    def prometheus(self):
        return self.config(f'id: p, type: prometheus, url: "http://127.0.0.1:{refused_port()}", bearerToken: {{secret: prom/token}}')

    def everything(self, path, **env):
        answers = [self.run_cli("--config", path, *form, *words, env=self.environment(**env))
                   for form in ((), ("--json",)) for words in (("connect", "test"), ("query", "up"), ("estate", "sync", "--timeout", "5s"))]
        return "".join(a.out + a.err for a in answers)

    def test_a_secret_from_the_environment_is_never_printed(self):
        text = self.everything(self.prometheus(), BINNACLE_SECRET_PROM_TOKEN=self.TOKEN)
        self.assertIn("refused", text)  # it went as far as the connection
        self.assertNotIn(self.TOKEN, text)

    def test_a_secret_from_the_file_is_never_printed(self):
        self.file("config/binnacle/secrets.yaml", f"prom/token: {self.TOKEN}\n", 0o600)
        text = self.everything(self.prometheus())
        self.assertIn("refused", text)
        self.assertNotIn(self.TOKEN, text)

    def test_a_secrets_file_that_others_may_read_is_refused(self):
        path = self.file("config/binnacle/secrets.yaml", f"prom/token: {self.TOKEN}\n", 0o644)
        text = self.everything(self.prometheus())
        self.assertIn(f"chmod 600 {path}", text)
        self.assertNotIn(self.TOKEN, text)

    def test_a_broken_secrets_file_is_not_quoted(self):
        self.file("config/binnacle/secrets.yaml", f"prom/token: [{self.TOKEN}\n", 0o600)
        text = self.everything(self.prometheus())
        self.assertIn("not valid YAML", text)
        self.assertNotIn(self.TOKEN, text)

    def test_a_missing_secret_names_its_variable_and_file(self):
        text = self.everything(self.prometheus())
        self.assertIn("BINNACLE_SECRET_PROM_TOKEN", text)
        self.assertIn("secrets.yaml", text)

    def test_the_token_of_a_kubeconfig_is_never_printed(self):
        kubeconfig = self.file("kubeconfig", kubeconfig_for(f"https://127.0.0.1:{refused_port()}"))
        text = self.everything(self.config(f'id: k, type: kubernetes, kubeconfig: "{kubeconfig}"'))
        self.assertIn("127.0.0.1", text)
        self.assertNotIn("not-a-real-token-7788", text)


if __name__ == "__main__":
    unittest.main()
