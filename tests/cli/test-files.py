#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings and results of every kind, wrong ones above all: test-files.py PROGRAM SOURCE_FOLDER."""

import json
import math
import os
import random
import resource
import signal
import stat
import struct
import subprocess
import sys
from xml.etree import ElementTree

import tap
from tap import check, run, tone_file, write_wav


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def check_empty_result(path):
    assert tap.midi_tracks(path)[1] == 0
    os.unlink(path)


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


def test_demo():
    """The bundled demo: its three timbres are found, each is one track, and most notes are there (within 50 ms)."""
    check(run("transcribe", tap.DEMO, "--csv", "heard.csv"), 0)
    true = tap.read_table(os.path.join(tap.SOURCE, "tests", "data", "demo-notes.csv"))
    heard, voices, n_heard = tap.read_table("heard.csv"), {}, 0
    for onset, _, midi, voice, *_ in true:
        same = [row for row in heard if row[2] == midi and abs(row[0] - onset) <= 0.05]
        if same:
            heard.remove(same[0])
            n_heard += 1
            voices.setdefault(voice, []).append(same[0][3])
    assert 2 * n_heard / (len(true) + n_heard + len(heard)) > 0.9, (n_heard, len(true), len(heard))
    tracks = [max(set(found), key=found.count) for found in voices.values()]
    assert sorted(tracks) == [1, 2, 3], voices
    for found, track in zip(voices.values(), tracks):
        assert found.count(track) > 0.9 * len(found), voices


def test_wrong_length():
    """A recorder that was cut off left a length of nothing: all is read, and said, unless --quiet."""
    tone_file("whole.wav")
    whole = read("whole.wav")
    at = whole.index(b"data") + 4
    for name, size in (("none", 0), ("more", 2 * len(whole)), ("endless", 0xffffffff)):
        write(f"{name}.wav", whole[:at] + struct.pack("<I", size) + whole[at + 4:])
    check(run("transcribe", "whole.wav", "none.wav", "more.wav", "endless.wav", "-o", ".", "--quiet"), 0, None)
    for name in ("none", "more", "endless"):
        assert read(f"{name}.mid") == read("whole.mid"), name
        result = run("transcribe", f"{name}.wav")
        lines = result.stderr.decode().splitlines()
        assert result.returncode == 0 and len(lines) == 2, lines
        assert lines[0] == f"coloratura-cli: {name}.wav: its header gives a wrong length; read to the end of the file"
        assert not run("transcribe", f"{name}.wav", "--quiet").stderr
    assert len(run("transcribe", "whole.wav").stderr.splitlines()) == 1


def test_joined():
    """Recordings one behind the other are read to the end, or it is said where reading stopped."""
    tone_file("a.wav")
    write_wav("b.wav", tap.tones(2.0, 22050), 22050)
    write("twice.wav", 2 * read("a.wav"))
    write("mixed.wav", read("a.wav") + read("b.wav"))
    result = run("transcribe", "twice.wav", "mixed.wav", "--stats")
    check(result, 0, None)
    lines = [line for line in result.stderr.decode().splitlines() if line.startswith("coloratura-cli: ")]
    assert lines == ["coloratura-cli: mixed.wav: reading stopped before its end, at second 2"], lines
    assert [round(entry["audio_s"]) for entry in json.loads(result.stdout)["files"]] == [4, 2]


