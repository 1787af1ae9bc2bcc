# SPDX-License-Identifier: GPL-3.0-or-later
"""Random scores: for training data whose notes are known.

A score is [n][4] float64: onset_s, offset_s, midi, velocity, in time order.
All randomness comes from the numpy Generator that is passed in.
"""
from dataclasses import dataclass

import numpy as np

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
RHYTHMS = ((1,), (0.5, 0.5), (1.5, 0.5), (2,), (0.5, 0.25, 0.25),
           (0.25, 0.25, 0.25, 0.25), (1, 1), (0.75, 0.25), (1 / 3,) * 3,
           (3,), (0.5, 1, 0.5))


def tidy(notes, seconds):
    """Sorted score in which no pitch overlaps itself, cut at @seconds."""
    notes = sorted(n for n in notes if n[0] < seconds - 0.08)
    last, out = {}, []
    for onset, offset, midi, velocity in notes:
        onset = max(0.02, onset)
        before = last.get(midi)
        if before is not None:
            if onset - before[0] < 0.07:
                continue
            before[1] = min(before[1], onset)
        note = [onset, max(min(offset, seconds), onset + 0.06), midi,
                float(np.clip(velocity, 12, 127))]
        last[midi] = note
        out.append(note)
    return np.array(sorted(out), np.float64).reshape(-1, 4)


@dataclass
class Harmony:
    """A key, a tempo and a chord for every bar."""
    beat_s: float
    bar_beats: int
    scale: np.ndarray   # pitch classes of the key
    chords: list        # of pitch-class arrays, one a bar, root first

    def chord_at(self, beat):
        """The chord sounding at @beat."""
        return self.chords[int(beat / self.bar_beats + 1e-6)
                           % len(self.chords)]


def make_harmony(random, slow=False):
    """A random key, tempo and row of chords."""
    mode = MAJOR if random.random() < 0.6 else MINOR
    scale = (np.array(mode) + random.integers(12)) % 12
    bars = int(random.integers(3, 9))
    degrees = random.choice([0, 0, 3, 4, 5, 1, 2], bars)
    degrees[0] = 0
    size = 4 if random.random() < 0.2 else 3
    chords = [scale[(d + 2 * np.arange(size)) % 7] for d in degrees]
    tempo = random.uniform(55, 95) if slow else random.uniform(70, 160)
    bar_beats = int(random.choice([2, 3, 4, 4]))
    return Harmony(60 / tempo, bar_beats, scale, chords)


def _pool(lo, hi, classes):
    """All pitches of these classes from @lo to @hi."""
    pitches = np.arange(lo, hi + 1)
    found = pitches[np.isin(pitches % 12, classes)]
    return found if len(found) else np.array([lo])


def _articulation(random):
    """Share of a note's time that sounds; 1 is legato without a gap."""
    return float(random.choice([1.0, 1.0, 1.0, 1.02, 0.92, 0.8, 0.5],
                               p=[.25, .2, .1, .1, .15, .12, .08]))


def uniform_notes(random, seconds, lo, hi):
    """Random notes in one to four voices: every pitch is as likely."""
    notes = []
    base = random.uniform(45, 105)
    legato = random.uniform(0, 1)
    shortest = random.choice([0.08, 0.15, 0.3])
    for _ in range(int(random.integers(1, 5))):
        time, midi = random.uniform(0.05, 1.0), random.integers(lo, hi + 1)
        while time < seconds:
            length = np.exp(random.uniform(np.log(shortest), np.log(2.5)))
            if random.random() > 0.15:
                midi = random.integers(lo, hi + 1)
            velocity = base + random.normal(0, 14)
            notes.append((time, time + length, int(midi), velocity))
            if random.random() < 0.12:
                for other in random.integers(lo, hi + 1, 2):
                    notes.append((time + random.uniform(0, 0.02),
                                  time + length, int(other), velocity))
            time += length
            if random.random() > legato:
                time += random.exponential(0.3)
    return notes


