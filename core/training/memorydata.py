# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole mixes for the training of the associative memory.

Its mixes are long, of one to six timbres, a quarter of them solos, most of
which run over a wide compass; a batch always has the same shape. The notes are as a decoder finds them: some are
missing, some split in two, some are false; in some mixes they are what the
notes' network really finds.
"""

import numpy as np
import torch

import dataset
import heard
import noteinput
from networks import SEMITONES

COUNTS = (0.28, 0.18, 0.18, 0.15, 0.12, 0.09)  # of mixes of 1, 2, ... timbres
WIDE_SHARE = 0.4      # of the solos: over a wide compass
WIDE_SEMITONES = 20   # between the tenth of the lowest and of the highest
MANY_SHARE = 0.35     # of the solos: of many voices
MANY_VOICES = 1.8     # so many notes sound at once, on average
TWIN_SHARES = 0.4, 0.12  # of solos, of the stems of other mixes: stems of
TWINS = 3                # the same instrument sound beside it, up to three
TOGETHER = 0.3  # of the mixes of several: an ensemble
FAMILY = 0.2    # instruments of one family, perhaps the same one twice
MISSED = 0.1    # the most of a mix's notes that are left out
SPLIT = 0.06    # of the notes: found as two
FALSE = 0.08    # the most false notes for each true one
PARTIALS = (12, 12, 19, 24, -12)
FIXED = 0.25    # of the mixes: a user has put some notes into tracks
FIXED_NOTES = (0.02, 0.3)  # of the notes there
OFFSET_FRAMES = 4.0  # how far the decoder's offsets are off
FAR = 0.5       # of the mixes: notes as they are chosen of a long recording,
PIECES = (0.3, 1.0)     # some seconds together (powers of ten: 2 to 10),
GAPS = (-0.5, 2.3)      # then nothing for 0.3 to 200 s on average
HEARD = 0.5     # of the mixes: what the notes' network finds
COLOURED = 0.5  # of the mixes: instruments that nobody has recorded
TILT_DB, ROW_DB, EVEN_DB = 1.5, 4.0, 8.0  # an octave; a row; even harmonics
FADE_DB, SOFT_DB = 6.0, 15.0  # from attack to end; of an attack at most
NOBODY = heard.NOBODY  # the stem of a false note

FAMILIES = (range(0, 8), range(8, 16), range(16, 24), range(24, 32),
            range(32, 40), range(40, 56), range(56, 64), range(64, 72),
            range(72, 80))


class Chooser:
    """Chooses the stems of a mix."""

    def __init__(self, stems):
        self.stems = stems
        pitched = [i for k in dataset.KIND_WEIGHTS for i in
                   stems.kinds.get(k, ())]
        self.families = [[i for i in pitched
                          if stems.stems[i]["program"] in family]
                         for family in FAMILIES]
        self.families = [f for f in self.families if len(f) > 3]
        self.wide = [i for i in pitched if self.compass(i) >= WIDE_SEMITONES]
        self.many = [i for i in pitched if self.voices(i) >= MANY_VOICES]
        self.twins = {}
        for i in pitched:
            self.twins.setdefault(stems.stems[i]["name"], []).append(i)

    def compass(self, i):
        """Semitones between low and high notes of stem @i."""
        midi = self.stems.notes[i][:, 2]
        return np.ptp(np.percentile(midi, (10, 90))) if len(midi) else 0

    def voices(self, i):
        """How many notes of stem @i sound at once, on average."""
        notes = self.stems.notes[i]
        sounding_s = np.sum(notes[:, 1] - notes[:, 0])
        return sounding_s * dataset.FRAME_RATE / self.stems.stems[i]["frames"]

    def soloist(self, random, count):
        """The number of one stem."""
        manner = random.random()
        if self.wide and manner < WIDE_SHARE:
            return [int(random.choice(self.wide))]
        if self.many and 0 <= manner - WIDE_SHARE < MANY_SHARE:
            return [int(random.choice(self.many))]
        return self.stems.choose(random, 1)

    def find_twins(self, random, numbers):
        """For some of the stems, others of the same instrument."""
        share, found = TWIN_SHARES[len(numbers) > 1], {}
        for i in numbers:
            row = self.twins.get(self.stems.stems[i]["name"], [])
            row = [j for j in row if j != i]
            if row and random.random() < share:
                size = min(len(row), random.integers(1, TWINS + 1))
                found[i] = random.choice(row, size, False).tolist()
        return found

    def family(self, random, count):
        """Up to @count stems of different timbres of one family."""
        row = self.families[random.integers(len(self.families))]
        chosen, names = [], set()
        for i in random.permutation(row):
            name = self.stems.stems[i]["name"]
            if name not in names:
                names.add(name)
                chosen.append(int(i))
            if len(chosen) == count:
                break
        return chosen

    def choose(self, random, count):
        """The function that chooses the stems of a mix of @count."""
        manner = random.random()
        if count == 1:
            return self.soloist
        if manner < TOGETHER and self.stems.ensembles:
            return self.stems.choose_ensemble
        if manner < TOGETHER + FAMILY and self.families:
            return self.family
        return self.stems.choose


def split(notes, random):
    """@notes [n][5], some of them followed by a second half."""
    long = notes[:, 1] - notes[:, 0] > 20
    chosen = notes[long & (random.random(len(notes)) < SPLIT)]
    if not len(chosen):
        return notes
    halves = chosen.copy()
    halves[:, 0] += np.round((chosen[:, 1] - chosen[:, 0])
                             * random.uniform(0.3, 0.7, len(chosen)))
    return np.concatenate([notes, halves])


def false_notes(notes, random):
    """Notes that nobody played: partials of some, others at random."""
    n = int(random.uniform(0, FALSE) * len(notes))
    false = notes[random.integers(len(notes), size=n)].copy()
    false[:, 2] += random.choice(PARTIALS, n)
    anywhere = random.random(n) < 0.3
    false[anywhere, 2] = random.integers(SEMITONES, size=anywhere.sum())
    false[:, 4] = NOBODY
    return false[(false[:, 2] >= 0) & (false[:, 2] < SEMITONES)]


def as_found(mix, random, most):
    """[n][5]: at most @most notes of a mix, as a decoder might find them."""
    notes = noteinput.usable(mix, random, 4 * most)
    if not len(notes):
        return notes
    notes = notes[random.random(len(notes)) > random.uniform(0, MISSED)]
    notes = split(notes, random)
    if len(notes):
        notes = np.concatenate([notes, false_notes(notes, random)])
    notes = notes[notes[:, 0] < mix.frames - 20]
    notes = notes[random.permutation(len(notes))[:most]]
    late = random.normal(0, OFFSET_FRAMES, len(notes))
    notes[:, 1] = np.maximum(notes[:, 1] + late, notes[:, 0] + 4)
    return notes


def scatter(notes, random):
    """Moves pieces of the mix apart in time: of a recording of an hour, at
    most 512 notes are patterns, most of them far from all others."""
    if random.random() >= FAR:
        return
    long, gap = (10 ** random.uniform(*r) for r in (PIECES, GAPS))
    piece = (notes[:, 0] / (long * dataset.FRAME_RATE)).astype(int)
    late = np.cumsum(random.exponential(gap, piece.max() + 1))[piece]
    notes[:, :2] += (late * dataset.FRAME_RATE)[:, None]


def fixed_tracks(notes, random):
    """[n]: the stem of those notes that a user has put into a track, of the
    others -1."""
    if random.random() >= FIXED:
        return np.full(len(notes), -1.0)
    share = random.uniform(*FIXED_NOTES)
    return np.where(random.random(len(notes)) < share, notes[:, 4], -1.0)


def colour(random):
    """[16][32] what another instrument's rows and slots differ by, in the
    unit of levels: a tilt, even harmonics, every row by itself, a softer
    attack, and how the sound goes on."""
    height = noteinput.CELLS[:, 1] / 36
    row = (random.normal(0, TILT_DB) * height
           + random.normal(0, random.uniform(0, ROW_DB), len(height)))
    if random.random() < 0.3:
        row[1:noteinput.NOTE_HARMONICS:2] += random.uniform(-EVEN_DB, EVEN_DB)
    late = noteinput.to_slots(np.arange(noteinput.NOTE_FRAMES)[None])[0]
    slot = random.normal(0, FADE_DB) * late / noteinput.NOTE_FRAMES
    if random.random() < 0.3:
        slot -= random.uniform(0, SOFT_DB) * np.clip(
            1 - late / random.integers(3, 16), 0, 1)
    return (row[:, None] + slot) / noteinput.UNIT_DB


def recolour(inputs, owners, random):
    """Makes other instruments of those of a mix: the levels of all notes of
    one change alike."""
    if random.random() >= COLOURED:
        return
    for owner in np.unique(owners):
        own = owners == owner
        level = inputs[own, ..., :3]
        changed = level + colour(random)[..., None]
        inputs[own, ..., :3] = np.maximum(changed, 0) * (level > 0)


class MemoryBatches(dataset.Batches):
    """u [b][n][16][32][6], notes [b][n][4] (onset_s, offset_s, semitone,
    fixed track or -1), stem [b][n] and valid [b][n]. Room that is left repeats the notes, so
    that normalisation sees nothing strange."""

    NOTES = 128

    def __init__(self, *run, features=None):
        """@features: the engine's executable, if its notes' network is to
        listen."""
        super().__init__(*run)
        self.features = features

    def open(self):
        if self.stems is None:
            super().open()
            self.chooser = Chooser(self.stems)

    def found(self, mix, random):
        """Notes of @mix and the frame posterior that their inputs see."""
        if self.features and random.random() < HEARD:
            onset, frame = heard.posteriors(self.features, mix.x)
            return heard.notes(mix, heard.decode(onset, frame), random,
                               self.NOTES), frame
        return (as_found(mix, random, self.NOTES),
                noteinput.soften(mix.frame, random))

    def one(self, step, j):
        """Inputs, notes and stems of one mix; None if it is empty."""
        random = np.random.default_rng([self.seed, step, j, 1])
        count = 1 + random.choice(len(COUNTS), p=COUNTS)
        number = step * self.mixes + j
        mix = dataset.make_mix(self.stems, self.seed, number, self.frames,
                               self.noise, count,
                               self.chooser.choose(random, count),
                               self.chooser.find_twins)
        notes, posterior = self.found(mix, random)
        if len(notes) < 2:
            return None
        notes[:, 3] = fixed_tracks(notes, random)
        inputs = noteinput.note_inputs(mix.level_db, posterior, notes)
        if not self.held_out:
            recolour(inputs, notes[:, 4], random)
        scatter(notes, random)
        return inputs, notes

    def __getitem__(self, step):
        self.open()
        made = [m for m in (self.one(step, j) for j in range(self.mixes))
                if m]
        made = (made * self.mixes)[:self.mixes]
        order = [np.arange(self.NOTES) % len(notes) for _, notes in made]
        u = np.stack([inputs[i] for (inputs, _), i in zip(made, order)])
        notes = np.stack([m[1][i] for m, i in zip(made, order)])
        valid = np.stack([np.arange(self.NOTES) < len(m[1]) for m in made])
        times = notes[..., :4].astype(np.float32)
        times[..., :2] /= dataset.FRAME_RATE
        return tuple(map(torch.from_numpy, (
            u, times, notes[..., 4].astype(np.int64), valid)))
