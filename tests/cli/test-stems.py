#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound of the tracks, one file each: test-stems.py PROGRAM SOURCE_FOLDER."""

import os
import signal
import struct
import subprocess
import sys
import time

import tap
from tap import check, run, tone_file, write_wav

MANIFEST = ".coloratura-stems"


def read_stem(path):
    """The samples of a 24-bit WAV file, in [-1, 1), and its sample rate and channels."""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:4] == b"RIFF" and data[8:12] == b"WAVE", data[:12]
    at, form, samples = 12, None, None
    while at + 8 <= len(data):
        kind, size = struct.unpack("<4sI", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"fmt ":
            form = struct.unpack("<HHIIHH", body[:16])
        if kind == b"data":
            samples = [int.from_bytes(body[i:i + 3], "little", signed=True) / 8388608 for i in range(0, size, 3)]
        at += 8 + size + size % 2
    assert form[5] == 24, form
    return samples, form[2], form[1]


def stems_in(folder):
    """The names of the stems; beside them lies the file that names them."""
    names = sorted(os.listdir(folder))
    assert names[0] == MANIFEST, names
    return names[1:]


def energy(samples):
    return sum(x * x for x in samples)


def check_sum(folder, expected, rate, channels, n_files, error=1e-6):
    """The files of @folder add up to @expected within -60 dB, or this share of its energy."""
    names = stems_in(folder)
    assert len(names) == n_files, names
    assert names[-1] == f"{n_files:02} rest.wav", names
    total = [0.0] * len(expected)
    for name in names:
        samples, found_rate, found_channels = read_stem(os.path.join(folder, name))
        assert (found_rate, found_channels, len(samples)) == (rate, channels, len(expected)), name
        total = [a + b for a, b in zip(total, samples)]
    assert energy(a - b for a, b in zip(total, expected)) < error * energy(expected)


def test_sum():
    mono = tap.tones(3)
    write_wav("in.wav", mono)
    check(run("transcribe", "in.wav", "--tracks", "1", "--stems", "stems", "--stems-format", "wav", "--csv", "in.csv"), 0)
    assert tap.read_table("in.csv"), "nothing was heard in it"
    # what a track is called depends on what it sounds like
    assert [name[:3] for name in stems_in("stems")] == ["01 ", "02 "]
    check_sum("stems", mono, tap.RATE, 1, 2)
    # most of it belongs to the notes
    rest = read_stem("stems/02 rest.wav")[0]
    assert energy(rest) < 0.5 * energy(mono), energy(rest) / energy(mono)


def test_stereo():
    mono = tap.tones(2)
    stereo = [value * gain for value in mono for gain in (1, -0.5)]
    write_wav("in.wav", stereo, channels=2)
    check(run("transcribe", "in.wav", "--stems", "stems/", "--stems-format", "wav"), 0)
    check_sum("stems", stereo, tap.RATE, 2, len(stems_in("stems")))


def test_above_full_scale():
    """What 24 bits cannot hold is made softer by one factor, which is told, and not clipped."""
    loud = [5 * value for value in tap.tones(2)]
    write_wav("in.wav", loud)
    for quiet in ((), ("--quiet",)):
        result = run("transcribe", "in.wav", "--stems", "stems", "--stems-format", "wav", *quiet)
        assert result.returncode == 0, result.stderr
        lines = [line for line in result.stderr.decode().splitlines() if line.startswith("coloratura-cli: ")]
        if quiet:
            assert not lines, lines
            continue
        start = "coloratura-cli: in.wav: its stems are "
        end = " dB softer than it, or they would go above full scale"
        assert len(lines) == 1 and lines[0].startswith(start) and lines[0].endswith(end), lines
        gain = 10 ** (-float(lines[0][len(start):-len(end)]) / 20)
        assert gain <= 1.01 / max(abs(value) for value in loud), gain
        # it is rounded
        check_sum("stems", [gain * value for value in loud], tap.RATE, 1, len(stems_in("stems")), 1e-4)


def test_demo():
    check(run("transcribe", tap.DEMO, "--stems", "stems", "--stats"), 0)
    assert [name[:3] for name in stems_in("stems")] == ["01 ", "02 ", "03 ", "04 "]
    assert "04 rest.flac" in os.listdir("stems")
    assert os.listdir(".") == ["stems"], "without -o there is no MIDI file"
    for name in stems_in("stems"):
        assert os.path.getsize(os.path.join("stems", name)) > 10000, name


def test_several():
    tone_file("a.wav", 1)
    os.mkdir("x")
    tone_file("x/a.wav", 1)
    check(run("transcribe", "a.wav", "x/a.wav", "--stems", "out", "-o", "midi"), 0)
    assert sorted(os.listdir("out")) == ["a", "x - a"] and sorted(os.listdir("midi")) == ["a.mid", "x - a.mid"]
    assert all("rest.flac" in "".join(os.listdir(os.path.join("out", name))) for name in ("a", "x - a"))


def test_names_that_are_paths():
    """Whatever recordings are called, nothing is written outside of the folder."""
    os.mkdir("in")
    for name in ("...wav", "..wav", "....wav", "a\n\x1b.wav", "x" * 250 + ".wav"):
        tone_file(os.path.join("in", name), 0.3)
    names = sorted(os.listdir("in"))
    os.mkdir("around")
    check(run("transcribe", *(os.path.join("in", name) for name in names), "--stems", "around/out", "-o", "around/midi",
              "--chords", "around/midi"), 0)
    assert sorted(os.listdir("around")) == ["midi", "out"] and sorted(os.listdir(".")) == ["around", "in"]
    expected = {"in - recording", "in - recording-2", "in - recording-3", "a__", "x" * 230}
    assert set(os.listdir("around/out")) == expected, os.listdir("around/out")
    assert {name[:-len(".mid")] for name in os.listdir("around/midi") if name.endswith(".mid")} == expected
    for name in expected:
        assert len(stems_in(os.path.join("around/out", name))) > 0


def test_again():
    tone_file("a.wav", 1)
    for _ in range(2):
        check(run("transcribe", "a.wav", "--stems", "out", "--tracks", "1"), 0)
        assert [name[:3] for name in stems_in("out")] == ["01 ", "02 "]


def test_refused():
    tone_file("a.wav", 0.5)
    open("file", "w").close()
    check(run("transcribe", "a.wav", "--stems", "file"), 2, "file: not a folder")
    check(run("transcribe", "a.wav", "--stems", "no/where"), 1, "no/where: the folder around it does not exist")
    assert sorted(os.listdir(".")) == ["a.wav", "file"]
    if os.geteuid() != 0:
        os.mkdir("closed", 0o500)
        check(run("transcribe", "a.wav", "--stems", "closed"), 1, ".flac: permission denied")


def test_input_is_never_overwritten():
    tone_file("02 rest.wav", 1)
    with open("02 rest.wav", "rb") as file:
        before = file.read()
    result = run("transcribe", "02 rest.wav", "--stems", ".", "--stems-format", "wav", "--tracks", "1")
    check(result, 1, "02 rest.wav: is one of the recordings and will not be overwritten")
    with open("02 rest.wav", "rb") as file:
        assert file.read() == before
    assert os.listdir(".") == ["02 rest.wav"]


def test_full_disk():
    tone_file("a.wav", 5)

    def limit():
        import resource  # pylint: disable=import-outside-toplevel
        tap.default_signals()
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))

    result = subprocess.run([tap.PROGRAM, "transcribe", "a.wav", "--stems", "out", "--stems-format", "wav"],
                            stderr=subprocess.PIPE, preexec_fn=limit, check=False, timeout=120)
    check(result, 1, ".wav: no space left on the disk")
    assert os.listdir("out") == []


