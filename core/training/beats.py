# SPDX-License-Identifier: GPL-3.0-or-later
"""The beat network that MODEL.md specifies, and what it learns from.

A temporal convolutional network (S. Bai et al. 2018; for beats: M. Davies
and S. Boeck 2019) over what core/rhythm/ct-onset-strength.h tells of a
recording, at half its frame rate. It learns from pieces that `generate.py
rhythm --varied --features EXE` made: NAME.f32, [frames][8], and index.json.
"""

import json

import numpy as np
import torch

import curvenet

FRAME_RATE = 22050 / 256 / 2
CURVES = 8              # onset, accent, bass, chord, treble, kick, snare, metal
ONSET, BASS, TREBLE, KICK, SNARE, METAL = 0, 2, 4, 5, 6, 7
CHANNELS = 16
FIRST_TAPS = 5
DILATIONS = tuple(2 ** k for k in range(9)) * 2
HELD_OUT_EVERY = 16     # of the pieces
NEAR = (0.25, 0.6)      # the target two frames and one frame from a beat
STRETCH = 0.22          # deviation of the logarithm of the speed
LOST_SHARE = 0.15       # how often one of the curves is silent
DRUM_SHARE = 0.35       # how often a piece without drums gets some
DRUM_LOST_SHARE = 0.3   # how often one sort of drums, or all, is not heard
FREE_SHARE = 0.12       # how often there is no rhythm
FREE_GAP_S = 0.5, 3.0   # the longest between its notes
CLICK_SHARE = 0.08      # how often there is a metronome and nothing else
CLICK_BPM = 40, 230
GOLDEN_FRAMES = 800


class BeatModel(curvenet.CurveModel):
    """Whether a beat and a downbeat lie at each frame."""

    def __init__(self):
        super().__init__(CURVES, CHANNELS, FIRST_TAPS, DILATIONS)


def halve(curves):
    """[n][8] at half the frame rate, the larger of two; compressed."""
    n = len(curves) // 2
    return np.log1p(curves[:2 * n].reshape(n, 2, -1).max(axis=1))


def targets(times_s, n):
    """[n], 1 at the frames nearest to @times_s."""
    out = np.zeros(n + 6, np.float32)
    at = np.round(np.asarray(times_s) * FRAME_RATE).astype(int) + 3
    at = at[(at > 2) & (at < n + 3)]
    for value, apart in zip(NEAR, (2, 1)):
        for side in (at - apart, at + apart):
            out[side] = np.maximum(out[side], value)
    out[at] = 1
    return out[3:n + 3]


def drum_pattern(random, bar):
    """What drums play in a bar of @bar beats, [(curve, beat, strength)]: as
    drummers do, but with more fancy than the pieces' own."""
    eighths = np.arange(1, 2 * bar) / 2
    kicks = [0.0] if random.random() < 0.95 else []
    kicks += [at for at in eighths if random.random() < 0.12]
    if bar == 4 and random.random() < 0.5:
        kicks.append(2.0)
    backbeats = {2: ([1],), 3: ([1, 2], [2], [1]), 4: ([1, 3], [1, 3], [2])}
    rows = backbeats.get(bar, ([],)) + ([],)
    snares = list(rows[random.integers(len(rows))])
    snares += [at for at in eighths if random.random() < 0.04]
    step = random.choice((1, 1 / 2, 1 / 2, 1 / 3, 1 / 4))
    metals = np.arange(0, bar, step)
    manner = random.random()
    if manner < 0.15:
        metals = metals[metals % 1 > 0]
    elif manner < 0.3:
        metals = []
    return [(curve, float(at), random.uniform(0.4, 1) * (1 if at % 1 else 1.2))
            for curve, row in ((KICK, kicks), (SNARE, snares),
                               (METAL, metals)) for at in sorted(set(row))]


def play_drums(x, beats, downs, random):
    """Lets drums play to the curves @x [frames][8], beats and downbeats in
    seconds."""
    at = [int(np.abs(beats - t).argmin()) for t in downs]
    if len(at) < 2 or len(beats) < 4:
        return
    bar, numbers = int(np.median(np.diff(at))), np.arange(len(beats))
    rows = np.zeros_like(x)
    pattern = drum_pattern(random, max(bar, 1))
    for first in range(at[0] % max(bar, 1), len(beats), max(bar, 1)):
        for curve, beat, strength in pattern:
            if first + beat > len(beats) - 1 or random.random() < 0.05:
                continue
            time_s = np.interp(first + beat, numbers, beats)
            frame = int(round((time_s + random.normal(0, 0.008))
                              * FRAME_RATE))
            if 0 <= frame < len(x):
                rows[frame, curve] += strength * random.uniform(0.8, 1.2)
    for curve, also in ((KICK, BASS), (SNARE, TREBLE), (METAL, TREBLE)):
        row = rows[:, curve]
        power = np.mean(row ** 2) / 2  # of the frames of the recording
        if power > 0:
            row = row / np.sqrt(power)
            x[:, curve] = np.log1p(row)
            for other, most in ((ONSET, 0.5), (also, 0.6)):
                x[:, other] = np.log1p(np.expm1(x[:, other])
                                       + random.uniform(0, most) * row)