def test_damaged_flac():
    """FLAC is transcribed up to where it is cut or damaged; a tag behind it is no damage."""
    demo = read(tap.DEMO)
    write("tag.flac", demo + b"TAG" + bytes(125))
    write("cut.flac", demo[:200000])
    write("hole.flac", demo[:190000] + bytes(10) + demo[190010:])
    check(run("transcribe", tap.DEMO, "-o", "whole.mid"), 0)
    result = run("transcribe", "tag.flac")
    assert result.returncode == 0 and len(result.stderr.splitlines()) == 1, result.stderr
    assert read("tag.mid") == read("whole.mid")
    for name, second in (("cut", 12), ("hole", 11)):
        with open(f"{name}.flac", "rb") as stdin:
            result = run("transcribe", f"{name}.flac", "-", "--csv", ".", "--stems", "stems", stdin=stdin)
        lines = result.stderr.decode().splitlines()
        told = [f"coloratura-cli: {file}: reading stopped before its end, at second {second}"
                for file in (f"{name}.flac", "-")]
        assert result.returncode == 0 and [line for line in lines if line.startswith("coloratura-cli: ")] == told, lines
        assert all(second - 1 < max(note[0] for note in tap.read_table(table)) < second + 1
                   for table in (f"{name}.csv", "recording.csv"))
        assert "04 rest.flac" in os.listdir(f"stems/{name}")


