# SPDX-License-Identifier: GPL-3.0-or-later
"""Random solos over an instrument's whole compass.

One instrument is one timbre however far apart its registers sound: these
scores show the memory two and three octaves of it within seconds.
"""
import numpy as np

import scores

PATTERNS = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 4, 7),
            (0, 3, 7, 10), tuple(range(12)), (0, 2, 4, 7, 9))


def compass(random, lo, hi):
    """Two octaves or more of @lo..@hi, where there are as many."""
    width = min(hi - lo, int(random.integers(24, 49)))
    low = int(random.integers(lo, hi - width + 1))
    return low, low + width


def scale(random, harmony, seconds, lo, hi):
    """A scale or broken chord up and down, again and again."""
    steps = np.array(PATTERNS[random.integers(len(PATTERNS))])
    tonic = int(random.integers(12))
    row = [m for m in range(lo, hi + 1) if (m - tonic) % 12 in steps]
    row = row or [lo]
    if random.random() < 0.5:
        row = row[::-1]
    row = row + row[-2:0:-1]
    step = harmony.beat_s * float(random.choice([0.25, 1 / 3, 0.5, 0.5, 1]))
    held = float(random.choice([1.0, 1.0, 1.02, 0.9, 0.6]))
    base, time, notes = random.uniform(50, 100), random.uniform(0, 0.5), []
    for k in range(int(seconds / step)):
        notes.append((time, time + held * step, row[k % len(row)],
                      base + random.normal(0, 5)))
        time += step
    return notes


def two_hands(random, harmony, seconds, lo, hi):
    """An accompaniment below and a melody or chords above it."""
    middle = int((lo + hi) / 2 + random.integers(-4, 5))
    below = (scores.bass, scores.chords, scores.arpeggio)
    above = (scores.melody, scores.melody, scores.chords, scores.arpeggio)
    left = below[random.integers(len(below))]
    right = above[random.integers(len(above))]
    return (left(random, harmony, seconds, lo, middle)
            + right(random, harmony, seconds, middle - 2, hi))


def sparse(random, harmony, seconds, lo, hi):
    """Single notes, mostly an octave or two apart, with silence between."""
    first, time, notes = int(random.integers(lo, hi + 1)), 0.1, []
    octaves = np.arange(first % 12, 128, 12)
    octaves = octaves[(octaves >= lo) & (octaves <= hi)]
    length = random.uniform(0.3, 1.8)
    while time < seconds:
        midi = random.choice(octaves)
        if random.random() < 0.4:
            midi = random.integers(lo, hi + 1)
        end = time + length * random.uniform(0.7, 1.3)
        notes.append((time, end, int(midi), random.uniform(50, 100)))
        time = end + random.exponential(0.3)
    return notes


def leaps(random, harmony, seconds, lo, hi):
    """A melody that keeps changing register, in phrases of a few notes."""
    beat_s, notes, time = harmony.beat_s, [], 0.1
    while time < seconds:
        low = int(random.integers(lo, max(lo + 1, hi - 11)))
        phrase_s = beat_s * int(random.integers(2, 9))
        phrase = scores.melody(random, harmony, phrase_s, low,
                               min(hi, low + 12))
        notes += [(time + a, time + b, m, v) for a, b, m, v in phrase]
        time += phrase_s + beat_s * random.uniform(0, 1)
    return notes


def voices(random, harmony, seconds, lo, hi):
    """Three or four voices on one instrument, each in its register: a
    choir, an organ, a section divided."""
    edges = np.linspace(lo, hi, int(random.integers(4, 6))).astype(int)
    manner, parts = random.random(), []
    for low, high in zip(edges[:-1], edges[1:]):
        if manner < 0.6:
            part = scores.chorale_voice(random, harmony, seconds, low, high,
                                        parts)
        else:
            write = (scores.line, scores.melody)[random.integers(2)]
            part = write(random, harmony, seconds, low, high)
        parts.append(part)
    return [note for part in parts for note in part]


def power_chords(random, harmony, seconds, lo, hi):
    """Root, fifth and octave, as distorted guitars play them."""
    roots = scores.bass(random, harmony, seconds, lo, min(hi - 12, lo + 15))
    return [(a, b, m + step, v) for a, b, m, v in roots
            for step in (0, 7, 12)]


WRITERS = (scale, two_hands, two_hands, sparse, leaps, voices, voices,
           power_chords)


def score(random, seconds, lo, hi, pedalled=False, sustained=False,
          write=None):
    """A solo for an instrument that plays @lo..@hi; @write is one of
    WRITERS, or any that suits."""
    harmony = scores.make_harmony(random)
    if write is None:
        write = WRITERS[random.integers(len(WRITERS))]
        if sustained and write is two_hands and random.random() < 0.6:
            write = (scale, leaps)[random.integers(2)]
    notes = write(random, harmony, seconds, *compass(random, lo, hi))
    if pedalled:
        notes = scores.pedal(random, notes,
                             harmony.bar_beats * harmony.beat_s)
    spread_s = random.uniform(0, 0.02)
    return scores.tidy(scores.humanise(random, notes, spread_s), seconds)
