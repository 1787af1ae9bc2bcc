# SPDX-License-Identifier: GPL-3.0-or-later
"""The development sets: mixes of sounds that training never hears."""
import csv
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.io import wavfile

import scores
import sounds
import synth

RATE = 22050
HEADER = ("onset_s", "offset_s", "midi", "track", "velocity", "confidence")
# Programs that music is played on, of the font that training never hears.
PROGRAMS = (0, 4, 6, 11, 12, 16, 19, 21, 22, 24, 25, 26, 27, 32, 33, 35, 40,
            41, 42, 43, 46, 48, 52, 56, 57, 58, 60, 61, 64, 65, 66, 68, 70,
            71, 73, 75, 79, 80, 81, 105)
VOICES = (52, 53, 54)  # programs that sing


def level(sound, gain_db):
    """@sound with the root mean square of its loud parts at @gain_db."""
    loud = np.sqrt((sound.astype(float) ** 2).mean() + 1e-12)
    return sound * (10 ** (gain_db / 20) / loud)


def make_mix(random, sources, style, seconds, wet):
    """(sound [samples], rows of note and track) of an ensemble."""
    parts = sounds.registers(random, sources)
    if len(parts) == 1:
        source, lo, hi = parts[0]
        lo, hi = sounds.register(random, *source.range)
        written = [scores.stem_score(random, seconds - 1, lo, hi)]
    else:
        written = scores.ensemble_score(
            random, seconds - 1, [(lo, hi) for _, lo, hi in parts], style)
    mix = np.zeros(int(seconds * RATE))
    rows = []
    for track, ((source, _, _), notes) in enumerate(zip(parts, written), 1):
        sound, labels = source.play(random, notes, seconds)
        mix += level(sound, random.uniform(-6, 0))
        rows += [(a, b, int(m), track, int(round(v)), 1)
                 for a, b, m, v in labels]
    if wet:
        mix = synth.in_room(random, mix)
    return mix, sorted(rows)


def write_mix(out, name, sound, rows):
    """NAME.flac (22,050 Hz, 16 bit) and NAME.csv."""
    sound = sound / max(1e-9, np.abs(sound).max()) * 0.7
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "mix.wav"
        wavfile.write(wav, RATE, np.round(sound * 32767).astype(np.int16))
        subprocess.run(["flac", "--silent", "--force", "-o",
                        str(out / f"{name}.flac"), str(wav)], check=True)
    with open(out / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows([f"{a:.4f}", f"{b:.4f}", *rest]
                         for a, b, *rest in rows)


def pick(random, pool, n, voices=()):
    """@n sources, one of them of @voices if there are any; not two sections
    of one instrument's program."""
    while True:
        chosen = [pool[i] for i in random.permutation(len(pool))[:n]]
        if voices:
            chosen[-1] = voices[random.integers(len(voices))]
        programs = {s.program for s in chosen}
        if len(programs) == n:
            return chosen


def plans(samples):
    """[(set, pool, voices, instruments)] of all mixes."""
    font = [sounds.FontSource(sounds.FONTS / sounds.HELD_OUT_FONT, p)
            for p in PROGRAMS + VOICES[1:]]
    font = [s for s in font if s.usable()]
    real = sounds.sample_sources(samples, True) if samples else []
    found = []
    for n in (2, 3, 4):
        found += [("samples", real, (), n)] * (8 if real else 0)
    for n in (1, 2, 3):
        found += [("font", font, (), n)] * 8
    found += [("solo", real or font, (), 1)] * 4 + [("solo", font, (), 1)] * 4
    found += [("percussion", font, (), n) for n in (1, 2, 2, 3, 3, 3)]
    for pool, counts in ((real or font, (2, 2, 3, 3)), (font, (2, 2, 3, 3))):
        voices = [s for s in pool if s.program in VOICES]
        others = [s for s in pool if s.program not in VOICES]
        found += [("voice", others, voices, n) for n in counts]
    return found


def make_all(out, samples, seed):
    """Writes all mixes into @out; returns their index."""
    index = []
    kits = sounds.drum_sources(sounds.HELD_OUT_FONT)
    for number, (name, pool, voices, n) in enumerate(plans(samples)):
        random = np.random.default_rng([seed, 2 << 20, number])
        style = "chorale" if number % 2 == 0 else "pop"
        seconds = float(random.integers(20, 31))
        chosen = pick(random, pool, n, voices)
        mix, rows = make_mix(random, chosen, style, seconds,
                             number % 4 >= 2)
        if name == "percussion":
            drums, _ = kits[number % len(kits)].render(random, seconds)
            loud = np.sqrt((mix ** 2).mean())
            mix = mix + level(drums, 20 * np.log10(loud)
                              + random.uniform(-9, -1))
        title = f"{name}-{n}-{number:02d}-{style}"
        write_mix(out, title, mix, rows)
        index.append({"name": title, "set": name, "instruments": n})
    return index
