#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collections of recordings: test-batch.py PROGRAM SOURCE_FOLDER."""

import csv
import os
import shutil
import subprocess
import sys

import tap
from tap import check, run, tone_file


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path, text):
    with open(path, "wb") as file:
        file.write(text)


def test_list():
    for name in ("a.wav", "b c.wav", "d.wav"):
        tone_file(name, 0.3)
    write("list", b"a.wav\r\n\nb c.wav\n")
    check(run("transcribe", "--list", "list", "d.wav", "-o", "out"), 0)
    assert sorted(os.listdir("out")) == ["a.mid", "b c.mid", "d.mid"]
    result = run("transcribe", "--list", "-", "-o", "piped/", stdin=None, input=b"d.wav")
    check(result, 0)
    assert os.listdir("piped") == ["d.mid"]
    write("marked", b"\xef\xbb\xbfd.wav\r\n")  # as some editors begin a file
    check(run("transcribe", "--list", "marked", "-o", "marked.mid"), 0)


def test_bad_lists():
    write("empty", b"\n\n")
    write("binary", b"a.wav\0b.wav\n")
    check(run("transcribe", "--list", "missing"), 2, "missing: no such file")
    check(run("transcribe", "--list", "empty"), 2, "transcribe: no recording named (see --help)")
    check(run("transcribe", "--list", "binary"), 2, "binary: holds a zero byte: this is no list of recordings")
    check(run("transcribe", "--list", "."), 2)


def test_parts():
    """Every recording is in one part, and is called as it is without parts."""
    names = [f"{folder}/song.wav" for folder in "xyz"] + ["a.wav", "b.wav"]
    for folder in "xyz":
        os.mkdir(folder)
    for name in names:
        tone_file(name, 0.3)
    check(run("transcribe", *names, "-o", "all"), 0)
    found = []
    for part in ("1/3", "2/3", "3/3"):
        check(run("transcribe", *names, "-o", "out" + part[0], "--part", part), 0)
        found += os.listdir("out" + part[0])
    assert sorted(found) == sorted(os.listdir("all")) and len(found) == 5
    check(run("transcribe", "a.wav", "-o", "none/", "--part", "2/2"), 0)
    assert os.listdir("none") == []
    for bad in ("0/3", "4/3", "3", "1/", "/3", "-1/2", "1/3/5", "1 / 3"):
        check(run("transcribe", "a.wav", "--part", bad), 2, "not a part of all as in 3/16")


def test_resume():
    for name in ("a.wav", "b.wav"):
        tone_file(name)
        os.utime(name, (1e9, 1e9))
    arguments = ("transcribe", "a.wav", "b.wav", "-o", "midi", "--stems", "stems", "--resume", "--report", "report.csv")
    check(run(*arguments), 0)
    assert [row["status"] for row in rows("report.csv")] == ["done", "done"]
    before = os.stat("midi/a.mid")
    check(run(*arguments), 0, "2 recordings: 0 done, 2 done before, 0 failed")
    assert os.stat("midi/a.mid").st_mtime_ns == before.st_mtime_ns
    assert [row["status"] for row in rows("report.csv")] == ["done before"] * 2
    # a recording that changed, a result that is missing, stems that are not all there
    os.utime("a.wav")
    check(run(*arguments), 0, "2 recordings: 1 done, 1 done before, 0 failed")
    os.unlink("midi/b.mid")
    check(run(*arguments), 0, "2 recordings: 1 done, 1 done before, 0 failed")
    rest = [name for name in os.listdir("stems/b") if name.endswith(" rest.flac")]
    os.unlink(f"stems/b/{rest[0]}")
    check(run(*arguments), 0, "2 recordings: 1 done, 1 done before, 0 failed")
    assert rest[0] in os.listdir("stems/b")
    check(run("transcribe", "a.wav", "--csv", "-", "--resume"), 2, "keeps nothing that --resume could find")


def test_resume_of_albums():
    """A recording that comes to others of its name is transcribed, and takes no result for its own that is another's."""
    for folder in ("b", "c"):
        os.mkdir(folder)
        tone_file(folder + "/01.wav", 0.3)
        os.utime(folder + "/01.wav", (1e9, 1e9))
    check(run("transcribe", "b/01.wav", "c/01.wav", "-o", "midi", "--resume"), 0)
    os.mkdir("a")
    tone_file("a/01.wav", 0.3)
    os.utime("a/01.wav", (1e9, 1e9))
    check(run("transcribe", "a/01.wav", "b/01.wav", "c/01.wav", "-o", "midi", "--resume"), 0,
          "3 recordings: 1 done, 2 done before, 0 failed")
    assert sorted(os.listdir("midi")) == ["a - 01.mid", "b - 01.mid", "c - 01.mid"]
    # which of two is which no folder tells: both are transcribed again
    check(run("transcribe", "a/01.wav", "./a/01.wav", "-o", "twice", "--resume"), 0)
    check(run("transcribe", "a/01.wav", "./a/01.wav", "-o", "twice", "--resume"), 0,
          "2 recordings: 2 done, 0 done before, 0 failed")


def test_report():
    tone_file("a.wav")
    write('bad, "really".wav', b"no sound")
    result = run("transcribe", "a.wav", 'bad, "really".wav', "missing.wav", "-o", "out", "--report", "report.csv")
    assert result.returncode == 1
    assert result.stderr.endswith(b"3 recordings: 1 done, 0 done before, 2 failed\n")
    table = rows("report.csv")
    assert [row["recording"] for row in table] == ["a.wav", 'bad, "really".wav', "missing.wav"]
    assert table[0]["status"] == "done" and float(table[0]["duration_s"]) == 2 and int(table[0]["notes"]) > 0
    assert table[1]["status"] and table[2]["status"] == "no such file" and table[2]["notes"] == ""
    # what is said of a result is in the table, too
    result = run("transcribe", "a.wav", "--csv", "none/a.csv", "--report", "report.csv")
    check(result, 1, "none/a.csv: cannot be written: its folder does not exist")
    assert rows("report.csv")[0]["status"] == "none/a.csv: cannot be written: its folder does not exist"
    result = run("transcribe", "a.wav", "--report", "-", "--quiet")
    check(result, 0)
    assert result.stdout.startswith(b"recording,duration_s,tracks,notes,seconds,status\na.wav,2.000,")


def test_parallel():
    """The README's line for GNU parallel."""
    parallel = shutil.which("parallel")
    if not parallel:
        raise tap.Skip("GNU parallel is not installed")
    os.mkdir("bin")
    os.symlink(tap.PROGRAM, "bin/coloratura-cli")
    for name in ("a", "b", "c d"):
        tone_file(f"{name}.flac", 0.3)
    environment = dict(os.environ, PATH=os.path.abspath("bin") + ":" + os.environ["PATH"], HOME=os.getcwd())
    subprocess.run("parallel coloratura-cli transcribe --threads 1 -o midi/ ::: *.flac", shell=True, check=True,
                   env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    assert sorted(os.listdir("midi")) == ["a.mid", "b.mid", "c d.mid"]


if __name__ == "__main__":
    tap.main(tap.tests_of(sys.modules[__name__]))
