# SPDX-License-Identifier: GPL-3.0-or-later
"""tests/arch/allowed.txt: violations that are known and justified. The list may only shrink."""
import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Allowed:
    line: int
    rule: str
    path: str
    count: int  # how many of this rule in this file; for file-length: the number of lines


def read(path):
    """Lines are "rule path count # why". Gives the entries and what is wrong with the file itself."""
    entries, broken = [], []
    if not os.path.exists(path):
        return entries, broken
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            body, _, why = line.partition("#")
            words = body.split()
            if not words:
                continue
            if len(words) != 3 or not words[2].isdigit() or not why.strip():
                broken.append(f"tests/arch/allowed.txt:{number}: [ratchet] write: rule path count # why")
                continue
            entries.append(Allowed(number, words[0], words[1], int(words[2])))
    return entries, broken


def apply(violations, allowed):
    """What is left of the violations, and entries that allow more than is needed."""
    found = {}
    for violation in violations:
        found.setdefault((violation.rule, violation.path), []).append(violation)
    stale = []
    for entry in allowed:
        here = found.pop((entry.rule, entry.path), [])
        measure = here[0].value if here and here[0].value else len(here)
        if measure > entry.count:
            found[(entry.rule, entry.path)] = here
        elif measure < entry.count:
            stale.append(f"tests/arch/allowed.txt:{entry.line}: [ratchet] {entry.path} has {measure} now; "
                         + ("remove the line" if measure == 0 else f"lower the line to {measure}"))
    return [v for group in found.values() for v in group], stale
