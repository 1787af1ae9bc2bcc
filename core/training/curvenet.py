# SPDX-License-Identifier: GPL-3.0-or-later
"""What the networks of beats and of drum hits have in common: a few layers
of convolutions over what a recording is at each frame, and stretches of
pieces that they learn from."""

import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional


class CurveModel(nn.Module):
    """Two logits for each frame, of so many inputs."""

    def __init__(self, inputs, channels, first_taps, dilations):
        super().__init__()
        self.first = nn.Conv1d(inputs, channels, first_taps,
                               padding=first_taps // 2)
        self.blocks = nn.ModuleList(
            nn.Conv1d(channels, channels, 3, padding=d, dilation=d)
            for d in dilations)
        self.output = nn.Conv1d(channels, 2, 1)

    def forward(self, x):
        """x [batch][frames][inputs] to logits [batch][2][frames]."""
        y = functional.relu(self.first(x.transpose(1, 2)))
        for block in self.blocks:
            y = functional.relu(y + block(y))
        return self.output(y)


def load(model, path):
    """@model with the averaged weights of a checkpoint, in evaluation
    mode."""
    model.load_state_dict(torch.load(path, map_location="cpu")["mean"])
    return model.eval()


def tensors(model, prefix):
    """(name, array) as the engine reads them, axes as in MODEL.md."""
    layers = [("first", model.first)]
    layers += [(f"block{i}", b) for i, b in enumerate(model.blocks, 1)]
    for name, layer in layers:
        yield (f"{prefix}.{name}.weight",
               layer.weight.detach().permute(2, 1, 0).numpy())
        yield f"{prefix}.{name}.bias", layer.bias.detach().numpy()
    yield (f"{prefix}.output.weight",
           model.output.weight.detach()[..., 0].numpy())
    yield f"{prefix}.output.bias", model.output.bias.detach().numpy()


class CurveBatches(torch.utils.data.Dataset):
    """x [b][frames][inputs] and targets [b][2][frames]. A kind of it says
    what an index names, reads that, and makes one() of it."""

    held_out_every = None   # of the pieces

    def __init__(self, folders, seed, steps, mixes, frames, held_out=False):
        self.folders = [pathlib.Path(folder) for folder in folders]
        self.held_out, self.seed, self.steps = held_out, seed, steps
        self.mixes, self.frames = mixes, frames
        self.pieces = None

    def entries(self, folder):
        """What the index of a folder names, in order."""
        raise NotImplementedError

    def read(self, entry):
        """The piece that it names."""
        raise NotImplementedError

    def one(self, random):
        """Inputs and targets of a stretch of one piece."""
        raise NotImplementedError

    def open(self):
        """Reads the pieces, those that are held out or all others."""
        if self.pieces is not None:
            return
        entries = [entry for folder in self.folders
                   for entry in self.entries(folder)]
        self.pieces = [self.read(entry) for number, entry
                       in enumerate(entries)
                       if (number % self.held_out_every == 0)
                       == self.held_out]

    def __len__(self):
        return self.steps

    def __getitem__(self, step):
        self.open()
        random = np.random.default_rng([self.seed, step])
        made = [self.one(random) for _ in range(self.mixes)]
        return tuple(torch.from_numpy(np.stack(part)) for part in zip(*made))
