#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds tests/app/gestures.txt to the truth: every shortcut and gesture that the program tells of has a test, which is there
and is run. Prints TAP.

usage: test-gestures.py SOURCE_FOLDER
"""

import os
import re
import sys
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(sys.argv[1], "tests", "support"))
import checks  # noqa: E402

SOURCE = sys.argv[1]


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as stream:
        return stream.read()


def told():
    """The titles in the window of shortcuts."""
    tree = xml.etree.ElementTree.fromstring(read("resources", "gtk", "help-overlay.ui"))
    return [node.find("property[@name='title']").text for node in tree.iter("object")
            if node.get("class") == "GtkShortcutsShortcut"]


def table():
    """{gesture: (file, test)}"""
    rows = [line.split(" | ") for line in read("tests", "app", "gestures.txt").splitlines()
            if line and not line.startswith("#")]
    return {gesture: (file, test) for gesture, file, test in rows}


def is_run(file, test):
    """Whether that file of tests has the test, and runs it."""
    if not os.path.exists(os.path.join(SOURCE, "tests", file)):
        return False
    text = read("tests", file)
    if file.endswith(".c"):
        return f'"{test}"' in text
    run = re.search(r"desktop\.main\(\[(.*?)\]", text, re.S)
    name = re.fullmatch(r"test-(.*)\.py", os.path.basename(file))[1]
    return (f"\ndef {test}(folder):" in text and run and test in re.findall(r"\w+", run[1])
            and f"'{name}'" in read("tests", "app", "meson.build"))


verdicts = checks.Verdicts()
gestures, rows = told(), table()
verdicts.add("/gestures/all", [f"no test: {gesture}" for gesture in gestures if gesture not in rows]
             if len(gestures) > 50 else ["the window of shortcuts tells of too few"])
verdicts.add("/gestures/tests", [f"{gesture}: no such test is run: {' '.join(test)}" for gesture, test in rows.items()
                                 if not is_run(*test)])
verdicts.done()
