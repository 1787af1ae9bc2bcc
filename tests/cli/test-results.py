#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of every kind, and where they may be written: test-results.py PROGRAM SOURCE_FOLDER."""

import json
import math
import os
import random
import resource
import signal
import stat
import subprocess
import sys
from xml.etree import ElementTree

import tap
from tap import check, read, run, tone_file, write, write_wav


def test_several():
    tone_file("a.wav")
    tone_file("b.wav", 1)
    check(run("transcribe", "a.wav", "b.wav"), 0)
    assert sorted(os.listdir(".")) == ["a.mid", "a.wav", "b.mid", "b.wav"]
    check(run("transcribe", "a.wav", "b.wav", "-o", "midi", "--csv", "tables/"), 0)
    assert sorted(os.listdir("midi")) == ["a.mid", "b.mid"]
    assert sorted(os.listdir("tables")) == ["a.csv", "b.csv"]
    # once more, into folders that exist
    check(run("transcribe", "a.wav", "b.wav", "-o", "midi/", "--csv", "midi", "--musicxml", "midi", "--chords", "midi",
              "--jianpu", "midi"), 0)
    assert sorted(os.listdir("midi")) == [f"{name}.{ending}" for name in "ab" for ending in (
        "chords.csv", "csv", "mid", "musicxml", "pdf")]


def test_json():
    """One object a recording: in files that are easy to read, on standard output a line each."""
    for name in ("a.wav", "b.wav"):
        tone_file(name)
    check(run("transcribe", "a.wav", "b.wav", "--json", "out", "--csv", "out"), 0)
    assert sorted(os.listdir("out")) == ["a.csv", "a.json", "b.csv", "b.json"]
    result = run("transcribe", "a.wav", "b.wav", "--json", "-", "--quiet")
    check(result, 0)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines == [json.loads(read(f"out/{name}.json")) for name in "ab"]
    assert [line["recording"] for line in lines] == ["a.wav", "b.wav"]
    fields = ("onset_s", "offset_s", "midi", "track", "velocity", "confidence")
    assert [[note[field] for field in fields] for note in lines[0]["notes"]] == [
        list(row) for row in tap.read_table("out/a.csv")]
    assert lines[0]["notes"] and lines[0]["tracks"][0]["notes"] == len(lines[0]["notes"])


