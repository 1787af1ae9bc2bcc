# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders notes of the Gravis patches of Debian's freepats, by TiMidity++.

A font that sounds.FontSource can play, as fluid.Fluid is one.
"""
import re
import struct
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.io import wavfile

import fluid

RATE = 22050
DIVISION = 960    # ticks of a quarter note of half a second
TICKS = 2 * DIVISION  # of a second
DRUMS = 128       # the bank of drum kits, as sound fonts have it


def _variable(value):
    """A number of variable length as MIDI files have it."""
    out = [value & 127]
    while value > 127:
        value >>= 7
        out.append(value & 127 | 128)
    return bytes(reversed(out))


def _events(notes, bends, channel):
    """Sorted (tick, order, message): note-offs come first."""
    events = []
    for onset, offset, midi, velocity in notes:
        first = round(onset * TICKS)
        last = max(round(offset * TICKS), first + 1)
        force = int(np.clip(velocity, 1, 127))
        events.append((first, 2, bytes((0x90 | channel, int(midi), force))))
        events.append((last, 0, bytes((0x80 | channel, int(midi), 0))))
    for time, semitones in bends:
        value = fluid.bend_value(semitones)
        events.append((round(time * TICKS), 1,
                       bytes((0xe0 | channel, value & 127, value >> 7))))
    return sorted(events)


def midi_file(notes, program, bends=(), channel=0):
    """The bytes of a MIDI file of one track at 120 beats a minute."""
    track, now = bytes((0, 0xc0 | channel, program)), 0
    for tick, _, message in _events(notes, bends, channel):
        track += _variable(tick - now) + message
        now = tick
    track += b"\0\xff\x2f\0"
    return (b"MThd" + struct.pack(">IHHH", 6, 0, 1, DIVISION)
            + b"MTrk" + struct.pack(">I", len(track)) + track)


class Patches:
    """The programs and drum kits of a configuration of TiMidity++."""

    def __init__(self, path):
        self.path = Path(path)
        self.programs, bank = set(), None
        for line in self.path.read_text().splitlines():
            words = line.split("#")[0].split()
            if len(words) == 2 and words[0] == "bank":
                bank = int(words[1])
            elif len(words) == 2 and words[0] == "drumset":
                bank = None
                self.programs.add((DRUMS, int(words[1])))
            elif (len(words) > 1 and re.fullmatch(r"\d+", words[0])
                  and bank is not None):
                self.programs.add((bank, int(words[0])))

    def has(self, bank, program):
        """Whether there is a patch for this program, a kit in bank 128."""
        return (bank, program) in self.programs

    def render(self, notes, seconds, bank, program, bends=()):
        """Mono float32 of @seconds; see fluid.Fluid."""
        with tempfile.TemporaryDirectory() as folder:
            midi, wav = Path(folder) / "in.mid", Path(folder) / "out.wav"
            midi.write_bytes(midi_file(notes, program, bends,
                                       9 if bank == DRUMS else 0))
            subprocess.run(
                ["timidity", "-c", self.path, "--quiet=7", "-OwM", "-s",
                 str(RATE), "-A60", "--reverb=d", "--chorus=n",
                 "--preserve-silence", "-o", wav, midi], check=True, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            _, sound = wavfile.read(wav)
        out = np.zeros(int(seconds * RATE), np.float32)
        sound = sound[:len(out)] / 32768
        out[:len(sound)] = sound
        return out