def test_full_scratch():
    """No room for what is unpacked: the error says where, and how much it takes."""
    packed = os.path.join(tap.SOURCE, "tests", "fuzz", "corpus-audio-file", "vorbis.ogg")

    def limit():
        import resource  # pylint: disable=import-outside-toplevel
        tap.default_signals()
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    for name in (packed, "-"):
        with open(packed, "rb") as stdin:
            result = subprocess.run([tap.PROGRAM, "transcribe", name, "--stems", "out"], stderr=subprocess.PIPE,
                                    stdin=stdin, preexec_fn=limit, check=False, timeout=120,
                                    env=dict(os.environ, TMPDIR=os.getcwd()))
        check(result, 1, f" in {os.getcwd()} or beside the results; TMPDIR can name another folder")
        assert result.stderr.startswith(f"coloratura-cli: {name}: no space left for temporary files".encode())
        assert name == "-" or b" (up to 1 MB) in " in result.stderr
        assert os.listdir("out") == []


def test_no_tmpdir():
    """Without the folder of temporary files, that of the results serves."""
    packed = os.path.join(tap.SOURCE, "tests", "fuzz", "corpus-audio-file", "vorbis.ogg")
    check(run("transcribe", packed, "--stems", "out", env={"TMPDIR": "/nowhere/at/all"}), 0)
    with open(packed, "rb") as stdin:
        check(run("transcribe", "-", "--csv", "out.csv", stdin=stdin, env={"TMPDIR": "/nowhere/at/all"}), 0)