def drum_file(path, seconds=6):
    """A kick every half second and a short hiss between, as loud as drums are."""
    rate, noise = 22050, random.Random(1)
    samples = []
    for i in range(seconds * rate):
        since, hiss = i % (rate // 2) / rate, (i + rate // 4) % (rate // 2) / rate
        kick = math.sin(2 * math.pi * (60 * since + 4 * (1 - math.exp(-since / 0.03)))) * math.exp(-since / 0.08)
        click = noise.uniform(-1, 1) * math.exp(-since / 0.004)
        samples.append(0.5 * kick + 0.2 * click + 0.25 * noise.uniform(-1, 1) * math.exp(-hiss / 0.02))
    tap.write_wav(path, samples, rate)


def test_percussion():
    """Drum hits are in every result where there are any, and in none where they are not wanted."""
    drum_file("drums.wav")
    result = run("transcribe", "drums.wav", "-o", "drums.mid", "--csv", "drums.csv", "--json", "drums.json",
                 "--musicxml", "drums.musicxml", "--jianpu", "drums.pdf")
    check(result, 0)
    made = json.loads(read("drums.json"))
    assert len(made["hits"]) > 15 and 2 <= len(made["hit_groups"]) <= 4, (len(made["hits"]), made["hit_groups"])
    assert f", {len(made['hits'])} drum hits)".encode() in result.stderr, result.stderr
    rows = [line.split(",") for line in read("drums.csv").decode().splitlines()[1:]]
    assert sum(row[2] == "" for row in rows) == len(made["hits"])
    assert tap.midi_tracks("drums.mid")[0] == len(made["tracks"]) + 1
    score = ElementTree.parse("drums.musicxml").getroot()
    keys = [int(element.text) - 1 for element in score.iter("midi-unpitched")]
    assert keys == sorted({group["drum"] for group in made["hit_groups"]}), keys
    assert 15 < len(list(score.iter("unpitched"))) <= len(made["hits"])
    check(run("transcribe", "drums.wav", "--stems", "stems"), 0)
    assert [name for name in os.listdir("stems") if "percussion" in name] == [
        f"{len(made['tracks']) + 1:02} percussion.flac"]
    check(run("transcribe", "drums.wav", "--json", "off.json", "--musicxml", "off.musicxml", "--percussion", "off"), 0)
    assert b"unpitched" not in read("off.musicxml")
    off = json.loads(read("off.json"))
    assert off["hits"] == [] and off["notes"] == made["notes"]


def test_standard_output():
    tone_file("a.wav")
    tone_file("b.wav", 0.3)
    check(run("transcribe", "a.wav", "-o", "a.mid", "--csv", "a.csv"), 0)
    for option, name in (("--csv", "a.csv"), ("-o", "a.mid")):
        result = run("transcribe", "a.wav", option, "-")
        check(result, 0)
        assert result.stdout == read(name) and b"-> standard output (" in result.stderr
    # what was there before a redirection stays
    with open("log", "wb") as log:
        log.write(b"first\n")
        log.flush()
        subprocess.run([tap.PROGRAM, "transcribe", "a.wav", "--csv", "-", "--quiet"], stdout=log, check=True)
    assert read("log") == b"first\n" + read("a.csv")
    check(run("transcribe", "a.wav", "b.wav", "--csv", "-"), 2,
          "standard output: takes several recordings with --json only")
    check(run("transcribe", "a.wav", "--csv", "-", "--json", "-"), 2, "-: cannot be two results at once")
    check(run("transcribe", "a.wav", "--csv", "-", "--stats"), 2, "standard output: takes either a result or --stats")
    assert "-" not in os.listdir(".")


def test_equal_names():
    for folder in ("x", "y", "z"):
        os.mkdir(folder)
    names = ["x/song.wav", "y/song.wav", "song-2.wav", "z/song.flac", "x/song.wav"]
    for name in names:
        tone_file(name, 0.3)
    check(run("transcribe", *names, "-o", "out"), 0)
    assert sorted(os.listdir("out")) == ["song-2.mid", "x - song-2.mid", "x - song.mid", "y - song.mid", "z - song.mid"]
    # numbers are only for what no folder tells apart, and take nobody's name
    check(run("transcribe", "z/song.flac", "z/song.flac", "song-2.wav", "./song-2.wav", "x/song.wav", "-o", "more"), 0)
    assert sorted(os.listdir("more")) == ["song-2-2.mid", "song-2.mid", "x - song.mid", "z - song-2.mid", "z - song.mid"]


def test_two_results_of_one_name():
    """Whatever two results would have one name, neither is written, nor a folder for them."""
    for name in ("a", "a.chords"):
        tone_file(name + ".wav", 0.3)
    check(run("transcribe", "a.wav", "a.chords.wav", "--csv", "o", "--chords", "o"), 2,
          "o/a.chords.csv: cannot be two results at once")
    check(run("transcribe", "a.wav", "--csv", "r.csv", "--report", "r.csv"), 2, "r.csv: cannot be two results at once")
    check(run("transcribe", "a.wav", "--report", "-", "--stats"), 2, "takes either --report or --stats")
    check(run("transcribe", "a.wav", "--report", "no/r.csv"), 2, "no/r.csv: the folder around it does not exist")
    with open("plain", "w", encoding="ascii"):
        pass
    check(run("transcribe", "a.wav", "a.chords.wav", "-o", "new", "--csv", "plain"), 2,
          "plain: not a folder, as it has to be with several recordings")
    assert sorted(os.listdir(".")) == ["a.chords.wav", "a.wav", "plain"]


def test_what_is_read_is_not_written():
    """Recordings, lists and known timbres are not replaced by any result."""
    tone_file("a.wav")
    with open("list", "w", encoding="ascii") as file:
        file.write("a.wav\n")
    check(run("memory", "learn", "known", "a.wav", "1=Anna"), 0)
    before = {name: read(name) for name in ("a.wav", "list", "known")}
    check(run("transcribe", "a.wav", "--report", "a.wav"), 2, "a.wav: is one of the recordings and will not be overwritten")
    check(run("transcribe", "--list", "list", "-o", "list"), 1, "list: is read, too, and will not be overwritten")
    check(run("transcribe", "a.wav", "--memory", "known", "-o", "./known"), 1, "known: is read, too, and will not be overwritten")
    assert before == {name: read(name) for name in before}
    check(run("transcribe", "a.wav", "--stems", "stems"), 0)
    stem = "stems/" + sorted(os.listdir("stems"))[-1]
    check(run("transcribe", "a.wav", "-o", stem, "--stems", "stems"), 1, stem + ": cannot be two results at once")
    assert read(stem)[:4] == b"MThd"


def test_closed_output():
    """What cannot be printed is not printed into a file that takes its place."""
    tone_file("a.wav", 0.3)
    result = run("transcribe", "a.wav", "-o", "-", stdout=None, preexec_fn=lambda: os.close(1))
    assert result.returncode == 1 and b"-: writing failed" in result.stderr, result


def test_some_fail():
    tone_file("a.wav")
    tone_file("c.wav", 1)
    result = run("transcribe", "a.wav", "missing.wav", "c.wav")
    assert result.returncode == 1
    assert b"coloratura-cli: missing.wav: no such file\n" in result.stderr
    assert sorted(os.listdir(".")) == ["a.mid", "a.wav", "c.mid", "c.wav"]


def test_folder_for_one():
    tone_file("a.wav")
    os.mkdir("out")
    check(run("transcribe", "a.wav", "-o", "out"), 0)
    check(run("transcribe", "a.wav", "-o", "new/"), 0)
    assert os.listdir("out") == os.listdir("new") == ["a.mid"]


def test_folder_refused():
    tone_file("a.wav", 0.3)
    tone_file("b.wav", 0.3)
    both = ("transcribe", "a.wav", "b.wav", "-o")
    check(run(*both, "a.wav"), 2, "a.wav: not a folder, as it has to be with several recordings")
    check(run(*both, "no/where"), 1, "no/where: the folder around it does not exist")
    check(run("transcribe", "a.wav", "-o", "no/a.mid"), 1, "no/a.mid: cannot be written: its folder does not exist")
    assert sorted(os.listdir(".")) == ["a.wav", "b.wav"]


def test_input_is_never_overwritten():
    tone_file("a.wav", 0.3)
    tone_file("b.mid", 0.3)
    os.symlink("a.wav", "link.mid")
    os.link("a.wav", "hard.mid")
    before = read("a.wav")
    message = " is one of the recordings and will not be overwritten"
    for arguments in (["a.wav", "-o", "a.wav"], ["a.wav", "-o", "./a.wav"], ["a.wav", "-o", "link.mid"],
                      ["a.wav", "-o", "hard.mid"], ["a.wav", "--csv", "a.wav"], ["a.wav", "--musicxml", "a.wav"],
                      ["a.wav", "--chords", "a.wav"],
                      ["b.mid"]):
        check(run("transcribe", *arguments), 1, message)
    # nor is one that belongs to another recording of the same call
    result = run("transcribe", "a.wav", "b.mid", "-o", ".")
    assert result.returncode == 1 and message.encode() in result.stderr
    assert read("a.wav") == before and read("b.mid") == before


def test_table_over_midi():
    tone_file("a.wav", 0.3)
    result = run("transcribe", "a.wav", "-o", "out", "--csv", "./out")
    check(result, 1, "./out: cannot be two results at once")
    assert read("out").startswith(b"MThd")


def test_table_and_midi_agree():
    """In starts and ends, to a tick, of a recording in which notes of one pitch follow each other without a gap."""
    check(run("transcribe", tap.DEMO, "-o", "demo.mid", "--csv", "demo.csv", "--tracks", "1", "--onset", "0.2"), 0)
    midi, table = tap.midi_notes("demo.mid"), tap.read_table("demo.csv")
    assert len(midi) == len(table) > 100
    for row in table:
        near = [note for note in midi if note[2:] == (row[2], row[3]) and abs(note[0] - row[0]) < 1 / 1920 + 0.0005]
        assert len(near) == 1 and abs(near[0][1] - row[1]) < 1 / 1920 + 0.0005, (row, near)


def test_odd_names():
    names = [b"with space", b"two\nlines", b"\xff\xfe", b"-o", b"--help", b"%s%n", b"\x1b[31m",
             "\u7b1b \u202e".encode()]
    written = [b"with space", b"two_lines", b"__", b"-o", b"--help", b"%s%n", b"_[31m", "\u7b1b _".encode()]
    for name, safe in zip(names, written):
        write_wav(name + b".wav", tap.tones(0.3))
        result = run("transcribe", "--", name + b".wav")
        check(result, 0)
        assert result.stderr.count(b"\n") == 1 and b"\x1b" not in result.stderr, result.stderr
        assert read(safe + b".mid").startswith(b"MThd")
        check(run("transcribe", "--", name + b".none"), 1, ".none: no such file")
    check(run("transcribe", b"a\nb\xff\x1b\\\xc2\x9b"), 1, "a\\nb\\xff\\x1b\\\\\\xc2\\x9b: no such file")
    check(run("transcribe", ""), 1, ": no such file")


def test_unwritable():
    tone_file("a.wav", 0.3)
    os.mkdir("out")
    check(run("transcribe", "a.wav", "-o", "/dev/full"), 1, "/dev/full: no space left on the disk")
    check(run("transcribe", "a.wav", "--csv", "/dev/full"), 1, "/dev/full: no space left on the disk")
    check(run("transcribe", "a.wav", "-o", "/proc/x.mid"), 1)
    os.mkfifo("fifo.mid")
    check(run("transcribe", "a.wav", "-o", "fifo.mid", timeout=30), 1)
    if os.geteuid() != 0:
        os.chmod("out", 0o555)
        check(run("transcribe", "a.wav", "-o", "out"), 1, "out/a.mid: permission denied")
    assert os.listdir("out") == []


def test_full_disk_leaves_the_older_file():
    tone_file("a.wav", 0.3)
    write("a.csv", b"older")

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    command = [tap.PROGRAM, "transcribe", "a.wav", "--csv", "a.csv"]
    result = subprocess.run(command, preexec_fn=limit, capture_output=True, check=False)
    check(result, 1, "a.csv: no space left on the disk")
    assert sorted(os.listdir(".")) == ["a.csv", "a.wav"]
    assert read("a.csv") == b"older"


def test_output_device():
    tone_file("a.wav")
    result = run("transcribe", "a.wav", "-o", "/dev/stdout")
    check(result, 0)
    assert result.stdout.startswith(b"MThd")
    check(run("transcribe", "a.wav", "-o", "a.mid"), 0)
    assert result.stdout == read("a.mid")


def test_permissions():
    tone_file("a.wav", 0.3)
    old = os.umask(0o027)
    check(run("transcribe", "a.wav"), 0)
    os.umask(old)
    assert stat.S_IMODE(os.stat("a.mid").st_mode) == 0o640


if __name__ == "__main__":
    tap.main(tap.tests_of(sys.modules[__name__]))