def melody(random, harmony, seconds, lo, hi):
    """One voice by small steps in the key, with repeated notes and leaps."""
    pool = _pool(lo, hi, harmony.scale)
    at = int(random.integers(len(pool)))
    held, rest = _articulation(random), random.uniform(0, 0.15)
    again = random.uniform(0.02, 0.3)
    base, depth = random.uniform(50, 100), random.uniform(3, 18)
    beat, notes = random.uniform(0, 2), []
    favourites = random.choice(len(RHYTHMS), 4)
    while beat * harmony.beat_s < seconds:
        for length in RHYTHMS[random.choice(favourites)]:
            if random.random() > again:
                step = random.choice([-4, -3, -2, -1, 1, 2, 3, 4], p=[
                    .05, .07, .14, .24, .24, .14, .07, .05])
                at += step
                if not 0 <= at < len(pool):
                    at = int(np.clip(at - 2 * step, 0, len(pool) - 1))
            start = beat * harmony.beat_s
            if random.random() > rest:
                velocity = (base + depth * np.sin(start * 1.3)
                            + random.normal(0, 5))
                notes.append((start, start + held * length * harmony.beat_s,
                              int(pool[at]), velocity))
            beat += length
    return notes


def chorale_voice(random, harmony, seconds, lo, hi, taken=()):
    """One voice of a chorale: the chord's nearest tone, passing notes.

    taken: scores of voices already written, whose tones are avoided.
    """
    middle = (lo + hi) / 2 + random.uniform(-3, 3)
    now, notes, beat = middle, [], 0.0
    base, moving = random.uniform(60, 95), random.uniform(0.1, 0.5)
    while beat * harmony.beat_s < seconds:
        start = beat * harmony.beat_s
        length = float(random.choice([1, 1, 1, 2, 2]))
        pool = _pool(lo, hi, harmony.chord_at(beat))
        busy = [n[2] for v in taken for n in v if n[0] <= start + .05 < n[1]]
        cost = (np.abs(pool - now) + 0.15 * np.abs(pool - middle)
                + 4 * np.isin(pool, busy) + random.uniform(0, 3, len(pool)))
        now = int(pool[np.argmin(cost)])
        end = start + length * harmony.beat_s
        velocity = base + 10 * np.sin(start * 0.7) + random.normal(0, 3)
        if random.random() < moving:
            near = _pool(max(lo, now - 2), min(hi, now + 2), harmony.scale)
            half = (start + end) / 2
            notes.append((start, half, now, velocity))
            notes.append((half, end, int(random.choice(near)), velocity - 4))
        else:
            notes.append((start, end, now, velocity))
        beat += length
    return notes


def chords(random, harmony, seconds, lo, hi):
    """Chords on a rhythm, close voicing."""
    pattern = np.array(RHYTHMS[random.integers(len(RHYTHMS))])
    held, base = _articulation(random), random.uniform(45, 95)
    strum = random.uniform(0, 0.025) * (random.random() < 0.4)
    voices, beat, notes = int(random.integers(2, 5)), 0.0, []
    low = int(random.integers(lo, max(lo + 1, hi - 11)))
    while beat * harmony.beat_s < seconds:
        for length in pattern:
            pool = _pool(low, min(hi, low + 17), harmony.chord_at(beat))
            start = beat * harmony.beat_s
            velocity = base + random.normal(0, 5)
            first = random.integers(max(1, len(pool) - voices))
            for k, midi in enumerate(pool[first:first + voices]):
                notes.append((start + k * strum,
                              start + held * length * harmony.beat_s,
                              int(midi), velocity + random.normal(0, 4)))
            beat += length
    return notes


def arpeggio(random, harmony, seconds, lo, hi):
    """Broken chords up, down or both ways; sometimes the notes ring on."""
    step = float(random.choice([0.25, 0.5, 1 / 3]))
    ring = int(random.choice([1, 1, 2, 3]))
    base, beat, k, notes = random.uniform(45, 95), 0.0, 0, []
    low = int(random.integers(lo, max(lo + 1, hi - 14)))
    turning = random.random() < 0.5
    while beat * harmony.beat_s < seconds:
        pool = _pool(low, min(hi, low + 20), harmony.chord_at(beat))
        row = np.concatenate([pool, pool[-2:0:-1]]) if turning else pool
        start = beat * harmony.beat_s
        notes.append((start, start + ring * step * harmony.beat_s,
                      int(row[k % len(row)]), base + random.normal(0, 6)))
        beat += step
        k += 1
    return notes


def bass(random, harmony, seconds, lo, hi):
    """Roots, fifths and passing notes in the low part of the range."""
    hi = min(hi, lo + 20)
    step = float(random.choice([0.5, 1, 1, 2]))
    held, base = _articulation(random), random.uniform(60, 105)
    beat, notes = 0.0, []
    while beat * harmony.beat_s < seconds:
        chord = harmony.chord_at(beat)
        tone = random.choice([0, 0, 0, 2, 1])
        pool = _pool(lo, hi, chord[tone])
        if random.random() < 0.15:
            pool = _pool(lo, hi, harmony.scale)
        start = beat * harmony.beat_s
        notes.append((start, start + held * step * harmony.beat_s,
                      int(random.choice(pool)), base + random.normal(0, 6)))
        beat += step
    return notes


