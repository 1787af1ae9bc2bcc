# SPDX-License-Identifier: GPL-3.0-or-later
"""What kind of mistake a wrong or a missing note is.

Notes are [n][4] of onset_s, offset_s, midi, track. Wrong notes: near (the
true note of this pitch is found, but 50 to 150 ms off), split (a true note
of this pitch that has begun is still sounding), partial (a true note sounds
whose octave, twelfth or further partial this is, or the octave below),
other. Missing ones: near, merged (a note found before goes on sounding
through the onset), partial (in its place an octave or partial is found),
absent.
"""

import numpy as np

TOLERANCE_S, NEAR_S = 0.05, 0.15
PARTIALS = (-24, -12, 12, 19, 24, 28, 31, 36)
WRONG = ("near", "split", "partial", "other")
MISSING = ("near", "merged", "partial", "absent")


def at_once(note, notes):
    """Mask of the @notes that sound when @note begins, or begin with it."""
    return ((notes[:, 0] < note[0] + TOLERANCE_S)
            & (notes[:, 1] > note[0] + TOLERANCE_S))


def near(note, notes):
    """Mask of the @notes of the same pitch that begin nearly with it."""
    return ((np.round(notes[:, 2]) == round(note[2]))
            & (np.abs(notes[:, 0] - note[0]) <= NEAR_S))


def wrong_kind(note, true, left):
    """Kind of a found note without a partner; @left are the true ones."""
    if near(note, left).any():
        return "near"
    sounding = true[at_once(note, true)]
    apart = note[2] - sounding[:, 2]
    if (np.abs(apart) < 0.5).any():
        return "split"
    return "partial" if np.isin(np.round(apart), PARTIALS).any() else "other"


def missing_kind(note, found, left):
    """Kind of a true note without a partner; @left are the found ones."""
    if near(note, left).any():
        return "near"
    sounding = found[at_once(note, found)]
    same = np.abs(sounding[:, 2] - note[2]) < 0.5
    if same.any():
        return "merged"
    begun = left[np.abs(left[:, 0] - note[0]) <= TOLERANCE_S]
    apart = np.round(begun[:, 2] - note[2])
    return "partial" if np.isin(apart, PARTIALS).any() else "absent"


def count(true, found, pairs):
    """Errors of each kind for every 100 true notes; @pairs (true, found)
    are those that were matched."""
    mine = np.ones(len(true), bool)
    theirs = np.ones(len(found), bool)
    for i, j in pairs:
        mine[i] = theirs[j] = False
    wrong = [wrong_kind(n, true, true[mine]) for n in found[theirs]]
    missing = [missing_kind(n, found, found[theirs]) for n in true[mine]]
    scale = 100 / max(1, len(true))
    figures = {f"wrong_{k}": scale * wrong.count(k) for k in WRONG}
    figures.update({f"missing_{k}": scale * missing.count(k)
                    for k in MISSING})
    return figures
