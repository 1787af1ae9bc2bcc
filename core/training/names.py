# SPDX-License-Identifier: GPL-3.0-or-later
"""What tracks are called: a judgement of General MIDI programs.

The twin of core/timbre/ct-program-guess.c. Of every track of random mixes the
features are means over its notes: the encoder's embedding, register and
spread, the levels of twelve harmonics in seven stretches of time. A linear
discriminant (Gaussians with one covariance) tells prototypes apart, each of
them a program as one maker recorded or made it.
"""

import numpy as np
import torch

import dataset
import memorydata
import noteinput
from networks import MIDI_LOW, NOTE_HARMONICS

MIXES, FRAMES, NOTES, SEED = 2500, 600, 100, 99
LEAST_NOTES = 3    # of a track
STRETCHES = ((0, 2), (2, 4), (4, 8), (8, 16), (16, 20), (20, 24), (24, 32))
SHRINK = 0.05      # of the covariance, towards its diagonal
SHARPNESS = 0.2    # notes of a track are alike: what they say is worth less
LEVELLING = 0.5    # how far families are made equally likely
BOUNDS = 0.5, 0.35  # how probable a program and a family must be: right in
                    # about four of five, makers that training has not heard
FAMILIES = ((0, 7, 0), (8, 15, 1), (16, 23, 2), (24, 31, 3), (32, 39, 4),
            (40, 45, 5), (46, 46, 3), (48, 51, 5), (52, 54, 6), (56, 63, 7),
            (64, 79, 8), (80, 103, 9), (104, 107, 3), (108, 108, 1),
            (109, 109, 8), (110, 110, 5), (111, 111, 8))
OTHER = 10


def family(program):
    """As ct_program_family() has it."""
    return next((f for first, last, f in FAMILIES
                 if first <= program <= last), OTHER)


def levels(u):
    """[n][84]: harmonics, each in its stretches, of inputs [n][16][32][6]."""
    parts = [u[:, :NOTE_HARMONICS, a:b, 1].mean(axis=2)
             for a, b in STRETCHES]
    return np.stack(parts, axis=2).reshape(len(u), -1)


def features(embeddings, midi, level):
    """[119] of one track's notes."""
    height = (midi - 60) / 24
    place = [height.mean(), height.mean() ** 2, height.std()]
    return np.concatenate([embeddings.mean(axis=0), place,
                           level.mean(axis=0)])


def maker(stem):
    """Whose sound a stem is."""
    parts = stem["name"].split("/")
    return parts[-1 if stem["kind"] == "sample" else 0]


def tracks(folders, timbre):
    """Features [n][119] of the tracks of mixes, and their stems [n]."""
    stems = dataset.Stems(folders)
    chooser = memorydata.Chooser(stems)
    noise = dataset.make_noise(np.random.default_rng(0))
    rows, numbers = [], []
    for i in range(MIXES):
        random = np.random.default_rng([SEED, i, 1])
        count = 1 + random.choice(len(memorydata.COUNTS),
                                  p=memorydata.COUNTS)
        mix = dataset.make_mix(stems, SEED, i, FRAMES, noise, count,
                               chooser.choose(random, count))
        notes = noteinput.usable(mix, random, NOTES)
        if not len(notes):
            continue
        u = noteinput.note_inputs(mix.level_db,
                                  noteinput.soften(mix.frame, random), notes)
        with torch.no_grad():
            e = timbre(torch.from_numpy(u)).numpy()
        level = levels(u)
        for owner, number in enumerate(mix.numbers):
            own = notes[:, 4] == owner
            if own.sum() >= LEAST_NOTES:
                rows.append(features(e[own], notes[own, 2] + MIDI_LOW,
                                     level[own]))
                numbers.append(stems.stems[number])
    return np.array(rows), numbers


def fit(rows, kinds):
    """Weights [k][119] and biases [k] of a linear discriminant; @kinds [n]
    number the prototypes, which weigh alike."""
    weight = 1 / np.bincount(kinds)[kinds]
    means = np.zeros((kinds.max() + 1, rows.shape[1]))
    np.add.at(means, kinds, rows * weight[:, None])
    rest = (rows - means[kinds]) * np.sqrt(weight)[:, None]
    spread = rest.T @ rest / weight.sum()
    spread += np.diag(SHRINK * np.diag(spread) + 1e-4)
    weights = np.linalg.solve(spread, means.T).T
    return weights, -0.5 * (weights * means).sum(axis=1)


def tensors(rows, stems):
    """(name, array) of what the engine needs; arguments as of tracks()."""
    known = [s["program"] >= 0 and s["kind"] != "drums" for s in stems]
    rows = rows[known]
    names = [(s["program"], maker(s)) for s, k in zip(stems, known) if k]
    prototypes = sorted(set(names))
    weights, biases = fit(rows, np.array([prototypes.index(n)
                                          for n in names]))
    kin = np.array([family(p) for p, _ in prototypes])
    prior = -LEVELLING * np.log(np.bincount(kin)[kin])
    yield "names.weight", SHARPNESS * weights
    yield "names.bias", SHARPNESS * biases + prior
    yield "names.program", np.array([p for p, _ in prototypes])
    yield "names.bounds", np.array(BOUNDS)
