# SPDX-License-Identifier: GPL-3.0-or-later
"""PyTorch twins of acoustic model and timbre encoder (MODEL.md)."""

import torch
from torch import nn
from torch.nn import functional

BINS = 288
SEMITONES = 84
MIDI_LOW = 24
DILATIONS = (1, 3, 9, 1, 3, 9)
SECOND_OCTAVE = 3    # blocks before the second octave layer
RECURRENT = 32       # numbers that the recurrent layer keeps of each pitch
CONTEXT_FRAMES = 31  # after a frame that its posteriors depend on
STACK_OFFSETS = (-36, 0, 36, 57, 72, 84, 93, 101)
NOTE_OFFSETS = (0, 36, 57, 72, 84, 93, 101, 108, 114, 120, 125, 129)
NOTE_HARMONICS = len(NOTE_OFFSETS)
NOTE_BANDS = 4           # rows above the harmonics, three cells in each:
BAND_OFFSET, BAND_BINS = 132, 6  # the highest level of so many bins
NOTE_ROWS = NOTE_HARMONICS + NOTE_BANDS
POOLED = 32              # channels of a row after the convolutions
NOTE_SLOTS = 32
NOTE_CHANNELS = 6
EMBEDDING = 16
NOTE_HIDDEN = 24        # units between a note's input and its embedding


