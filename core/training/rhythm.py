# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces whose beats, bars and meter are known: what the beat tracker is
judged on.

Music is written in beats, from a first downbeat at 0 on, and then played:
a curve of tempo turns beats into seconds, and people miss them by about
20 ms. Of each kind, pieces with even numbers choose and odd ones report.
A beat is a quarter note, in 6/8 a dotted quarter.
"""
import csv
import json
import multiprocessing
import subprocess
from dataclasses import dataclass

import numpy as np

import development
import scores
import sounds
import synth

KINDS = ("steady", "steady no drums", "waltz", "six eight", "rubato",
         "ritardando", "tempo changes", "syncopated",
         "syncopated no drums", "chorale")
SECONDS = 60.0
SPREAD_S = 0.02
FONTS = ("FluidR3_GM.sf2", "TimGM6mb.sf2")
MELODIES = (0, 4, 11, 24, 40, 56, 60, 65, 66, 68, 71, 73)
CHORDS = (0, 4, 16, 24, 25, 27, 46)
BASSES = (32, 33, 35, 42, 43)
SOFT = ((48, 48, 48, 48), (40, 40, 41, 42), (52, 52, 52, 52),
        (19, 19, 19, 19), (71, 68, 71, 70), (49, 49, 49, 49),
        (56, 60, 57, 57))
CELLS = {  # lengths of notes that fill one beat or two
    "plain": ((1,), (1,), (0.5, 0.5), (2,), (1.5, 0.5), (0.25,) * 4,
              (0.5, 0.25, 0.25), (0.75, 0.25)),
    "syncopated": ((0.5, 1, 0.5), (0.75, 0.75, 0.5), (0.5, 0.5), (1,),
                   (0.25, 0.5, 0.25), (-0.5, 0.5), (-0.5, 1, 0.5),
                   (-0.25, 0.75)),
    "six eight": ((1,), (2 / 3, 1 / 3), (1 / 3,) * 3, (2,), (4 / 3, 2 / 3),
                  (0.5, 1 / 6, 1 / 3)),
    "slow": ((1,), (1,), (1,), (2,), (2,), (0.5, 0.5), (1.5, 0.5))}
VOICES = ((True, True, True), (True, True, True), (False, True, True),
          (True, False, True), (True, True, False), (False, True, False),
          (False, False, True))
KICK, SNARE, HAT, RIDE = 36, 38, 42, 51
DRUMS = {  # key: beats of a bar
    2: ({KICK: (0,), SNARE: (1,), HAT: (0, .5, 1, 1.5)},),
    3: ({KICK: (0,), SNARE: (1, 2), HAT: (0, 1, 2)},
        {KICK: (0,), HAT: (0, .5, 1, 1.5, 2, 2.5), SNARE: (2,)}),
    4: ({KICK: (0, 2), SNARE: (1, 3), HAT: (0, .5, 1, 1.5, 2, 2.5, 3, 3.5)},
        {KICK: (0, 1.5, 2), SNARE: (1, 3), RIDE: (0, 1, 2, 3)},
        {KICK: (0, 2.5), SNARE: (1, 3), HAT: tuple(np.arange(16) / 4)})}
SYNCOPATED_DRUMS = (
    {KICK: (0, .75, 2.5), SNARE: (1, 2.75, 3), HAT: tuple(np.arange(8) / 2)},
    {KICK: (0, 1.5, 2.5), SNARE: (1, 3), HAT: (.5, 1.5, 2.5, 3.5)},
    {KICK: (0, 1.75), SNARE: (.75, 1.5, 2.5, 3), RIDE: (0, 1, 2, 3)})
SIX_EIGHT_DRUMS = {KICK: (0, 5 / 3), SNARE: (1,),
                   HAT: tuple(np.arange(6) / 3)}


@dataclass
class Plan:
    """What a piece is."""
    kind: str
    voices: tuple        # whether bass, accompaniment and melody play
    bar_beats: int
    compound: bool       # 6/8
    drums: bool
    curve: np.ndarray    # [n][2]: beat, seconds
    harmony: scores.Harmony
    pickup: float        # beats before the first downbeat

    @property
    def end_beat(self):
        """The first beat that is not played."""
        return float(np.interp(SECONDS - 2.0, self.curve[:, 1],
                               self.curve[:, 0]))

    def seconds(self, beats):
        """The times of beats."""
        return np.interp(beats, self.curve[:, 0], self.curve[:, 1])

    @property
    def meter(self):
        """(numerator, denominator) as it would be written."""
        return (6, 8) if self.compound else (self.bar_beats, 4)


def tempo_factors(random, kind, n, bar):
    """How long each of @n beats lasts, 1 on average."""
    beats = np.arange(n)
    lengths = np.ones(n)
    if kind == "rubato":
        phrase = bar * int(random.choice([2, 4]))
        depth = random.uniform(0.10, 0.22)
        lengths += depth * np.cos(2 * np.pi * beats / phrase)
        lengths *= np.exp(np.cumsum(random.normal(0, 0.015, n)))
        lengths *= np.exp(random.normal(0, 0.02, n))
    elif kind == "ritardando":
        phrase = bar * int(random.choice([8, 12]))
        slow = bar * 2
        at = beats % phrase - (phrase - slow)
        lengths *= 1 + random.uniform(0.35, 0.7) * np.clip(at / slow, 0, 1)
    elif kind == "tempo changes":
        section = bar * int(random.choice([8, 10, 12]))
        speeds = random.permutation([0.75, 1.0, 1.3, 0.85, 1.15])
        lengths /= speeds[(beats // section) % len(speeds)]
    elif kind == "chorale":
        phrase = bar * 4
        lengths *= 1 + 0.25 * (beats % phrase == phrase - 1)
        lengths *= np.exp(random.normal(0, 0.01, n))
    else:
        lengths *= np.exp(random.normal(0, 0.004, n))
    return lengths


def tempo_range(kind, varied):
    """Beats a minute, from the slowest to the fastest."""
    if kind in ("chorale", "rubato"):
        return (48, 112) if varied else (60, 100)
    if kind == "six eight":
        return (42, 96) if varied else (48, 84)
    return (58, 190) if varied else (75, 165)


def make_plan(random, number, varied=False):
    """The plan of piece @number; in a @varied one the tempo of any kind,
    drums, and fewer voices may meet."""
    kind = KINDS[number // 2 % len(KINDS)]
    shape = KINDS[random.integers(len(KINDS))] if varied else kind
    compound = kind == "six eight"
    bar = {"waltz": 3, "six eight": 2}.get(
        kind, int(random.choice([2, 3, 4, 4, 4])))
    syncopated = "syncopated" in kind
    if syncopated:
        bar = 4
    drums = kind in ("steady", "syncopated") or (
        kind in ("waltz", "six eight", "tempo changes")
        and random.random() < 0.5)
    voices = (True, True, True)
    if varied:
        bar = bar if compound or syncopated else int(random.choice([2, 3, 4]))
        drums = kind != "chorale" and random.random() < 0.4
        voices = VOICES[random.integers(len(VOICES))]
    low, high = np.log(tempo_range(kind, varied))
    beat_s = 60 / np.exp(random.uniform(low, high))
    lengths = beat_s * tempo_factors(random, shape, 400, bar)
    pickup = float(random.choice([0, 0, 0, 1])) if not drums else 0.0
    start = random.uniform(0.2, 1.2) + pickup * beat_s
    times = start + np.concatenate([[0], np.cumsum(lengths)])
    curve = np.column_stack([np.arange(len(times)), times])
    curve = np.vstack([[-4, start - 4 * beat_s], curve])
    harmony = scores.make_harmony(random)
    harmony = scores.Harmony(1.0, bar, harmony.scale, harmony.chords)
    return Plan(kind, voices, bar, compound, drums, curve, harmony, pickup)


def accent(plan, beat):
    """How much louder a note on @beat is."""
    within = beat % plan.bar_beats
    if abs(within) < 1e-6:
        return 9
    return 4 if abs(within - round(within)) < 1e-6 else -3


def melody(random, plan, lo, hi, cells):
    """A voice in the key; rests are negative lengths."""
    harmony = plan.harmony
    favourites = [cells[i] for i in random.choice(len(cells), 5)]
    held, base = random.choice([1.0, 1.0, 0.9, 0.7]), random.uniform(60, 90)
    now, beat, notes = (lo + hi) / 2, -plan.pickup, []
    while beat < plan.end_beat:
        cell = favourites[random.integers(len(favourites))]
        left = plan.bar_beats - beat % plan.bar_beats
        if beat < 0 or sum(map(abs, cell)) > left + 1e-6:
            cell = (1,)
        for length in cell:
            strong = abs(beat - round(beat)) < 1e-6
            classes = harmony.chord_at(beat) if strong and (
                random.random() < 0.7) else harmony.scale
            pool = np.arange(lo, hi + 1)
            pool = pool[np.isin(pool % 12, classes)]
            cost = np.abs(pool - now) + random.uniform(0, 5, len(pool))
            now = int(pool[np.argmin(cost)])
            if length > 0 and random.random() > 0.05:
                notes.append((beat, beat + held * length, now,
                              base + accent(plan, beat)
                              + random.normal(0, 4)))
            beat += abs(length)
    return notes


def in_bars(plan, write):
    """The notes of write (bar's first beat, its chord) for every bar."""
    notes = []
    for first in np.arange(0, plan.end_beat, plan.bar_beats):
        notes += [n for n in write(first, plan.harmony.chord_at(first))
                  if n[0] < plan.end_beat]
    return notes


def near(classes, midi):
    """The pitch of these classes that is nearest to @midi."""
    pitches = np.arange(midi - 8, midi + 9)
    pitches = pitches[np.isin(pitches % 12, classes)]
    return int(pitches[np.argmin(np.abs(pitches - midi))])


def bass(random, plan, lo, syncopated):
    """Roots on downbeats, fifths and others between."""
    unit = 1 / 3 if plan.compound else 0.5
    patterns = [[0], [0], list(range(plan.bar_beats)),
                [0, plan.bar_beats - 1]]
    if plan.bar_beats == 4:
        patterns += [[0, 2], [0, 2], [0, 2 - unit, 2]]
    if syncopated:
        patterns = [[0, 1.5, 2.5], [0, 1.5, 3], [0, .75, 2, 2.75]]
    pattern = patterns[random.integers(len(patterns))]
    base = random.uniform(70, 95)

    def bar(first, chord):
        ends = pattern[1:] + [plan.bar_beats]
        return [(first + at, first + 0.95 * end + 0.05 * at,
                 near(chord[[0 if at == 0 else random.choice([0, 2])]],
                      lo + 7),
                 base + accent(plan, at) + random.normal(0, 4))
                for at, end in zip(pattern, ends)]

    return in_bars(plan, bar)


def accompaniment(random, plan, centre, syncopated):
    """Chords or broken chords, one pattern throughout."""
    unit = 1 / 3 if plan.compound else 0.5
    size = int(random.choice([3, 3, 4]))
    broken = random.random() < 0.4
    every = np.arange(0, plan.bar_beats, unit)
    patterns = [np.arange(plan.bar_beats), np.arange(1, plan.bar_beats),
                every, every[1::2] if not plan.compound else every]
    if broken:
        patterns = [every, np.arange(0, plan.bar_beats, unit / 2)
                    if not plan.compound else every]
    if syncopated:
        patterns = [np.array([0, .5, 1.5, 2.5, 3.5]), np.array([0.5, 1.5,
                    2.5, 3.5]), np.array([0, .75, 1.5, 2.5, 3.25])]
    pattern = patterns[random.integers(len(patterns))]
    base = random.uniform(50, 78)

    def bar(first, chord):
        tones = sorted({near(chord[[k % len(chord)]], centre + 4 * k - 6)
                        for k in range(size)})
        rows = []
        for k, at in enumerate(pattern):
            end = pattern[k + 1] if k + 1 < len(pattern) else plan.bar_beats
            chosen = [tones[k % len(tones)]] if broken else tones
            rows += [(first + at, first + 0.9 * end + 0.1 * at, tone,
                      base + accent(plan, at) + random.normal(0, 4))
                     for tone in chosen]
        return rows

    return in_bars(plan, bar)


def drums(random, plan):
    """A pattern with small changes; a crash now and then."""
    if plan.compound:
        pattern = SIX_EIGHT_DRUMS
    elif "syncopated" in plan.kind:
        pattern = SYNCOPATED_DRUMS[random.integers(len(SYNCOPATED_DRUMS))]
    else:
        row = DRUMS[plan.bar_beats]
        pattern = row[random.integers(len(row))]
    base = random.uniform(75, 105)

    def bar(first, _):
        return [(first + at, first + at + 0.3, key,
                 base + accent(plan, at) + random.normal(0, 5))
                for key, beats in pattern.items() for at in beats
                if random.random() > 0.05]

    return in_bars(plan, bar)


def chorale(random, plan, ranges):
    """Four voices that move together, by the beat; a bar's last beat and a
    phrase's end may be held."""
    nows = [(lo + hi) / 2 for lo, hi in ranges]
    parts, beat = [[] for _ in ranges], -plan.pickup
    base = random.uniform(60, 85)
    phrase = 4 * plan.bar_beats
    while beat < plan.end_beat:
        left = phrase - beat % phrase
        length = min(left, float(random.choice([1, 1, 1, 1, 2])))
        if left <= plan.bar_beats and random.random() < 0.5:
            length = left
        if beat < 0:
            length = 1.0
        downbeat = beat % plan.bar_beats == 0
        chord = plan.harmony.chord_at(beat)
        if not downbeat and random.random() < 0.4:
            degree = random.integers(7)
            chord = plan.harmony.scale[(degree + np.array([0, 2, 4])) % 7]
        for voice, (lo, hi) in enumerate(ranges):
            pool = np.arange(lo, hi + 1)
            pool = pool[np.isin(pool % 12, chord if voice else chord[[0]])]
            cost = (np.abs(pool - nows[voice])
                    + 0.2 * np.abs(pool - (lo + hi) / 2)
                    + random.uniform(0, 3, len(pool)))
            nows[voice] = int(pool[np.argmin(cost)])
            velocity = base + 0.4 * accent(plan, beat) + random.normal(0, 3)
            if length == 1 and random.random() < 0.15:
                step = near(plan.harmony.scale, nows[voice] + 2)
                parts[voice] += [
                    (beat, beat + 0.5, nows[voice], velocity),
                    (beat + 0.5, beat + 1, step, velocity - 4)]
            else:
                parts[voice].append((beat, beat + length, nows[voice],
                                     velocity))
        beat += length
    return parts


def perform(random, plan, notes):
    """([n][4] in seconds, [n] beats) of @notes, with people's timing: those
    of one beat are missed together and each a little apart."""
    missed, rows = {}, []
    for on, off, midi, velocity in notes:
        key = round(on, 4)
        if key not in missed:
            missed[key] = random.normal(0, 0.5 * SPREAD_S)
        late = missed[key] + random.normal(0, 0.85 * SPREAD_S)
        start = max(0.02, plan.seconds(on) + late)
        end = max(start + 0.07, plan.seconds(off) + 0.5 * late)
        rows.append((start, end, midi, np.clip(velocity, 15, 127), on))
    rows = np.array(sorted(rows)).reshape(-1, 5)
    keep = np.ones(len(rows), bool)
    last = {}
    for i, row in enumerate(rows):
        before = last.get(row[2])
        if before is not None:
            if row[0] - rows[before, 0] < 0.07:
                keep[i] = False
                continue
            rows[before, 1] = min(rows[before, 1], row[0])
        last[row[2]] = i
    return rows[keep, :4], rows[keep, 4]


def source(program):
    """A program of one of the fonts, a function of a generator."""
    def choose(random):
        name = FONTS[random.integers(len(FONTS))]
        made = sounds.FontSource(sounds.FONTS / name, program)
        made.usable()
        return made
    return choose


def play(random, made, notes, tune):
    """The sound; players begin early what speaks late."""
    early = notes.copy()
    for note in early:
        late = made.probe(note[2]).late_s
        note[0] = max(0.0, note[0] - late)
    sound, _ = made.play(random, early, SECONDS, tune)
    return sound


def write_parts(random, plan):
    """[(program, gain in dB, notes in beats)] of the voices."""
    syncopated = "syncopated" in plan.kind
    if plan.kind == "chorale":
        programs = SOFT[random.integers(len(SOFT))]
        ranges = ((40, 55), (52, 62), (58, 69), (62, 77))
        parts = chorale(random, plan, ranges)
        return [(program, 0.0, part)
                for program, part in zip(programs[::-1], parts)]
    cells = CELLS["six eight" if plan.compound else "syncopated"
                  if syncopated else "plain"]
    if plan.kind == "rubato" and random.random() < 0.5:
        cells = CELLS["slow"]
    alone = plan.kind == "rubato" and random.random() < 0.6
    choice = ((0, 0, 0) if alone else
              (int(random.choice(MELODIES)), int(random.choice(CHORDS)),
               int(random.choice(BASSES))))
    parts = [(choice[2], 0.0, bass(random, plan, 33, syncopated)),
             (choice[1], -3.0, accompaniment(random, plan, 58, syncopated)),
             (choice[0], 0.0, melody(random, plan, 62, 81, cells))]
    return [part for part, plays in zip(parts, plan.voices) if plays]


def make_piece(random, plan):
    """(sound, rows of onset_s, offset_s, midi, track, velocity, beat)."""
    tune = sounds.tuning(random)
    mix, rows = np.zeros(int(SECONDS * sounds.RATE)), []
    for track, (program, gain, notes) in enumerate(
            write_parts(random, plan)):
        played, beats = perform(random, plan, notes)
        made = source(program)(random)
        mix += development.level(play(random, made, played, tune), gain - 20)
        rows += [(*row[:3], track + 1, int(row[3]), beat)
                 for row, beat in zip(played, beats)]
    if plan.drums:
        played, _ = perform(random, plan, drums(random, plan))
        name = FONTS[random.integers(len(FONTS))]
        sound = sounds.open_font(sounds.FONTS / name).render(
            played, SECONDS, 128, 0)
        mix += development.level(sound, random.uniform(-22, -17))
    if random.random() < 0.5:
        mix = synth.in_room(random, mix)
    return mix, sorted(rows)


def truth(plan):
    """Beats, downbeats and meter, for the index."""
    beats = np.arange(-int(plan.pickup), int(plan.end_beat) + 1)
    return {"kind": plan.kind, "meter": list(plan.meter),
            "drums": plan.drums, "pickup": plan.pickup,
            "beat_quarters": 1.5 if plan.compound else 1.0,
            "beats": [round(float(t), 4) for t in plan.seconds(beats)],
            "downbeats": [round(float(t), 4) for t in plan.seconds(
                beats[beats % plan.bar_beats == 0])]}


def make_one(job):
    """Writes a piece; (its name, what is known of it)."""
    out, seed, number, varied, features = job
    random = np.random.default_rng([seed, number])
    plan = make_plan(random, number, varied)
    sound, rows = make_piece(random, plan)
    name = f"rhythm-{number:03d}"
    development.write_mix(out, name, sound, [], {})
    if features:
        subprocess.run([features, out / f"{name}.flac", "--rhythm",
                        out / f"{name}.f32"], check=True)
    with open(out / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("onset_s", "offset_s", "midi", "track",
                         "velocity", "beat"))
        writer.writerows([f"{r[0]:.4f}", f"{r[1]:.4f}", int(r[2]), r[3],
                          r[4], f"{r[5]:.5f}"] for r in rows)
    print(name, plan.kind, plan.meter, len(rows), "notes", flush=True)
    return name, truth(plan)


def make_all(out, seed, count, varied=False, features=None, jobs=1):
    """Writes NAME.flac, NAME.csv (with the beat of each note's score, the
    first downbeat 0), index.json and, with the engine's executable
    @features, NAME.f32: what tells the rhythm, frame by frame."""
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        index = dict(pool.imap(make_one, [
            (out, seed, number, varied, features)
            for number in range(count)]))
    (out / "index.json").write_text(json.dumps(index, indent=0) + "\n")
