# SPDX-License-Identifier: GPL-3.0-or-later
"""By what instruments are recognised in another recording.

The encoder learned to tell apart the timbres of one mix; rooms, levels and
phrases move its embeddings, too. Of the tracks of random mixes, Fisher's
discriminant finds the directions in which embeddings differ by the instrument
and maker, and how much they differ by everything else: these weigh less.
"""
import numpy as np
import scipy.linalg

from memory import WIDTH

SHRINK = 0.05   # of the covariance, towards its diagonal
LEAST = 1e-3    # of the ratio of both spreads: less says nothing


def spreads(rows, kinds):
    """Covariances within and between the kinds."""
    counts = np.bincount(kinds)
    means = np.zeros((len(counts), rows.shape[1]))
    np.add.at(means, kinds, rows)
    means /= counts[:, None]
    rest = rows - means[kinds]
    within = rest.T @ rest / (len(rows) - len(counts))
    within = ((1 - SHRINK) * within + SHRINK * np.diag(np.diag(within))
              + 1e-5 * np.eye(len(within)))
    apart = means - means.mean(axis=0)
    return within, apart.T @ apart / len(apart) - within / counts.mean()


def tensors(rows, stems):
    """(name, array) of what the engine needs; arguments as of
    names.tracks()."""
    embeddings = rows[:, :WIDTH]
    kinds = np.unique([s["name"] for s in stems], return_inverse=True)[1]
    within, between = spreads(embeddings, kinds)
    ratios, axes = scipy.linalg.eigh(between, within)
    kept = ratios > LEAST
    weights = axes[:, kept] * np.sqrt(ratios[kept] / (1 + ratios[kept]))
    yield "known.mean", embeddings.mean(axis=0)
    yield "known.weight", weights
