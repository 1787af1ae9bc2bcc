#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cppcheck over the engine and the programs, clean. A finding that is wrong is silenced where it stands, with why. Prints TAP.

usage: test-cppcheck.py SOURCE_FOLDER BUILD_FOLDER
"""

import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(sys.argv[1], "tests", "support"))
import checks  # noqa: E402

SOURCE, BUILD = sys.argv[1:3]


def findings():
    commands = checks.product_commands(SOURCE, BUILD)
    views = sorted({word for entry in commands.values() for word in checks.words_of(entry)
                    if word.startswith("-Iviews/")})
    with tempfile.NamedTemporaryFile("w", suffix=".list") as listed:
        listed.write("".join(os.path.join(SOURCE, path) + "\n" for path in sorted(commands)))
        listed.flush()
        result = subprocess.run(["cppcheck", "--quiet", f"-j{os.cpu_count()}", "--std=c11", "--language=c",
                                 "--enable=warning,performance,portability", "--inline-suppr", "--suppress=missingInclude",
                                 "--library=gnu,posix,gtk", f"--library={SOURCE}/tests/tree/cppcheck.cfg",
                                 "--template={file}:{line}: {message} [{id}]", *views,
                                 f"--file-list={listed.name}"],
                                cwd=BUILD, capture_output=True, text=True, check=False)
    return result.stderr.splitlines() or ([f"cppcheck: exit status {result.returncode}"] if result.returncode else [])


if not shutil.which("cppcheck"):
    checks.skip_all("cppcheck is not installed")
verdicts = checks.Verdicts()
verdicts.add("/cppcheck", findings())
verdicts.done()
