#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants one violation of every rule into a small tree and expects exactly that to be found."""
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import arch  # noqa: E402
import ratchet  # noqa: E402
from source import Tree, Violation  # noqa: E402

SPDX = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
HEAD = SPDX + "// What it is, for whom, on which thread.\n#pragma once\n"
GOOD = {
    "models/a.h": HEAD + '#include <tl/expected.hpp>\n#include <vector>\n',
    "services/net/b.h": HEAD + '#include "models/a.h"\n#include <sys/stat.h>\n',
    "services/net/private.h": HEAD + "#include <curl/curl.h>\n",
    "services/net/b.cpp": SPDX + '#include "services/net/private.h"\nauto x = Clock::system().now(); // system("no")\n'
                                 'const char* t = "popen(x)"; int separated = 1\'000\'000;\n'
                                 "auto old = feed.detach();\n",
    "plugins/demo/c.cpp": SPDX + '#include "plugins/demo/c.h"\n#include "services/net/b.h"\n',
    "plugins/demo/c.h": HEAD,
    "plugins/registry.cpp": SPDX + '#include "plugins/demo/c.h"\n',
    "ui/theme/tokens.cpp": SPDX + 'const char* kRed = "#ff0000";\n',
    "ui/pages/p.cpp": SPDX + "#include <QWidget>\n// #ff0000 and QEventLoop in a comment\n",
    "app/gui/main.cpp": SPDX + "#include <QApplication>\nint main() { QApplication app; return app.exec(); }\n",
    "docs/a.md": "[b](b.md) ![later](images/later.png) [web](https://example.org/x)\n",
    "docs/b.md": "ok\n",
}
# rule → file → text that breaks it
PLANTED = [
    ("include-direction", "models/x.cpp", SPDX + '#include "services/net/b.h"\n'),
    ("include-direction", "services/x.cpp", SPDX + '#include "plugins/demo/c.h"\n'),
    ("include-direction", "ui/x.cpp", SPDX + '#include "plugins/demo/c.h"\n'),
    ("include-direction", "plugins/demo/x.cpp", SPDX + '#include "plugins/other/d.h"\n'),
    ("include-direction", "app/cli/x.cpp", SPDX + '#include "ui/pages/p.h"\n'),
    ("include-direction", "services/x.cpp", SPDX + '#include "tests/support/catch.h"\n'),
    ("include-path", "services/net/x.cpp", SPDX + '#include "b.h"\n'),
    ("no-qt-below-ui", "services/x.cpp", SPDX + "#include <QString>\n"),
    ("no-qt-below-ui", "app/cli/x.cpp", SPDX + "#include <QtCore/qglobal.h>\n"),
    ("no-qt-below-ui", "app/composition/x.cpp", SPDX + "#include <qt6keychain/keychain.h>\n"),
    ("third-party-header", "services/x.cpp", SPDX + '#include "services/net/private.h"\n'),
    ("third-party-header", "models/x.h", HEAD + "#include <nlohmann/json.hpp>\n"),
    ("pragma-once", "models/x.h", SPDX + "// What it is.\n"),
    ("header-comment", "models/x.h", SPDX + "#pragma once\n"),
    ("spdx", "services/x.cpp", "int x;\n"),
    ("spdx", "tests/x.py", "x = 1\n"),
    ("colour-literal", "ui/x.cpp", SPDX + 'const char* c = "#1a2b3c";\n'),
    ("colour-literal", "ui/x.cpp", SPDX + "QColor c(12, 13, 14);\n"),
    ("colour-literal", "ui/x.cpp", SPDX + "auto c = QColor(0xff0000);\n"),
    ("colour-literal", "app/gui/x.cpp", SPDX + "auto c = Qt::darkRed;\n"),
    ("colour-literal", "resources/icons/x.svg", '<svg fill="#fff"/>\n'),
    ("nested-event-loop", "ui/x.cpp", SPDX + "QEventLoop loop;\n"),
    ("nested-event-loop", "ui/x.cpp", SPDX + "dialog->exec();\n"),
    ("nested-event-loop", "app/gui/x.cpp", SPDX + "app.processEvents();\n"),
    ("nested-event-loop", "ui/x.cpp", SPDX + "QFileDialog::getOpenFileName(this);\n"),
    ("thread-detach", "services/x.cpp", SPDX + "std::thread(f).detach();\n"),
    ("thread-detach", "app/cli/x.cpp", SPDX + "std::thread([=] { int x = 1; }).detach();\n"),
    ("shell-call", "app/cli/x.cpp", SPDX + 'int n = std::system("ls");\n'),
    ("shell-call", "plugins/demo/x.cpp", SPDX + 'auto* f = popen("ls", "r");\n'),
    ("file-length", "services/x.cpp", SPDX + "int x;\n" * 500),
    ("machine-path", "docs/x.md", "see " + "/" + "work/main/x\n"),
    ("machine-path", "run", "cd " + "/" + "home/somebody/x\n"),
    ("registry-host", "installer/x", "https://" + "proxy.golang." + "org\n"),
    ("dead-link", "docs/x.md", "[gone](gone.md)\n"),
]


def tree_of(files, folder):
    for path, text in files.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)
    return Tree(folder)


class ArchRules(unittest.TestCase):
    def found(self, files):
        with tempfile.TemporaryDirectory() as folder:
            return [str(v) for v in arch.violations_of(tree_of(files, folder))]

    def test_a_tree_that_keeps_the_rules_has_no_violation(self):
        self.assertEqual(self.found(GOOD), [])

    def test_every_planted_violation_is_found_alone_and_at_its_file(self):
        for rule, path, text in PLANTED:
            with self.subTest(rule=rule, text=text[-60:]):
                found = self.found({**GOOD, path: text})
                self.assertEqual(len(found), 1, found)
                self.assertTrue(found[0].startswith(path + ":"), found)
                self.assertIn(f"[{rule}]", found[0])

    def test_every_rule_has_a_planted_violation(self):
        named = {rule for rule, _, _ in PLANTED}
        self.assertGreaterEqual(len(named), len(arch.RULES))

    def test_headers_that_show_third_party_types_are_not_among_the_public_ones(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(arch.public_headers(tree_of(GOOD, folder), "services"), ["services/net/b.h"])


class Ratchet(unittest.TestCase):
    def entries(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            return ratchet.read(file.name)

    def test_an_entry_hides_as_much_as_it_says_and_no_more(self):
        allowed, broken = self.entries("file-length a.cpp 600 # a table\n")
        self.assertEqual(broken, [])
        self.assertEqual(ratchet.apply([Violation("a.cpp", 1, "file-length", "", 600)], allowed), ([], []))
        left, _ = ratchet.apply([Violation("a.cpp", 1, "file-length", "", 601)], allowed)
        self.assertEqual(len(left), 1)

    def test_an_entry_that_is_not_needed_any_more_is_a_problem(self):
        allowed, _ = self.entries("spdx a.cpp 1 # why\n")
        self.assertIn("remove the line", ratchet.apply([], allowed)[1][0])
        allowed, _ = self.entries("file-length a.cpp 600 # why\n")
        self.assertIn("lower the line to 550",
                      ratchet.apply([Violation("a.cpp", 1, "file-length", "", 550)], allowed)[1][0])

    def test_an_entry_without_a_reason_is_refused(self):
        self.assertEqual(len(self.entries("spdx a.cpp 1\n")[1]), 1)


if __name__ == "__main__":
    unittest.main()
