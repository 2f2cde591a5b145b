# SPDX-License-Identifier: GPL-3.0-or-later
"""What every part of the stack uses: talking, writing files, finding the servers we built."""
import os
import pathlib
import subprocess

from procs import Failed

HERE = pathlib.Path(__file__).resolve().parent


def say(text):
    print(text, flush=True)


def write(path, text, mode=0o644):
    """Replaces a file in one step; True when its content changed."""
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.read_text() == text:
        return False
    temporary = path.with_name(path.name + ".tmp")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as out:
        out.write(text)
    temporary.replace(path)
    return True


def cache_dir():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return pathlib.Path(base) / "binnacle" / "live"


class Skipped(Exception):
    pass


def bin_dir(name):
    run = subprocess.run([HERE.parent / "build-servers", "--where", name], capture_output=True, text=True, check=True)
    return pathlib.Path(run.stdout.strip())


def built(name, build):
    """The folder of a server of ours, built now when it is missing; Skipped says why it can not be."""
    script = HERE.parent / "build-servers"
    if subprocess.run([script, "--path", name], stdout=subprocess.DEVNULL, check=False).returncode:
        if not build:
            raise Skipped(f"{name} is not built (tests/live/build-servers {name}; minutes) and --no-build was given")
        code = subprocess.run([script, name], check=False).returncode
        if code == 3:
            raise Skipped("no Go toolchain")
        if code:
            raise Failed(f"{name} could not be built (see above)")
    return bin_dir(name)
