#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks whether the programs are built so that a fault is hard to use: test-hardening.py FORTIFIED|PLAIN PROGRAM..."""

import json
import os
import subprocess
import sys


def read(program, *options):
    return subprocess.run(["readelf", "-W", *options, program], check=True, capture_output=True, text=True).stdout


def lines_with(text, word):
    return [line for line in text.splitlines() if word in line]


def is_independent_of_its_place(program):
    return "DYN (Position-Independent Executable file)" in read(program, "-h")


def has_read_only_relocations(program):
    flags = read(program, "-d")
    return bool(lines_with(read(program, "-l"), "GNU_RELRO")) and (
        "BIND_NOW" in flags or any("NOW" in line for line in lines_with(flags, "FLAGS_1")))


def has_a_stack_without_code(program):
    stack = lines_with(read(program, "-l"), "GNU_STACK")
    return len(stack) == 1 and "RWE" not in stack[0]


def guards_its_stack(program):
    return "__stack_chk_fail" in read(program, "--dyn-syms")


def checks_lengths(program):
    checked = {line.split()[-1].split("@")[0] for line in lines_with(read(program, "--dyn-syms"), "_chk@")}
    return len(checked - {"__stack_chk_fail"}) >= 2


def begins_with_zero(program):
    """Variables: compilers leave no trace of it, so the commands are read."""
    folder = os.path.dirname(os.path.dirname(program))
    with open(os.path.join(folder, "compile_commands.json"), encoding="utf-8") as file:
        commands = [entry["command"] for entry in json.load(file) if "core/base/" in entry["file"]]
    return bool(commands) and all("-ftrivial-auto-var-init=zero" in command for command in commands)


def main():
    fortified, programs = sys.argv[1] == "FORTIFIED", sys.argv[2:]
    checks = [is_independent_of_its_place, has_read_only_relocations, has_a_stack_without_code, guards_its_stack,
              begins_with_zero]
    if fortified:
        checks.append(checks_lengths)
    print(f"1..{len(programs) * len(checks)}")
    number, failed = 0, 0
    for program in programs:
        for check in checks:
            number += 1
            fine = check(os.path.abspath(program))
            failed += not fine
            print(f"{'ok' if fine else 'not ok'} {number} {os.path.basename(program)} {check.__name__.replace('_', ' ')}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
