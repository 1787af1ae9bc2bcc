# SPDX-License-Identifier: GPL-3.0-or-later
"""The sources of sound: programs of sound fonts, recorded notes, patches.

Every source has a name (one per timbre), a kind, a General MIDI program or
-1, `sustained`, and render (random, seconds) -> (sound [samples], labels
[n][4]: onset_s, offset_s, midi, velocity), in mono at 22,050 Hz.
"""
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import fluid
import patches
import sampler
import scores
import solos
import synth

RATE = 22050
FONTS = Path("/usr/share/sounds/sf2")
TRAINING_FONTS = ("FluidR3_GM.sf2", "OPL-3_FM_128M.sf2", "sf_GMbank.sf2")
HELD_OUT_KITS = ("Black_Pearl_4_LV2.sf2", "Red_Zeppelin_4_LV2.sf2")
PATCHES = Path("/etc/timidity/freepats.cfg")
# Effects, percussion, chords in one key: no single pitch to learn.
UNPITCHED = {55, 86} | set(range(96, 104)) | set(range(112, 128))
RANGES = (  # lowest and highest MIDI of the programs up to the first number
    (8, 21, 107), (16, 50, 105), (24, 36, 96), (32, 40, 88), (40, 21, 60),
    (41, 55, 100), (42, 48, 88), (43, 36, 79), (44, 28, 60), (46, 40, 92),
    (47, 30, 100), (48, 36, 60), (56, 36, 96), (57, 52, 86), (58, 34, 74),
    (59, 26, 60), (60, 52, 86), (61, 36, 79), (64, 36, 84), (65, 56, 88),
    (66, 49, 82), (67, 44, 77), (68, 34, 70), (69, 58, 92), (70, 52, 82),
    (71, 34, 74), (72, 50, 92), (73, 72, 106), (80, 58, 98), (104, 36, 96),
    (128, 40, 92))
PROGRAM_OF = {
    "Acoustic Grand Piano": 0, "Bright Acoustic Piano": 1,
    "Electric Grand Piano": 2, "Electric Piano 1": 4, "Celesta": 8,
    "Glockenspiel": 9, "Vibraphone": 11, "Marimba": 12, "Xylophone": 13,
    "Reed Organ": 20, "Acoustic Guitar (nylon)": 24,
    "Acoustic Guitar (steel)": 25, "Electric Guitar (clean)": 27,
    "Acoustic Bass": 32, "Electric Bass (finger)": 33, "Slap Bass 1": 36,
    "Violin": 40, "Viola": 41, "Cello": 42, "Contrabass": 43,
    "Tremolo Strings": 44, "Pizzicato Strings": 45, "Orchestral Harp": 46,
    "String Ensemble 1": 48, "Choir Aahs": 52, "Trumpet": 56, "Trombone": 57,
    "Tuba": 58, "French Horn": 60, "Alto Sax": 65, "Saxophone": 66,
    "Oboe": 68, "Bassoon": 70, "Clarinet": 71, "Piccolo": 72, "Flute": 73,
    "Sitar": 104, "Kalimba": 108, "Bagpipe": 109, "Shanai": 111,
    "Steel Drums": 114}
# Besides the rows marked `evaluate`, so that no maker is on both sides: Jeff
# Learman and Mattias Westlund.
HELD_OUT_SAMPLES = {"martin_hd28", "jrhodes", "jsteeldrum", "westlund_horns",
                    "westlund_violas"}
COMPASS_SHARE = 0.45  # of the stems that play alone: over the whole compass
_fonts = {}   # path -> Fluid, one a process
_probes = {}  # (source name, MIDI // 4) -> Probe


def program_range(program):
    """(lowest, highest) MIDI note that a program is plausible in."""
    return next((lo, hi) for end, lo, hi in RANGES if program < end)


def open_font(path):
    """The synthesiser of a font, opened once a process."""
    path = str(path)
    if path not in _fonts:
        kind = patches.Patches if path.endswith(".cfg") else fluid.Fluid
        _fonts[path] = kind(path)
    return _fonts[path]


def tuning(random):
    """Semitones that a whole recording is out of tune: A4 430 to 450 Hz."""
    return random.uniform(-0.4, 0.4) if random.random() < 0.3 else 0.0


def registers(random, sources):
    """[(source, lo, hi)] from low to high: each in a part of its range."""
    ordered = sorted(sources, key=lambda s: sum(s.range))
    centres = np.linspace(45, 74, len(ordered)) if len(ordered) > 1 else [62]
    parts = []
    for source, centre in zip(ordered, centres):
        width = int(random.integers(14, 22))
        lo, hi = source.range
        middle = np.clip(centre + random.uniform(-4, 4), lo + width / 2,
                         max(lo + width / 2, hi - width / 2))
        parts.append((source, max(lo, int(middle - width / 2)),
                      min(hi, int(middle + width / 2))))
    return parts


