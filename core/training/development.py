# SPDX-License-Identifier: GPL-3.0-or-later
"""The development sets: mixes of sounds that training never hears.

Whole collections are held out: the No Budget Orchestra, Sonatina, Jeff
Learman's guitar and piano, the bagpipe, and the font Sonivox. Every kind of
mix is what one thing makes hard; its figures are printed apart. The mixes
with even numbers choose, those with odd numbers report.
"""
import csv
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.io import wavfile

import packages
import scores
import solos
import sounds
import synth

RATE = 22050
HEADER = ("onset_s", "offset_s", "midi", "track", "velocity", "confidence")
# Programs that music is played on, of the font that training never hears.
PROGRAMS = (0, 4, 6, 11, 12, 16, 19, 21, 22, 24, 25, 26, 27, 29, 30, 32, 33,
            35, 40, 41, 42, 43, 46, 48, 52, 53, 56, 57, 58, 60, 61, 64, 65,
            66, 68, 70, 71, 73, 75, 79, 80, 81, 105)
FAMILIES = ((40, 41, 42, 43, 48), (56, 57, 58, 60, 61),
            (64, 65, 66, 68, 70, 71, 109), (72, 73, 75, 79, 71, 68),
            (0, 4, 6, 11, 12, 13), (24, 25, 26, 27, 46), (16, 19, 21, 22))
PLUCKED = (24, 25, 26, 27, 32, 33, 35, 46, 105)
KEYED = (0, 4, 6, 11, 12, 13)
ACCOMPANISTS = (0, 4, 6, 24, 25, 26, 27, 46, 16, 19, 21)
SINGERS = (40, 41, 42, 52, 53, 56, 57, 60, 64, 65, 66, 68, 70, 71, 73, 75)
DISTORTED = (29, 30)
CHOIRS = (52, 53)
# Their makers' notes were in the training of the encoder of November.
HEARD_BEFORE = ("jsteeldrum", "westlund_horns", "westlund_violas")
SECONDS = (15, 24)
LONG_SECONDS = (180, 260)  # more notes than the memory has patterns


def level(sound, gain_db):
    """@sound with the root mean square of its loud parts at @gain_db."""
    loud = np.sqrt((sound.astype(float) ** 2).mean() + 1e-12)
    return sound * (10 ** (gain_db / 20) / loud)


def write_flac(path, sound):
    """A sound at 22,050 Hz, 16 bit."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "mix.wav"
        wavfile.write(wav, RATE, np.round(sound * 32767).astype(np.int16))
        subprocess.run(["flac", "--silent", "--force", "-o", str(path),
                        str(wav)], check=True)


def write_mix(out, name, sound, rows, stems):
    """NAME.flac, NAME.csv and, for each track of @stems, NAME.stem-N.flac
    at the level that it has in the mix."""
    factor = 0.7 / max(1e-9, np.abs(sound).max())
    write_flac(out / f"{name}.flac", sound * factor)
    for track, stem in stems.items():
        write_flac(out / f"{name}.stem-{track}.flac",
                   np.clip(stem * factor, -1, 1))
    with open(out / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows([f"{a:.4f}", f"{b:.4f}", *rest]
                         for a, b, *rest in rows)


class Pool:
    """Sources to choose from: recorded ones, a font's, or both."""

    def __init__(self, sources):
        self.sources = sources

    def of(self, programs):
        """The sources with one of these programs."""
        return [s for s in self.sources if s.program in programs]

    def pick(self, random, n, programs=None, distinct=True):
        """@n sources; with @distinct of as many programs. None if there
        are not so many."""
        row = self.sources if programs is None else self.of(programs)
        chosen = []
        for i in random.permutation(len(row)):
            taken = [s.program for s in chosen]
            if not distinct or row[i].program not in taken:
                chosen.append(row[i])
            if len(chosen) == n:
                return chosen
        return None