def repeated(random, harmony, seconds, lo, hi):
    """The same few pitches again and again, often without a gap."""
    step = harmony.beat_s * float(random.choice([0.25, 0.5, 0.5, 1]))
    held = float(random.choice([1.0, 1.0, 0.9, 0.6]))
    longest = int(random.choice([9, 9, 25]))
    pool = _pool(lo, hi, harmony.scale)
    base, time, notes = random.uniform(50, 100), 0.1, []
    while time < seconds:
        tones = random.choice(pool, random.integers(1, 3))
        for _ in range(int(random.integers(2, longest))):
            for midi in tones:
                notes.append((time, time + held * step, int(midi),
                              base + random.normal(0, 7)))
            time += step
    return notes


def held_under(random, harmony, seconds, lo, hi):
    """One to three long notes, and others that begin while they sound: what
    is held is not struck again."""
    shorter = (melody, repeated, arpeggio, chords)[random.integers(4)]
    base, time, notes = random.uniform(55, 105), 0.1, []
    while time < seconds:
        length = random.uniform(2, 7)
        pool = _pool(lo, hi, harmony.chord_at(time / harmony.beat_s))
        long = random.choice(pool, min(len(pool), random.integers(1, 4)),
                             replace=False)
        notes += [(time, time + length, int(m), base + random.normal(0, 5))
                  for m in long]
        first = random.uniform(0, 0.6)
        others = shorter(random, harmony, length - first - 0.1, lo, hi)
        notes += [(time + first + a, time + first + b, m, v)
                  for a, b, m, v in others
                  if m not in long and a + first < length - 0.1]
        time += length + random.choice([0, 0.05, 0.3])
    return notes


def humanise(random, notes, spread_s):
    """Onsets and offsets moved a little; what was legato stays legato."""
    moved = {}

    def move(time):
        key = round(time, 3)
        if key not in moved:
            moved[key] = time + random.normal(0, spread_s)
        return moved[key] + random.normal(0, 0.15 * spread_s)

    return [(max(0.02, move(a)), move(b), m, v) for a, b, m, v in notes]


def pedal(random, notes, bar_s):
    """Every note sounds until the end of its bar."""
    return [(a, max(b, (np.floor(a / bar_s) + 1) * bar_s - 0.02), m, v)
            for a, b, m, v in notes]


STYLES = ("uniform", "melody", "chords", "arpeggio", "chorale", "bass",
          "repeated", "line", "held")
SHARES = {True: (0.18, 0.20, 0.05, 0.03, 0.09, 0.03, 0.17, 0.16, 0.09),
          False: (0.24, 0.14, 0.13, 0.11, 0.06, 0.06, 0.11, 0.02, 0.13)}


def line(random, harmony, seconds, lo, hi):
    """One voice of a slow ensemble: legato by small steps, tones struck
    again without a gap, tied and very long ones."""
    pool = _pool(lo, hi, harmony.scale)
    at = int(random.integers(len(pool)))
    base, depth = random.uniform(45, 100), random.uniform(0, 15)
    again, gap = random.uniform(0.1, 0.45), random.choice([0, 0, 0.03, 0.08])
    beat, notes = 0.0, []
    while beat * harmony.beat_s < seconds:
        length = float(random.choice([0.5, 0.5, 1, 1, 1, 1.5, 2, 4]))
        if random.random() > again:
            step = int(random.choice([-3, -2, -1, -1, 1, 1, 2, 3]))
            if not 0 <= at + step < len(pool):
                step = -step
            at = int(np.clip(at + step, 0, len(pool) - 1))
        start = beat * harmony.beat_s
        end = start + length * harmony.beat_s
        if random.random() > 0.06:
            velocity = (base + depth * np.sin(start * 0.9)
                        + random.normal(0, 5))
            notes.append((start, max(start + 0.1, end - gap), int(pool[at]),
                          velocity))
        beat += length
    return notes


