# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the arch test, one function each: a tree in, violations out. Pure; no file is written."""
import os
import re

from source import Source, Violation

RINGS = ("models", "services", "plugins", "profiler", "ui", "app")
MAY_INCLUDE = {
    "models": {"models"},
    "services": {"models", "services"},
    "plugins": {"models", "services", "plugins"},
    "profiler": {"models", "services", "profiler"},
    "ui": {"models", "services", "ui"},
    "app": set(RINGS),
}
# Shared by everyone: a vocabulary type that stands in for std::expected.
OPEN_THIRD_PARTY = {"tl/expected.hpp"}
STANDARD = set(
    """algorithm any array atomic barrier bit bitset charconv chrono cassert cctype cerrno cfenv cfloat cinttypes
    climits clocale cmath compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint
    cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution filesystem format forward_list fstream
    functional future initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory
    memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex scoped_allocator semaphore
    set shared_mutex source_location span sstream stack stdexcept stop_token streambuf string string_view strstream
    syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray
    variant vector version""".split()
)
POSIX = re.compile(r"^(sys/|netinet/|arpa/|net/)?[a-z_0-9]+\.h$")
QT = re.compile(r"^(Q[A-Za-z]|[Qq]t[0-9A-Z])")
INCLUDE = re.compile(r'^\s*#\s*include\s+(<([^>]+)>|"([^"]+)")', re.M)


def includes(source: Source):
    """(line, name, is quoted)"""
    for found in INCLUDE.finditer(source.text):
        yield source.line_at(found.start(1)), found.group(2) or found.group(3), found.group(3) is not None


def ring_of(path: str) -> str:
    return path.split("/", 1)[0]


def component_of(path: str) -> str:
    """"services/net", "plugins/kubernetes", "app/cli": who may share private headers."""
    return "/".join(path.split("/")[:2])


def include_directions(tree):
    for source in tree.cpp():
        ring = ring_of(source.path)
        if ring not in MAY_INCLUDE:
            continue
        for line, name, quoted in includes(source):
            target = ring_of(name)
            if not quoted or target == "tests":
                if target == "tests":
                    yield Violation(source.path, line, "include-direction", f"{name}: the product never includes tests")
                continue
            if target not in RINGS:
                continue
            if target not in MAY_INCLUDE[ring]:
                yield Violation(source.path, line, "include-direction",
                                f"{ring}/ must not include {name}; put an interface into services/ports, a value into "
                                "models/, or the wiring into app/")
            elif ring == "plugins" and target == "plugins" and source.path.count("/") > 1 \
                    and component_of(name) != component_of(source.path):
                yield Violation(source.path, line, "include-direction",
                                f"one connector never includes another ({name}); share it in services/")
            elif component_of(source.path) in ("app/cli", "app/composition") \
                    and (target == "ui" or name.startswith("app/gui/")):
                yield Violation(source.path, line, "include-direction",
                                f"{name}: the command line is built without Qt; move what is shared to app/composition")


def quoted_paths(tree):
    """Includes are written from the root, so that a file says where its parts come from."""
    for source in tree.cpp():
        if ring_of(source.path) not in RINGS:
            continue
        for line, name, quoted in includes(source):
            if quoted and ring_of(name) not in RINGS + ("tests",) and not name.endswith((".pb.h", ".view.h", ".moc")):
                yield Violation(source.path, line, "include-path", f'write "{name}" as a path from the repository root')


def qt_only_above(tree):
    for source in tree.cpp():
        if source.path.startswith(("ui/", "app/gui/", "tests/ui/", "tests/gui/", "tests/bench/")):
            continue
        for line, name, quoted in includes(source):
            if not quoted and QT.match(name):
                yield Violation(source.path, line, "no-qt-below-ui",
                                f"<{name}>: Qt lives in ui/ and app/gui only; the headless preset has none")


def is_third_party(name: str) -> bool:
    return name not in STANDARD and not POSIX.match(name) and not QT.match(name) and name not in OPEN_THIRD_PARTY


def tainted_headers(tree):
    """Headers that show third-party types, directly or through another header → the third-party include."""
    shown = {}
    inner = {}
    for source in tree.cpp():
        if not source.path.endswith(".h"):
            continue
        inner[source.path] = [name for _, name, quoted in includes(source) if quoted]
        for _, name, quoted in includes(source):
            if (not quoted and is_third_party(name)) or name.endswith((".pb.h", ".view.h")):
                shown[source.path] = name
    grown = True
    while grown:
        grown = False
        for path, names in inner.items():
            via = next((shown[name] for name in names if name in shown), None)
            if via and path not in shown:
                shown[path] = via
                grown = True
    return shown


