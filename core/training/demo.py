#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays the demo recording: a waltz for three timbres, from a score and sounds of our own.

    demo.py OUT.flac NOTES.csv

Nothing but numpy and libsndfile is needed; no sample and no sound font is used. The bowed voice is a sum of
harmonics under the resonances of a body, with vibrato; the plucked one a sum of decaying partials that stiffness puts
out of tune; the reed one has odd harmonics mostly. Every run gives the same numbers: those shipped are
resources/demo.flac and tests/data/demo-notes.csv, whose header is that of coloratura-cli's tables.

Score and sound are dedicated to the public domain (CC0-1.0).
"""

import ctypes
import sys

import numpy as np

RATE = 22050
BEAT_S = 0.625  # 96 quarter notes a minute
START_S = 0.25
LENGTH_S = 24.0
BITS = 13  # a noise 70 dB under the music; with all 16 the file is half as large again

# One group a bar of three beats: notes as PITCH:BEATS, "-" rests; bars are separated by "|".
BOWED = """
B4:2 D5:1        | E5:2 D5:1        | C5:1 E5:1 C5:1   | A4:2.5 -:0.5
B4:1 C5:1 D5:1   | E5:2 G5:1        | C5:1.5 B4:.5 A4:1 | D5:1 C5:1 A4:1
G5:2 F#5:1       | E5:2 C5:1        | A4:1 B4:1 A4:1   | G4:4.2
"""
PLUCKED = """
-:.5 G5:.5 B5:.5 D6:.5 B5:.5 G5:.5   | -:.5 G5:.5 B5:.5 E6:.5 B5:.5 G5:.5
-:.5 G5:.5 C6:.5 E6:.5 C6:.5 G5:.5   | -:.5 F#5:.5 A5:.5 D6:.5 F#6:1
-:.5 G5:.5 B5:.5 D6:.5 G6:.5 D6:.5   | -:.5 G5:.5 C6:.5 E6:.5 C6:.5 E6:.5
-:.5 A5:.5 C6:.5 E6:.5 C6:.5 A5:.5   | -:.5 F#5:.5 A5:.5 C6:.5 D6:1
-:.5 B5:.5 E6:.5 G6:.5 E6:.5 B5:.5   | -:.5 G5:.5 C6:.5 E6:.5 G6:.5 E6:.5
-:.5 A5:.5 D6:.5 F#6:.5 D6:.5 C6:.5  | -:.5 B5:.5 D6:.5 G6:2.5
"""
REED = """
G2:2 D3:1  | E3:2 B2:1   | C3:2 E3:1  | D3:2 F#3:1
B2:2 G2:1  | C3:2 E3:1   | A2:2 C3:1  | D3:2 F#3:1
E3:2 B2:1  | C3:2 A2:1   | D3:2 C3:1  | G2:4.2
"""
SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def midi_of(name):
    return 12 * (int(name[-1]) + 1) + SEMITONES[name[0]] + name.count("#")


def read_score(text, rng, gap_s):
    """Notes as (onset_s, offset_s, midi, velocity): phrases of four bars swell to their third, and no beat is exact."""
    notes, beat = [], 0.0
    for bar, group in enumerate(text.replace("\n", "|").strip("|").split("|")):
        if beat != 3 * bar:
            raise ValueError(f"bar {bar} does not begin on beat {3 * bar} but on {beat}")
        for item in group.split():
            name, beats = item.split(":")
            if name != "-":
                swell = (0.0, 6.0, 10.0, 2.0)[bar % 4]
                accent = 5.0 if beat % 3 == 0 else 0.0
                onset = START_S + beat * BEAT_S + rng.uniform(-0.008, 0.008)
                offset = START_S + (beat + float(beats)) * BEAT_S - gap_s
                notes.append((onset, offset, midi_of(name), int(76 + swell + accent + rng.integers(-3, 4))))
            beat += float(beats)
    return notes


def hz_of(midi):
    return 440.0 * 2.0 ** ((midi - 69) / 12)


def loudness(velocity):
    return 10.0 ** ((velocity - 100) / 50)


def smooth_noise(rng, n, seconds):
    """Slow random wander of unit deviation: noise seen through a window of some length."""
    window = np.hanning(int(seconds * RATE) + 2)
    noise = np.convolve(rng.standard_normal(n + window.size), window / np.sqrt(np.sum(window**2)), "valid")
    return noise[:n]


def envelope(seconds, attack_s, release_s):
    """Rises within @attack_s, holds until @seconds, and is gone @release_s after."""
    n = int((seconds + release_s) * RATE)
    t = np.arange(n) / RATE
    rise = np.sin(0.5 * np.pi * np.minimum(t / attack_s, 1.0)) ** 2
    fall = np.cos(0.5 * np.pi * np.clip((t - seconds) / release_s, 0.0, 1.0)) ** 2
    return t, rise * fall


def body_db(hz):
    """The resonances of a box with strings: where they lie does not follow the note."""
    peaks = ((280.0, 7.0, 0.25), (480.0, 9.0, 0.22), (950.0, 5.0, 0.3), (2600.0, 10.0, 0.35))
    db = -3.0 * np.log2(np.maximum(hz, 100.0) / 440.0)
    for centre, gain, octaves in peaks:
        db = db + gain * np.exp(-((np.log2(hz / centre) / octaves) ** 2))
    return db - 10.0 * np.log10(1.0 + (hz / 3000.0) ** 4)


def play_bowed(note, rng):
    onset, offset, midi, velocity = note
    t, level = envelope(offset - onset, 0.075, 0.06)
    vibrato = np.clip((t - 0.15) / 0.35, 0.0, 1.0) * (14 + rng.uniform(-2, 2))
    cents = vibrato * np.sin(2 * np.pi * (5.6 + rng.uniform(-0.2, 0.2)) * t) + 2.0 * smooth_noise(rng, t.size, 0.08)
    phase = 2 * np.pi * np.cumsum(hz_of(midi) * 2.0 ** (cents / 1200)) / RATE
    sound = np.zeros(t.size)
    for n in range(1, int(8000 / hz_of(midi)) + 1):
        # the body turns the vibrato of pitch into one of loudness, harmonic by harmonic
        hz = n * hz_of(midi) * 2.0 ** (cents / 1200)
        gain = 10.0 ** (body_db(hz) / 20) / n**0.9
        sound += gain * np.sin(n * phase + 0.7 * n * n) * level ** (1.0 + 0.06 * n)
    hiss = smooth_noise(rng, t.size, 0.0003) * 0.02 * level
    return loudness(velocity) * (sound * (1.0 + 0.05 * smooth_noise(rng, t.size, 0.05)) + hiss)


def play_plucked(note, rng):
    onset, offset, midi, velocity = note
    t, level = envelope(offset - onset, 0.004, 0.09)
    sound = np.zeros(t.size)
    for n in range(1, 10):
        hz = n * hz_of(midi) * np.sqrt(1.0 + 9e-4 * n * n)
        if hz > 0.42 * RATE:
            break
        gain = abs(np.sin(np.pi * n * 0.23)) / n**1.1  # plucked at a quarter of the string, nearly
        t60 = 2.2 / (1.0 + 0.55 * (n - 1)) * (440.0 / hz_of(midi)) ** 0.35
        sound += gain * np.sin(2 * np.pi * hz * t + rng.uniform(0, 6.28)) * 10.0 ** (-3.0 * t / t60)
    pick = smooth_noise(rng, t.size, 0.0004) * 0.15 * np.exp(-t / 0.006)
    return 1.9 * loudness(velocity) * (sound + pick) * level


def play_reed(note, rng):
    onset, offset, midi, velocity = note
    t, level = envelope(offset - onset, 0.045, 0.07)
    cents = -12.0 * np.exp(-t / 0.03) + 1.5 * smooth_noise(rng, t.size, 0.1)
    phase = 2 * np.pi * np.cumsum(hz_of(midi) * 2.0 ** (cents / 1200)) / RATE
    sound = np.zeros(t.size)
    for n in range(1, 22):
        hz = n * hz_of(midi)
        gain = 10.0 ** (-max(0.0, np.log2(hz / 1100.0)) * 15 / 20) / n**0.35
        if n % 2 == 0:
            gain *= min(0.35, 0.02 * n)
        sound += gain * np.sin(n * phase) * level ** (1.0 + 0.1 * n)
    breath = smooth_noise(rng, t.size, 0.0005) * 0.02 * level
    return loudness(velocity) * (sound + breath)


def room(sound, rng):
    """A few walls and a short tail, 17 dB under what comes directly."""
    n = int(0.45 * RATE)
    t = np.arange(n) / RATE
    tail = smooth_noise(rng, n, 0.0002) * 10.0 ** (-3.0 * t / 0.4) * np.clip((t - 0.012) / 0.02, 0.0, 1.0)
    response = 0.14 * tail / np.sqrt(np.sum(tail**2))
    response[0] = 1.0
    for delay_s, gain in ((0.0113, 0.13), (0.0171, -0.1), (0.0239, 0.08)):
        response[int(delay_s * RATE)] += gain
    size = 1 << int(np.ceil(np.log2(sound.size + n)))
    return np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(response, size), size)[: sound.size]


def render(rng):
    """The recording ([n], full scale 1) and its notes with their voices, by onset."""
    voices = ((BOWED, 0.03, play_bowed, 0.7), (PLUCKED, 0.0, play_plucked, 1.15), (REED, 0.05, play_reed, 0.65))
    mix, table = np.zeros(int(LENGTH_S * RATE)), []
    for voice, (text, gap_s, play, gain) in enumerate(voices):
        for note in read_score(text, rng, gap_s):
            sound, first = play(note, rng), int(round(note[0] * RATE))
            end = min(first + sound.size, mix.size)
            mix[first:end] += gain * sound[: end - first]
            table.append(note + (voice,))
    mix = room(mix, rng)
    mix[-int(0.1 * RATE):] *= np.linspace(1.0, 0.0, int(0.1 * RATE))
    return mix * (0.42 / np.max(np.abs(mix))), sorted(table)


class _Info(ctypes.Structure):
    _fields_ = [("frames", ctypes.c_int64)]
    _fields_ += [(key, ctypes.c_int) for key in ("rate", "channels", "format", "sections", "seekable")]


def write_flac(path, sound):
    library = ctypes.CDLL("libsndfile.so.1")
    library.sf_open.restype = ctypes.c_void_p
    library.sf_open.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(_Info)]
    library.sf_set_string.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p]
    library.sf_command.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
    library.sf_write_short.restype = ctypes.c_int64
    library.sf_write_short.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
    library.sf_close.argtypes = [ctypes.c_void_p]
    flac_16, write, set_compression, title, comment, licence = 0x170002, 0x20, 0x1301, 1, 5, 8

    step = 1 << (16 - BITS)
    samples = (np.round(sound * 32767 / step) * step).astype(np.int16)
    file = library.sf_open(path.encode(), write, ctypes.byref(_Info(0, RATE, 1, flac_16)))
    if not file:
        sys.exit(f"{path}: cannot be written")
    library.sf_set_string(file, title, b"Coloratura demo: waltz for three timbres")
    library.sf_set_string(file, licence, b"CC0-1.0")
    library.sf_set_string(file, comment, b"Made by core/training/demo.py of Coloratura; score and sound: CC0-1.0")
    library.sf_command(file, set_compression, ctypes.byref(ctypes.c_double(1.0)), 8)
    if library.sf_write_short(file, samples.ctypes.data, samples.size) != samples.size or library.sf_close(file):
        sys.exit(f"{path}: writing failed")


def write_table(path, table):
    with open(path, "w", encoding="ascii") as file:
        file.write("onset_s,offset_s,midi,track,velocity,confidence\n")
        for onset, offset, midi, velocity, voice in table:
            file.write(f"{onset:.3f},{offset:.3f},{midi},{voice + 1},{velocity},1.000\n")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sound, table = render(np.random.default_rng(20))
    write_flac(sys.argv[1], sound)
    write_table(sys.argv[2], table)


if __name__ == "__main__":
    main()