def stem_score(random, seconds, lo, hi, pedalled=False, sustained=False):
    """A score for one instrument that plays alone; lo..hi are its MIDI."""
    harmony = make_harmony(random)
    style = random.choice(STYLES, p=SHARES[bool(sustained)])
    if style == "uniform":
        return tidy(uniform_notes(random, seconds, lo, hi), seconds)
    if style == "chorale":
        notes, voices = [], int(random.integers(2, 5))
        width = (hi - lo) / voices
        for v in range(voices):
            notes += chorale_voice(random, harmony, seconds,
                                   int(lo + v * width),
                                   int(lo + (v + 1) * width))
    else:
        write = {"melody": melody, "chords": chords, "arpeggio": arpeggio,
                 "bass": bass, "repeated": repeated, "line": line,
                 "held": held_under}[style]
        notes = write(random, harmony, seconds, lo, hi)
    if pedalled:
        notes = pedal(random, notes, harmony.bar_beats * harmony.beat_s)
    return tidy(humanise(random, notes, random.uniform(0, 0.02)), seconds)


def doubled(notes, interval, lo, hi):
    """@notes moved by @interval, where they stay between @lo and @hi."""
    return [(a, b, m + interval, v) for a, b, m, v in notes
            if lo <= m + interval <= hi]


def chamber_score(random, seconds, ranges):
    """One score for each (lo, hi) of @ranges, lowest first: voices of one
    harmony that begin notes together, sometimes an octave apart."""
    harmony = make_harmony(random, slow=random.random() < 0.6)
    parts, together = [], random.random() < 0.5
    for i, (lo, hi) in enumerate(ranges):
        kind = random.random()
        if parts and kind < 0.1:
            other = parts[random.integers(len(parts))]
            gap = round((lo + hi - 2 * np.mean([n[2] for n in other])) / 24)
            part = doubled(other, 12 * gap, lo - 3, hi + 3)
        else:
            part = []
        if not part:
            if together or kind < 0.4:
                part = chorale_voice(random, harmony, seconds, lo, hi, parts)
            elif kind < 0.65:
                part = melody(random, harmony, seconds, lo, hi)
            elif kind < 0.85:
                part = line(random, harmony, seconds, lo, hi)
            elif kind < 0.93:
                part = repeated(random, harmony, seconds, lo, hi)
            else:
                part = arpeggio(random, harmony, seconds, lo, hi)
        parts.append(part)
    spread_s = random.uniform(0.003, 0.03)
    return [tidy(humanise(random, p, spread_s), seconds) for p in parts]


def ensemble_score(random, seconds, ranges, style):
    """One score for each (lo, hi) of @ranges, from the lowest to the
    highest; style "chorale" or "pop"."""
    harmony = make_harmony(random, slow=style == "chorale")
    parts = []
    for i, (lo, hi) in enumerate(ranges):
        if style == "chorale":
            part = chorale_voice(random, harmony, seconds, lo, hi, parts)
        elif i == len(ranges) - 1:
            part = melody(random, harmony, seconds, lo, hi)
        elif i == 0 and len(ranges) > 1 and lo < 50:
            part = bass(random, harmony, seconds, lo, hi)
        else:
            write = [chords, arpeggio, melody, repeated][random.integers(4)]
            part = write(random, harmony, seconds, lo, hi)
        parts.append(part)
    return [tidy(humanise(random, p, random.uniform(0.003, 0.015)), seconds)
            for p in parts]


def click_score(random, seconds):
    """Beats (time_s, whether the first of a bar) of a metronome."""
    step = 60 / random.uniform(60, 220)
    bar = int(random.choice([1, 2, 3, 4]))
    times = np.arange(random.uniform(0, step), seconds, step)
    return [(time, k % bar == 0) for k, time in enumerate(times)]


def drum_score(random, seconds):
    """A drum pattern (General MIDI keys), repeated with small changes."""
    beat_s = 60 / random.uniform(70, 160)
    kit = {36: 0.5, 38: 0.3, 42: 0.7, 46: 0.1, 49: 0.05, 45: 0.08, 50: 0.08,
           51: 0.2, 39: 0.05, 54: 0.1, 56: 0.04, 75: 0.05}
    busy = random.uniform(0.3, 1.2)
    pattern = [(s, key) for s in range(16) for key, share in kit.items()
               if random.random() < share * busy * (0.4 if s % 2 else 1)]
    notes = []
    for bar in range(int(seconds / (4 * beat_s)) + 1):
        for s, key in pattern:
            if random.random() < 0.9:
                start = (4 * bar + s / 4) * beat_s + random.normal(0, 0.006)
                notes.append((start, start + 0.2, key,
                              random.uniform(60, 120)))
    return tidy(notes, seconds)