def third_party_headers(tree):
    """A header that shows a third-party type is private: only its own component may include it."""
    shown = tainted_headers(tree)
    for source in tree.cpp():
        if ring_of(source.path) not in RINGS:
            continue
        if source.path.endswith(".h") and ring_of(source.path) == "models" and source.path in shown:
            yield Violation(source.path, 1, "third-party-header", f"models/ is standard library only, not {shown[source.path]}")
        for line, name, quoted in includes(source):
            if quoted and name in shown and component_of(name) != component_of(source.path):
                yield Violation(source.path, line, "third-party-header",
                                f"{name} shows {shown[name]} and so is private to {component_of(name)}/; hide the "
                                "third-party type behind a pointer or a value of models/")


def header_form(tree):
    for source in tree.cpp():
        if not source.path.endswith(".h") or ring_of(source.path) not in RINGS:
            continue
        lines = source.text.split("\n")
        once = next((n for n, line in enumerate(lines) if line.strip() == "#pragma once"), None)
        if once is None:
            yield Violation(source.path, 1, "pragma-once", "begin the header with #pragma once")
        elif not any(line.startswith("//") for line in lines[1:once]):
            yield Violation(source.path, 1, "header-comment",
                            "say in two to five lines what it is, for whom, on which thread, what it must not know")


def spdx(tree):
    for source in tree.all():
        base = os.path.basename(source.path)
        is_script = source.text.startswith("#!") and ring_of(source.path) == "tests"
        if not (source.path.endswith((".cpp", ".h", ".py", ".proto")) or is_script):
            continue
        head = source.text.split("\n", 3)[:3]
        if not any("SPDX-License-Identifier: GPL-3.0-or-later" in line for line in head):
            yield Violation(source.path, 1, "spdx", f"{base} begins with // SPDX-License-Identifier: GPL-3.0-or-later")


COLOUR = re.compile(
    r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b(?![\w-])|\bQColor\s*(?:\w+\s*)?[({]\s*(?:0x)?\d"
    r"|\bQColor::from\w+\(|\bqRgba?\(|"
    r"\bQt::(?:black|white|red|green|blue|cyan|magenta|yellow|gray|dark\w+|light[GA]\w+)\b|\brgba?\(\s*\d"
)


def colour_literals(tree):
    for source in tree.all():
        in_ui = source.path.startswith(("ui/", "app/gui/", "resources/icons/")) and not source.path.startswith("ui/theme/")
        if not in_ui or not source.path.endswith((".cpp", ".h", ".qss", ".svg", ".ui")):
            continue
        text = source.without_comments() if source.path.endswith((".cpp", ".h")) else source.text
        for found in COLOUR.finditer(text):
            if found.group(0).startswith("#") and text[: found.start()].split("\n")[-1].strip() == "":
                continue  # a preprocessor line
            yield Violation(source.path, source.line_at(found.start()), "colour-literal",
                            f"{found.group(0)}: colours are tokens of ui/theme, so that themes and contrast checks see them")


LOOP = re.compile(r"\bQEventLoop\b|\bprocessEvents\s*\(|(?:\.|->)exec\s*\(|\bQ\w*(?:Dialog|Menu|MessageBox|Drag)::exec\s*\("
                  r"|\bQMessageBox::(?:question|warning|information|critical)\s*\("
                  r"|\bQ(?:File|Input|Color|Font)Dialog::get\w+\s*\(")


def nested_event_loops(tree):
    for source in tree.cpp():
        if not source.path.startswith(("ui/", "app/")):
            continue
        for found in LOOP.finditer(source.code()):
            if source.path == "app/gui/main.cpp" and "exec" in found.group(0) and "::" not in found.group(0):
                continue  # the one event loop
            yield Violation(source.path, source.line_at(found.start()), "nested-event-loop",
                            f"{found.group(0).strip()}: use open() and a signal, or an AsyncSlot; the ui thread never waits")


FORBIDDEN_CALLS = (
    (re.compile(r"(?:\.|->)detach\s*\(\s*\)"), "thread-detach",
     "nobody can stop or join a detached thread; keep a std::jthread"),
    (re.compile(r"(?<![\w:.>])(?:std::|::)?(?:system|popen)\s*\(\s*[^)\s]"), "shell-call",
     "no shell: start the program with an argument list (plugins/kubernetes/access/process.h)"),
)


def forbidden_calls(tree):
    for source in tree.cpp():
        for pattern, rule, advice in FORBIDDEN_CALLS:
            code = source.code()
            for found in pattern.finditer(code):
                # Detaching a thread gives nothing; what is assigned or returned is a function of somebody else.
                begin = max(code.rfind(mark, 0, found.start()) for mark in ";{}")
                if rule == "thread-detach" and re.search(r"=|\breturn\b", code[begin + 1 : found.start()]):
                    continue
                yield Violation(source.path, source.line_at(found.start()), rule, advice)
