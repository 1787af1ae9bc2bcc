# SPDX-License-Identifier: GPL-3.0-or-later
"""How notes are put into tracks: twins of what the engine does in C.

After the memory, eigenvalues are counted (core/timbre/ct-timbre-count.c) and
the notes clustered (ct-timbre-cluster.c). Notes are [n][4]: onset_s,
offset_s, MIDI, weight of the note (its confidence).
"""

import numpy as np

AFFINITY_BETA = 4.0
BETA = 32.0        # sharpness of recall
SECOND = 0.1       # least second eigenvalue of two timbres' Gram matrix,
EIGENVALUE = 0.06  # whose trace is 1, and least one of every further timbre;
CLEAR = 0.05       # where it stands clear of the next one, which is so many
GAP = 2            # times smaller
MOST_TRACKS = 12
STEPS, STARTS = 40, 8
PATTERNS, STRETCH = 512, 32


def choose_patterns(notes):
    """Indices of at most 512 notes [n][4], as ct-timbre-patterns.c takes
    them: stretches of notes after each other from all over the recording."""
    n = len(notes)
    if n <= PATTERNS:
        return np.arange(n)
    order = np.lexsort((np.arange(n), notes[:, 0]))
    parts, chosen = PATTERNS // STRETCH, []
    for i in range(parts):
        part = order[i * n // parts:(i + 1) * n // parts]
        first = (len(part) - STRETCH) // 2
        chosen.append(part[first:first + STRETCH])
    return np.concatenate(chosen)


def recalled_labels(e, patterns, labels, k):
    """Labels [n] of all notes: those of the patterns [m], and of the others
    what they recall."""
    near = BETA * (e @ e[patterns].T)
    votes = np.exp(near - near.max(axis=1, keepdims=True)) @ np.eye(k)[labels]
    found = votes.argmax(axis=1)
    found[patterns] = labels
    return found


def k_means(points, k):
    """Labels [n] of the best of several starts."""
    random, best = np.random.default_rng(1), None
    k = min(k, len(points))
    for _ in range(STARTS):
        centres = points[[random.integers(len(points))]]
        while len(centres) < k:
            far = squares(points, centres).min(axis=1) + 1e-12
            drawn = random.choice(len(points), p=far / far.sum())
            centres = np.concatenate([centres, points[[drawn]]])
        labels = None
        for _ in range(STEPS):
            found = squares(points, centres).argmin(axis=1)
            if labels is not None and (found == labels).all():
                break
            labels = found
            for i in np.unique(labels):
                centres[i] = points[labels == i].mean(axis=0)
        cost = squares(points, centres).min(axis=1).sum()
        if best is None or cost < best[0]:
            best = cost, labels
    return best[1]


def squares(points, centres):
    """Squared distances [n][k]."""
    return ((points[:, None] - centres[None]) ** 2).sum(axis=2)


def spectral(affinity, k):
    """Labels [n] by the first eigenvectors of the normalised affinity."""
    if k < 2 or len(affinity) <= k:
        return np.arange(len(affinity)) if k > 1 else np.zeros(
            len(affinity), int)
    scale = 1 / np.sqrt(affinity.sum(axis=1))
    _, vectors = np.linalg.eigh(affinity * scale[:, None] * scale)
    rows = vectors[:, -k:]
    rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True),
                             1e-12)
    return k_means(rows, k)


def affinity(e):
    """exp (4 (cos - 1))."""
    near = np.minimum(e @ e.T, 1.0)
    out = np.exp(AFFINITY_BETA * (near - 1.0)).astype(float)
    np.fill_diagonal(out, 1.0)
    return out


def gram_weights(notes):
    """Weights of the notes, adding up to 1: root of length, confidence."""
    weight = np.sqrt(np.maximum(notes[:, 1] - notes[:, 0], 0.02)) * notes[:, 3]
    return weight / weight.sum()


def eigenvalues(e, notes):
    """Of the weighted Gram matrix sum w e e', from the largest on."""
    return np.linalg.eigvalsh((e.T * gram_weights(notes)) @ e)[::-1]


def bound(values, n, second=SECOND, least=EIGENVALUE, clear=CLEAR):
    """What eigenvalue number @n, from 1 on, must reach to be a timbre. That
    there are two at all asks for more than that there is one more: a solo's
    registers differ a little."""
    if n == 2:
        return second
    after = values[n] if n < len(values) else np.inf
    return clear if values[n - 1] >= GAP * after else least


def count_eigenvalues(values, **bounds):
    """Number of timbres."""
    n = 1
    while n < min(len(values), MOST_TRACKS):
        if values[n] < bound(values, n + 1, **bounds):
            break
        n += 1
    return n


def memory_count(e, notes):
    """Number of timbres from the memory's embeddings."""
    return count_eigenvalues(eigenvalues(e, notes))


def memory_labels(e, k):
    """Labels after the memory: spectral clustering."""
    return spectral(affinity(e), k)
