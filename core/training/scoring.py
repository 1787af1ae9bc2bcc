# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of notes and tracks found, against the true ones.

Notes are matched as mir_eval does (onset and pitch, within half a semitone;
offsets where they are asked for: within 50 ms or a fifth of the note). Tracks found are assigned to true ones so that the sum of their
F1 is largest; a track without a partner counts 0.
"""

import csv

import mir_eval
import numpy as np
import scipy.optimize

import noteerrors

FRAME_RATE = 22050 / 256


def in_half(number, half):
    """Whether piece @number, from 0 on, is in the even or odd @half, or in
    "all"."""
    return half == "all" or (number % 2 == 1) == (half == "odd")


def read_notes(path):
    """[n][4] of onset_s, offset_s, midi, track, in order of onset, drum
    hits left out."""
    with open(path, newline="") as file:
        rows = [[float(row[k]) for k in ("onset_s", "offset_s", "midi",
                                         "track")]
                for row in csv.DictReader(file) if row["midi"]]
    notes = np.array(rows).reshape(-1, 4)
    return notes[np.argsort(notes[:, 0], kind="stable")]


OFFSET_RATIO = 0.2


def match(true, found, tolerance_s=0.05, offset_ratio=None):
    """Pairs (true, found) of matched notes, whose offsets agree, too, where
    there is an @offset_ratio."""
    if not len(true) or not len(found):
        return []

    def parts(notes):
        ends = np.maximum(notes[:, 1], notes[:, 0] + 0.01)
        return (np.column_stack([notes[:, 0], ends]),
                mir_eval.util.midi_to_hz(notes[:, 2]))

    return mir_eval.transcription.match_notes(
        *parts(true), *parts(found), onset_tolerance=tolerance_s,
        offset_ratio=offset_ratio)


def f1(matched, true, found):
    """F1 from counts; two empty sets agree."""
    return 2 * matched / (true + found) if true + found else 1.0


def roll(notes, frames):
    """Boolean piano roll [frames][128]."""
    out = np.zeros((frames, 128), bool)
    for on, off, pitch, _ in notes:
        first, last = int(round(on * FRAME_RATE)), int(off * FRAME_RATE) + 1
        out[first:last, int(round(pitch))] = True
    return out


def frame_f1(true, found):
    """F1 of the cells of the piano rolls, 86.13 frames a second."""
    ends = [n[:, 1].max() for n in (true, found) if len(n)]
    frames = int(max(ends, default=0) * FRAME_RATE) + 2
    a, b = roll(true, frames), roll(found, frames)
    return f1((a & b).sum(), a.sum(), b.sum())


def track_f1(true, found):
    """Mean F1 of tracks under the best assignment."""
    a, b = np.unique(true[:, 3]), np.unique(found[:, 3])
    table = np.zeros((len(a), len(b)))
    for i, j in np.ndindex(*table.shape):
        x, y = true[true[:, 3] == a[i]], found[found[:, 3] == b[j]]
        table[i, j] = f1(len(match(x, y)), len(x), len(y))
    pairs = scipy.optimize.linear_sum_assignment(-table)
    return table[pairs].sum() / max(len(a), len(b), 1)


def owner_share(true, found):
    """Share of the notes found rightly that are in the right track."""
    pairs = match(true, found)
    if not pairs:
        return 0.0
    a = np.unique(true[:, 3], return_inverse=True)[1]
    b = np.unique(found[:, 3], return_inverse=True)[1]
    table = np.zeros((a.max() + 1, b.max() + 1))
    for i, j in pairs:
        table[a[i], b[j]] += 1
    best = scipy.optimize.linear_sum_assignment(-table)
    return table[best].sum() / len(pairs)


def score(true, alone, given):
    """All figures of one mix: @alone found its number of tracks itself,
    @given was told it."""
    matched = match(true, alone)
    pairs = len(matched)
    tracks = len(np.unique(true[:, 3]))
    wrong = abs(len(np.unique(alone[:, 3])) - tracks)
    return dict(noteerrors.count(true, alone, matched), **{
        "note": f1(pairs, len(true), len(alone)),
        "offset": f1(len(match(true, alone, offset_ratio=OFFSET_RATIO)),
                     len(true), len(alone)),
        "note100": f1(len(match(true, alone, 0.1)), len(true), len(alone)),
        "precision": pairs / max(1, len(alone)),
        "recall": pairs / max(1, len(true)),
        "frame": frame_f1(true, alone),
        "track_given": track_f1(true, given),
        "owner_given": owner_share(true, given),
        "track_found": track_f1(true, alone),
        "count": float(wrong == 0), "count1": float(wrong <= 1)})
