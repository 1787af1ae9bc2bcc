# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums gcovr's table by room: coverage.py TABLE. Prints covered lines, all lines and their share; then the files under 80 %."""

import collections
import csv
import os
import sys

with open(sys.argv[1], encoding="utf-8") as stream:
    rows = [(row["filename"], int(row["line_covered"]), int(row["line_total"])) for row in csv.DictReader(stream)
            if row["filename"].endswith(".c")]
rooms = collections.defaultdict(lambda: [0, 0])
for name, covered, total in rows:
    for room in (os.path.dirname(name), name.split("/", maxsplit=1)[0], "all"):
        rooms[room][0] += covered
        rooms[room][1] += total
for room, (covered, total) in sorted(rooms.items()):
    print(f"{room:20} {covered:6} of {total:6} lines {100 * covered / max(total, 1):5.1f} %")
for name, covered, total in sorted(rows, key=lambda row: row[1] / max(row[2], 1)):
    if covered < 0.8 * total:
        print(f"under 80 %: {name} ({covered} of {total})")
