# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces whose keys and chords are known: what is found of them is judged on
these.

Of each kind, pieces with even numbers choose and odd ones report. Chords are
written as functions of the key, one or two a bar, with inversions; every
chord's notes are played while it holds, so that what is to be found is to be
heard. Timing, tempo and sounds are those of rhythm.py.
"""
import json
import multiprocessing

import numpy as np

import development
import rhythm
import scores
import sounds
import synth

KINDS = ("triads", "sevenths", "chorale", "arpeggio", "modulating")
QUALITIES = {
    "maj": (0, 4, 7), "min": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8),
    "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11), "min7": (0, 3, 7, 10),
    "hdim7": (0, 3, 6, 10), "dim7": (0, 3, 6, 9), "sus4": (0, 5, 7)}
SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
# semitones above the tonic, its triad, its seventh, and what may follow
DEGREES = {
    "major": {
        "I": (0, "maj", "maj7", ("IV", "V", "vi", "ii", "iii", "IV")),
        "ii": (2, "min", "min7", ("V", "V", "vii", "IV")),
        "iii": (4, "min", "min7", ("vi", "IV")),
        "IV": (5, "maj", "maj7", ("V", "I", "ii", "iv")),
        "iv": (5, "min", "min7", ("I", "V")),
        "V": (7, "maj", "7", ("I", "I", "I", "vi")),
        "vi": (9, "min", "min7", ("ii", "IV", "V/V")),
        "V/V": (2, "7", "7", ("V",)),
        "vii": (11, "dim", "hdim7", ("I",))},
    "minor": {
        "I": (0, "min", "min7", ("iv", "V", "VI", "ii", "VII")),
        "ii": (2, "dim", "hdim7", ("V",)),
        "III": (3, "maj", "maj7", ("VI", "iv")),
        "iv": (5, "min", "min7", ("V", "I", "VII")),
        "V": (7, "maj", "7", ("I", "I", "VI")),
        "VI": (8, "maj", "maj7", ("iv", "ii", "III", "V")),
        "VII": (10, "maj", "7", ("III", "I"))}}
NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


class Chord:
    """A chord from a beat on, in a key."""

    def __init__(self, beat, length, root, quality, inversion, key):
        self.beat, self.length, self.key = beat, length, key
        self.root, self.quality = root, quality
        self.classes = (root + np.array(QUALITIES[quality])) % 12
        self.bass = int(self.classes[inversion])

    @property
    def scale(self):
        """The pitch classes that a melody has over it: those of the key
        that are no semitone beside a note of the chord outside it."""
        tonic, mode = self.key
        scale = set((tonic + np.array(SCALES[mode])) % 12)
        outside = set(self.classes) - scale
        scale -= {(c + d) % 12 for c in outside for d in (-1, 1)}
        return np.array(sorted(scale | set(self.classes)))

    @property
    def name(self):
        """In Harte's syntax, as mir_eval reads it."""
        return f"{NAMES[self.root]}:{self.quality}"


def progression(random, kind, bar_beats, n_bars):
    """Chords for @n_bars; in a modulating piece the key changes every
    twelve bars or so."""
    tonic = int(random.integers(12))
    mode = "major" if random.random() < 0.6 else "minor"
    sevenths = {"triads": 0.15, "sevenths": 0.8}.get(
        kind, float(random.choice([0.1, 0.5])))
    inverted = float(random.choice([0.0, 0.15, 0.3]))
    section = int(random.choice([10, 12, 16])) if kind == "modulating" else 0
    chords, degree = [], "I"
    for bar in range(n_bars):
        if section and bar and bar % section == 0:
            tonic, mode = modulate(random, tonic, mode)
            degree = "I"
        last = section and bar % section == section - 1
        parts = [bar_beats]
        if bar_beats == 4 and not last and random.random() < 0.35:
            parts = [2, 2]
        for k, length in enumerate(parts):
            table = DEGREES[mode]
            if last:
                degree = "V"
            above, triad, seventh, follow = table[degree]
            quality = seventh if random.random() < sevenths else triad
            if degree == "V" and random.random() < 0.08:
                quality = "sus4"
            inversion = 0
            if degree != "I" or bar:
                if random.random() < inverted:
                    inversion = int(random.integers(1, 3))
            chords.append(Chord(bar * bar_beats + k * parts[0], length,
                                (tonic + above) % 12, quality, inversion,
                                (tonic, mode)))
            degree = str(random.choice(follow))
    return chords


def modulate(random, tonic, mode):
    """Another key: of the dominant, subdominant, relative, or a tone up."""
    relative = (tonic + (9 if mode == "major" else 3)) % 12
    other = "minor" if mode == "major" else "major"
    choices = [((tonic + 7) % 12, mode), ((tonic + 5) % 12, mode),
               ((tonic + 2) % 12, mode), ((tonic + 3) % 12, mode),
               (relative, other)]
    return choices[random.integers(len(choices))]


