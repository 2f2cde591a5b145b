#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program among others: Ctrl C, closed pipes, two processes on one store, completions in real shells."""
import json
import os
import shutil
import signal
import subprocess
import unittest

from cli import CLI, CliTest


class Processes(CliTest):
    def first_line(self, process):
        line = process.stdout.readline()
        self.assertTrue(line, process.stderr.read() if process.poll() is not None else "no line")
        return json.loads(line)

    def test_ctrl_c_ends_watch_cleanly_and_the_store_is_whole(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = self.start("--demo", "estate", "watch")
            self.assertEqual(self.first_line(process)["kind"], "Source")
            process.send_signal(number)
            out, err = process.communicate(timeout=30)
            self.assertEqual(process.returncode, 0, err)
            for line in out.splitlines():
                json.loads(line)  # no line is cut
            self.assertTrue(self.demo("estate", "verify", "--json").json["ok"])

    def test_ctrl_c_ends_a_sync_that_waits(self):
        path = self.config('id: p, type: prometheus, url: "http://127.0.0.1:1"', "id: d, type: demo, size: small")
        process = self.start("--config", path, "estate", "watch")
        self.first_line(process)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        self.assertGreaterEqual(process.returncode, 0)  # not killed by the signal

    def test_a_reader_that_leaves_ends_the_program(self):
        for words in (("workloads", "--json"), ("workloads",), ("fleet", "gpus"), ("estate", "watch")):
            process = self.start("--demo", *words)
            process.stdout.read(64)
            process.stdout.close()
            code = process.wait(timeout=60)
            self.assertGreaterEqual(code, 0, f"{words}: died of signal {-code}")
            self.assertNotIn(b"terminate", process.stderr.read())

    def test_a_full_disk_behind_standard_output_is_a_fault(self):
        for words in (("workloads", "--json"), ("fleet", "gpus"), ("connect", "test", "--json")):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([CLI, "--demo", "--json", *words], env=self.environment(), stdin=subprocess.DEVNULL,
                                      stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
            self.assertEqual(done.returncode, 1, words)
            self.assertIn(b"resource-exhausted", done.stderr)

    def test_without_a_home_nothing_is_written_into_the_current_folder(self):
        env = {k: v for k, v in self.environment().items() if k not in ("HOME", "BINNACLE_DATA", "XDG_DATA_HOME")}
        for words in (("--demo", "estate", "show"), ("estate", "show")):
            done = subprocess.run([CLI, *words], env=env, cwd=self.folder, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=60, check=False)
            self.assertNotIn(b" ./", done.stderr)
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_reader_that_was_never_there(self):
        read_end, write_end = os.pipe()
        os.close(read_end)
        process = subprocess.Popen([CLI, "--demo", "fleet", "gpus", "--json"], env=self.environment(), stdout=write_end,
                                   stderr=subprocess.PIPE)
        self.addCleanup(self.end, process)
        os.close(write_end)
        self.assertGreaterEqual(process.wait(timeout=60), 0)

    def test_two_processes_use_one_store(self):
        watcher = self.start("--demo", "estate", "watch")
        self.first_line(watcher)
        sync = self.demo("estate", "sync", "--json").json  # does not hang on the other's lock
        self.assertTrue(sync["complete"])
        show = self.demo("estate", "show", "--json").json
        self.assertEqual(show["kinds"]["Node"], 288)
        self.assertTrue(self.demo("estate", "verify", "--json").json["ok"])
        watcher.send_signal(signal.SIGINT)
        watcher.communicate(timeout=30)
        self.assertEqual(watcher.returncode, 0)
        self.assertTrue(self.demo("estate", "verify", "--json").json["ok"])

    def test_many_processes_at_once_leave_a_whole_store(self):
        together = [self.start("--demo", "--json", "estate", "sync") for _ in range(4)]
        for process in together:
            out, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 0, err)
            self.assertTrue(json.loads(out)["complete"])
        self.assertTrue(self.demo("estate", "verify", "--json").json["ok"])

    def test_a_killed_process_loses_nothing_that_was_acknowledged(self):
        self.demo("estate", "sync")
        process = self.start("--demo", "estate", "watch")
        self.first_line(process)
        process.kill()
        process.wait()
        self.assertTrue(self.demo("estate", "verify", "--json").json["ok"])
        self.assertEqual(self.demo("--at", "now", "--json", "estate", "show").json["kinds"]["Node"], 288)

    def test_a_damaged_store_is_set_aside_with_a_word(self):
        self.demo("estate", "sync")
        histories = [os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(self.folder, "data"))
                     for name in names if os.path.getsize(os.path.join(folder, name)) > 50_000]
        self.assertTrue(histories)
        for path in histories:
            with open(path, "r+b") as file:
                file.write(b"\xff" * 4096)
        answer = self.demo("estate", "sync")
        self.assertIn("set aside", answer.err)
        aside = sum(len(names) for _, _, names in os.walk(os.path.join(self.folder, "data")))
        self.assertGreater(aside, len(histories))
        self.assertTrue(self.demo("estate", "verify", "--json").json["ok"])


class Completions(CliTest):
    def script(self, shell):
        text = self.run_cli("completion", shell, expect=0).out
        self.assertIn("binnacle-cli", text)
        return self.file("completion." + shell, text)

    def parse(self, shell, *words):
        done = subprocess.run([shell, *words], capture_output=True, env=self.environment(), timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, b"")

    def test_bash_parses_and_completes(self):
        path = self.script("bash")
        self.parse("bash", "-n", path)
        program = f'. {path}\nCOMP_WORDS=(binnacle-cli fleet "$1"); COMP_CWORD=2; _binnacle_cli; echo "${{COMPREPLY[*]}}"\n'
        done = subprocess.run(["bash", "-c", program, "x", "g"], capture_output=True, env=self.environment(), timeout=60, check=True)
        self.assertEqual(done.stdout.decode().split(), ["gpus"])
        program = program.replace("fleet ", "workloads ")
        done = subprocess.run(["bash", "-c", program, "x", "--f"], capture_output=True, env=self.environment(), timeout=60, check=True)
        self.assertEqual(done.stdout.decode().split(), ["--filter"])

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_parses(self):
        self.parse("zsh", "-n", self.script("zsh"))

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_parses(self):
        self.parse("fish", "--no-execute", self.script("fish"))

    def test_zsh_and_fish_scripts_name_every_command(self):
        for shell in ("zsh", "fish"):
            with open(self.script(shell), encoding="utf-8") as file:
                text = file.read()
            for word in ("connect", "estate", "watch", "workloads", "fleet", "gpus", "query", "meaning", "completion"):
                self.assertIn(word, text)


if __name__ == "__main__":
    unittest.main()
