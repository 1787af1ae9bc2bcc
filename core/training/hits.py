# SPDX-License-Identifier: GPL-3.0-or-later
"""The network of drum hits that MODEL.md specifies, and what it learns from.

A small convolutional network over the bands of the spectrum in which
percussion stands out, and over what notes begin, so that their attacks are
no hits. It learns from mixes that `generate.py percussion --varied
--features EXE` made: NAME.f32, [frames][64], NAME.hits.csv and index.json.
"""

import csv
import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional

FRAME_RATE = 22050 / 256
INPUTS = 64
BANDS = 48              # of the inputs: noise and peaks
CHANNELS = 16
FIRST_TAPS = 7
DILATIONS = (1, 2, 4, 8)
METALS = frozenset((42, 44, 46, 49, 51, 52, 53, 54, 55, 57, 59, 69, 70, 80,
                    81, 82))  # of General MIDI; everything else is a skin
HELD_OUT_EVERY = 12     # of the mixes
NEAR = 0.5              # the target one frame from a hit
LOUDER = 0.15           # deviation of the levels that are added
TILT = 0.15             # the same at both ends of the spectrum


class HitModel(nn.Module):
    """Whether a skin and whether metal is struck at each frame."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(INPUTS, CHANNELS, FIRST_TAPS,
                               padding=FIRST_TAPS // 2)
        self.blocks = nn.ModuleList(
            nn.Conv1d(CHANNELS, CHANNELS, 3, padding=d, dilation=d)
            for d in DILATIONS)
        self.output = nn.Conv1d(CHANNELS, 2, 1)

    def forward(self, x):
        """x [batch][frames][64] to logits [batch][2][frames]."""
        y = functional.relu(self.first(x.transpose(1, 2)))
        for block in self.blocks:
            y = functional.relu(y + block(y))
        return self.output(y)


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


class HitBatches(torch.utils.data.Dataset):
    """x [b][frames][64] and targets [b][2][frames]."""

    def __init__(self, folders, seed, steps, mixes, frames, held_out=False):
        self.folders = [pathlib.Path(folder) for folder in folders]
        self.held_out, self.seed, self.steps = held_out, seed, steps
        self.mixes, self.frames = mixes, frames
        self.pieces = None

    def __len__(self):
        return self.steps

    def open(self):
        """Reads the mixes."""
        if self.pieces is not None:
            return
        index = [folder / entry["name"] for folder in self.folders for entry
                 in json.loads((folder / "index.json").read_text())]
        self.pieces = []
        for number, name in enumerate(index):
            if (number % HELD_OUT_EVERY == 0) == self.held_out:
                x = np.fromfile(f"{name}.f32", np.float32).reshape(-1, INPUTS)
                self.pieces.append((x, targets(read_hits(
                    f"{name}.hits.csv"), len(x))))

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

    def __getitem__(self, step):
        self.open()
        random = np.random.default_rng([self.seed, step])
        made = [self.one(random) for _ in range(self.mixes)]
        return tuple(torch.from_numpy(np.stack(part)) for part in zip(*made))


def load(path):
    """The averaged weights of a checkpoint, in evaluation mode."""
    model = HitModel()
    model.load_state_dict(torch.load(path, map_location="cpu")["mean"])
    return model.eval()


def tensors(model):
    """(name, array) as the engine reads them, axes as in MODEL.md."""
    layers = [("first", model.first)]
    layers += [(f"block{i}", b) for i, b in enumerate(model.blocks, 1)]
    for name, layer in layers:
        yield (f"hits.{name}.weight",
               layer.weight.detach().permute(2, 1, 0).numpy())
        yield f"hits.{name}.bias", layer.bias.detach().numpy()
    yield "hits.output.weight", model.output.weight.detach()[..., 0].numpy()
    yield "hits.output.bias", model.output.bias.detach().numpy()
