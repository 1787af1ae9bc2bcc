# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the tree share: verdicts as TAP, the project's files, and the commands that compile its sources."""

import concurrent.futures
import fnmatch
import json
import os
import shlex
import shutil
import subprocess
import sys


class Verdicts:
    """Prints the results of checks as TAP; the plan comes last."""

    def __init__(self):
        self.n = 0
        print("TAP version 13", flush=True)

    def add(self, name, faults):
        """@faults: texts of what is wrong; empty: nothing."""
        self.n += 1
        print(f"{'not ok' if faults else 'ok'} {self.n} {name}")
        for fault in faults:
            print("# " + fault.rstrip().replace("\n", "\n# "))
        sys.stdout.flush()

    def done(self):
        print(f"1..{self.n}")


def skip_all(why):
    print(f"1..0 # SKIP {why}")
    sys.exit(0)


def ignored(source):
    """A function of a file's folder and name, relative to @source: whether .gitignore leaves it out."""
    with open(os.path.join(source, ".gitignore"), encoding="utf-8") as stream:
        patterns = [line.strip() for line in stream if line.strip() and not line.startswith("#")]

    def is_ignored(folder, name):
        return any(fnmatch.fnmatch(name, pattern.strip("/")) for pattern in patterns
                   if not pattern.startswith("/") or folder == ".")
    return is_ignored


def walk(source):
    """All files of the project, without the help of git."""
    is_ignored, found = ignored(source), []
    for path, folders, names in os.walk(source):
        folder = os.path.relpath(path, source)
        folders[:] = [name for name in folders if name != ".git" and not is_ignored(folder, name)]
        found += [os.path.normpath(os.path.join(folder, name)) for name in names
                  if name != ".git" and not is_ignored(folder, name)]
    return found


def files_of(source, *endings):
    """Files of the project with one of @endings (all if none is given), relative to @source, sorted: those that git knows,
    or where it cannot tell, those that are there."""
    found = []
    if shutil.which("git"):
        listed = subprocess.run(["git", "ls-files"], cwd=source, capture_output=True, text=True, check=False)
        found = [path for path in listed.stdout.splitlines() if os.path.exists(os.path.join(source, path))]
    found = sorted(path for path in found or walk(source) if not endings or path.endswith(endings))
    if not found:
        raise RuntimeError(f"no file of {source} ends in {endings}")
    return found


def product_commands(source, build):
    """How each source of the libraries and programs (not of tests) is compiled: path relative to @source to its entry in
    compile_commands.json."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as stream:
        entries = json.load(stream)
    commands = {}
    for entry in entries:
        path = os.path.relpath(os.path.join(entry["directory"], entry["file"]), source)
        room = os.path.dirname(path)
        if room == "app" or entry["output"].startswith(f"lib{room.replace('/', '_')}.a.p"):
            commands[path] = entry
    if not commands:
        raise RuntimeError(f"{build} compiles nothing of {source}")
    return commands


def words_of(entry):
    """The words of a compile command, without a compiler cache before the compiler."""
    words = shlex.split(entry["command"])
    return words[1:] if os.path.basename(words[0]) == "ccache" else words


def in_parallel(function, items):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, items))
