# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: a TAP runner, recordings, and a way to call the program."""

import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import traceback

RATE = 8000  # little to read and to analyse
PROGRAM = os.path.abspath(sys.argv[1])
SOURCE = os.path.abspath(sys.argv[2])
DEMO = os.path.join(SOURCE, "resources", "demo.flac")
WEIGHTS = os.path.join(SOURCE, "resources", "model.weights")
HEADER = "onset_s,offset_s,midi,track,velocity,confidence"


class Skip(Exception):
    """Why a test cannot run here."""


def default_signals():
    # a shell that starts jobs in the background, or nohup, has them ignored
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def run(*arguments, env=None, **more):
    """Calls the program in the current folder; stdout and stderr are bytes."""
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 120,
               "preexec_fn": default_signals}
    options.update(more)
    environment = dict(os.environ, **(env or {}))
    return subprocess.run([PROGRAM, *arguments], env=environment, check=False, **options)


def check(result, status, message=None):
    """The exit status is @status; on failure, standard error is one line of the program's that ends in @message."""
    lines = result.stderr.decode("utf-8").splitlines()
    assert result.returncode == status, f"exit status {result.returncode}, not {status}: {result.stderr!r}"
    if status != 0:
        assert len(lines) == 1, f"not one line: {lines}"
        assert lines[0].startswith("coloratura-cli: "), lines[0]
    if message is not None:
        assert lines[-1].endswith(message), f"{lines[-1]!r} does not end in {message!r}"


def write_wav(path, samples, rate=RATE, channels=1, tag=3):
    """Samples as 32-bit floats (tag 3) or 16-bit integers (tag 1), with a header that says what it is told."""
    width = 4 if tag == 3 else 2
    data = b"".join(struct.pack("<f" if tag == 3 else "<h", value) for value in samples)
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * channels * width, channels * width, 8 * width)
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    write(path, b"RIFF" + struct.pack("<I", len(chunks)) + chunks)


def tones(seconds=2.0, rate=RATE):
    """Some plucked notes: falling saws, two a second."""
    period, samples = 1, []
    for i in range(int(seconds * rate)):
        if i % (rate // 2) == 0:
            period = rate // (220 + 55 * (i // (rate // 2) % 5))
        samples.append(0.4 * (1 - 2 * (i % period) / period) * 0.9995 ** (i % (rate // 2)))
    return samples


def tone_file(path, seconds=2.0):
    write_wav(path, tones(seconds))
    return path


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def read_table(path):
    """The rows of a table of notes, as lists of numbers."""
    with open(path, encoding="ascii") as file:
        lines = file.read().splitlines()
    assert lines[0] == HEADER, lines[0]
    return [[float(field) for field in line.split(",")] for line in lines[1:]]


def midi_tracks(path):
    """How many tracks of notes a MIDI file has, and how many notes begin in it."""
    data = read(path)
    kind, size, form, n_tracks, division = struct.unpack(">4sIHHH", data[:14])
    assert (kind, size, form, division) == (b"MThd", 6, 1, 960), data[:14]
    at, tracks, n_notes = 14, 0, 0
    while at < len(data):
        kind, size = struct.unpack(">4sI", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        assert kind == b"MTrk" and len(body) == size and body.endswith(b"\x00\xff\x2f\x00"), body[-8:]
        n_notes += count_notes(body)
        tracks += 1
        at += 8 + size
    assert tracks == n_tracks, (tracks, n_tracks)
    return tracks - 1, n_notes


def count_notes(body):
    """How many notes begin in the body of a track, which has no running status."""
    at, n = 0, 0
    while at < len(body):
        while body[at] & 128:
            at += 1
        kind = body[at + 1] >> 4
        if kind == 15:
            at += 4 + body[at + 3]
        else:
            n += kind == 9
            at += 3 if kind in (12, 13) else 4
    return n


def midi_notes(path):
    """The notes of a MIDI file at its first tempo: onset, end, pitch, track from 1."""
    data = read(path)
    at, track, notes = 14, 0, []
    while at < len(data):
        size, = struct.unpack(">I", data[at + 4:at + 8])
        body, place, tick, begun = data[at + 8:at + 8 + size], 0, 0, {}
        while place < len(body):
            wait = 0
            while body[place] & 128:
                wait, place = wait << 7 | body[place] & 127, place + 1
            tick += wait << 7 | body[place]
            kind, pitch = body[place + 1] >> 4, body[place + 2]
            if kind == 9:
                begun[pitch] = tick
            elif kind == 8:
                notes.append((begun.pop(pitch) / 1920, tick / 1920, pitch, track))
            place += 4 + body[place + 3] if kind == 15 else 3 if kind in (12, 13) else 4
        at, track = at + 8 + size, track + 1
    return sorted(notes)


def main(tests):
    """Runs functions, each in an empty folder of its own, and prints TAP."""
    print(f"1..{len(tests)}", flush=True)
    failed = False
    for number, test in enumerate(tests, 1):
        folder = tempfile.mkdtemp(prefix="coloratura-cli-")
        os.chdir(folder)
        line = f"{number} {test.__name__.removeprefix('test_').replace('_', '-')}"
        try:
            test()
            print("ok", line, flush=True)
        except Skip as reason:
            print("ok", line, "# SKIP", reason, flush=True)
        except Exception:  # pylint: disable=broad-except
            failed = True
            print("not ok", line)
            print("# " + traceback.format_exc().rstrip().replace("\n", "\n# "), flush=True)
        os.chdir("/")
        shutil.rmtree(folder)
    sys.exit(1 if failed else 0)


def tests_of(module):
    return [value for name, value in vars(module).items() if name.startswith("test_")]
