# SPDX-License-Identifier: GPL-3.0-or-later
"""The timbre encoder's input of many notes at once (MODEL.md)."""

import numpy as np

import scipy.ndimage

from networks import (BAND_BINS, BAND_OFFSET, NOTE_BANDS, NOTE_CHANNELS,
                      NOTE_HARMONICS, NOTE_OFFSETS, NOTE_ROWS, NOTE_SLOTS,
                      SEMITONES)

FIRST_FRAME = -2
ATTACK_SLOTS = 16
BODY_SLOTS = NOTE_SLOTS - ATTACK_SLOTS
NOTE_FRAMES = ATTACK_SLOTS + 4 * BODY_SLOTS
SHARED_BINS = 1
PAD_BINS = 204
RANGE_DB, UNIT_DB = 60, 40


def conflicts():
    """For each row, the distances d in semitones at which another pitch has
    a harmonic within one bin of the note's, or in the row's bands."""
    reach = 3 * BAND_BINS
    rows = [(o - SHARED_BINS, o + SHARED_BINS) for o in NOTE_OFFSETS]
    rows += [(BAND_OFFSET + i * reach, BAND_OFFSET + (i + 1) * reach - 1)
             for i in range(NOTE_BANDS)]
    return [[d for d in range(1 - SEMITONES, SEMITONES)
             if d and any(low <= 3 * d + there <= high
                          for there in NOTE_OFFSETS)] for low, high in rows]


CONFLICTS = conflicts()
CELLS = np.concatenate([  # [16][3]: bins, or where bands begin
    np.array(NOTE_OFFSETS)[:, None] + np.arange(-1, 2),
    BAND_OFFSET + BAND_BINS * np.arange(3 * NOTE_BANDS).reshape(-1, 3)])


def shared(posterior):
    """Largest posterior [frames][84][16] among the pitches that share a
    row of each semitone's cells."""
    frames = len(posterior)
    padded = np.pad(posterior, ((0, 0), (SEMITONES, SEMITONES)))
    out = np.zeros((NOTE_ROWS, frames, SEMITONES), np.float32)
    for h, distances in enumerate(CONFLICTS):
        for d in distances:
            first = SEMITONES + d
            np.maximum(out[h], padded[:, first:first + SEMITONES], out[h])
    return out.transpose(1, 2, 0)


def highest(level_db):
    """The highest level of each band that begins in a bin."""
    return scipy.ndimage.maximum_filter1d(
        level_db, BAND_BINS, axis=1, origin=-(BAND_BINS // 2),
        mode="constant", cval=-1e3)


def to_slots(cells):
    """[n][80 frames]... to [n][32 slots]...: the attack frame by frame,
    then means of four."""
    attack = cells[:, :ATTACK_SLOTS]
    body = cells[:, ATTACK_SLOTS:]
    body = body.reshape((len(cells), BODY_SLOTS, 4) + cells.shape[2:])
    return np.concatenate([attack, body.mean(axis=2)], axis=1)


def note_inputs(level_db, posterior, notes):
    """u [n][16][32][6] of notes [n][>=3] (onset in frames, -, semitone),
    from level_db [frames][288] and the frame posterior [frames][84]."""
    frames = len(level_db)
    onset = np.round(notes[:, 0]).astype(int)
    pitch = notes[:, 2].astype(int)
    t = onset[:, None] + FIRST_FRAME + np.arange(NOTE_FRAMES)
    inside = ((t >= 0) & (t < frames)).astype(np.float32)
    t = np.clip(t, 0, frames - 1)
    bins = 3 * pitch[:, None, None] + 1 + CELLS
    padded = np.pad(level_db, ((0, 0), (0, PAD_BINS)), constant_values=-1e3)
    level = np.concatenate([
        padded[t[:, :, None, None], bins[:, None, :NOTE_HARMONICS]],
        highest(padded)[t[:, :, None, None], bins[:, None, NOTE_HARMONICS:]]],
        axis=2)
    top = np.where(inside[:, :ATTACK_SLOTS, None, None] > 0,
                   level[:, :ATTACK_SLOTS, :NOTE_HARMONICS],
                   -1e3).max(axis=(1, 2, 3))
    u = np.empty(level.shape[:3] + (NOTE_CHANNELS,), np.float32)
    u[..., :3] = np.maximum(
        0, (level - top[:, None, None, None] + RANGE_DB) / UNIT_DB)
    u[..., 3] = shared(posterior)[t, pitch[:, None]]
    u[..., 4] = posterior[t, pitch[:, None]][..., None]
    u[..., 5] = (pitch / SEMITONES)[:, None, None]
    u *= inside[..., None, None]
    return np.ascontiguousarray(to_slots(u).transpose(0, 2, 1, 3))


def soften(frame, random):
    """Posteriors as a network might give them, from the true roll."""
    out = frame * random.uniform(0.75, 0.98)
    out = np.maximum(out, 0.5 * np.roll(frame, 1, axis=0))
    out *= np.where(random.random(frame.shape) < 0.04,
                    random.random(frame.shape), 1)
    lost = random.random((-(-len(frame) // 16), SEMITONES)) < 0.04
    out *= np.where(np.repeat(lost, 16, axis=0)[:len(frame)], 0.2, 1)
    false = random.random((-(-len(frame) // 8), SEMITONES)) < 0.004
    false = np.repeat(false, 8, axis=0)[:len(frame)]
    out = np.maximum(out, false * random.uniform(0.2, 0.7))
    return out.astype(np.float32)


def usable(mix, random, most):
    """Audible notes of a mix with room after the onset, at most @most;
    the onset is moved by up to a frame, as a decoder errs."""
    notes = mix.notes()
    onset = np.round(notes[:, 0]).astype(int)
    fits = (onset >= 1) & (onset < mix.frames - 20)
    fits[fits] &= mix.weight[0][onset[fits], notes[fits, 2].astype(int)] > 0
    notes = notes[fits]
    if len(notes) > most:
        notes = notes[np.sort(random.choice(len(notes), most, False))]
    notes[:, 0] = np.round(notes[:, 0]) + random.choice(
        (-1, 0, 1, 2), len(notes), p=(0.1, 0.6, 0.2, 0.1))
    return notes