class Piece:
    """A mix under way: sources and what each of them plays."""

    def __init__(self, random, seconds):
        self.random, self.seconds = random, seconds
        self.parts = []   # (source, notes [n][4])
        self.wet_s = None
        self.mannered = False

    @property
    def written_s(self):
        return self.seconds - 1.0

    def ensemble(self, sources, style):
        """Voices of one harmony, each in its register."""
        parts = sounds.registers(self.random, sources)
        written = scores.ensemble_score(
            self.random, self.written_s, [(lo, hi) for _, lo, hi in parts],
            style)
        self.parts += [(s, n) for (s, _, _), n in zip(parts, written)]

    def chamber(self, sources):
        """Voices of one harmony that are freer."""
        parts = sounds.registers(self.random, sources)
        written = scores.chamber_score(
            self.random, self.written_s, [(lo, hi) for _, lo, hi in parts])
        self.parts += [(s, n) for (s, _, _), n in zip(parts, written)]

    def crossed(self, sources):
        """Voices of one harmony, all in the same two octaves if they have
        as many in common."""
        lo = max(s.range[0] for s in sources)
        hi = max(min(s.range[1] for s in sources), lo + 12)
        low = int(self.random.integers(lo, max(lo + 1, hi - 23)))
        written = scores.chamber_score(self.random, self.written_s,
                                       [(low, min(hi, low + 24))]
                                       * len(sources))
        self.parts += list(zip(sources, written))

    def render(self):
        """(sound [samples], rows of note and track, dry stem of each
        track)."""
        random, seconds = self.random, self.seconds
        mix, rows, stems = np.zeros(int(seconds * RATE)), [], {}
        for track, (source, notes) in enumerate(self.parts, 1):
            play = in_manners if self.mannered else type(source).play
            sound, labels = play(source, random, notes, seconds)
            stems[track] = level(sound, random.uniform(-6, 0))
            mix += stems[track]
            rows += [(a, b, int(m), track, int(round(v)), 1)
                     for a, b, m, v in labels]
        if self.wet_s is not None:
            mix = synth.in_room(random, mix, self.wet_s)
        return mix, sorted(rows), stems


def in_manners(source, random, notes, seconds):
    """(sound, labels) of phrases played in turn in two ways: another touch,
    staccato or legato, loud or soft."""
    ways = [(random.choice([1.0, 0.35, 0.6]), shift)
            for shift in random.permutation([-28, 22])]
    cuts = np.sort(random.uniform(0.2, 0.8, 2)) * seconds
    phrase = np.searchsorted(cuts, notes[:, 0])
    mix, labels = np.zeros(int(seconds * RATE)), []
    for number in range(3):
        own = notes[phrase == number].copy()
        share, shift = ways[number % 2]
        own[:, 1] = own[:, 0] + np.maximum(
            0.08, share * (own[:, 1] - own[:, 0]))
        own[:, 3] = np.clip(own[:, 3] + shift, 20, 127)
        if len(own):
            sound, found = source.play(random, own, seconds)
            mix += sound[:len(mix)]
            labels.append(found)
    return mix, np.concatenate(labels)


def of_family(random, pool, n):
    """@n sources of one family, if there are as many."""
    for i in random.permutation(len(FAMILIES)):
        sources = pool.pick(random, n, FAMILIES[i])
        if sources:
            return sources
    return pool.pick(random, n)


def like(piece, pool, n):
    """Instruments of one family; half of them cross."""
    sources = of_family(piece.random, pool, n)
    if piece.random.random() < 0.5:
        piece.crossed(sources)
    else:
        piece.chamber(sources)


def same(piece, pool, n):
    """The same instrument twice, of two collections; others beside."""
    random = piece.random
    programs = sorted({s.program for s in pool.sources
                       if len(pool.of((s.program,))) > 1})
    twin = programs[random.integers(len(programs))]
    sources = pool.pick(random, 2, (twin,), distinct=False)
    if n > 2:
        others = [p for p in PROGRAMS if p != twin]
        sources += pool.pick(random, n - 2, others)
    if random.random() < 0.5:
        piece.crossed(sources)
    else:
        piece.chamber(sources)


def crossing(piece, pool, n):
    """Voices that cross: all in the same two octaves."""
    for _ in range(100):
        sources = pool.pick(piece.random, n)
        lo = max(s.range[0] for s in sources)
        hi = min(s.range[1] for s in sources)
        if hi - lo >= 18:
            break
    piece.crossed(sources)


def unrelated(piece, pool, n):
    """Phrases that have nothing to do with each other."""
    random = piece.random
    for source in pool.pick(random, n):
        lo, hi = sounds.register(random, *source.range)
        piece.parts.append((source, scores.stem_score(
            random, piece.written_s, lo, hi, False, source.sustained)))


def chorale(piece, pool, n):
    """Voices that move together, half of them of one family."""
    if piece.random.random() < 0.5:
        sources = of_family(piece.random, pool, n)
    else:
        sources = pool.pick(piece.random, n, SINGERS)
    piece.ensemble(sources, "chorale")


