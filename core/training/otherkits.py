# SPDX-License-Identifier: GPL-3.0-or-later
"""Drum kits that nobody has recorded: those of a kit that is there, each of
its drums tuned, coloured, damped and as loud as chance will have it."""
import numpy as np
import scipy.signal

from sampler import RATE

AT_S, HIT_S, FADE_S = 0.02, 2.0, 0.2
FORCES = (50, 85, 118)  # MIDI velocities that are rendered
LOUDER = 1.5            # amplitude is force to this power, between them
TUNED = 2.5             # semitones, deviation
COLOURED_DB = 3.0       # deviation at each octave, of a kit and of a drum
LOUD_DB = 3.0
DAMPED_SHARE, DAMPED_S = 0.4, (0.06, 1.5)
LOWEST_HZ = 20.0


def coloured(sound, curve_db):
    """@sound through a filter whose levels lie an octave apart."""
    cells = np.fft.rfft(sound)
    hz = np.fft.rfftfreq(len(sound), 1 / RATE)
    octave = np.log2(np.maximum(hz, LOWEST_HZ) / LOWEST_HZ)
    cells *= 10 ** (np.interp(octave, np.arange(len(curve_db)), curve_db) / 20)
    return np.fft.irfft(cells, len(sound))


class OtherKit:
    """@kit, changed as @random says; see sounds.DrumSource."""

    def __init__(self, kit, random):
        self.kit, self.name = kit, f"{kit.name}~"
        self.seed = int(random.integers(1 << 30))
        self.curve_db = random.normal(0, COLOURED_DB, 11)
        self.struck = {}

    def hit(self, key, force):
        """One hit, AT_S after its beginning, and how long that is now."""
        random = np.random.default_rng([self.seed, key])
        speed = 2 ** (np.clip(random.normal(0, TUNED), -6, 6) / 12)
        sound = self.kit.sound([(AT_S, 0.3, key, force)], HIT_S)
        sound = scipy.signal.resample(sound, int(len(sound) / speed))
        sound = coloured(sound, self.curve_db + random.normal(
            0, COLOURED_DB, len(self.curve_db)))
        sound *= 10 ** (random.normal(0, LOUD_DB) / 20)
        at_s, time = AT_S / speed, np.arange(len(sound)) / RATE
        if random.random() < DAMPED_SHARE:
            last_s = np.exp(random.uniform(*np.log(DAMPED_S)))
            sound *= np.exp(-np.maximum(time - at_s, 0) / last_s)
        sound *= np.clip((time[-1] - time) / FADE_S, 0, 1)
        return sound.astype(np.float32), at_s

    def sound(self, notes, seconds):
        """Mono float32 of @seconds of rows of onset_s, offset_s, key,
        velocity."""
        out = np.zeros(int(seconds * RATE), np.float32)
        for onset, _, key, velocity in notes:
            force = min(FORCES, key=lambda f, v=velocity: abs(f - v))
            name = int(key), force
            if name not in self.struck:
                self.struck[name] = self.hit(*name)
            sound, at_s = self.struck[name]
            first = int((onset - at_s) * RATE)
            sound = sound[max(0, -first):max(0, len(out) - first)]
            first = max(0, first)
            out[first:first + len(sound)] += sound * (
                velocity / force) ** LOUDER
        return out
