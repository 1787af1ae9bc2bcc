# SPDX-License-Identifier: GPL-3.0-or-later
"""The network of drum hits that MODEL.md specifies, and what it learns from.

A small convolutional network over the bands of the spectrum in which
percussion stands out, and over what notes begin, so that their attacks are
no hits. It learns from mixes that `generate.py percussion --varied
--features EXE` made: NAME.f32, [frames][64], NAME.hits.csv and index.json.
"""

import csv
import json

import numpy as np

import curvenet

FRAME_RATE = 22050 / 256
INPUTS = 64
BANDS = 48              # of the inputs: noise and peaks
CHANNELS = 32
FIRST_TAPS = 7
DILATIONS = (1, 2, 4, 8)
METALS = frozenset((42, 44, 46, 49, 51, 52, 53, 54, 55, 57, 59, 69, 70, 80,
                    81, 82))  # of General MIDI; everything else is a skin
HELD_OUT_EVERY = 12     # of the mixes
NEAR = 0.5              # the target one frame from a hit
LOUDER = 0.15           # deviation of the levels that are added
TILT = 0.15             # the same at both ends of the spectrum


class HitModel(curvenet.CurveModel):
    """Whether a skin and whether metal is struck at each frame."""

    def __init__(self):
        super().__init__(INPUTS, CHANNELS, FIRST_TAPS, DILATIONS)


def read_hits(path):
    """[n][3] of time_s, General MIDI key, velocity."""
    with open(path, newline="") as file:
        rows = [[float(row[k]) for k in ("time_s", "key", "velocity")]
                for row in csv.DictReader(file)]
    return np.array(rows).reshape(-1, 3)


def targets(hits, n):
    """[2][n], 1 at the frames nearest to @hits of each kind."""
    out = np.zeros((2, n + 2), np.float32)
    at = np.clip(np.round(hits[:, 0] * FRAME_RATE).astype(int), 0, n - 1) + 1
    kind = np.array([int(k) in METALS for k in hits[:, 1]], int)
    for side in (at - 1, at + 1):
        out[kind, side] = NEAR
    out[kind, at] = 1
    return out[:, 1:n + 1]


class HitBatches(curvenet.CurveBatches):
    """x [b][frames][64] and targets [b][2][frames]."""

    held_out_every = HELD_OUT_EVERY

    def entries(self, folder):
        return [folder / entry["name"] for entry
                in json.loads((folder / "index.json").read_text())]

    def read(self, entry):
        x = np.fromfile(f"{entry}.f32", np.float32).reshape(-1, INPUTS)
        return x, targets(read_hits(f"{entry}.hits.csv"), len(x))

    def one(self, random):
        """Inputs and targets of a stretch of one mix, louder or softer."""
        x, y = self.pieces[random.integers(len(self.pieces))]
        first = int(random.integers(0, max(1, len(x) - self.frames)))
        x, y = x[first:first + self.frames].copy(), y[:, first:first
                                                     + self.frames]
        tilt = np.linspace(-1, 1, BANDS // 2) * random.normal(0, TILT)
        moved = x[:, :BANDS] + random.normal(0, LOUDER) + np.tile(tilt, 2)
        x[:, :BANDS] = np.clip(moved, 0, 3)
        missing = self.frames - len(x)
        return (np.pad(x, ((0, missing), (0, 0))),
                np.pad(y, ((0, 0), (0, missing))))


def load(path):
    """The network of a checkpoint."""
    return curvenet.load(HitModel(), path)


def tensors(model):
    """(name, array) as the engine reads them, axes as in MODEL.md."""
    return curvenet.tensors(model, "hits")