def accompaniment(piece, pool, n):
    """Chords or broken chords under a melody, perhaps over a bass."""
    random = piece.random
    harmony = scores.make_harmony(random)
    below = pool.pick(random, 1, ACCOMPANISTS)[0]
    others = [p for p in PROGRAMS if p != below.program]
    above = pool.pick(random, 1, [p for p in SINGERS if p in others])[0]
    lo, hi = below.range
    lo = max(lo, min(45, hi - 18))
    write = (scores.chords, scores.arpeggio)[random.integers(2)]
    spread_s = random.uniform(0.003, 0.015)

    def add(source, notes):
        notes = scores.humanise(random, notes, spread_s)
        piece.parts.append((source, scores.tidy(notes, piece.written_s)))

    add(below, write(random, harmony, piece.written_s, lo, min(hi, lo + 26)))
    top = min(above.range[1], max(84, above.range[0] + 14))
    add(above, scores.melody(random, harmony, piece.written_s,
                             max(above.range[0], top - 22), top))
    if n > 2:
        low = pool.pick(random, 1, (32, 33, 35, 43, 58, 70, 42))[0]
        add(low, scores.bass(random, harmony, piece.written_s,
                             *low.range))


def leaving(piece, pool, n):
    """One instrument leaves and comes back."""
    piece.chamber(pool.pick(piece.random, n))
    at = int(piece.random.integers(n))
    source, notes = piece.parts[at]
    away = np.array([0.3, 0.65]) * piece.seconds
    inside = (notes[:, 0] > away[0]) & (notes[:, 0] < away[1])
    piece.parts[at] = source, notes[~inside]


def technique(piece, pool, n):
    """Players who change their way of playing."""
    piece.mannered = True
    if n == 1:
        solo(piece, pool, 1)
    else:
        piece.chamber(pool.pick(piece.random, n))


def room(piece, pool, n):
    """A large room."""
    piece.wet_s = piece.random.uniform(1.2, 2.4)
    piece.chamber(pool.pick(piece.random, n))


def percussion(piece, pool, n):
    """Drums beside the instruments."""
    piece.ensemble(pool.pick(piece.random, n), "pop")


def many(piece, pool, n):
    """Five or six instruments."""
    piece.chamber(pool.pick(piece.random, n))


def clicked(piece, pool, n):
    """A metronome beside the instruments."""
    piece.ensemble(pool.pick(piece.random, n), "pop")


def by_one_writer(piece, sources, write):
    """Each of @sources plays what @write makes, in a part of its range."""
    random, seconds = piece.random, piece.written_s
    for source in sources:
        lo, hi = sounds.register(random, *source.range)
        notes = write(random, scores.make_harmony(random), seconds, lo, hi)
        piece.parts.append((source, scores.tidy(
            scores.humanise(random, notes, 0.01), seconds)))


def held(piece, pool, n):
    """Long notes under short ones of the same instrument."""
    by_one_writer(piece, pool.pick(piece.random, n), scores.held_under)


def again(piece, pool, n):
    """One pitch or two struck again and again."""
    by_one_writer(piece, pool.pick(piece.random, n), scores.repeated)


def long(piece, pool, n):
    """Some minutes of free voices, one harmony after another."""
    random, parts = piece.random, sounds.registers(
        piece.random, pool.pick(piece.random, n))
    written, begin_s = [[] for _ in parts], 0.0
    while begin_s < piece.written_s:
        length_s = random.uniform(12, 25)
        voices = scores.chamber_score(
            random, min(length_s, piece.written_s - begin_s),
            [(lo, hi) for _, lo, hi in parts])
        for notes, voice in zip(written, voices):
            if random.random() < 0.85:   # else the voice rests
                notes.append(voice + [begin_s, begin_s, 0, 0])
        begin_s += length_s
    piece.parts += [(s, np.concatenate(notes)) for (s, _, _), notes in
                    zip(parts, written) if notes]


def solo(piece, pool, n):
    """One instrument over its whole compass."""
    random = piece.random
    write = solos.WRITERS[random.integers(len(solos.WRITERS))]
    programs = KEYED + PLUCKED + (16, 19, 21) if (
        write is solos.two_hands) else None
    source = pool.pick(random, 1, programs)[0]
    seconds = piece.written_s
    if random.random() < 0.25:   # a solo of a few notes
        seconds = min(seconds, random.uniform(2.5, 6))
    piece.parts.append((source, solos.score(
        random, seconds, *source.range, sustained=source.sustained,
        write=write)))


