#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of docs/guide are what the console draws today, and every page has its page in the guide.

    tests/ui/guide/test_guide.py [--update]

The console renders the demo estate at a fixed time, so a picture is the same on every run. Compared with the committed one:
at most TOLERANCE of the pixels may differ by more than 24 of 255 in a channel (versions of the font renderer). --update
writes the pictures anew. Environment: BINNACLE (the program), COMPARE_PICTURES. Exit 77 without the pinned fonts."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "guide"
IMAGES = GUIDE / "images"
BINNACLE = os.environ.get("BINNACLE", str(ROOT / "build/release/bin/binnacle"))
COMPARE = os.environ.get("COMPARE_PICTURES", str(ROOT / "build/release/bin/compare_pictures"))
TIME = "2026-11-20T09:30:00Z"
TOLERANCE = 0.005
FONTS = ("Inter", "JetBrains Mono")
# What is rendered besides every page as it opens: the page, and what `--open` opens on it.
OPENED = (("fleet", "gpu"), ("fleet", "devices"), ("workloads", "pod"), ("workloads", "workload"),
          ("connections", "add"))


def missing_fonts():
    found = {name: subprocess.run(["fc-match", "-f", "%{family}", name], capture_output=True, text=True).stdout for name in FONTS}
    return [name for name, family in found.items() if name not in family]


def render(folder, theme):
    """Every page, then what can be opened; the files' names."""
    environment = dict(os.environ, TZ="UTC", LC_ALL="C.UTF-8", QT_SCALE_FACTOR="1")
    base = [BINNACLE, "--demo", "--clock", TIME, "--screenshot", str(folder), "--theme", theme, "--size", "1440x900"]
    for words in [[]] + [["--pages", page, "--open", what] for page, what in OPENED]:
        done = subprocess.run(base + words, capture_output=True, text=True, timeout=300, env=environment)
        if done.returncode != 0:
            raise RuntimeError(f"binnacle {' '.join(words)}: exit {done.returncode}: {done.stderr[-400:]}")
    return sorted(file.name for file in pathlib.Path(folder).iterdir())


class Guide(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kept = tempfile.TemporaryDirectory(prefix="binnacle-guide-")
        cls.folder = pathlib.Path(cls.kept.name)
        cls.fresh = sorted(set(render(cls.folder, "dark") + render(cls.folder, "light")))

    @classmethod
    def tearDownClass(cls):
        cls.kept.cleanup()

    def test_pictures_are_what_the_console_draws(self):
        for name in self.fresh:
            with self.subTest(picture=name):
                golden = IMAGES / name
                self.assertTrue(golden.exists(), f"docs/guide/images/{name} is missing: tests/ui/guide/test_guide.py --update")
                # Kept where a person can look at it, beside the program.
                difference = pathlib.Path(COMPARE).parent / f"guide-difference-{name}"
                found = json.loads(subprocess.run([COMPARE, golden, self.folder / name, difference], capture_output=True, text=True,
                                                  check=True).stdout)
                self.assertTrue(found["sameSize"], f"{name} has another size")
                self.assertLessEqual(found["differing"], TOLERANCE, f"{name} looks different: see {difference.name} beside the program; "
                                     "if that is meant, tests/ui/guide/test_guide.py --update")

    def test_no_picture_is_left_over(self):
        self.assertEqual(sorted(file.name for file in IMAGES.glob("*.png")), self.fresh)

    def test_every_page_has_its_page_in_the_guide(self):
        index = (GUIDE / "README.md").read_text()
        for page in sorted({name.rsplit("-", 1)[0].split("-")[0] for name in self.fresh}):
            with self.subTest(page=page):
                text = (GUIDE / f"{page}.md").read_text()
                self.assertIn(f"images/{page}-dark.png", text)
                self.assertIn(f"({page}.md)", index)

    def test_pictures_in_the_text_exist(self):
        for file in GUIDE.glob("*.md"):
            for picture in re.findall(r"\((images/[^)]+)\)", file.read_text()):
                self.assertTrue((GUIDE / picture).exists(), f"{file.name}: {picture}")


def update():
    with tempfile.TemporaryDirectory() as folder:
        for theme in ("dark", "light"):
            render(folder, theme)
        IMAGES.mkdir(parents=True, exist_ok=True)
        for old in IMAGES.glob("*.png"):
            old.unlink()
        for file in pathlib.Path(folder).iterdir():
            shutil.copy(file, IMAGES / file.name)


if __name__ == "__main__":
    lacking = missing_fonts()
    if lacking:
        print(f"SKIPPED: the guide's pictures need the fonts {' and '.join(lacking)}")
        sys.exit(77)
    if "--update" in sys.argv[1:]:
        update()
    else:
        unittest.main()
