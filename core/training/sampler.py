# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays recorded single notes: a small sampler.

A note takes the nearest recording, at most three semitones away, of the layer
that its velocity asks for; the recording is resampled to the exact pitch, a
sustained one is looped.
"""
import subprocess
from dataclasses import dataclass, field

import numpy as np
from scipy.signal import lfilter, resample_poly

RATE = 22050
ONSET_S = 0.02  # of every recording
REACH = 3       # semitones of transposition
OVER = 2        # recordings are held at twice the rate: cubic reading is clean
LOUDNESS = ("pp", "p", "mp", "mf", "f", "ff")


def decode(path):
    """Mono float32 [samples] at 22,050 Hz of any file that ffmpeg reads."""
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-f", "f32le", "-ac", "1",
         "-ar", str(RATE), "-"], capture_output=True, check=True)
    return np.frombuffer(done.stdout, np.float32)


@dataclass
class Recording:
    """One recorded note; loop points in seconds, or None."""
    path: str
    pitch: float  # MIDI, with its deviation
    loudness: int  # index into LOUDNESS, or -1
    loop: tuple = None
    _sound: np.ndarray = field(default=None, repr=False)
    _ring_s: float = None

    def hold(self, sound):
        """Takes the prepared @sound [samples] instead of the file's."""
        self._sound = resample_poly(sound, OVER, 1).astype(np.float32)

    def sound(self):
        """[samples] at OVER times the rate."""
        if self._sound is None:
            self.hold(decode(self.path))
        return self._sound

    def ring_s(self):
        """Seconds from the onset until the level is 40 dB below its peak."""
        if self._ring_s is None:
            self._ring_s = ring_time(self.sound(), RATE * OVER) - ONSET_S
        return self._ring_s

    def lengthened(self, seconds):
        """The sound, looped with crossfades until it lasts @seconds."""
        sound, rate = self.sound(), RATE * OVER
        need = int(seconds * rate)
        if self.loop is None or need <= int(self.loop[1] * rate):
            return sound[:need]
        start, end = (int(t * rate) for t in self.loop)
        fade = min(int(0.03 * rate), (end - start) // 2, start)
        ramp = np.linspace(0, 1, fade, dtype=np.float32)
        body = sound[start:end].copy()
        body[-fade:] = (body[-fade:] * (1 - ramp)
                        + sound[start - fade:start] * ramp)
        head = sound[:end].copy()
        head[-fade:] = body[-fade:]
        times = -(-(need - end) // len(body))
        return np.concatenate([head] + [body] * times)[:need]


def envelope(sound, rate, window_s=0.005):
    """Root mean square over @window_s, one value a window."""
    n = max(1, int(window_s * rate))
    whole = len(sound) // n * n
    return np.sqrt((sound[:whole].reshape(-1, n) ** 2).mean(axis=1))


def ring_time(sound, rate):
    """Seconds until the sound has fallen 40 dB below its peak for good."""
    levels = envelope(sound, rate, 0.02)
    above = np.flatnonzero(levels > 0.01 * levels.max())
    return (above[-1] + 1) * 0.02 if len(above) else 0.0


def read_at(sound, position):
    """Cubic (Hermite) reading of @sound at fractional @position."""
    position = position[position < len(sound) - 3]
    whole = position.astype(np.int64)
    t = (position - whole).astype(np.float32)
    whole = np.maximum(whole, 1)
    a, b = sound[whole - 1], sound[whole]
    c, d = sound[whole + 1], sound[whole + 2]
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d
                                       + t * (3 * (b - c) + d - a)))


@dataclass
class Manner:
    """How a stem is played; times in seconds, pitches in semitones."""
    detune: float = 0.0
    vibrato: float = 0.0
    vibrato_hz: float = 5.5
    scoop: float = 0.0
    release_s: float = 0.06
    softening_s: float = 0.0  # attacks that are faded in this long
    lift_s: float = 0.0  # a tone ends so much before it is struck again
    slur: float = 0.0   # share of legato notes that skip the attack
    slur_skip_s: float = 0.08
    dulling: float = 0.0  # how much softer notes lose their upper partials
    range_db: float = 20.0


