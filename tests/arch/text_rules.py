# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules over any text file: lengths, machine paths, registry hosts, links of documents."""
import os
import re
from urllib.parse import urlsplit

from source import Violation

WARN_SOURCE, WARN_HEADER, LIMIT = 400, 120, 500


def file_lengths(tree):
    for source in tree.all():
        if not source.path.endswith((".cpp", ".h", ".py")):
            continue
        lines = source.line_count()
        if lines > LIMIT:
            yield Violation(source.path, lines, "file-length",
                            f"{lines} lines, the limit is {LIMIT}: give each idea of it a file", lines)


def length_warnings(tree):
    for source in tree.all():
        bound = WARN_HEADER if source.path.endswith(".h") else WARN_SOURCE
        if source.path.endswith((".cpp", ".h", ".py")) and bound < source.line_count() <= LIMIT:
            yield f"{source.path}: {source.line_count()} lines (look twice above {bound})"


# Split, so that this file does not break its own rule.
MACHINE = re.compile(r"(?<![\w.$}~-])/(?:" + "|".join(("work", "root")) + r")/|(?<![\w.$}~-])/home/(?!\$)\w+/")


def machine_paths(tree):
    for source in tree.all():
        # Example users in recorded texts are data; the rule is about paths of the machine that built this.
        data = source.path.startswith("tests/") and "/home/" in source.text
        for found in MACHINE.finditer(source.text):
            if data and found.group(0).startswith("/home/"):
                continue
            yield Violation(source.path, source.line_at(found.start()), "machine-path",
                            f"{found.group(0)}: no path of one machine; derive it, or take it as an argument")


REGISTRY = re.compile("|".join((r"pypi\." + "org", r"files\.pythonhosted\." + "org", r"registry\.npmjs\." + "org",
                                r"proxy\.golang\." + "org", r"deb\.debian\." + "org", r"index\.crates\." + "io",
                                r"\bartifactory" + r"[./]", r"\bjfrog" + r"\.io")))


def machine_registries():
    """Hosts of the package mirrors that this machine is set up with, without anything else of their addresses."""
    hosts = set()
    for name in ("GOPROXY", "PIP_INDEX_URL", "UV_INDEX_URL", "NPM_CONFIG_REGISTRY", "CARGO_REGISTRIES_CRATES_IO_INDEX"):
        for part in os.environ.get(name, "").replace("|", ",").split(","):
            host = urlsplit(part.strip()).hostname
            if host:
                hosts.add(host)
    return hosts


def registry_hosts(tree):
    local = machine_registries()
    for source in tree.all():
        for found in REGISTRY.finditer(source.text):
            yield Violation(source.path, source.line_at(found.start()), "registry-host",
                            f"{found.group(0)}: packages come through the machine's own client and its settings")
        for host in local:
            if host in source.text:
                yield Violation(source.path, source.line_at(source.text.index(host)), "registry-host",
                                "the host of this machine's package mirror does not belong into the tree")


LINK = re.compile(r"(!?)\[[^\]\n]*\]\(([^)\s]+)\)")


def document_links(tree):
    """Links between documents; pictures are left out, since golden runs make them."""
    for source in tree.all():
        if not source.path.endswith(".md"):
            continue
        for found in LINK.finditer(source.text):
            target = found.group(2).split("#")[0]
            if found.group(1) or not target or "://" in target or target.startswith("mailto:"):
                continue
            path = os.path.normpath(os.path.join(os.path.dirname(source.path), target))
            if not tree.exists(path):
                yield Violation(source.path, source.line_at(found.start()), "dead-link", f"{target} does not exist")