def register(random, lo, hi):
    """The range itself, or a part of it one to two octaves wide."""
    width = int(random.integers(12, 25))
    if random.random() < 0.4 or hi - lo <= width:
        return lo, hi
    low = int(random.integers(lo, hi - width + 1))
    return low, low + width


def solo_score(random, seconds, whole, pedalled, sustained):
    """What an instrument with the range @whole plays alone."""
    if random.random() < COMPASS_SHARE:
        return solos.score(random, seconds, *whole, pedalled, sustained)
    return scores.stem_score(random, seconds, *register(random, *whole),
                             pedalled, sustained)


def share_below(sound, midi):
    """Share of the energy that lies below the fundamental of @midi."""
    part = sound[int(0.2 * RATE):][:32768]
    power = np.abs(np.fft.rfft(part * np.hanning(len(part)))) ** 2
    limit = 440 * 2 ** ((midi - 69 - 1.5) / 12) * len(part) / RATE
    return power[:int(limit)].sum() / max(1e-12, power.sum())


@dataclass
class Probe:
    """What one held note of a program does; seconds from the note-on."""
    late_s: float   # until 10 % of the attack's peak; 0 below 15 ms
    ring_s: float   # until 40 dB below the peak; infinite if it never falls
    sustained: bool
    silent: bool


def probe_sound(sound, start_s):
    """Probe of a note that is held from @start_s to the end."""
    levels = sampler.envelope(sound, RATE)
    first = int(start_s / 0.005)
    body = levels[first:]
    if body.max() < 1e-4:
        return Probe(0.0, 0.0, False, True)
    late = 0.005 * np.argmax(body > 0.1 * body[:80].max())
    above = np.flatnonzero(body > 0.01 * body.max())
    ring = 0.005 * (above[-1] + 1)
    slow = np.sqrt((body[200:500].reshape(-1, 20) ** 2).mean(axis=1))
    sustained = bool(slow.min() > 0.18 * body.max())
    return Probe(min(late, 0.06) if late >= 0.015 else 0.0,
                 np.inf if ring > 2.4 else ring, sustained, False)


def deviation(sound, midi, rate=RATE):
    """Semitones of the sounding pitch above @midi (YIN); nan if unclear.

    Lags of 20 to 1500 samples: the rate decides which pitches are found.
    """
    segment = sound[int(0.25 * rate):int(0.25 * rate) + 6000].astype(float)
    if len(segment) < 6000 or np.abs(segment).max() < 1e-4:
        return np.nan
    n, longest = 3000, 1500
    head = segment[:n]
    energy = np.cumsum(np.concatenate([[0], segment ** 2]))
    lags = np.arange(longest)
    product = np.correlate(segment[:n + longest - 1], head, "valid")
    difference = energy[n] + (energy[lags + n] - energy[lags]) - 2 * product
    mean = np.cumsum(difference) / np.maximum(lags, 1)
    shape = difference / np.maximum(mean, 1e-12)
    shape[:20] = 1
    good = np.flatnonzero(shape < max(0.2, 1.3 * shape.min()))
    if not len(good) or shape.min() > 0.5:
        return np.nan
    at = good[0]
    while at + 1 < longest and shape[at + 1] < shape[at]:
        at += 1
    if at + 1 < longest:
        a, b, c = shape[at - 1:at + 2]
        at += 0.5 * (a - c) / max(a - 2 * b + c, 1e-12)
    return 12 * np.log2(rate / at / 440) + 69 - midi