class Instrument:
    """The recordings of one instrument from one source."""

    def __init__(self, recordings, sustained):
        self.recordings, self.sustained = recordings, sustained
        self.layers = sorted({r.loudness for r in recordings})
        pitches = np.array([r.pitch for r in recordings])
        self.playable = [m for m in range(24, 108)
                         if np.abs(pitches - m).min() <= REACH + 0.3]

    def choose(self, random, midi, velocity):
        """The recording for a note: its layer first, then the nearest."""
        n = len(self.layers)
        wanted = self.layers[min(n - 1, int(velocity / 128 * n))]
        cost = [abs(r.pitch - midi)
                + 3.0 * (r.loudness != wanted) + random.uniform(0, 0.7)
                + 99 * (abs(r.pitch - midi) > REACH + 0.3)
                for r in self.recordings]
        return self.recordings[int(np.argmin(cost))]

    def play(self, random, notes, seconds, manner):
        """(sound [samples], labels [n][4]) of notes [n][4], in time order."""
        out = np.zeros(int((seconds + 8) * RATE), np.float32)
        labels = []
        ends, pitches = notes[:, 1], notes[:, 2]
        lifted = self._lifted(random, notes, manner)
        for i, (onset, offset, midi, velocity) in enumerate(lifted):
            legato = np.any((np.abs(ends[:i] - onset) < 0.03)
                            & (pitches[:i] != midi))
            slurred = (self.sustained and legato
                       and random.random() < manner.slur)
            ring_s, late_s = self._add(random, out, lifted[i], manner,
                                       slurred)
            if not self.sustained:
                offset = min(offset, onset + ring_s)
            onset = min(onset + late_s, 0.5 * (onset + offset))
            labels.append((onset, offset, midi, velocity))
        return out[:int(seconds * RATE)], np.array(labels).reshape(-1, 4)

    def _lifted(self, random, notes, manner):
        """@notes, those that are struck again at once a little shorter."""
        notes = notes.copy()
        if self.sustained and manner.lift_s > 0:
            for i, (onset, offset, midi, _) in enumerate(notes):
                again = ((notes[:, 2] == midi) & (notes[:, 0] > onset)
                         & (notes[:, 0] < offset + 0.02))
                if again.any():
                    lift_s = manner.lift_s * random.uniform(0.5, 1.5)
                    notes[i, 1] = max(onset + 0.06, offset - lift_s)
        return notes

    def _add(self, random, out, note, manner, slurred):
        """Adds one note to @out; returns how long it would ring and how
        late it is heard, in seconds."""
        onset, offset, midi, velocity = note
        chosen = self.choose(random, midi, velocity)
        held = offset - onset
        skip = manner.slur_skip_s if slurred else 0.0
        n = int((held + 8 * manner.release_s + ONSET_S) * RATE)
        time = np.arange(n) / RATE - ONSET_S
        pitch = midi - chosen.pitch + manner.detune
        pitch = pitch + random.normal(0, 0.04) + _motion(random, time, manner)
        speed = 2.0 ** (np.broadcast_to(pitch, time.shape) / 12)
        position = (np.cumsum(speed) - speed[0]) / RATE
        position += ONSET_S - ONSET_S * speed[0] + skip
        sound = chosen.lengthened(position[-1] + 0.02)
        played = read_at(sound, position * RATE * OVER)
        soft_s = 0.0 if slurred else min(
            manner.softening_s * random.uniform(0.5, 1.5), 0.4 * held)
        played = played * _gate(time[:len(played)], held, manner, slurred)
        if soft_s > 0:
            played = played * np.clip((time[:len(played)] + ONSET_S)
                                      / (soft_s + ONSET_S), 0, 1)
        played = _dull(played, manner.dulling * (1 - velocity / 127))
        gain = 10 ** (manner.range_db * (velocity / 127 - 1) / 20)
        start = int(round((onset - ONSET_S) * RATE))
        played = played[max(0, -start):]
        start = max(0, start)
        end = min(len(out), start + len(played))
        out[start:end] += gain * played[:end - start]
        return (chosen.ring_s() / float(np.mean(speed)),
                0.2 * soft_s if soft_s > 0.04 else 0.0)


def _motion(random, time, manner):
    """Semitones by vibrato, late and growing, and a scoop at the start."""
    phase = random.uniform(0, 2 * np.pi)
    hz = manner.vibrato_hz * random.uniform(0.92, 1.08)
    depth = manner.vibrato * np.clip((time - 0.12) / 0.25, 0, 1)
    scoop = -manner.scoop * np.exp(-np.maximum(time, 0) / 0.04)
    return depth * np.sin(2 * np.pi * hz * time + phase) + scoop


def _gate(time, held, manner, slurred):
    """Gain over time: fades in where slurred, falls after the note."""
    gain = np.exp(-np.maximum(time - held, 0) / manner.release_s)
    if slurred:
        gain *= np.clip((time + 0.01) / 0.03, 0, 1)
    return gain.astype(np.float32)


def _dull(sound, amount):
    """A gentle low-pass below 1 kHz, mixed in by @amount (0-1)."""
    if amount <= 0.01:
        return sound
    pole = np.exp(-2 * np.pi * 900 / RATE)
    low = lfilter([1 - pole], [1, -pole], sound)
    return ((1 - amount) * sound + amount * low).astype(np.float32)
