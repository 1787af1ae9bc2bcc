# SPDX-License-Identifier: GPL-3.0-or-later
"""Random synthesised timbres, additive and FM, and random rooms."""
import numpy as np
from scipy.signal import fftconvolve

RATE = 22050


class Patch:
    """A random timbre, the same for every note: all from one Generator."""

    def __init__(self, random):
        self.fm = random.random() < 0.35
        self.sustained = bool(random.random() < 0.5)
        self.attack_s = float(np.exp(random.uniform(np.log(.002),
                                                    np.log(.2))))
        self.decay_s = float(np.exp(random.uniform(np.log(.25), np.log(2))))
        self.release_s = random.uniform(0.02, 0.12)
        self.slope = random.uniform(0.5, 2.2)
        self.even = random.choice([1.0, 1.0, 0.5, 0.15])
        self.colour = random.uniform(0.3, 1.7, 40)
        self.formant_hz = np.exp(random.uniform(np.log(300), np.log(3000)))
        self.formant = random.uniform(0, 4)
        self.stretch = 0.0 if self.sustained else random.uniform(0, 6e-4)
        self.ratio = float(random.choice([1, 1, 2, 3, 4]))
        self.index = random.uniform(0.3, 4)
        self.vibrato = random.uniform(0, 0.3) * (random.random() < 0.4)
        self.tremolo = random.uniform(0, 0.4) * (random.random() < 0.2)
        self.wobble_hz = random.uniform(4, 7)

    def render(self, random, notes, seconds, tune=0.0):
        """(sound [samples], labels [n][4]), @tune semitones off."""
        out = np.zeros(int(seconds * RATE), np.float32)
        labels = []
        for onset, offset, midi, velocity in notes:
            held = offset - onset
            played = self._note(random, held, midi + tune, velocity)
            start = int(onset * RATE)
            played = played[:len(out) - start]
            out[start:start + len(played)] += played
            late = 0.1 * self.attack_s
            if not self.sustained:
                offset = min(offset, onset + 4.6 * self.decay_s)
            labels.append((onset + (late if late > 0.015 else 0), offset,
                           midi, velocity))
        return out, np.array(labels).reshape(-1, 4)

    def _note(self, random, held, midi, velocity):
        """One note of @held seconds, [samples]."""
        time = np.arange(int((held + 6 * self.release_s) * RATE)) / RATE
        hz = 440 * 2 ** ((midi - 69 + random.normal(0, 0.03)) / 12)
        swing = np.sin(2 * np.pi * self.wobble_hz * time
                       + random.uniform(0, 6.28))
        phase = 2 * np.pi * np.cumsum(
            hz * 2 ** (self.vibrato * np.minimum(time / 0.3, 1) * swing / 12)
        ) / RATE
        make = self._modulated if self.fm else self._summed
        sound = make(random, time, phase, hz, velocity / 127)
        gain = np.minimum(time / self.attack_s, 1)
        if not self.sustained:
            gain = gain * np.exp(-time / self.decay_s)
        gain = gain * np.exp(-np.maximum(time - held, 0) / self.release_s)
        gain = gain * (1 + self.tremolo * swing) * (velocity / 127) ** 1.5
        return (sound * gain).astype(np.float32)

    def _modulated(self, random, time, phase, hz, loud):
        """Two-operator FM; the index follows loudness and falls slowly."""
        index = self.index * (0.4 + 0.6 * loud)
        index *= min(1, 1200 / hz / self.ratio)
        fall = 1.0 if self.sustained else np.exp(-time / self.decay_s)
        return np.sin(phase + index * fall * np.sin(self.ratio * phase))

    def _summed(self, random, time, phase, hz, loud):
        """Harmonics by a slope, a formant and a random colour."""
        sound = np.zeros(len(time))
        for h in range(1, min(40, int(9500 / hz)) + 1):
            level = h ** -(self.slope + 0.5 * (1 - loud)) * self.colour[h - 1]
            level *= self.even if h % 2 == 0 else 1.0
            level *= 1 + self.formant * np.exp(
                -(np.log2(h * hz / self.formant_hz) / 0.5) ** 2)
            h_exact = h * np.sqrt(1 + self.stretch * h * h)
            wave = np.sin(h_exact * phase + random.uniform(0, 6.28))
            if not self.sustained:
                wave *= np.exp(-time * 0.25 * (h - 1) / self.decay_s)
            sound += level * wave
        return sound


def expression(random, sound):
    """@sound [samples] with swells and a trembling level: what a player
    does inside a note is no onset."""
    n = int(len(sound) / RATE / random.uniform(0.25, 1.2)) + 2
    knots = random.normal(0, random.uniform(0.5, 4.5), n)
    curve = np.interp(np.linspace(0, n - 1, len(sound)), np.arange(n),
                      np.clip(knots, -10, 8))
    if random.random() < 0.4:
        hz = random.uniform(4, 7.5) * np.ones(len(sound))
        hz *= 1 + 0.1 * np.interp(np.arange(len(sound)),
                                  np.linspace(0, len(sound), n),
                                  random.normal(size=n))
        curve += random.uniform(0.3, 2.5) * np.sin(
            2 * np.pi * np.cumsum(hz) / RATE)
    return (sound * 10 ** (curve / 20)).astype(np.float32)


def in_room(random, sound, seconds=None):
    """@sound [samples] with the decaying noise of a random room."""
    decay_s = seconds or np.exp(random.uniform(np.log(0.25), np.log(1.8)))
    time = np.arange(int(decay_s * RATE)) / RATE
    tail = random.normal(size=len(time)) * 10 ** (-3 * time / decay_s)
    pole = random.uniform(0.3, 0.8)  # walls swallow high frequencies
    for i in range(2):
        tail[1:] = (1 - pole) * tail[1:] + pole * tail[:-1]
    tail[:int(random.uniform(0.003, 0.02) * RATE)] = 0
    tail *= 10 ** (random.uniform(-14, 0) / 20) / np.sqrt((tail ** 2).sum())
    wet = fftconvolve(sound, tail)[:len(sound)]
    return (sound + wet).astype(np.float32)