def test_too_long():
    """What memory cannot hold is refused by its length, at once; a part of it is not."""
    size = struct.pack("<Q", 1 << 40)
    with open("endless.wav", "wb") as file:
        file.write(b"RF64\xff\xff\xff\xffWAVEds64" + struct.pack("<I", 28) + 3 * size + bytes(4) + b"fmt "
                   + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data\xff\xff\xff\xff")
        try:
            file.truncate(file.tell() + (1 << 40))
        except OSError:
            return  # a disk whose files cannot have holes
    result = run("transcribe", "endless.wav")
    check(result, 1, None)
    message = result.stderr.decode()
    assert "endless.wav: it lasts 38177:29:13, and there is memory for " in message, message
    assert message.endswith(": choose a part with --start and --duration\n"), message
    check(run("transcribe", "endless.wav", "--start", "36000", "--duration", "2"), 0, None)


def test_table_and_midi_agree():
    """In starts and ends, to a tick, of a recording in which notes of one pitch follow each other without a gap."""
    check(run("transcribe", tap.DEMO, "-o", "demo.mid", "--csv", "demo.csv", "--tracks", "1", "--onset", "0.2"), 0)
    midi, table = tap.midi_notes("demo.mid"), tap.read_table("demo.csv")
    assert len(midi) == len(table) > 100
    for row in table:
        near = [note for note in midi if note[2:] == (row[2], row[3]) and abs(note[0] - row[0]) < 1 / 1920 + 0.0005]
        assert len(near) == 1 and abs(near[0][1] - row[1]) < 1 / 1920 + 0.0005, (row, near)


def test_quiet():
    """What libmpg123 says of a damaged file by itself is not heard with --quiet; errors are."""
    sound = read(os.path.join(tap.SOURCE, "tests", "fuzz", "corpus-audio-file", "tone.mp3"))
    middle = len(sound) // 2
    write("hurt.mp3", sound[:middle] + bytes(i * 7919 & 127 for i in range(500)) + sound[middle:])
    assert len(run("transcribe", "hurt.mp3").stderr.splitlines()) > 1, "libmpg123 has become silent"
    result = run("transcribe", "hurt.mp3", "--quiet")
    assert result.returncode == 0 and result.stderr == b"", result
    check(run("transcribe", "hurt.mp3", "missing.wav", "--quiet"), 1, "missing.wav: no such file")
    # and where there is no standard error, nothing else takes its place
    subprocess.run(["sh", "-c", '"$0" transcribe hurt.mp3 --quiet 2>&-', tap.PROGRAM], check=True)


def test_opposite_channels():
    """A right channel of the wrong sign hides nothing, and stems of what it hid in the mean are not silent."""
    mono = tap.tones(3)
    write_wav("alike.wav", [x for value in mono for x in (value, value)], channels=2)
    write_wav("opposite.wav", [x for value in mono for x in (value, -value)], channels=2)
    for name in ("alike", "opposite"):
        check(run("transcribe", f"{name}.wav", "--csv", f"{name}.csv", "--tracks", "1"), 0)
    notes = [[(row[0], row[2]) for row in tap.read_table(f"{name}.csv")] for name in ("alike", "opposite")]
    assert notes[0] and notes[0] == notes[1], notes
    check(run("transcribe", "opposite.wav", "--stems", "stems", "--tracks", "1"), 0)
    sizes = [os.path.getsize(os.path.join("stems", name)) for name in sorted(os.listdir("stems")) if name[0] != "."]
    assert len(sizes) == 2 and sizes[0] > 10000, sizes


def test_bad_recordings():
    tone_file("good.wav")
    good = read("good.wav")
    write("empty.wav", b"")
    write("text.wav", b"This is no sound.\n" * 100)
    write("header.wav", good[:30])
    write_wav("nan.wav", [0.1] * 4000 + [math.nan] + [0.1] * 4000)
    write_wav("infinite.wav", [0.1] * 4000 + [math.inf])
    write("no-channels.wav", good[:22] + struct.pack("<H", 0) + good[24:])
    write_wav("no-samples.wav", [])
    os.mkdir("folder.wav")
    os.mkfifo("fifo.wav")
    bad = ["missing", "empty", "text", "header", "nan", "infinite", "no-channels", "no-samples", "folder", "fifo"]
    for name in bad:
        result = run("transcribe", name + ".wav", timeout=30)
        check(result, 1)
        assert result.stderr.startswith(f"coloratura-cli: {name}.wav: ".encode()), result.stderr
    assert not [name for name in os.listdir(".") if name.endswith(".mid")]
    # and beside them the good one is done
    result = run("transcribe", *[name + ".wav" for name in bad], "good.wav")
    assert result.returncode == 1 and result.stderr.count(b"\n") == len(bad) + 2, result.stderr
    assert result.stderr.endswith(b"11 recordings: 1 done, 0 done before, 10 failed\n")
    assert tap.midi_tracks("good.mid")


def test_messages():
    write("empty.wav", b"")
    write("text.wav", b"This is no sound.\n" * 100)
    write_wav("nan.wav", [0.1] * 4000 + [math.nan])
    os.mkdir("folder.wav")
    check(run("transcribe", "empty.wav"), 1, "the file is empty")
    check(run("transcribe", "text.wav"), 1, "not a readable audio file")
    check(run("transcribe", "nan.wav"), 1, "it contains samples that are not finite numbers")
    check(run("transcribe", "folder.wav"), 1, "not a regular file")
    check(run("transcribe", "missing.wav"), 1, "no such file")


def test_cut_short():
    """A recording that ends early is read as far as it goes, or refused, and never breaks."""
    tone_file("good.wav")
    write("cut.wav", read("good.wav")[:20001])
    result = run("transcribe", "cut.wav")
    assert result.returncode in (0, 1), result
    assert os.path.exists("cut.mid") == (result.returncode == 0)


def test_silence():
    write_wav("silence.wav", [0] * 16000, tag=1)
    check(run("transcribe", "silence.wav"), 0)
    check_empty_result("silence.mid")


def test_one_sample():
    write_wav("one.wav", [0.5])
    check(run("transcribe", "one.wav"), 0)
    check_empty_result("one.mid")


def test_rates_and_channels():
    for rate in (8000, 192000):
        write_wav("rate.wav", tap.tones(1, rate), rate)
        check(run("transcribe", "rate.wav"), 0)
        tap.midi_tracks("rate.mid")
    mono = tap.tones(1)
    write_wav("eight.wav", [value for value in mono for _ in range(8)], channels=8)
    check(run("transcribe", "eight.wav"), 0)
    write_wav("nine.wav", [value for value in mono for _ in range(9)], channels=9)
    check(run("transcribe", "nine.wav"), 1, "unsupported sample rate or number of channels")


def test_start_after_the_end():
    tone_file("a.wav", 1)
    check(run("transcribe", "a.wav", "--start", "10"), 1, "a.wav: nothing in it comes after --start")
    assert os.listdir(".") == ["a.wav"]


def through_pipe(data, *arguments):
    """Calls the program with a pipe as standard input."""
    return subprocess.run([tap.PROGRAM, "transcribe", "-", *arguments], input=data, capture_output=True, check=False,
                          preexec_fn=tap.default_signals, timeout=120)


def test_standard_input():
    tone_file("a.wav")
    check(run("transcribe", "a.wav", "--csv", "a.csv", "--tracks", "1"), 0)
    check(through_pipe(read("a.wav"), "--csv", "piped.csv", "--tracks", "1"), 0)
    assert read("piped.csv") == read("a.csv")
    # what has no name gets one, and its stems can be written from the copy
    check(through_pipe(read("a.wav"), "--stems", "stems", "-o", "./", "--musicxml", "a.musicxml"), 0)
    assert len(os.listdir("stems")) == 3 and "recording.mid" in os.listdir(".")
    # a pipe of a header that could not know the length: WAV, and formats that know none
    endless = read("a.wav")[:4] + b"\xff" * 4 + read("a.wav")[8:40] + b"\xff" * 4 + read("a.wav")[44:]
    check(through_pipe(endless, "--csv", "endless.csv", "--tracks", "1"), 0)
    assert read("endless.csv") == read("a.csv")
    with open(tap.DEMO, "rb") as demo:
        check(through_pipe(demo.read(), "--duration", "3", "-o", "demo.mid"), 0)
    assert tap.midi_tracks("demo.mid")[1] > 0
    check(through_pipe(b""), 1, "-: the file is empty")
    check(through_pipe(b"no sound " * 100), 1, "-: not a readable audio file")


def test_raw():
    """Samples without a header, in every format, from a file and from a pipe."""
    values = tap.tones(2)
    write_wav("a.wav", values)
    check(run("transcribe", "a.wav", "--csv", "a.csv", "--tracks", "1"), 0)
    wanted = [(row[0], row[2]) for row in tap.read_table("a.csv")]
    assert wanted
    formats = {"s16": ("h", 32767), "s32": ("i", 2147483647), "f32": ("f", 1), "f64": ("d", 1)}
    for name, (code, scale) in formats.items():
        numbers = [value if scale == 1 else int(value * scale) for value in values]
        for order, ending in (("<", ""), ("<", "le"), (">", "be")):
            data = struct.pack(f"{order}{len(numbers)}{code}", *numbers)
            write("a.raw", data)
            raw = ("--raw", f"{tap.RATE}:1:{name}{ending}", "--tracks", "1")
            check(run("transcribe", "a.raw", *raw, "--csv", "raw.csv"), 0)
            assert [(row[0], row[2]) for row in tap.read_table("raw.csv")] == wanted, name + ending
    result = through_pipe(data, *raw, "--csv", "pipe.csv")
    check(result, 0)
    assert len(result.stderr.splitlines()) == 1 and read("pipe.csv") == read("raw.csv"), result
    for name, packed in (("s24", [int(value * 8388607).to_bytes(3, "little", signed=True) for value in values]),
                         ("s24be", [int(value * 8388607).to_bytes(3, "big", signed=True) for value in values]),
                         ("u8", [bytes([int(value * 127) + 128]) for value in values])):
        write("a.raw", b"".join(packed))
        check(run("transcribe", "a.raw", "--raw", f"{tap.RATE}:1:{name}", "--csv", "raw.csv", "--tracks", "1"), 0)
        heard = [(row[0], row[2]) for row in tap.read_table("raw.csv")]
        assert heard == wanted or name == "u8" and len(heard) >= len(wanted) // 2, (name, heard, wanted)
    for bad in ("", "44100", "44100:2", "44100:2:", "44100:2:s17", "0:2:s16", "44100:0:s16", "44100:9:s16",
                "44100:2:s16bes", "44100:2:u8be", "44100.5:1:s16", ":::", "44100:2:s16:1"):
        check(run("transcribe", "a.raw", "--raw", bad), 2)


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


def riff(name, data):
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def write_film(path, streams):
    """An AVI file of nothing but sound: a list of samples a stream, in blocks that take turns."""
    block, size = tap.RATE // 10, max(map(len, streams))
    headers = b"".join(
        riff(b"LIST", b"strl" + riff(b"strh", struct.pack("<4s4sIHHIIIIIIIIHHHH", b"auds", b"\0" * 4, 0, 0, 0, 0, 2,
                                                          2 * tap.RATE, 0, len(stream), 2 * block, 0, 2, 0, 0, 0, 0))
             + riff(b"strf", struct.pack("<HHIIHHH", 1, 1, tap.RATE, 2 * tap.RATE, 2, 16, 0))) for stream in streams)
    head = struct.pack("<14I", 100000, 0, 0, 0x10, size // block, 0, len(streams), 2 * block, 0, 0, 0, 0, 0, 0)
    blocks, index = b"", b""
    for at in range(0, size, block):
        for i, stream in enumerate(streams):
            data = struct.pack(f"<{block}h", *(round(32767 * value) for value in stream[at:at + block]))
            index += struct.pack("<4sIII", b"%02dwb" % i, 0x10, 4 + len(blocks), len(data))
            blocks += riff(b"%02dwb" % i, data)
    write(path, riff(b"RIFF", b"AVI " + riff(b"LIST", b"hdrl" + riff(b"avih", head) + headers)
                     + riff(b"LIST", b"movi" + blocks) + riff(b"idx1", index)))


def test_sound_streams():
    """A film whose first stream is silent."""
    write_film("a.avi", [[0] * 2 * tap.RATE, tap.tones(), tap.tones()[::-1]])
    result = run("transcribe", "a.avi", "--csv", "a.csv", "--stems", "stems")
    if b"not a readable audio file" in result.stderr:
        raise tap.Skip("built without GStreamer, or it reads no AVI")
    check(result, 0)
    lines = result.stderr.decode().splitlines()
    assert lines[0] == ("coloratura-cli: a.avi: sound stream 2 of 3 was taken, since nothing is heard in the first "
                        "ten minutes of those before it; --stream chooses another"), lines
    notes = tap.read_table("a.csv")
    assert len(notes) >= 3
    assert max(os.path.getsize(f"stems/{name}") for name in os.listdir("stems")) > 10000  # of the same stream
    check(run("transcribe", "a.avi", "--csv", "1.csv", "--stream", "1"), 0)
    assert tap.read_table("1.csv") == []
    result = run("transcribe", "a.avi", "--csv", "2.csv", "--stream", "2")
    check(result, 0)
    assert b"stream" not in result.stderr and read("2.csv") == read("a.csv")
    check(run("transcribe", "a.avi", "--csv", "3.csv", "--stream", "3"), 0)
    assert read("3.csv") != read("a.csv")
    check(run("transcribe", "a.avi", "--stream", "4"), 1, "a.avi: there is no sound stream 4 in it: it has 3")
    result = run("transcribe", "a.avi", "--csv", "a.csv", "--quiet")
    check(result, 0)
    assert result.stderr == b""
    check(run("memory", "learn", "band", "a.avi", "1=Anna", "--stream", "2"), 0)
    write_film("b.avi", [tap.tones(), tap.tones()[::-1]])
    result = run("transcribe", "b.avi", "--csv", "b.csv")
    check(result, 0)
    assert b"sound stream 1 of 2 was taken; --stream chooses another\n" in result.stderr, result.stderr
    tone_file("c.wav", 0.3)
    check(run("transcribe", "c.wav", "--stream", "2"), 1, "c.wav: there is no sound stream 2 in it: it has 1")
    check(run("transcribe", "c.wav", "--stream", "1"), 0)


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


def test_standard_output():
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
