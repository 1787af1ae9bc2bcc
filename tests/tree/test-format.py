#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds every C file to .clang-format, and every file to a licence. Prints TAP.

usage: test-format.py SOURCE_FOLDER
"""

import fnmatch
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(sys.argv[1], "tests", "support"))
import checks  # noqa: E402

SOURCE = sys.argv[1]
MAJOR_VERSION = 14  # of clang-format: another one formats otherwise


def clang_format():
    """The name of the program, or why there is none."""
    for name in (f"clang-format-{MAJOR_VERSION}", "clang-format"):
        if shutil.which(name):
            said = subprocess.run([name, "--version"], capture_output=True, text=True, check=True).stdout
            if re.search(rf"version {MAJOR_VERSION}\.", said):
                return name
    return None


def misformatted(program):
    files = checks.files_of(SOURCE, ".c", ".h")
    result = subprocess.run([program, "--dry-run", "-Werror", "--ferror-limit=1", *files], cwd=SOURCE, capture_output=True,
                            text=True, check=False)
    return [line for line in result.stderr.splitlines() if "error:" in line or "warning:" in line]


def covered():
    """The patterns of .reuse/dep5: files that cannot carry a line of their own."""
    with open(os.path.join(SOURCE, ".reuse", "dep5"), encoding="utf-8") as stream:
        return [word for line in stream if line.startswith("Files:") for word in line.split()[1:]]


def without_licence():
    patterns, missing = covered(), []
    files = checks.files_of(SOURCE)
    for path in files:
        if any(fnmatch.fnmatch(path, pattern) for pattern in patterns):
            continue
        with open(os.path.join(SOURCE, path), "rb") as stream:
            if b"SPDX-License-Identifier: " not in stream.read(600):
                missing.append(path)
    return missing + [f"{pattern}: no such file" for pattern in patterns
                      if not any(fnmatch.fnmatch(path, pattern) for path in files)]


verdicts = checks.Verdicts()
program = clang_format()
if program:
    verdicts.add("/format/clang-format", misformatted(program))
else:
    verdicts.add(f"/format/clang-format # SKIP clang-format {MAJOR_VERSION} is not installed", [])
verdicts.add("/format/licences", without_licence())
verdicts.done()
