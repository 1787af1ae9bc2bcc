#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""clang-tidy with the profile .clang-tidy over the engine and the programs, clean. A finding that is wrong is silenced where it
stands (NOLINT), with why. Prints TAP.

usage: test-clang-tidy.py SOURCE_FOLDER BUILD_FOLDER FOLDER...    (folders of sources, one test each)
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(sys.argv[1], "tests", "support"))
import checks  # noqa: E402

SOURCE, BUILD, *FOLDERS = sys.argv[1:]
UNKNOWN = ("-fsanitize", "-ftrivial-auto-var-init")  # to clang, or to an older one


def write_commands(folder, commands):
    """A database of only the commands that count: each source once, and without what clang does not know."""
    entries = []
    for path, entry in commands.items():
        words = [word for word in checks.words_of(entry) if not word.startswith(UNKNOWN)]
        entries.append({"directory": entry["directory"], "file": os.path.join(SOURCE, path), "command": shlex.join(words)})
    with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as stream:
        json.dump(entries, stream)


def findings(path, database):
    result = subprocess.run(["clang-tidy", "--quiet", "-p", database, os.path.join(SOURCE, path)], capture_output=True,
                            text=True, check=False)
    said = [line for line in result.stdout.splitlines() if ": error: " in line or ": warning: " in line]
    return said or ([f"{path}: exit status {result.returncode}: {result.stderr}"] if result.returncode else [])


if not shutil.which("clang-tidy"):
    checks.skip_all("clang-tidy is not installed")
verdicts = checks.Verdicts()
commands = checks.product_commands(SOURCE, BUILD)
with tempfile.TemporaryDirectory() as database:
    write_commands(database, commands)
    for folder in FOLDERS:
        paths = sorted(path for path in commands if path.startswith(folder + "/"))
        found = checks.in_parallel(lambda path: findings(path, database), paths)
        verdicts.add(f"/clang-tidy/{folder}", [line for lines in found for line in lines] if paths else ["no source"])
verdicts.done()
