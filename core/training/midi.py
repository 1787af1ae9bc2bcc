# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the MIDI files that the program writes: notes, tempos, meters,
keys."""
import struct
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Song:
    """What a MIDI file says, in quarter notes from its start."""
    tempos: list = field(default_factory=list)  # (quarters, seconds each)
    meters: list = field(default_factory=list)  # (quarters, num, den)
    keys: list = field(default_factory=list)    # (quarters, tonic, mode)
    notes: list = field(default_factory=list)   # (quarters, midi)

    def seconds(self, quarters):
        """The times of places in quarter notes."""
        starts = np.array([t for t, _ in self.tempos])
        each = np.array([s for _, s in self.tempos])
        at = np.concatenate([[0], np.cumsum(np.diff(starts) * each[:-1])])
        quarters = np.asarray(quarters, float)
        k = np.maximum(np.searchsorted(starts, quarters, "right") - 1, 0)
        return at[k] + (quarters - starts[k]) * each[k]

    def bars(self, end):
        """(quarters, numerator, denominator) of each bar before @end."""
        out, place, k = [], 0.0, 0
        while place < end - 1e-6:
            while k + 1 < len(self.meters) and (
                    self.meters[k + 1][0] <= place + 1e-6):
                k += 1
            _, numerator, denominator = self.meters[k]
            out.append((place, numerator, denominator))
            place += 4 * numerator / denominator
        return out


def _variable(data, at):
    """A number of variable length, and where it ends."""
    value = 0
    while True:
        value = value << 7 | data[at] & 127
        at += 1
        if data[at - 1] < 128:
            return value, at


def read(path):
    """The Song of a file without running status."""
    with open(path, "rb") as file:
        data = file.read()
    tracks, division = struct.unpack(">HH", data[10:14])
    song, at = Song(), 14
    for _ in range(tracks):
        end = at + 8 + struct.unpack(">I", data[at + 4:at + 8])[0]
        at, tick = at + 8, 0
        while at < end:
            delta, at = _variable(data, at)
            tick += delta
            status = data[at]
            if status == 255:
                size, first = _variable(data, at + 2)
                body = data[first:first + size]
                if data[at + 1] == 0x51:
                    song.tempos.append((tick / division,
                                        int.from_bytes(body, "big") / 1e6))
                elif data[at + 1] == 0x58:
                    song.meters.append((tick / division, body[0],
                                        1 << body[1]))
                elif data[at + 1] == 0x59:
                    fifths, = struct.unpack("b", body[:1])
                    song.keys.append((
                        tick / division, (7 * fifths + 9 * body[1]) % 12,
                        "minor" if body[1] else "major"))
                at = first + size
            else:
                if status >> 4 == 9:
                    song.notes.append((tick / division, data[at + 1]))
                at += 2 if status >> 4 in (12, 13) else 3
    song.notes.sort()
    return song