def test_stopped():
    """Ctrl+C leaves nothing half written."""
    write_wav("long.wav", tap.tones(600))
    with subprocess.Popen([tap.PROGRAM, "transcribe", "long.wav", "--stems", "out", "--stems-format", "wav"],
                          stderr=subprocess.DEVNULL, preexec_fn=tap.default_signals) as process:
        while process.poll() is None and not (os.path.isdir("out") and os.listdir("out")):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        status = process.wait(60)
    if status == 0:
        raise tap.Skip("it was done before it could be stopped")
    assert status == 130, status
    assert os.listdir("out") == []


def test_fewer_tracks():
    """A run with fewer tracks leaves none of the earlier ones behind, and nothing of anybody else goes."""
    tone_file("a.wav", 2)
    os.mkdir("out")
    for name in ("03 mine.wav", "notes.txt"):
        tone_file(os.path.join("out", name), 0.1)
    check(run("transcribe", "a.wav", "--stems", "out", "--stems-format", "wav", "--tracks", "3"), 0)
    before = stems_in("out")
    check(run("transcribe", "a.wav", "--stems", "out", "--stems-format", "wav", "--tracks", "1"), 0)
    after = stems_in("out")
    assert len(before) > len(after), (before, after)
    assert [name[:3] for name in after] == ["01 ", "02 ", "03 ", "not"], after
    assert after[1:] == ["02 rest.wav", "03 mine.wav", "notes.txt"], after


def test_a_stem_of_its_own():
    """A recording that is one of the older stems is not removed."""
    tone_file("a.wav", 2)
    check(run("transcribe", "a.wav", "--stems", "out", "--stems-format", "wav", "--tracks", "3"), 0)
    rest = stems_in("out")[-1]
    check(run("transcribe", f"out/{rest}", "--stems", "out", "--stems-format", "wav", "--tracks", "1"), 0)
    assert rest in stems_in("out"), stems_in("out")


def test_killed():
    """What a run that was killed leaves is gone after the next one, and says nothing of the program's memory."""
    write_wav("long.wav", tap.tones(600))
    with subprocess.Popen([tap.PROGRAM, "transcribe", "long.wav", "--stems", "out", "--stems-format", "wav"],
                          stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not (os.path.isdir("out") and os.listdir("out")):
            time.sleep(0.01)
        process.kill()
        if process.wait(60) == 0:
            raise tap.Skip("it was done before it could be killed")
    left = os.listdir("out")
    assert left and all(name.endswith(".tmp") and "0x" not in name for name in left), left
    tone_file("a.wav", 1)
    os.mkdir("notes")
    with open("notes/.coloratura-1-2.tmp", "w", encoding="ascii"):
        pass
    check(run("transcribe", "a.wav", "--stems", "out", "--csv", "notes/"), 0)
    assert not any(name.endswith(".tmp") for name in os.listdir("out")), os.listdir("out")
    assert os.listdir("notes") == ["a.csv"]


if __name__ == "__main__":
    tap.main(tap.tests_of(sys.modules[__name__]))
