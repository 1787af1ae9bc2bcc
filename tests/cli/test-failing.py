#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way in which writing or reading can fail, on purpose: test-failing.py PROGRAM SOURCE_FOLDER LIBRARY.

The library (tests/support/failing-calls.c) is preloaded into the program and makes one call of the system fail. Whatever
fails, one line says which file, the older files are as they were, and nothing else is left.
"""

import os
import re
import shutil
import sys

import tap
from tap import run, tone_file

LIBRARY = os.path.abspath(sys.argv[3])
PACKED = os.path.join(tap.SOURCE, "tests", "fuzz", "corpus-audio-file", "vorbis.ogg")
MANIFEST = ".coloratura-stems"
# what a call can fail with (a "+": from then on), and whether that is an error; None: it may be one
FAILURES = {
    "open": [("ENOSPC+", True), ("EACCES", True)],
    "write": [("ENOSPC+", True), ("EIO", True), ("short", False), ("EINTR", False)],
    "sync": [("ENOSPC+", True), ("EIO", True), ("EINVAL", False)],
    "truncate": [("EIO", True)],
    "rename": [("EIO", True)],
    "close": [("EIO", None)],
    "thread": [("EAGAIN", None), ("EAGAIN+", None)],
    "read": [("EIO+", True), ("EIO", None), ("EINTR", False)],
}
CALLS = ("open", "write", "sync", "truncate", "rename", "close")
MOST = 3  # places of one kind that are tried: the first, the last, and some between


class Tries:
    """One command, tried with everything that can fail in it. Its errors name one of @names."""

    def __init__(self, arguments, names, stdin=None, scratch=False):
        self.arguments, self.names, self.stdin = arguments, names, stdin
        self.scratch = scratch  # a file without a name may be opened in another way
        self.n = 0
        os.chdir("..")
        shutil.copytree("work", "before")
        os.chdir("work")
        self.before = snapshot()
        result = self.call({"FAILING_CALLS_COUNTS": os.path.abspath("../counts")})
        assert result.returncode == 0, result.stderr
        self.after = snapshot()
        with open("../counts", encoding="ascii") as file:
            self.counts = {line.split()[0]: int(line.split()[1]) for line in file}

    def call(self, env):
        # the sanitizers want to be loaded first, and can do without
        env["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        env.update(LD_PRELOAD=LIBRARY, TMPDIR=os.getcwd())
        if self.stdin is None:
            return run(*self.arguments, env=env)
        with open(self.stdin, "rb") as file:
            return run(*self.arguments, env=env, stdin=file)

    def restore(self):
        os.chdir("..")
        shutil.rmtree("work")
        shutil.copytree("before", "work")
        os.chdir("work")

    def check(self, failure, must_fail):
        self.n += 1
        self.restore()
        result = self.call({"FAILING_CALLS": failure})
        lines = result.stderr.decode("utf-8").splitlines()
        where = f"{' '.join(self.arguments)}, {failure}: exit status {result.returncode}, {lines}"
        assert result.returncode in ((0, 1) if must_fail is None else (int(must_fail),)), where
        if result.returncode == 0:
            assert not lines and snapshot() == self.after, where
        else:
            assert len(lines) == 1 and lines[0].startswith("coloratura-cli: "), where
            assert any(name in lines[0] for name in self.names), where
            assert snapshot() == self.before, f"{where}: {sorted(set(snapshot()) ^ set(self.before))}"

    def check_all(self, calls=CALLS):
        for call in calls:
            n = self.counts[call]
            for place in sorted({round(i * (n - 1) / (MOST - 1)) for i in range(MOST)}) if n > MOST else range(n):
                for how, must_fail in FAILURES[call]:
                    self.check(f"{call}:{place}:{how}", None if self.scratch and call == "open" else must_fail)
        print(f"# {self.n} failures of {' '.join(self.arguments)}", flush=True)
        os.chdir("..")
        shutil.rmtree("before")
        os.chdir("work")


def snapshot():
    """What is in all files below the current folder. The manifest of stems may name more than there is."""
    found = {}
    for folder, _, names in os.walk("."):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[path] = b"" if name == MANIFEST else re.sub(rb"/CreationDate \([^)]*\)", b"", file.read())
    return found


def prepare(*older):
    """A recording, and older results."""
    os.mkdir("work")
    os.chdir("work")
    tone_file("a.wav", 0.6)
    for name in older:
        with open(name, "w", encoding="ascii") as file:
            file.write("older")


def transcribe(*arguments, name="a.wav"):
    return ("transcribe", name, "--quiet", "--threads", "1", *arguments)


def test_tables():
    prepare("a.csv", "a.chords", "a.json")
    for option, name in (("--csv", "a.csv"), ("--chords", "a.chords"), ("--json", "a.json")):
        Tries(transcribe(option, name), [name]).check_all()


def test_midi():
    prepare("a.mid")
    Tries(transcribe("-o", "a.mid"), ["a.mid"]).check_all()
    Tries(transcribe("-o", "b.mid", "--beats"), ["b.mid"]).check_all()


def test_sheet_music():
    prepare("a.musicxml", "a.mxl")
    for name in ("a.musicxml", "a.mxl"):
        Tries(transcribe("--musicxml", name), [name]).check_all()


def test_pages():
    prepare("a.pdf", "a.svg")
    for name in ("a.pdf", "a.svg"):
        Tries(transcribe("--jianpu", name), [name]).check_all()


def test_report():
    prepare("report")
    os.remove("report")
    # the table has the time that each recording took: one that fails takes none
    with open("empty.wav", "wb"):
        pass
    prepared = ("transcribe", "a.wav", "--resume", "--csv", "/dev/null", "--report", "report", "--quiet")
    os.utime("a.wav", (0, 0))
    Tries(prepared, ["report"]).check_all()


def test_stems():
    for form in ("wav", "flac"):
        prepare()
        tone_file("b.wav", 0.6)
        # older stems, of which one has no successor
        result = run(*transcribe("--stems", "stems", "--stems-format", form, "--tracks", "2", name="b.wav"))
        assert result.returncode == 0, result.stderr
        Tries(transcribe("--stems", "stems", "--stems-format", form, "--tracks", "1"), ["stems/"]).check_all()
        os.chdir("..")
        shutil.rmtree("work")


def test_scratch_files():
    """What is unpacked or comes through a pipe; its error says where there is no room."""
    prepare()
    Tries(transcribe("--csv", "a.csv", name="-"), [os.getcwd(), "a.csv"], stdin="a.wav", scratch=True).check_all()
    Tries(transcribe("--csv", "b.csv", "--raw", "8000:1:s16"), [os.getcwd(), "b.csv"], scratch=True).check_all()
    shutil.copy(PACKED, "c.ogg")
    Tries(transcribe("--stems", "stems", name="c.ogg"), [os.getcwd(), "stems/"], scratch=True).check_all()


def test_memory():
    prepare()
    shutil.copy(os.path.join(tap.SOURCE, "tests", "fuzz", "corpus-known-timbres", "two"), "known")
    tone_file("b.wav", 2)
    Tries(("memory", "learn", "known", "b.wav", "1=Anna", "--tracks", "1", "--quiet"), ["known"]).check_all()


def test_recordings():
    """A recording on a drive that is pulled while it is read."""
    prepare("a.csv")
    shutil.copy(PACKED, "c.ogg")
    for name in ("a.wav", "c.ogg"):
        Tries(transcribe("--csv", "a.csv", name=name), [name]).check_all(("read",))
        Tries(transcribe("--csv", "a.csv", "--stems", "stems", name=name), [name]).check_all(("read",))


def test_threads():
    """A thread that cannot be started: fewer do the work, or an error says so."""
    prepare()
    Tries(("transcribe", "a.wav", "--quiet", "--threads", "3", "--csv", "a.csv", "--stems", "stems", "--stems-format",
           "wav"), ["no more threads"]).check_all(("thread",))


if __name__ == "__main__":
    tap.main(tap.tests_of(sys.modules[__name__]))
