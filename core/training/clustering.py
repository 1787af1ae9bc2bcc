# SPDX-License-Identifier: GPL-3.0-or-later
"""How notes are put into tracks: twins of what the engine does in C.

After the memory, eigenvalues are counted (core/timbre/ct-timbre-count.c) and
the notes clustered (ct-timbre-cluster.c). What was shipped before counted
attractors of recall among the encoder's embeddings. Notes
are [n][4]: onset_s, offset_s, MIDI, weight of the note (its confidence).
"""

import numpy as np

AFFINITY_BETA = 4.0
MAX_REGISTER_SHARE = 0.02
BETA, SAME_COSINE, REACHED_COSINE, MIN_SHARE = 32.0, 0.82, 0.995, 0.07
SECOND = 0.12      # least second eigenvalue of two timbres' Gram matrix,
EIGENVALUE = 0.06  # whose trace is 1, and least one of every further timbre;
CLEAR = 0.04       # where it stands clear of the next one, which is so many
GAP = 3            # times smaller
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


def register_order(labels, notes, k):
    """How strictly clusters keep their order in pitch: 0 to 1."""
    on, off, midi = notes[:, 0], notes[:, 1], notes[:, 2]
    together = (np.minimum(off[:, None], off) - np.maximum(on[:, None], on)
                >= 0.03) & (midi[:, None] > midi)
    one = np.eye(k)[labels]
    above = one.T @ together @ one
    kept = every = 0.0
    for i in range(k):
        for j in range(i + 1, k):
            if above[i, j] + above[j, i] >= 8:
                kept += abs(above[i, j] - above[j, i])
                every += above[i, j] + above[j, i]
    return kept / every if every else 0.0


def affinity(e, notes, share):
    """exp (4 (cos - share |dp| - 1)), at most 1."""
    apart = np.abs(notes[:, None, 2] - notes[None, :, 2])
    near = np.minimum(e @ e.T - share * apart, 1.0)
    out = np.exp(AFFINITY_BETA * (near - 1.0)).astype(float)
    np.fill_diagonal(out, 1.0)
    return out


def shipped_labels(e, notes, k):
    """Labels by spectral clustering with the weight of register that the
    recording itself asks for."""
    share = 0.0
    if k > 1:
        order = register_order(k_means(e.astype(float), k), notes, k)
        share = min(max((order - 0.5) / 0.4, 0), 1) * MAX_REGISTER_SHARE
    return spectral(affinity(e, notes, share), k)


def shipped_count(e, notes):
    """Number of timbres by attractors of recall."""
    weight = np.maximum(notes[:, 3], 0.05)
    sound = (notes[:, 1] - notes[:, 0]) * notes[:, 3]
    at = e.astype(float)
    for _ in range(STEPS):
        near = BETA * (at @ e.T)
        part = np.exp(near - near.max(axis=1, keepdims=True)) * weight
        moved = part @ e
        moved /= np.linalg.norm(moved, axis=1, keepdims=True) + 1e-9
        still = np.abs(moved - at).max() < 1e-4
        at = moved
        if still:
            break
    found, sums = [], []
    for place, own in zip(at, sound):
        near = np.array(found) @ place if found else np.zeros(1)
        if found and near.max() > SAME_COSINE:
            sums[int(near.argmax())] += own
        else:
            found.append(place)
            sums.append(own)
    return max(1, int((np.array(sums) >= MIN_SHARE * sum(sums)).sum()))


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


def memory_labels(e, notes, k):
    """Labels after the memory: spectral clustering without register."""
    return spectral(affinity(e, notes, 0.0), k)
