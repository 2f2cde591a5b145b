#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The architecture test: rings, house rules, ratchets. Standard library only.

arch.py ROOT                check the tree
arch.py ROOT --headers DIR  write one translation unit per ring and order that includes its public headers
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ratchet  # noqa: E402
import rules  # noqa: E402
import text_rules  # noqa: E402
from source import Tree  # noqa: E402

RULES = (
    rules.include_directions, rules.quoted_paths, rules.qt_only_above, rules.third_party_headers, rules.header_form,
    rules.spdx, rules.colour_literals, rules.nested_event_loops, rules.forbidden_calls, text_rules.file_lengths,
    text_rules.machine_paths, text_rules.registry_hosts, text_rules.document_links,
)
HEADER_RINGS = ("models", "services", "plugins", "app", "ui")


def violations_of(tree):
    return sorted((v for rule in RULES for v in rule(tree)), key=lambda v: (v.path, v.line, v.rule))


def public_headers(tree, ring):
    """Those that may be included from elsewhere: private headers show third-party types."""
    private = rules.tainted_headers(tree)
    return [s.path for s in tree.cpp()
            if s.path.startswith(ring + "/") and s.path.endswith(".h") and s.path not in private
            and not s.path.startswith("app/gui/")]


def write_headers(tree, folder):
    """Both orders: a header that leans on what stands before it in one order stands first in the other or near to it.
    What both orders hide (a header that only ever follows what it needs) is not found; a compile of each header alone
    would, at some forty times the cost."""
    os.makedirs(folder, exist_ok=True)
    for ring in HEADER_RINGS:
        headers = public_headers(tree, ring)
        for order, names in (("forward", headers), ("backward", headers[::-1])):
            text = "// Made by tests/arch/arch.py: the public headers of a ring, each without what its users include.\n"
            text += "".join(f'#include "{name}"\n' for name in names)
            path = os.path.join(folder, f"headers_{ring}_{order}.cpp")
            if not os.path.exists(path) or open(path, encoding="utf-8").read() != text:
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)


def check(root):
    tree = Tree(root)
    allowed, broken = ratchet.read(os.path.join(root, "tests/arch/allowed.txt"))
    open_violations, stale = ratchet.apply(violations_of(tree), allowed)
    for warning in text_rules.length_warnings(tree):
        print("note:", warning)
    for violation in open_violations:
        print(violation)
    for line in broken + stale:
        print(line)
    count = len(open_violations) + len(broken) + len(stale)
    print(f"arch: {len(tree.cpp())} C++ files, {len(RULES)} rules, {len(allowed)} allowed, {count} problems")
    return 1 if count else 0


def main(arguments):
    if len(arguments) == 3 and arguments[1] == "--headers":
        write_headers(Tree(arguments[0]), arguments[2])
        return 0
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    return check(arguments[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