def at_beat(chords, beat):
    """The chord at @beat."""
    for chord in reversed(chords):
        if chord.beat <= beat + 1e-6:
            return chord
    return chords[0]


def melody(random, plan, chords, lo, hi):
    """A voice of chord tones on the beat and steps between."""
    cells = rhythm.CELLS["plain"]
    favourites = [cells[i] for i in random.choice(len(cells), 4)]
    now, beat, notes = (lo + hi) / 2, 0.0, []
    base, resting = random.uniform(65, 95), random.uniform(0.0, 0.15)
    while beat < plan.end_beat:
        cell = favourites[random.integers(len(favourites))]
        if sum(cell) > plan.bar_beats - beat % plan.bar_beats + 1e-6:
            cell = (1,)
        for length in cell:
            chord = at_beat(chords, beat)
            on_beat = abs(beat - round(beat)) < 1e-6
            classes = chord.classes if on_beat and (
                random.random() < 0.75) else chord.scale
            pool = np.arange(lo, hi + 1)
            pool = pool[np.isin(pool % 12, classes)]
            cost = (np.abs(pool - now) + 2 * (pool == now)
                    + random.uniform(0, 4, len(pool)))
            now = int(pool[np.argmin(cost)])
            if random.random() > resting:
                notes.append((beat, beat + 0.95 * length, now,
                              base + rhythm.accent(plan, beat)
                              + random.normal(0, 4)))
            beat += length
    return notes


def bass(random, plan, chords, lo):
    """The bass at the beginning of each chord; another of its notes later,
    and a step towards the next."""
    style = random.choice(["held", "beats", "fifths", "walking"])
    base, notes = random.uniform(72, 95), []
    for k, chord in enumerate(chords):
        first = rhythm.near([chord.bass], lo + 7)
        step = chord.length if style == "held" else 1
        for at in np.arange(0, chord.length, step):
            midi = first
            if at and style == "fifths":
                midi = rhythm.near([chord.classes[2]], lo + 7)
            if at and style == "walking":
                midi = rhythm.near(chord.classes, first
                                   + int(random.integers(-5, 8)))
                if at + step >= chord.length and k + 1 < len(chords):
                    goal = rhythm.near([chords[k + 1].bass], lo + 7)
                    midi = rhythm.near(chord.scale,
                                       goal + int(random.choice([-2, 2])))
            notes.append((chord.beat + at, chord.beat + at + 0.93 * step,
                          midi, base + rhythm.accent(plan, at)
                          + random.normal(0, 4)))
    return notes


def voicing(chord, centre, last):
    """All notes of a chord, near those of the one before."""
    middle = np.mean(last) if last else centre
    middle = 0.7 * middle + 0.3 * centre
    tones, at = [], middle - 2.2 * len(chord.classes)
    order = np.roll(chord.classes, -int(np.argmin(
        [abs(rhythm.near([c], int(at)) - at) for c in chord.classes])))
    for c in order:
        low = int(at) if not tones else tones[-1] + 1
        tones.append(low + (c - low) % 12)
    return tones


def accompaniment(random, plan, chords, centre, broken):
    """Every chord's notes together or one after the other."""
    unit = float(random.choice([0.5, 0.5, 0.25])) if broken else float(
        random.choice([0.5, 1, 1, 2]))
    base, notes, last = random.uniform(52, 78), [], None
    ringing = broken and random.random() < 0.5
    for chord in chords:
        last = voicing(chord, centre, last)
        row = last + last[-2:0:-1] if broken else last
        for k, at in enumerate(np.arange(0, chord.length - 1e-6, unit)):
            chosen = [row[k % len(row)]] if broken else last
            end = chord.length if ringing else min(at + 0.95 * unit,
                                                   chord.length)
            notes += [(chord.beat + at, chord.beat + end, midi,
                       base + rhythm.accent(plan, at) + random.normal(0, 4))
                      for midi in chosen]
    return notes


def chorale(random, plan, chords):
    """Four voices or five, which have all notes of each chord; between two
    of them a voice may step."""
    base, last, parts = random.uniform(60, 85), None, [[], [], [], []]
    for k, chord in enumerate(chords):
        last = voicing(chord, 63, last)
        upper = (last + [last[0] + 12])[-3:] if len(last) > 3 else last
        low = [rhythm.near([chord.bass], 46)]
        if len(chord.classes) == 4:
            # the bass has one of the four, the others the rest
            rest = [c for c in chord.classes if c != chord.bass]
            upper = sorted(rhythm.near([c], 63) for c in rest)
        for voice, midi in enumerate(low + list(upper)):
            lengths = [chord.length]
            if chord.length == plan.bar_beats and random.random() < 0.4:
                lengths = [chord.length - 1, 1]
            at = chord.beat
            for length in lengths:
                parts[voice].append(
                    (at, at + length, midi, base + random.normal(0, 3)
                     + 0.4 * rhythm.accent(plan, at)))
                at += length
            if random.random() < 0.2 and voice:
                on, off, midi, velocity = parts[voice].pop()
                step = rhythm.near(chord.scale, midi + int(
                    random.choice([-2, 2])))
                parts[voice] += [(on, off - 0.5, midi, velocity),
                                 (off - 0.5, off, step, velocity - 4)]
    return parts


