# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the tree share: verdicts as TAP, the project's files, and the commands that compile its sources."""

import concurrent.futures
import json
import os
import shlex
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


def files_of(source, *endings):
    """Files of the project with one of @endings (all if none is given), relative to @source, sorted. Those git knows; without
    git, all but build folders."""
    listed = subprocess.run(["git", "ls-files"], cwd=source, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        found = [path for path in listed.stdout.splitlines() if os.path.exists(os.path.join(source, path))]
    else:
        found = []
        for folder, folders, names in os.walk(source):
            folders[:] = [name for name in folders if not name.startswith("_build") and name not in (".git", "__pycache__")]
            found += [os.path.relpath(os.path.join(folder, name), source) for name in names]
    found = sorted(path for path in found if not endings or path.endswith(endings))
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
