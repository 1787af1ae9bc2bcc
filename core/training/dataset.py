# SPDX-License-Identifier: GPL-3.0-or-later
"""Random mixes of the stems that generate.py makes, for training.

Each of the data folders holds transform.f16 ([frames][288][2] float16, the complex
constant-Q transform), stems.json and notes.npy ([n][5] float32: stem, onset
in s, offset in s, MIDI pitch, velocity). Everything about a mix follows from
(seed, number of the mix). Stems of one group play together: a mix has such an
ensemble, all of it at the same time and moved alike, or stems that have
nothing to do with each other.
"""

import functools
import json
import pathlib

import numpy as np
import scipy.fft
import scipy.ndimage
import scipy.signal
import torch

import noteinput
from networks import BINS, MIDI_LOW, SEMITONES

FRAME_RATE = 22050 / 256
STEM_WEIGHTS = (0.2, 0.3, 0.3, 0.15, 0.05)
KIND_WEIGHTS = {"font": 0.5, "sample": 0.4, "synth": 0.1}
ENSEMBLE_SHARE = 0.45        # of mixes of two stems or more
LIKE_SHARE = 0.35            # of the others: all sustained or all not
HELD_OUT_EVERY = 25          # of the groups
ONSET_WIDTH = 4.5            # frames from an onset to where its target is 0
AUDIBLE_RATIO = 10 ** -2.3   # of the power of the mix at the note's partials
AUDIBLE_DB = -56.0           # below the mean power: not seen by the network
ATTACK_FRAMES = 12
RISE_RATIO = 1.3             # least rise of a note's power at its onset
NOISE_FRAMES = 2048
EQUALISER = (5.0, 1.0), (2.5, 1 / 3)  # dB, at most, of knots so many octaves apart
SALIENCE_OFFSETS = (0, 36, 57, 72, 84)


def to_db(power):
    """10 log10 of a power, with a floor far below any sound."""
    return 10 * np.log10(power + 1e-20)


