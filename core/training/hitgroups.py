# SPDX-License-Identifier: GPL-3.0-or-later
"""By what drum hits are told apart, and what drum a group of them is like.

Of the hits that the network finds in mixes whose drums are known, Fisher's
discriminant finds the directions in which spectra differ by the drum within
a mix, and how much they differ by everything else; a linear classifier
learns which drum of General MIDI a spectrum is like.
"""
import json
import pathlib

import numpy as np
import scipy.linalg
import torch
from torch.nn import functional

import hits

BANDS = 24
SCALE_DB = 30.0     # of the network's inputs
RANGE_DB = 40.0
DIMENSIONS = 8
KINDS = ("skin", "metal")
SHRINK = 0.05       # of the covariance, towards its diagonal
SAME = {35: 36, 40: 38, 44: 42, 57: 49, 59: 51, 43: 41, 47: 45, 50: 48}
LEAST_SHARE = 0.01  # of the hits of a kind: rarer drums are not guessed
FIRST_STRIKE, NEAR_FRAMES = 0.4, 3
NEAR_S = 0.05
COMMON = 0.5        # how far drums that are common are made likelier
STEPS, RATE, DECAY = 400, 0.05, 1e-3


def spectrum(x, frame):
    """[72] of a hit, as core/percussion/ct-hit-spectrum.h says; @x as the
    network sees it."""
    def at(*offsets):
        rows = np.clip(frame + np.array(offsets), 0, len(x) - 1)
        return SCALE_DB * x[rows, :BANDS]

    now, old = at(0, 1, 2).max(axis=0), at(-4, -3, -2).min(axis=0)
    power = 10 ** (now / 10)
    rise = 10 * np.log10(np.maximum(power - 10 ** (old / 10),
                                    10 ** (-RANGE_DB / 10) * power))
    rise = np.maximum(rise, rise.max() - RANGE_DB)
    changes = [np.clip(at(k)[0] - now, -30, 10) for k in (6, 16)]
    return np.concatenate([rise - rise.mean(), *changes])


def peaks(strikes, least=FIRST_STRIKE):
    """Frames where a row of activations has its peaks."""
    best = np.max([np.roll(np.pad(strikes, NEAR_FRAMES), k)
                   for k in range(-NEAR_FRAMES, NEAR_FRAMES + 1)], axis=0)
    return np.flatnonzero((strikes >= least) & (
        strikes == best[NEAR_FRAMES:-NEAR_FRAMES]))


def collect(folder, model):
    """For each kind (mix [n], key [n], spectrum [n][72]) of the hits whose
    drum is known."""
    folder = pathlib.Path(folder)
    rows = ([], [])
    for number, entry in enumerate(json.loads(
            (folder / "index.json").read_text())):
        true = hits.read_hits(folder / f"{entry['name']}.hits.csv")
        if not len(true):
            continue
        x = np.fromfile(folder / f"{entry['name']}.f32",
                        np.float32).reshape(-1, hits.INPUTS)
        with torch.no_grad():
            strikes = torch.sigmoid(model(torch.from_numpy(x)[None])[0])
        metal = np.array([int(k) in hits.METALS for k in true[:, 1]])
        for kind in range(2):
            own = true[metal == bool(kind)]
            for frame in peaks(strikes[kind].numpy()):
                away = np.abs(own[:, 0] - frame / hits.FRAME_RATE)
                if len(own) and away.min() < NEAR_S:
                    key = int(own[away.argmin(), 1])
                    rows[kind].append((number, SAME.get(key, key),
                                       spectrum(x, frame)))
    return [tuple(map(np.array, zip(*r))) for r in rows]


def discriminant(mixes, keys, spectra):
    """(mean, projection [72][dimensions]): within a drum of a mix the
    spread is about 1 in each dimension."""
    drums, inverse = np.unique(1000 * mixes + keys, return_inverse=True)
    counts = np.bincount(inverse)
    means = np.zeros((len(drums), spectra.shape[1]))
    np.add.at(means, inverse, spectra)
    means /= counts[:, None]
    rest = spectra - means[inverse]
    within = rest.T @ rest / (len(rest) - len(drums))
    within = ((1 - SHRINK) * within + SHRINK * np.diag(np.diag(within))
              + 1e-3 * np.eye(len(within)))
    between, freedom = np.zeros_like(within), 0
    for mix in np.unique(drums // 1000):
        own = means[drums // 1000 == mix]
        apart = own - own.mean(axis=0)
        between += apart.T @ apart
        freedom += len(own) - 1
    ratios, axes = scipy.linalg.eigh(between / freedom, within)
    best = np.argsort(-ratios)[:DIMENSIONS]
    return (spectra.mean(axis=0),
            axes[:, best] * np.sqrt(ratios[best] / (1 + ratios[best])))


def classifier(keys, spectra):
    """(keys [n], weights [n][72], biases [n]) of a softmax regression in
    which every drum weighs alike, and what is common is likelier then."""
    chosen, counts = np.unique(keys, return_counts=True)
    chosen = chosen[counts >= LEAST_SHARE * len(keys)]
    known = np.isin(keys, chosen)
    y = torch.from_numpy(np.searchsorted(chosen, keys[known]))
    mean, spread = spectra.mean(axis=0), spectra.std(axis=0) + 1e-3
    x = torch.from_numpy(((spectra[known] - mean) / spread).astype("f4"))
    torch.manual_seed(1)
    layer = torch.nn.Linear(x.shape[1], len(chosen))
    share = 1 / torch.bincount(y).float()
    optimiser = torch.optim.Adam(layer.parameters(), RATE,
                                 weight_decay=DECAY)
    for _ in range(STEPS):
        optimiser.zero_grad()
        functional.cross_entropy(layer(x), y, weight=share).backward()
        optimiser.step()
    weight = layer.weight.detach().numpy() / spread
    bias = layer.bias.detach().numpy() - COMMON * np.log(share.numpy())
    return chosen, weight, bias - weight @ mean


def tensors(folder, model):
    """(name, array) as the engine reads them."""
    for kind, (mixes, keys, spectra) in zip(KINDS, collect(folder, model)):
        mean, projection = discriminant(mixes, keys, spectra)
        chosen, weight, bias = classifier(keys, spectra)
        for name, array in (("mean", mean), ("projection", projection),
                            ("drums", chosen), ("weight", weight),
                            ("bias", bias)):
            yield f"hits.{kind}.{name}", np.asarray(array, np.float32)