def curves_heard(random, share):
    """Which of the curves [8] hear what begins: the first always, those of
    notes in a @share of cases, those of drums in a quarter of them."""
    heard = random.random(CURVES) < share
    heard[ONSET] = True
    heard[KICK:] &= random.random() < 0.25
    return heard


def stretch(curves, factor, frames):
    """@curves [n][8] played @factor times as slow, @frames of it; a peak
    stays as high as it was."""
    at = np.arange(frames) / factor
    low = np.minimum(at.astype(int), len(curves) - 2)
    part = (at - low)[:, None]
    return curves[low] * (1 - part) + curves[low + 1] * part


class BeatBatches(curvenet.CurveBatches):
    """x [b][frames][8] and targets [b][2][frames]."""

    held_out_every = HELD_OUT_EVERY

    def entries(self, folder):
        return [(folder / f"{name}.f32", truth) for name, truth in json.loads(
            (folder / "index.json").read_text()).items()]

    def read(self, entry):
        name, truth = entry
        heard = np.fromfile(name, np.float32).reshape(-1, CURVES)
        return (halve(heard), np.array(truth["beats"]),
                np.array(truth["downbeats"]))

    def one(self, random):
        """Curves and targets of a stretch of one piece."""
        if random.random() < CLICK_SHARE:
            return self.clicks(random)
        curves, beats, downs = self.pieces[random.integers(len(self.pieces))]
        factor = np.exp(random.normal(0, STRETCH))
        span = int(self.frames / factor) + 2
        first = int(random.integers(min(0, len(curves) - span),
                                    max(1, len(curves) - span)))
        first = max(first, 0)
        part = curves[first:first + span]
        part = np.pad(part, ((0, span - len(part)), (0, 0)))
        x = stretch(part, factor, self.frames)
        moved = [(t - first / FRAME_RATE) * factor for t in (beats, downs)]
        y = np.stack([targets(m, self.frames) for m in moved])
        if not x[:, KICK:].any() and random.random() < DRUM_SHARE:
            play_drums(x, *moved, random)
        if random.random() < FREE_SHARE:
            free = (self.scramble, self.wander)[random.integers(2)]
            x, y = free(x, random), np.zeros_like(y)
        x *= np.exp(random.normal(0, 0.25, CURVES))
        if random.random() < LOST_SHARE:
            x[:, random.choice((1, 2, 3, 4))] = 0
        if random.random() < DRUM_LOST_SHARE:
            lost = random.choice((KICK, SNARE, METAL, CURVES))
            x[:, KICK if lost == CURVES else lost:min(lost + 1, CURVES)] = 0
        return x.astype(np.float32), y

    def clicks(self, random):
        """A metronome: it has beats, but who knows which are first."""
        step_s = 60 / np.exp(random.uniform(*np.log(CLICK_BPM)))
        times_s = np.arange(random.uniform(0, step_s),
                            self.frames / FRAME_RATE, step_s)
        x = np.zeros((self.frames, CURVES), np.float32)
        high = np.log1p(np.sqrt(2 * FRAME_RATE * step_s))
        at = np.minimum(np.round(times_s * FRAME_RATE).astype(int),
                        self.frames - 1)
        heard = curves_heard(random, 0.5)
        x[np.ix_(at, heard)] = high * random.uniform(
            0.8, 1.1, (len(at), heard.sum()))
        x[np.maximum(at - 1, 0), 0] = 0.5 * high
        beats = targets(times_s, self.frames)
        return x, np.stack([beats, 0.25 * beats])

    def scramble(self, x, random):
        """The same without a rhythm: short pieces in any order."""
        cuts = np.cumsum(random.uniform(4, 40, self.frames)).astype(int)
        cuts = cuts[cuts < self.frames - 3]
        pieces = np.split(x, cuts)
        return np.concatenate([pieces[i] for i in
                               random.permutation(len(pieces))])

    def wander(self, x, random):
        """Notes that come whenever they like, seldom or often."""
        longest_s = np.exp(random.uniform(*np.log(FREE_GAP_S)))
        gaps_s = np.exp(random.uniform(np.log(0.12), np.log(longest_s), 400))
        at = np.round(np.cumsum(gaps_s) * FRAME_RATE).astype(int)
        at = at[at < self.frames - 1]
        x, heard = np.zeros_like(x), curves_heard(random, 0.6)
        for k in range(CURVES):
            if heard[k]:
                x[at, k] = random.uniform(0.8, 2.6) * random.uniform(
                    0.3, 1, len(at))
        x[np.maximum(at - 1, 0), 0] = 0.5 * x[at, 0]
        return x


def load(path):
    """The network of a checkpoint."""
    return curvenet.load(BeatModel(), path)


def tensors(model):
    """(name, array) as the engine reads them, axes as in MODEL.md."""
    return curvenet.tensors(model, "beats")


def goldens(model):
    """Curves at the engine's frame rate and what the network makes of
    every second frame: (name, array)."""
    random = np.random.RandomState(4)
    curves = random.exponential(0.3, (GOLDEN_FRAMES, CURVES))
    curves[::37] += random.uniform(1, 6, curves[::37].shape)
    curves = curves.astype("<f4")
    with torch.no_grad():
        x = torch.from_numpy(halve(curves).astype(np.float32))
        y = torch.sigmoid(model(x[None])[0]).T.numpy()
    return ("beats-input", curves), ("beats-output", y)