class FontSource:
    """A program of a sound font."""
    kind = "font"

    def __init__(self, path, program, bank=0):
        self.path, self.program, self.bank = str(path), program, bank
        self.name = f"{Path(path).stem}/{bank}/{program}"
        self.sustained = False
        self.range = program_range(program)

    def held(self, midi):
        """A note held for 2.5 s from 0.05 s on, [samples]."""
        return open_font(self.path).render(
            [(0.05, 9.0, midi, 90)], 2.56, self.bank,
            self.program)

    def probe(self, midi):
        """Probe of the notes around @midi, rendered once a process."""
        key = self.name, int(midi) // 4
        if key not in _probes:
            _probes[key] = probe_sound(self.held(int(midi) // 4 * 4 + 2),
                                       0.05)
        return _probes[key]

    def usable(self):
        """Measures the program; False where it does not sound at its pitch.

        An octave below is let pass (stops of 16 feet and false findings)
        unless most of the energy lies there.
        """
        if not open_font(self.path).has(self.bank, self.program):
            return False
        found = [deviation(self.held(m), m) for m in (52, 60, 68)]
        if np.isnan(found).all():
            return False
        middle = np.nanmedian(found)
        self.sustained = self.probe(60).sustained
        if share_below(self.held(60), 60) > 0.5:
            return False
        return middle < 6 and abs(middle - 12 * round(middle / 12)) < 0.5

    def play(self, random, notes, seconds, tune=0.0):
        """Renders a score; labels begin where notes become audible."""
        notes = notes.copy()
        sound = open_font(self.path).render(
            notes, seconds, self.bank, self.program,
            bends=self._bends(random, notes, seconds, tune))
        keep = []
        for note in notes:
            probe = self.probe(note[2])
            note[1] = min(note[1], note[0] + probe.ring_s)
            note[0] += min(probe.late_s, 0.5 * (note[1] - note[0]))
            keep.append(not probe.silent)
        return sound, notes[np.array(keep, bool)]

    def _bends(self, random, notes, seconds, tune):
        """Rows of time_s, semitones: detuning, vibrato, scoops."""
        detune = tune + np.clip(random.normal(0, 0.08), -0.25, 0.25)
        if random.random() < (0.5 if self.sustained else 0.85):
            return [(0.0, detune)]
        time = np.arange(0, seconds, 0.01)
        depth = random.uniform(0.05, 0.4)
        swing = np.sin(2 * np.pi * random.uniform(4.5, 7) * time)
        curve = detune + depth * swing
        if random.random() < 0.3 and len(notes):
            last = np.searchsorted(notes[:, 0], time + 0.02) - 1
            since = time - notes[np.maximum(last, 0), 0]
            curve -= random.uniform(0.2, 0.8) * np.exp(
                -np.maximum(since, 0) / 0.04)
        return list(zip(time, curve))

    def render(self, random, seconds):
        """A random score in a random part of the range."""
        whole = self.range
        if random.random() < 0.25:
            heard = [m for m in range(28, 104) if not self.probe(m).silent]
            whole = heard[0], heard[-1]
        pedalled = not self.sustained and random.random() < 0.1
        notes = solo_score(random, seconds - 0.4, whole, pedalled,
                           self.sustained)
        return self.play(random, notes, seconds, tuning(random))


class SampleSource:
    """An instrument of recorded notes."""
    kind = "sample"

    def __init__(self, name, instrument, program):
        self.name, self.program = name, program
        self.instrument = instrument
        self.sustained = instrument.sustained
        self.range = instrument.playable[0], instrument.playable[-1]

    def manner(self, random, tune=0.0):
        """A random way of playing."""
        vibrato = self.sustained and random.random() < 0.35
        return sampler.Manner(
            detune=tune + np.clip(random.normal(0, 0.08), -0.25, 0.25),
            vibrato=random.uniform(0.05, 0.35) if vibrato else 0.0,
            vibrato_hz=random.uniform(4.5, 7),
            scoop=random.uniform(0.2, 0.7) * (self.sustained
                                              and random.random() < 0.12),
            release_s=random.uniform(0.02, 0.1),
            softening_s=random.uniform(0.02, 0.15) * (
                self.sustained and random.random() < 0.3),
            lift_s=random.uniform(0.01, 0.06) * (random.random() < 0.5),
            slur=random.choice([0.0, 0.0, 0.5, 1.0]),
            slur_skip_s=random.uniform(0.05, 0.2),
            dulling=random.uniform(0, 0.8),
            range_db=random.uniform(8, 30))

    def play(self, random, notes, seconds, tune=0.0):
        """Renders the notes of a score that the instrument has."""
        notes = notes[np.isin(notes[:, 2], self.instrument.playable)]
        return self.instrument.play(random, notes, seconds,
                                    self.manner(random, tune))

    def render(self, random, seconds):
        """A random score in a random part of the range."""
        pedalled = not self.sustained and random.random() < 0.25
        notes = solo_score(random, seconds - 0.3, self.range, pedalled,
                           self.sustained)
        return self.play(random, notes, seconds, tuning(random))


class PatchSource:
    """A synthesised timbre, all of it from one seed."""
    kind, program = "synth", -1

    def __init__(self, seed):
        self.name = f"synth/{seed}"
        self.patch = synth.Patch(np.random.default_rng([seed, 77]))
        self.sustained = self.patch.sustained
        self.range = 28, 103

    def play(self, random, notes, seconds, tune=0.0):
        """Renders a score."""
        return self.patch.render(random, notes, seconds, tune)

    def render(self, random, seconds):
        """A random score in a random part of the range."""
        notes = solo_score(random, seconds - 0.3, self.range, False,
                           self.sustained)
        return self.play(random, notes, seconds, tuning(random))


class DrumSource:
    """A drum kit: sound without labels."""
    kind, sustained = "drums", False

    def __init__(self, path, kit, bank=128):
        self.path, self.program, self.bank = str(path), kit, bank
        self.name = f"{Path(path).stem}/{bank}/{kit}"

    def usable(self):
        """Whether the font has this kit."""
        return open_font(self.path).has(self.bank, self.program)

    def sound(self, notes, seconds):
        """Renders what is struck, [samples]."""
        return open_font(self.path).render(notes, seconds, self.bank,
                                           self.program)

    def render(self, random, seconds):
        """A random pattern, without labels."""
        sound = self.sound(scores.drum_score(random, seconds - 0.2), seconds)
        return sound, np.zeros((0, 4))


class ClickSource:
    """A metronome, all of it from one seed: sound without labels."""
    kind, sustained, program = "drums", False, -1

    def __init__(self, seed):
        self.name, self.seed = f"click/{seed}", seed

    def click(self, random, hz):
        """One click [samples]: a burst of a sine, of noise, or of both."""
        time = np.arange(int(0.15 * RATE)) / RATE
        tone = np.sin(2 * np.pi * hz * time)
        noise = random.standard_normal(len(time))
        share = random.choice([0.0, 0.3, 1.0])
        shape = np.exp(-time / random.uniform(0.002, 0.03))
        return ((1 - share) * tone + share * noise) * shape

    def render(self, random, seconds):
        """Its beats, without labels."""
        made = np.random.default_rng([self.seed, 78])
        hz = made.uniform(500, 4000)
        clicks = [self.click(made, hz * made.choice([1, 1.5, 2])),
                  self.click(made, hz)]
        sound = np.zeros(int(seconds * RATE) + len(clicks[0]))
        for time, first in scores.click_score(random, seconds - 0.2):
            at = int(time * RATE)
            sound[at:at + len(clicks[0])] += clicks[0 if first else 1]
        return sound[:int(seconds * RATE)], np.zeros((0, 4))


def font_sources(path, without=(), besides=()):
    """The usable melodic programs of a font's first bank, but those
    @without, and the (bank, program)s @besides; none if it is not there."""
    if not path.is_file():
        print(f"{path.name}: not installed, left out", flush=True)
        return []
    found = [FontSource(path, p) for p in range(128)
             if p not in UNPITCHED and p not in without]
    found += [FontSource(path, p, bank) for bank, p in besides]
    return [s for s in found if s.usable()]


def drum_sources(path):
    """The drum kits of a font; none if it is not there."""
    if not path.is_file():
        return []
    found = [DrumSource(path, kit) for kit in (0, 8, 16, 24, 32, 40)]
    return [s for s in found if s.usable()]


def held_out_kits(font):
    """The drum kits of the font and the patches, and two recorded ones."""
    recorded = [DrumSource(FONTS / name, 0, 0) for name in HELD_OUT_KITS
                if (FONTS / name).is_file()]
    return drum_sources(font) + drum_sources(PATCHES) + recorded


def sample_sources(folder, held_out=False):
    """The instruments of a samples folder that may be trained on, or those
    that are held out."""
    groups = {}
    with open(Path(folder) / "index.csv", newline="") as file:
        for row in csv.DictReader(file):
            out = (row["use"] != "train"
                   or row["source"] in HELD_OUT_SAMPLES)
            if out == held_out:
                key = Path(row["file"]).parent.name, row["source"]
                groups.setdefault(key, []).append(row)
    return [_sample_source(Path(folder), key, rows)
            for key, rows in sorted(groups.items()) if len(rows) >= 6]


def _sample_source(folder, key, rows):
    """One instrument from its rows of the index."""
    recordings = []
    for row in rows:
        loop = None
        if row["loop_start_s"]:
            loop = float(row["loop_start_s"]), float(row["loop_end_s"])
        dynamics = row["dynamics"]
        recordings.append(sampler.Recording(
            str(folder / row["file"]),
            float(row["midi"]) + float(row["cents"]) / 100,
            sampler.LOUDNESS.index(dynamics)
            if dynamics in sampler.LOUDNESS else -1, loop))
    plain = rows[0]["instrument"].replace(" (section)", "")
    plain = plain.replace(" (female)", "")
    return SampleSource(
        f"samples/{key[0]}/{key[1]}",
        sampler.Instrument(recordings, rows[0]["sustained"] == "1"),
        PROGRAM_OF.get(plain, -1))
