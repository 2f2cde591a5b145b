# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of the tree as the arch test sees them: text, code without comments, line numbers."""
import bisect
import os
import re
from dataclasses import dataclass

SKIP = {"build", "out", ".git", ".cache", ".ccache", "__pycache__", ".idea", ".vscode", "shared"}
BINARY = (".png", ".pb", ".bin", ".zst", ".gz", ".ico", ".woff2", ".ttf")
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<d>[^\s()\\]{0,16})\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|'
    r"(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",
    re.S,
)


@dataclass(frozen=True)
class Violation:
    path: str
    line: int
    rule: str
    advice: str
    value: int = 0  # what a ratchet counts: lines of a file

    def __str__(self):
        return f"{self.path}:{self.line}: [{self.rule}] {self.advice}"


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


class Source:
    def __init__(self, path: str, text: str):
        self.path, self.text = path, text
        self._starts = None
        self._code = None

    def line_at(self, offset: int) -> int:
        if self._starts is None:
            self._starts = [0] + [m.end() for m in re.finditer("\n", self.text)]
        return bisect.bisect_right(self._starts, offset)

    def line_count(self) -> int:
        return self.text.count("\n") + (0 if self.text.endswith("\n") or not self.text else 1)

    def without_comments(self) -> str:
        """Comments blanked, texts kept; every offset stays."""
        return TOKEN.sub(lambda m: _blank(m.group(0)) if m.group(0)[0] == "/" else m.group(0), self.text)

    def code(self) -> str:
        """Comments blanked, texts emptied; every offset stays."""
        if self._code is None:
            # Quotes stay, so that an argument that is a text still counts as an argument.
            self._code = TOKEN.sub(lambda m: _blank(m.group(0)) if m.group(0)[0] == "/" else
                                   '"' + _blank(m.group(0)[1:-1]) + '"', self.text)
        return self._code


class Tree:
    """Every text file below `root` that is not generated. Shape: sorted by path."""

    def __init__(self, root: str):
        self.root = root
        self._sources = []
        for folder, names, files in os.walk(root):
            names[:] = sorted(n for n in names if n not in SKIP and not n.startswith("build-"))
            for name in sorted(files):
                path = os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
                if name.endswith(BINARY) or name == "LICENSE" or os.path.islink(os.path.join(folder, name)):
                    continue
                try:
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        self._sources.append(Source(path, file.read()))
                except UnicodeDecodeError:
                    continue  # a recorded answer in binary form

    def all(self):
        return self._sources

    def cpp(self):
        return [s for s in self._sources if s.path.endswith((".cpp", ".h"))]

    def exists(self, path: str) -> bool:
        return os.path.exists(os.path.join(self.root, path))