def polyphonic(piece, pool, n):
    """One instrument of many voices: a choir, power chords, an organ or a
    guitar in two hands; with another where there are two."""
    random, seconds = piece.random, piece.written_s
    manner = random.integers(3)
    distorted, choir = pool.of(DISTORTED), pool.of(CHOIRS)
    if manner == 0 and distorted:
        source = distorted[random.integers(len(distorted))]
        notes = scores.tidy(scores.humanise(random, solos.power_chords(
            random, scores.make_harmony(random), seconds, 40, 76), 0.005),
                            seconds)
    elif manner == 1 and choir:
        source = choir[random.integers(len(choir))]
        lo, hi = source.range
        edges = np.linspace(lo, hi, 5).astype(int)
        voices = scores.ensemble_score(
            random, seconds, list(zip(edges[:-1], edges[1:])), "chorale")
        notes = np.concatenate(voices)
        notes = scores.tidy([tuple(r) for r in notes], seconds)
    else:
        source = pool.pick(random, 1, (16, 19, 21, 24, 25, 0, 4, 6))[0]
        notes = solos.score(random, seconds, *source.range,
                            write=solos.two_hands)
    piece.parts.append((source, notes))
    if n > 1:
        others = [p for p in PROGRAMS if p != source.program]
        other = pool.pick(random, 1, others)[0]
        piece.parts.append((other, scores.stem_score(
            random, seconds, *sounds.register(random, *other.range), False,
            other.sustained)))


KINDS = (  # (writer, numbers of instruments in turn, mixes, pools in turn)
    (like, (2, 3, 4), 24, ("real", "font")),
    (same, (2, 3), 16, ("both",)),
    (crossing, (2, 3), 20, ("real", "font")),
    (unrelated, (2, 3, 4), 24, ("real", "font", "both")),
    (chorale, (3, 4), 20, ("real", "font")),
    (accompaniment, (2, 3), 20, ("font", "both")),
    (leaving, (2, 3, 4), 16, ("real", "font")),
    (technique, (1, 2, 3), 18, ("real", "font")),
    (room, (2, 3), 16, ("real", "font")),
    (percussion, (1, 2, 3), 18, ("font", "both")),
    (many, (5, 6), 12, ("real", "both")),
    (solo, (1,), 40, ("real", "font")),
    (polyphonic, (1, 1, 2), 18, ("font", "both")),
    (long, (2, 3, 4), 12, ("real", "font")),
    (held, (1, 2), 20, ("real", "font")),
    (again, (1, 2), 16, ("real", "font")),
    (clicked, (1, 2, 3), 12, ("real", "font")))


def pools(samples, path):
    """The held-out sources: recorded, of the font at @path, and both."""
    font = [sounds.FontSource(path, p) for p in PROGRAMS]
    font = [s for s in font if s.usable()]
    real = sounds.sample_sources(samples, True) if samples else []
    real = [s for s in real if s.name.split("/")[-1] not in HEARD_BEFORE]
    return {"font": Pool(font), "real": Pool(real or font),
            "both": Pool(real + font)}


def make_all(out, samples, seed, with_stems=False):
    """Writes all mixes into @out, @with_stems those without a room and of
    some seconds beside their stems; returns their index."""
    font = packages.held_out_font(out / "packages")
    index, held = [], pools(samples, font)
    kits = sounds.drum_sources(font)
    for kind, (write, counts, mixes, names) in enumerate(KINDS):
        for number in range(mixes):
            random = np.random.default_rng([seed, 2 << 20, kind, number])
            n = counts[number // 2 % len(counts)]
            pool = names[number // 2 % len(names) if len(counts) % 2
                         else number // 4 % len(names)]
            seconds = LONG_SECONDS if write is long else SECONDS
            piece = Piece(random, float(random.integers(*seconds)))
            write(piece, held[pool], n)
            mix, rows, stems = piece.render()
            if write in (percussion, clicked):
                kit = (kits[number % len(kits)] if write is percussion
                       else sounds.ClickSource(500 + number))
                drums, _ = kit.render(random, piece.seconds)
                mix = mix + level(drums, 20 * np.log10(np.sqrt(
                    (mix ** 2).mean())) + random.uniform(-9, -1))
            title = f"{write.__name__}-{n}-{pool}-{number:02d}"
            dry = with_stems and piece.wet_s is None and write is not long
            write_mix(out, title, mix, rows, stems if dry else {})
            index.append({"name": title, "set": write.__name__,
                          "instruments": len({r[3] for r in rows}),
                          "programs": [source.program for source, _ in
                                       piece.parts],
                          "half": ("choose", "report")[number % 2]})
    return index
