#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what `meson test` ran: summary.py TESTLOG.json

Prints the output of every test that failed, each skipped one with its reason, and at last "N passed, N failed". What a
test reports by itself (TAP) counts one by one. The exit status is 0 where something passed and nothing failed.
"""

import json
import re
import sys

LINE = re.compile(r"^(not )?ok\b *\d*(?: *- *)? *([^#]*?) *(?:# *(?:(SKIP|TODO)\b *(.*)|.*))?$",
                  re.IGNORECASE)
PLAN = re.compile(r"^1\.\.(\d+)(?: *# *SKIP *(.*))?$", re.IGNORECASE)
GOOD = ("OK", "EXPECTEDFAIL", "SKIP")


class Test:
    """One entry of the log, with what its TAP says."""

    def __init__(self, entry):
        self.name, self.result = entry["name"], entry["result"]
        self.text = entry.get("stdout", "") + entry.get("stderr", "")
        self.passed, self.failed, self.skipped = 0, 0, []
        self.planned = None
        for line in entry.get("stdout", "").splitlines():
            self.read(line)
        # a test that says nothing of its parts is one; one that broke off has failed whatever it had said
        if self.result not in GOOD:
            self.failed = max(self.failed, 1)
        elif self.result == "SKIP" and not self.skipped:
            self.skipped.append((self.name, "no reason given"))
        elif self.planned is None and self.passed + self.failed + len(self.skipped) == 0:
            self.passed = 1

    def read(self, line):
        plan, found = PLAN.match(line), LINE.match(line)
        if plan:
            self.planned = int(plan[1])
            if self.planned == 0:
                self.skipped.append((self.name, plan[2] or "no reason given"))
        elif found and (found[3] or "").upper() == "SKIP":
            self.skipped.append((f"{self.name}: {found[2]}", found[4] or "no reason given"))
        elif found and not found[3]:  # what is marked TODO counts as neither
            self.failed += bool(found[1])
            self.passed += not found[1]


def main():
    try:
        with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
            tests = [Test(json.loads(line)) for line in file]
    except OSError as error:
        print(f"No log of tests: {error.strerror}")
        tests = []
    for test in tests:
        if test.failed:
            print(f"---- {test.name}: {test.result}\n{test.text.rstrip()}\n----")
    for test in tests:
        for name, reason in test.skipped:
            print(f"skipped: {name}: {reason}")
    passed, failed = sum(test.passed for test in tests), sum(test.failed for test in tests)
    print(f"{passed} passed, {failed} failed")
    sys.exit(0 if passed and not failed else 1)


if __name__ == "__main__":
    main()