def write_parts(random, plan, chords):
    """[(program, gain in dB, notes in beats)] of the voices."""
    if plan.kind == "chorale":
        programs = rhythm.SOFT[random.integers(len(rhythm.SOFT))]
        return [(program, 0.0, part) for program, part in zip(
            programs[::-1], chorale(random, plan, chords))]
    broken = plan.kind == "arpeggio" or random.random() < 0.25
    return [(int(random.choice(rhythm.BASSES)), 0.0,
             bass(random, plan, chords, 33)),
            (int(random.choice(rhythm.CHORDS)), -2.0,
             accompaniment(random, plan, chords, 58, broken)),
            (int(random.choice(rhythm.MELODIES)), 0.0,
             melody(random, plan, chords, 65, 82))]


def make_plan(random, number):
    """A rhythm.Plan, and the chords."""
    kind = KINDS[number // 2 % len(KINDS)]
    bar = int(random.choice([3, 4, 4, 4]))
    low, high = np.log((60, 100) if kind == "chorale" else (76, 150))
    beat_s = 60 / np.exp(random.uniform(low, high))
    lengths = beat_s * rhythm.tempo_factors(random, "steady", 400, bar)
    start = random.uniform(0.2, 1.2)
    times = start + np.concatenate([[0], np.cumsum(lengths)])
    curve = np.column_stack([np.arange(len(times)), times])
    drums = kind in ("triads", "modulating") and random.random() < 0.5
    plan = rhythm.Plan(kind, (True,) * 3, bar, False, drums, curve,
                       scores.Harmony(1.0, bar, None, [None]), 0)
    bars = int(plan.end_beat / bar)
    return plan, progression(random, kind, bar, bars), bars * bar


def make_piece(random, plan, chords, end):
    """(sound, rows of onset_s, offset_s, midi, track, velocity,
    confidence)."""
    tune, mix = sounds.tuning(random), np.zeros(
        int(rhythm.SECONDS * sounds.RATE))
    rows = []
    for track, (program, gain, notes) in enumerate(
            write_parts(random, plan, chords)):
        notes = [n for n in notes if n[0] < end]
        played, _ = rhythm.perform(random, plan, notes)
        rows += [(*row[:2], int(row[2]), track + 1, int(row[3]), 1)
                 for row in played]
        made = rhythm.source(program)(random)
        mix += development.level(rhythm.play(random, made, played, tune),
                                 gain - 20)
    if plan.drums:
        beats = [n for n in rhythm.drums(random, plan) if n[0] < end]
        played, _ = rhythm.perform(random, plan, beats)
        name = rhythm.FONTS[random.integers(len(rhythm.FONTS))]
        mix += development.level(sounds.open_font(sounds.FONTS / name).render(
            played, rhythm.SECONDS, 128, 0), random.uniform(-24, -19))
    if random.random() < 0.5:
        mix = synth.in_room(random, mix)
    return mix, sorted(rows)


def truth(plan, chords):
    """Chords and keys, each from a time on, for the index."""
    ends = [c.beat for c in chords[1:]] + [chords[-1].beat
                                           + chords[-1].length]
    keys = []
    for chord in chords:
        if not keys or keys[-1][1:] != list(chord.key):
            keys.append([round(float(plan.seconds(chord.beat)), 4),
                         *chord.key])
    return {"kind": plan.kind, "meter": list(plan.meter), "keys": keys,
            "chords": [[round(float(plan.seconds(c.beat)), 4),
                        round(float(plan.seconds(end)), 4), c.name,
                        NAMES[c.bass]] for c, end in zip(chords, ends)]}


def make_one(job):
    """Writes a piece; (its name, what is known of it)."""
    out, seed, number = job
    random = np.random.default_rng([seed, number])
    plan, chords, end = make_plan(random, number)
    sound, rows = make_piece(random, plan, chords, end)
    name = f"harmony-{number:03d}"
    development.write_mix(out, name, sound, rows, {})
    print(name, plan.kind, plan.meter, len(chords), "chords", flush=True)
    return name, truth(plan, chords)


def make_all(out, seed, count, jobs=1):
    """Writes NAME.flac, NAME.csv and index.json."""
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        index = dict(pool.imap(make_one, [
            (out, seed, number) for number in range(count)]))
    (out / "index.json").write_text(json.dumps(index, indent=0) + "\n")
