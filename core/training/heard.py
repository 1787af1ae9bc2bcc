# SPDX-License-Identifier: GPL-3.0-or-later
"""The notes that the notes' network finds in a mix, and whose they are.

What the memory meets in a recording are not the notes that were played: some
are found twice, late or an octave too high, and the encoder sees posteriors
instead of a roll. Here they are made as the engine makes them.
"""

import subprocess
from pathlib import Path

import numpy as np
import scipy.ndimage

import scratch

ONSET, FRAME = 0.3, 0.45  # thresholds of the engine, and what else it asks
SEPARATION = 4            # frames between two onsets of a pitch
TOLERANCE = 10            # frames below the threshold that end a note
SHORTEST = 0.08 * 22050 / 256
NEAR = 6                  # frames from a true onset: this note
PARTIALS = (12, 19, 24, 28, 31, 34, 36, -12)
NOBODY = -1               # the owner of a note that nobody played


def posteriors(features, x):
    """Onset and frame [frames][84] of a mix's input [frames][288], by the
    engine's executable @features, a third of the time that PyTorch takes."""
    with scratch.folder() as folder:
        levels, out = Path(folder) / "levels.f32", Path(folder) / "out.f32"
        x.astype("<f4").tofile(levels)
        subprocess.run([features, "--hear", levels, out], check=True)
        return np.fromfile(out, "<f4").reshape(2, len(x), -1)


def peaks(onset):
    """(frame, semitone) of the onsets, by pitch and time."""
    highest = scipy.ndimage.maximum_filter1d(onset, 2 * SEPARATION + 1, axis=0)
    before = np.pad(onset, ((1, 0), (0, 0)))[:-1]
    beside = np.maximum(np.pad(highest, ((0, 0), (1, 0)))[:, :-1],
                        np.pad(highest, ((0, 0), (0, 1)))[:, 1:])
    here = ((onset >= ONSET) & (onset == highest) & (onset > before)
            & (onset > 0.5 * beside))
    return np.argwhere(here.T)[:, ::-1]


def decode(onset, frame):
    """[n][4]: onset and offset in frames, semitone, confidence."""
    at, out = peaks(onset), []
    for k, (first, pitch) in enumerate(at):
        limit = len(onset)
        if k + 1 < len(at) and at[k + 1][1] == pitch:
            limit = at[k + 1][0]
        sounds = first + np.flatnonzero(
            np.append(True, frame[first + 1:limit, pitch] >= FRAME))
        gaps = np.flatnonzero(np.diff(sounds) > TOLERANCE)
        end = 1 + (sounds[gaps[0]] if len(gaps) else sounds[-1])
        sure = (onset[first, pitch] - ONSET) / (1 - ONSET)
        if end - first >= SHORTEST * (1 - 0.5 * max(sure, 0)):
            out.append((first, end, pitch, 0.5 * (
                onset[first, pitch] + frame[first:end, pitch].mean())))
    return np.array(out).reshape(-1, 4)


def only(owners):
    """The one owner of some notes; where they have several, nobody."""
    owners = np.unique(owners)
    return owners[0] if len(owners) == 1 else NOBODY


def owner(note, true):
    """Whose note is found: whose note of this pitch begins there, else
    whose sounds on, else of whose notes it may be a partial, else who alone
    sounds."""
    late = true[:, 0] - note[0]
    same = true[:, 2] == note[2]
    begins = same & (np.abs(late) <= NEAR)
    sounds = (late <= NEAR) & (true[:, 1] > note[0])
    apart = note[2] - true[:, 2]
    for rows in (begins, same & sounds, sounds & np.isin(apart, PARTIALS),
                 sounds):
        if rows.any():
            return only(true[rows, 4])
    return NOBODY


def notes(mix, found, random, most):
    """[n][5] of at most @most notes of @found: onset and offset in frames,
    semitone, confidence, owner."""
    found = found[(found[:, 0] >= 1) & (found[:, 0] < mix.frames - 20)]
    if len(found) > most:
        found = found[np.sort(random.choice(len(found), most, False))]
    true = mix.notes()
    owners = [owner(note, true) for note in found]
    return np.column_stack([found, owners]) if len(found) else np.zeros((0, 5))
