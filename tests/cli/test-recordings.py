#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings of every kind, wrong ones above all: test-recordings.py PROGRAM SOURCE_FOLDER."""

import json
import math
import os
import struct
import subprocess
import sys

import tap
from tap import check, read, run, tone_file, write, write_wav


def check_empty_result(path):
    assert tap.midi_tracks(path)[1] == 0
    os.unlink(path)


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


if __name__ == "__main__":
    tap.main(tap.tests_of(sys.modules[__name__]))