@functools.lru_cache(maxsize=1)
def read_transform(folders):
    """The transforms [frames][288][2] of all stems: in memory, for workers
    to inherit, since a mapped file would be read from the disk again and
    again where memory is short."""
    files = [folder / "transform.f16" for folder in folders]
    values = np.empty(sum(f.stat().st_size for f in files) // 2, np.float16)
    first = 0
    for name in files:
        with name.open("rb") as file:
            first += file.readinto(memoryview(values)[first:].cast("B")) // 2
    return values.reshape(-1, BINS, 2)


def read_stems(folders):
    """The stems of all folders, numbered through, and the notes of each."""
    stems, notes, frames, groups = [], [], 0, 0
    for folder in folders:
        own = json.loads((folder / "stems.json").read_text())
        rows = np.load(folder / "notes.npy")
        rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
        first = np.searchsorted(rows[:, 0], np.arange(len(own) + 1))
        notes += [rows[a:b, 1:] for a, b in zip(first[:-1], first[1:])]
        stems += [dict(stem, start=stem["start"] + frames,
                       group=stem["group"] + groups) for stem in own]
        frames += sum(stem["frames"] for stem in own)
        groups = 1 + max(stem["group"] for stem in stems)
    return stems, notes


class Stems:
    """The stems of one or more data folders and the notes of each."""

    def __init__(self, folders, held_out=False):
        folders = tuple(map(pathlib.Path, folders))
        self.stems, self.notes = read_stems(folders)
        self.transform = read_transform(folders)
        self.powers = {}
        self.kinds, self.ensembles = {}, {}
        for i, stem in enumerate(self.stems):
            if (stem["group"] % HELD_OUT_EVERY == 0) == held_out:
                self.kinds.setdefault(stem["kind"], []).append(i)
                self.ensembles.setdefault(stem["group"], []).append(i)
        self.ensembles = [e for e in self.ensembles.values() if len(e) > 1]

    def choose_ensemble(self, random, count):
        """Numbers of up to @count stems that play together."""
        group = self.ensembles[random.integers(len(self.ensembles))]
        order = random.permutation(len(group))[:max(2, count)]
        return [group[i] for i in order]

    def choose(self, random, count):
        """Numbers of @count pitched stems of different timbres."""
        kinds = [k for k in KIND_WEIGHTS if k in self.kinds]
        weights = np.array([KIND_WEIGHTS[k] for k in kinds])
        like = random.random() < LIKE_SHARE
        chosen, used = [], set()
        for _ in range(20 * count):
            kind = kinds[random.choice(len(kinds), p=weights / weights.sum())]
            i = int(random.choice(self.kinds[kind]))
            stem = self.stems[i]
            if like and chosen and (stem["sustained"]
                                    != self.stems[chosen[0]]["sustained"]):
                continue
            marks = {stem["name"]}
            if stem["program"] >= 0:
                marks.add(stem["program"])
            if not marks & used:
                used |= marks
                chosen.append(i)
            if len(chosen) == count:
                break
        return chosen

    def crop(self, i, start, frames):
        """Complex transform [frames][288] of stem @i from frame @start."""
        stem = self.stems[i]
        first = stem["start"] + start
        last = min(first + frames, stem["start"] + stem["frames"])
        out = torch.zeros(frames, BINS, 2)
        out[:last - first] = torch.from_numpy(self.transform[first:last])
        return out.numpy().view(np.complex64)[..., 0]

    def power(self, i):
        """Mean power of stem @i, estimated from every 16th frame."""
        if i not in self.powers:
            stem = self.stems[i]
            rows = self.transform[stem["start"]:stem["start"]
                                  + stem["frames"]:16].astype(np.float32)
            self.powers[i] = 2 * float(np.mean(rows ** 2)) + 1e-12
        return self.powers[i]

    def notes_in(self, i, start, frames):
        """Notes that sound in a crop: onset and offset in frames of the
        crop (fractions), semitone above MIDI 24, velocity."""
        notes = self.notes[i].astype(np.float64)
        on = notes[:, 0] * FRAME_RATE - start
        off = notes[:, 1] * FRAME_RATE - start
        keep = (off > 0) & (on < frames)
        return np.stack([on, off, notes[:, 2] - MIDI_LOW, notes[:, 3]],
                        axis=1)[keep]


def equaliser(random):
    """Amplitude factors [288] of a tilt, smooth bumps and the resonances
    of a body: an instrument of which no recording has been heard."""
    octaves = np.arange(BINS) / 36
    curve = random.uniform(-3, 3) * (octaves - 4)
    for spread, apart in EQUALISER:
        knots = random.normal(0, random.uniform(0, spread),
                              int(8 / apart) + 1)
        curve += np.interp(octaves, np.arange(len(knots)) * apart, knots)
    return (10 ** (curve / 20)).astype(np.float32)


def make_noise(random):
    """Complex Gaussian noise [2048][288] with the memory of each bin's
    window, unit power."""
    noise = random.standard_normal((NOISE_FRAMES, BINS, 2), np.float32)
    noise = noise.view(np.complex64)[..., 0]
    for octave in range(BINS // 36):
        keep = np.exp(-2.0 ** (octave - 4))
        part = noise[:, 36 * octave:36 * (octave + 1)]
        part[:] = scipy.signal.lfilter([1 - keep], [1, -keep], part, axis=0)
    return noise / np.sqrt(np.mean(np.abs(noise) ** 2, axis=0))


def reverberate(mix, random):
    """Adds a tail of random phase that decays exponentially."""
    frames = len(mix)
    decay_s = 10 ** random.uniform(-0.7, 0.25)
    length = min(frames, int(decay_s * FRAME_RATE))
    t = np.arange(length)[:, None] / length
    coarse = random.standard_normal((length, 37, 2)).astype(np.float32)
    coarse = coarse.view(np.complex64)[..., 0] * 10 ** (-3 * t)
    tail = np.repeat(coarse[:, :-1], 8, axis=1)
    part = np.tile(np.arange(8) / 8, 36)
    tail = tail * (1 - part) + np.repeat(coarse[:, 1:], 8, axis=1) * part
    energy = 10 ** (random.uniform(-18, 0) / 10)
    tail *= np.sqrt(energy / np.mean(np.sum(np.abs(tail) ** 2, axis=0)))
    tail[0] += 1
    size = scipy.fft.next_fast_len(frames + length)
    wet = scipy.fft.fft(mix, size, axis=0)
    wet *= scipy.fft.fft(tail.astype(np.complex64), size, axis=0)
    return scipy.fft.ifft(wet, axis=0)[:frames].astype(np.complex64)


def compress(mix, random):
    """Loud parts turned down, as a compressor does."""
    level = to_db(np.mean(mix.real ** 2 + mix.imag ** 2, axis=1))
    level = scipy.ndimage.uniform_filter1d(level, random.integers(3, 20))
    over = np.maximum(level - np.percentile(level, 90)
                      + random.uniform(3, 20), 0)
    gain_db = -over * (1 - 1 / random.uniform(1.5, 5))
    return mix * (10 ** (gain_db / 20)).astype(np.float32)[:, None]


def hum(random, frames):
    """A mains hum [frames][288] of unit power at its strongest bin."""
    out = np.zeros((frames, BINS), np.complex64)
    t = np.arange(frames)
    mains = random.choice([50.0, 60.0])
    for harmonic in range(1, 11):
        hz = mains * harmonic
        k = 36 * np.log2(hz / 32.0789)
        near = np.arange(round(k) - 2, round(k) + 3)
        shape = np.maximum(0, 1 - np.abs(near - k) / 2) ** 2
        turn = np.exp(2j * np.pi * (hz / FRAME_RATE * t + random.random()))
        out[:, near] += (turn[:, None] * shape
                         * random.random() / harmonic).astype(np.complex64)
    return out


def salience(power):
    """Power [frames][84] at the first partials of each semitone."""
    padded = np.pad(power, ((0, 0), (0, 3 * SEMITONES + 84 - BINS + 4)))
    out = np.zeros((len(power), SEMITONES), np.float32)
    for offset in SALIENCE_OFFSETS:
        out += padded[:, 1 + offset:1 + offset + 3 * SEMITONES:3]
    return out


def draw_rolls(notes, frames):
    """Frame roll and onset roll, both [frames][84], of one stem."""
    frame = np.zeros((frames, SEMITONES), np.float32)
    onset = np.zeros((frames, SEMITONES), np.float32)
    for on, off, pitch, _ in notes:
        p, first = int(pitch), int(round(on))
        last = max(first + 2, int(round(off)))
        reach = int(ONSET_WIDTH)
        if 0 < first <= frames:
            frame[first - 1, p] = 0
        frame[max(0, first):last, p] = 1
        near = np.arange(max(0, first - reach),
                         min(frames, first + reach + 1))
        target = np.clip(1 - np.maximum(np.abs(near - on) - 0.5, 0)
                         / (ONSET_WIDTH - 0.5), 0, 1)
        onset[near, p] = np.maximum(onset[near, p], target)
    return frame, onset


class Mix:
    """One random mix: x [frames][288], level_db [frames][288], rolls
    onset, frame and their weights [frames][84], and the notes of every
    stem (onset frame, offset frame, semitone, velocity, stem)."""

    def __init__(self, stems, random, frames, noise, count=None,
                 plain=False, choose=None):
        self.stems, self.random, self.frames = stems, random, frames
        self.noise, self.plain = noise, plain
        if count is None:
            count = 1 + random.choice(5, p=STEM_WEIGHTS)
        if choose is None:
            self.together = bool(count > 1 and stems.ensembles
                                 and random.random() < ENSEMBLE_SHARE)
            choose = stems.choose_ensemble if self.together else stems.choose
        else:
            self.together = choose == stems.choose_ensemble
        self.numbers = choose(random, count)
        self.sum = np.zeros((frames, BINS), np.complex64)
        self.parts = []
        self.owners = []  # the timbre of each part, counted from 0

    def place(self, i):
        """(first frame, semitones, thirds of a semitone) of stem @i."""
        random = self.random
        spare = max(1, self.stems.stems[i]["frames"] - self.frames)
        detune = 0
        if random.random() < 0.15:
            detune = int(random.choice([-1, 1]))
        return (int(random.integers(spare)), int(random.integers(-4, 5)),
                detune)

    def add_all(self, twins=None):
        """Adds the stems chosen; those of an ensemble at one place.

        @twins: for some numbers, other stems of the same timbre, which
        then have the same colour and transposition."""
        place = None
        for owner, i in enumerate(self.numbers):
            if place is None or not self.together:
                place = self.place(i)
            colour = None if self.plain else (
                equaliser(self.random) * self.level(i))
            self.add(i, *place, colour, owner)
            for twin in (twins or {}).get(i, ()):
                start, _, _ = self.place(twin)
                self.add(twin, start, *place[1:], colour, owner)

    def add(self, i, start, steps=0, detune=0, colour=None, owner=None):
        """Adds stem @i from frame @start, transposed, times @colour [288],
        as timbre @owner or as a new one."""
        crop = self.stems.crop(i, start, self.frames)
        shift = 3 * steps + detune
        moved = np.zeros_like(crop)
        to = slice(max(0, shift), min(BINS, BINS + shift))
        moved[:, to] = crop[:, max(0, -shift):min(BINS, BINS - shift)]
        if colour is not None:
            moved *= colour
        notes = self.stems.notes_in(i, start, self.frames)
        notes[:, 2] += steps
        notes = notes[(notes[:, 2] >= 0) & (notes[:, 2] < SEMITONES)]
        power = moved.real ** 2 + moved.imag ** 2
        self.sum += moved
        self.parts.append((notes, salience(power)))
        self.owners.append(len(self.owners) if owner is None else owner)

    def level(self, i):
        """Factor to a random level: at most unit power over stem @i."""
        gain_db = self.random.uniform(-12 if self.together else -18, 0)
        return np.float32(10 ** (gain_db / 20)
                          / np.sqrt(self.stems.power(i)))

    def add_drums(self):
        """Adds a drum stem, which has no notes."""
        kits = self.stems.kinds.get("drums")
        if kits:
            i = int(self.random.choice(kits))
            spare = max(1, self.stems.stems[i]["frames"] - self.frames)
            crop = self.stems.crop(i, int(self.random.integers(spare)),
                                   self.frames)
            self.sum += crop * self.level(i)

    def spoil(self):
        """Room, compressor, band limit, hum and noise."""
        random = self.random
        power = np.mean(np.abs(self.sum) ** 2) + 1e-12
        if random.random() < (0.55 if self.together else 0.35):
            self.sum = reverberate(self.sum, random)
        if random.random() < 0.15:
            self.sum = compress(self.sum, random)
        if random.random() < 0.15:
            edge = random.integers(220, BINS)
            self.sum[:, edge:] *= np.float32(0.003)
        octaves = np.arange(BINS) / 36
        floor_db = random.uniform(-70, -30) + random.uniform(-4, 3) * (
            octaves - 4)
        floor = np.sqrt(power) * 10 ** (floor_db / 20)
        at = random.integers(NOISE_FRAMES - self.frames)
        self.sum += (self.noise[at:at + self.frames]
                     * floor.astype(np.float32))
        if random.random() < 0.12:
            gain = np.sqrt(power) * 10 ** (random.uniform(-30, 0) / 20)
            self.sum += hum(random, self.frames) * np.float32(gain)

    def finish(self):
        """Levels, the network's input and the labels."""
        power = self.sum.real ** 2 + self.sum.imag ** 2
        mean_db = to_db(np.mean(power))
        if not self.plain:
            mean_db += self.random.normal(0, 2.5)
        self.level_db = to_db(power).astype(np.float32)
        self.x = np.maximum(0, (self.level_db - mean_db + 60) / 40)
        self.x = self.x.astype(np.float32)
        self.label(salience(power), 10 ** ((mean_db + AUDIBLE_DB) / 10))

    def label(self, mix, floor):
        """Rolls and weights; what cannot be heard has no weight, nor has
        the onset of a repeated note whose level does not move."""
        shape = (self.frames, SEMITONES)
        self.frame, self.onset = np.zeros(shape), np.zeros(shape)
        self.weight = np.ones((2,) + shape, np.float32)
        least = np.maximum(AUDIBLE_RATIO * mix, floor)
        origin = -(ATTACK_FRAMES // 2)
        least_attack = scipy.ndimage.uniform_filter1d(
            least, ATTACK_FRAMES, axis=0, origin=origin)
        heard = np.zeros((2,) + shape, bool)
        for notes, own in self.parts:
            frame, onset = draw_rolls(notes, self.frames)
            attack = scipy.ndimage.maximum_filter1d(
                own, ATTACK_FRAMES, axis=0, origin=origin)
            before = scipy.ndimage.minimum_filter1d(own, 11, axis=0)
            heard[0] |= ((onset > 0) & (attack >= least_attack)
                         & (attack > RISE_RATIO * before))
            heard[1] |= (frame > 0) & (own >= least)
            self.frame = np.maximum(self.frame, frame)
            self.onset = np.maximum(self.onset, onset)
        self.weight[0][(self.onset > 0) & ~heard[0]] = 0
        self.weight[1][(self.frame > 0) & ~heard[1]] = 0

    def notes(self):
        """[n][5]: onset and offset in frames, semitone, velocity, timbre."""
        rows = [np.column_stack([notes, np.full(len(notes), owner)])
                for owner, (notes, _) in zip(self.owners, self.parts)]
        return np.concatenate(rows)


def make_mix(stems, seed, number, frames, noise, count=None, choose=None,
             find_twins=None):
    """Mix @number of a training run; @find_twins (random, numbers) says
    which stems get company of the same timbre."""
    random = np.random.default_rng([seed, number])
    mix = Mix(stems, random, frames, noise, count, choose=choose)
    mix.add_all(find_twins and find_twins(random, mix.numbers))
    if random.random() < 0.2:
        mix.add_drums()
    mix.spoil()
    mix.finish()
    return mix


class Batches(torch.utils.data.Dataset):
    """Batch number b of a run, made by whichever worker."""

    def __init__(self, folders, seed, steps, mixes, frames, held_out=False):
        self.folders, self.held_out = folders, held_out
        self.seed, self.steps = seed, steps
        self.mixes, self.frames = mixes, frames
        self.stems = None

    def __len__(self):
        return self.steps

    def open(self):
        if self.stems is None:
            self.stems = Stems(self.folders, self.held_out)
            self.noise = make_noise(np.random.default_rng(self.seed))
            torch.set_num_threads(1)

    def mix(self, step, j, count=None):
        return make_mix(self.stems, self.seed, step * self.mixes + j,
                        self.frames, self.noise, count)


class AcousticBatches(Batches):
    """x [b][frames][288], targets and weights [b][2][frames][84]."""

    def __getitem__(self, step):
        self.open()
        mixes = [self.mix(step, j) for j in range(self.mixes)]
        x = np.stack([m.x for m in mixes])
        target = np.stack([np.stack([m.onset, m.frame]) for m in mixes])
        weight = np.stack([m.weight for m in mixes])
        return (torch.from_numpy(x), torch.from_numpy(target).float(),
                torch.from_numpy(weight))


class TimbreBatches(Batches):
    """u [n][16][32][6] and, per note, mix and stem [n][2]."""

    NOTES = 64

    def __getitem__(self, step):
        self.open()
        inputs, owners = [], []
        for j in range(self.mixes):
            random = np.random.default_rng([self.seed, step, j, 1])
            count = 2 + random.choice(4, p=(0.35, 0.35, 0.2, 0.1))
            mix = self.mix(step, j, count)
            notes = noteinput.usable(mix, random, self.NOTES)
            if len(notes) < 2:
                continue
            posterior = noteinput.soften(mix.frame, random)
            inputs.append(noteinput.note_inputs(mix.level_db, posterior,
                                                notes))
            owner = np.full((len(notes), 2), j)
            owner[:, 1] = notes[:, 4]
            owners.append(owner)
        return (torch.from_numpy(np.concatenate(inputs)),
                torch.from_numpy(np.concatenate(owners)))
