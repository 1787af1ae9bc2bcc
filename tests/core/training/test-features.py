# SPDX-License-Identifier: GPL-3.0-or-later
"""What training sees is what the transcriber feeds its networks: the complex transform, taken through MODEL.md's
definitions here, against the inputs that coloratura-features writes. Prints TAP.

usage: test-features.py COLORATURA_FEATURES"""
import os
import subprocess
import sys
import tempfile
import wave

import numpy as np

RATE_HZ = 22050
BINS = 288
PITCHES = 84
CONTEXT_FRAMES = 31
OFFSETS = np.array([0, 36, 57, 72, 84, 93, 101, 108, 114, 120, 125, 129])
NOTES = [(0, 60), (1, 24), (60, 60), (60, 107), (100, 67), (250, 48), (257, 72)]  # frame, MIDI


def write_sound(path):
    """Three seconds of a few decaying tones with partials, in a little noise, 16 bit."""
    random = np.random.default_rng(5)
    t = np.arange(3 * RATE_HZ) / RATE_HZ
    sound = 1e-3 * random.standard_normal(len(t))
    for start, midi in ((0.02, 60), (0.7, 67), (1.2, 48), (1.2, 72)):
        f = 440 * 2 ** ((midi - 69) / 12)
        on = t >= start
        for h in range(1, 9):
            sound[on] += 0.1 / h * np.sin(2 * np.pi * f * h * t[on]) * np.exp(-2 * (t[on] - start))
    with wave.open(path, 'wb') as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((32767 * np.clip(sound, -1, 1)).astype('<i2').tobytes())


def run(features, *arguments):
    subprocess.run([features, *arguments], check=True)


def row_levels(levels, fundamental):
    """[16][3] of one frame's levels: three bins of each harmonic, then the highest level of each band; -inf outside."""
    padded = np.append(levels, np.full(200, -np.inf))
    harmonics = padded[fundamental + OFFSETS[:, None] + np.arange(-1, 2)]
    bands = [padded[fundamental + 132 + 6 * b:fundamental + 138 + 6 * b].max() for b in range(12)]
    return np.concatenate([harmonics, np.reshape(bands, (4, 3))])


def shares(row, distance):
    """Whether some harmonic of a pitch so many semitones away lies in a row."""
    low, high = (OFFSETS[row] - 1, OFFSETS[row] + 1) if row < 12 else (18 * row - 84, 18 * row - 67)
    return bool(np.any((3 * distance + OFFSETS >= low) & (3 * distance + OFFSETS <= high)))


def note_input(level_db, posterior, frame, midi):
    """[16][32][6], as MODEL.md defines it."""
    n, pitch = len(level_db), midi - 24
    cells = np.zeros((16, 80, 6))
    frames = [f for f in range(frame - 2, frame + 78) if 0 <= f < n]
    levels = {f: row_levels(level_db[f], 3 * pitch + 1) for f in frames}
    top = max(levels[f][:12].max() for f in frames if f < frame + 14)
    others = [[q for q in range(PITCHES) if q != pitch and shares(row, q - pitch)] for row in range(16)]
    for f in frames:
        cell = cells[:, f - frame + 2]
        cell[:, :3] = np.maximum(0, (levels[f] - top + 60) / 40)
        cell[:, 3] = [posterior[f, row].max(initial=0) for row in others]
        cell[:, 4] = posterior[f, pitch]
        cell[:, 5] = pitch / 84
    body = cells[:, 16:].reshape(16, 16, 4, 6).mean(axis=2)
    return np.concatenate([cells[:, :16], body], axis=1)


def main():
    features = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        path = {name: os.path.join(folder, name) for name in ('in.wav', 'transform', 'input', 'posteriors', 'heard', 'list', 'notes')}
        write_sound(path['in.wav'])
        with open(path['list'], 'w', encoding='ascii') as file:
            file.writelines(f'{frame} {midi}\n' for frame, midi in NOTES)
        for name in ('transform', 'input', 'posteriors'):
            run(features, path['in.wav'], '--' + name, path[name])
        run(features, '--hear', path['input'], path['heard'])
        run(features, path['in.wav'], '--note-input', path['list'], path['notes'])
        values = {name: np.fromfile(path[name], '<f4') for name in ('transform', 'input', 'posteriors', 'heard', 'notes')}

    power = np.sum(values['transform'].reshape(-1, BINS, 2).astype(np.float64) ** 2, axis=2)
    level_db = 10 * np.log10(power + 1e-30)
    wanted = np.maximum(0, (level_db - 10 * np.log10(power.mean()) + 60) / 40)
    found = values['input'].reshape(-1, BINS)
    frames = 3 * RATE_HZ // 256 + 1
    print('1..4')
    ok = found.shape == wanted.shape == (frames, BINS) and wanted.max() > 1.5
    print('ok 1 /features/shape' if ok else f'not ok 1 /features/shape # {found.shape} {wanted.shape}')
    error = np.abs(found - wanted).max()
    # levels are kept in steps of 1/256 dB, an input's unit is 40 dB
    print(f'{"ok" if error < 5e-4 else "not ok"} 2 /features/acoustic-input # {error:.2g}')
    posterior = values['posteriors'].reshape(2, -1, PITCHES)[1]
    wanted = np.array([note_input(level_db, posterior, *note) for note in NOTES])
    error = np.abs(values['notes'].reshape(wanted.shape) - wanted).max()
    print(f'{"ok" if error < 5e-4 else "not ok"} 3 /features/note-input # {error:.2g}')
    # of the levels alone, in steps of 1/255; the last frames hear the silence that is put after them
    whole = slice(0, frames - CONTEXT_FRAMES)
    wanted, heard = (values[name].reshape(2, -1, PITCHES)[:, whole] for name in ('posteriors', 'heard'))
    error = np.abs(heard - wanted).max()
    ok = error < 1.5 / 255 and wanted.max() > 0.5
    print(f'{"ok" if ok else "not ok"} 4 /features/hear # {error:.2g}')


main()