class FoldedConv(nn.Module):
    """A convolution without bias, then batch normalisation."""

    def __init__(self, inputs, outputs, size, stride=1, padding=0, dilation=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, size, stride, padding,
                              dilation, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return self.norm(self.conv(x))

    def folded(self):
        """Weight and bias of the one convolution that both make."""
        scale = self.norm.weight / torch.sqrt(self.norm.running_var
                                              + self.norm.eps)
        weight = self.conv.weight * scale[:, None, None, None]
        bias = self.norm.bias - self.norm.running_mean * scale
        return weight.detach(), bias.detach()


def stack_harmonics(x):
    """[batch][frames][288] to [batch][8][256][frames], bins -2 to 253."""
    low, width = -2, 3 * SEMITONES + 4
    left = -(low + min(STACK_OFFSETS))
    right = low + width + max(STACK_OFFSETS) - BINS
    padded = functional.pad(x, (left, right))
    parts = []
    for offset in STACK_OFFSETS:
        first = left + low + offset
        parts.append(padded[:, :, first:first + width])
    stacked = torch.stack(parts, dim=-1).permute(0, 3, 2, 1)
    return stacked.contiguous(memory_format=torch.channels_last)


class AcousticModel(nn.Module):
    """Onset and frame of 84 semitones from the constant-Q transform.

    Inside, time is the last axis: the 25 semitones of the octave layer are
    three times as fast to train along the other one. The recurrent layer
    runs forward over the whole recording, for each pitch by itself, with
    the same weights.
    """

    def __init__(self, channels=16, blocks=len(DILATIONS),
                 recurrent=RECURRENT, second_octave=True):
        super().__init__()
        self.stack = FoldedConv(len(STACK_OFFSETS), channels, (7, 3), (3, 1),
                                (0, 1))
        self.octave = FoldedConv(channels, channels, (25, 1), 1, (12, 0))
        self.blocks = nn.ModuleList(
            FoldedConv(channels, channels, (3, 3), 1, (1, d), (1, d))
            for d in DILATIONS[:blocks])
        self.octave2 = FoldedConv(channels, channels, (25, 1), 1, (
            12, 0)) if second_octave else None
        self.recurrent = self.recall = None
        if recurrent:
            self.recurrent = nn.GRU(channels, recurrent, batch_first=True)
            self.recall = nn.Linear(recurrent, channels)
        self.output = nn.Conv2d(channels, 2, (3, 9), 1, (1, 4))
        with torch.no_grad():
            self.output.bias.copy_(torch.tensor([-4.0, -2.5]))

    def remember(self, y):
        """y [batch][channels][84][frames] plus what is recalled of the
        frames before."""
        rows = y.permute(0, 2, 3, 1)
        kept, _ = self.recurrent(rows.flatten(0, 1))
        recalled = self.recall(kept).view_as(rows)
        return functional.relu(y + recalled.permute(0, 3, 1, 2))

    def forward(self, x):
        """x [batch][frames][288] to logits [batch][2][frames][84]."""
        y = functional.relu(self.stack(stack_harmonics(x)))
        y = functional.relu(y + self.octave(y))
        for i, block in enumerate(self.blocks):
            if i == SECOND_OCTAVE and self.octave2 is not None:
                y = functional.relu(y + self.octave2(y))
            y = functional.relu(y + block(y))
        with torch.autocast(y.device.type, enabled=False):
            y = y.float()
            if self.recurrent is not None:
                y = self.remember(y)
            return self.output(y).transpose(2, 3)


class TimbreEncoder(nn.Module):
    """An embedding of unit length for every note."""

    def __init__(self, embedding=EMBEDDING, hidden=NOTE_HIDDEN):
        super().__init__()
        self.conv1 = FoldedConv(NOTE_CHANNELS, 16, 3, 1, 1)
        self.conv2 = FoldedConv(16, 16, 3, (1, 2), 1)
        self.conv3 = FoldedConv(16, POOLED, 3, (1, 2), 1)
        self.dense1 = nn.Linear(2 * NOTE_ROWS * POOLED, hidden)
        self.dense2 = nn.Linear(hidden, embedding)

    def forward(self, u):
        """u [notes][16][32][6] to embeddings [notes][dimensions]."""
        y = u.permute(0, 3, 1, 2)
        for layer in (self.conv1, self.conv2, self.conv3):
            y = functional.relu(layer(y))
        halves = y.unflatten(3, (2, 4)).mean(dim=4)
        flat = halves.permute(0, 3, 2, 1).flatten(1)
        y = self.dense2(functional.relu(self.dense1(flat)))
        return functional.normalize(y, dim=1)


def count_blocks(state):
    """How many blocks an acoustic model's weights are of."""
    return len({key.split(".")[1] for key in state
                if key.startswith("blocks.")})


def load_acoustic(path):
    """The acoustic model of a checkpoint, with its averaged weights, in
    evaluation mode; its shape is read from them."""
    mean = torch.load(path, map_location="cpu")["mean"]
    recall = mean.get("recall.weight")
    model = AcousticModel(len(mean["octave.norm.bias"]), count_blocks(mean),
                          0 if recall is None else recall.shape[1],
                          "octave2.norm.bias" in mean)
    model.load_state_dict(mean)
    return model.eval()


def grown(now, before):
    """@now with the numbers of @before, a smaller tensor, in its corner, to
    which what is new adds nothing."""
    out = now.clone()
    out[tuple(slice(n) for n in before.shape[:1])] = 0
    out[tuple(slice(n) for n in before.shape)] = before
    return out


def grown_gates(now, before):
    """The same for a tensor of the three gates of a recurrent layer."""
    return torch.cat([grown(n, b) for n, b in zip(now.chunk(3),
                                                  before.chunk(3))])


def start_acoustic(model, path):
    """Begins as a smaller acoustic model of a checkpoint: what that one
    lacks adds nothing at first."""
    state = torch.load(path, map_location="cpu")["mean"]
    for block in model.blocks[count_blocks(state):]:
        nn.init.zeros_(block.norm.weight)
    if model.octave2 is not None:
        nn.init.zeros_(model.octave2.norm.weight)
    if model.recall is not None:
        nn.init.zeros_(model.recall.weight)
        nn.init.zeros_(model.recall.bias)
    own = model.state_dict()
    for key, value in state.items():
        if key in own:
            grow = grown_gates if key.startswith("recurrent") else grown
            own[key] = grow(own[key], value)
    model.load_state_dict(own)


def count_parameters(acoustic, timbre):
    """Numbers in the folded networks: (acoustic, timbre)."""
    def count(model):
        total = 0
        for module in model.modules():
            if isinstance(module, FoldedConv):
                total += module.conv.weight.numel() + module.norm.num_features
        for module in model.children():
            if isinstance(module, (nn.Conv2d, nn.Linear, nn.GRU)):
                total += sum(p.numel() for p in module.parameters())
        return total

    return count(acoustic), count(timbre)
