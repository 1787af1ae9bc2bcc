#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learns which onsets of pitches that sound already are notes.

    repetitions.py --dev DIR [DIR...] --features coloratura-features

DIR is what generate.py dev makes; of it the half that chooses is learned
from. A logistic regression on the features of core/notes/ct-repetitions.h;
its tensors are put into the blob of weights that is there.
"""
import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import tempfile

import numpy as np

import export
import scoring

FRAME_RATE_HZ = 22050 / 256
FEATURES = 12
TOLERANCE_S, NEAR_S = 0.05, 0.15
RIDGE = 10.0       # of weights of standardised features
THRESHOLD = 0.3    # of the decoder, which is where a probability of
DECIDES = 0.45     # this goes


def features_of(program, sound):
    """[onsets][2 + FEATURES] of a recording: frame, semitone, features."""
    with tempfile.TemporaryDirectory() as folder:
        levels, out = folder + "/levels", folder + "/out"
        for arguments in ((sound, "--input", levels),
                          ("--repetitions", levels, out)):
            subprocess.run([program, *map(str, arguments)], check=True,
                           stdout=subprocess.DEVNULL)
        return np.fromfile(out, "<f4").reshape(-1, 2 + FEATURES)


def label(onset, true):
    """1 where a note begins there, 0 where none does, -1 where one begins
    too near to say."""
    same = true[np.round(true[:, 2]) == onset[1] + 24]
    away = np.abs(same[:, 0] - onset[0] / FRAME_RATE_HZ)
    if (away <= TOLERANCE_S).any():
        return 1
    return -1 if (away < NEAR_S).any() else 0


def examples(program, folder, name):
    """(features [n][FEATURES], labels [n]) of one mix."""
    true = scoring.read_notes(folder / f"{name}.csv")
    onsets = features_of(program, folder / f"{name}.flac")
    labels = np.array([label(onset, true) for onset in onsets])
    known = labels >= 0
    return onsets[known, 2:], labels[known]


def collect(program, folders):
    """Those of the halves that choose."""
    jobs = []
    for folder in folders:
        index = json.loads((folder / "index.json").read_text())
        jobs += [(program, folder, mix["name"]) for mix in index
                 if mix["half"] == "choose" and mix["set"] != "long"]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        parts = list(pool.map(lambda job: examples(*job), jobs))
    return (np.concatenate([x for x, _ in parts]).astype(float),
            np.concatenate([y for _, y in parts]))


def regress(x, y):
    """Weights and bias of a logistic regression, by Newton's method."""
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    rows = np.column_stack([(x - mean) / scale, np.ones(len(x))])
    ridge = np.diag([RIDGE] * x.shape[1] + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        found = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (found - y) + ridge @ weights
        curve = (rows.T * (found * (1 - found))) @ rows + ridge
        weights -= np.linalg.solve(curve, slope)
    return weights[:-1] / scale, weights[-1] - (weights[:-1] / scale) @ mean


def logit(probability):
    return np.log(probability / (1 - probability))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", required=True, nargs="+", type=pathlib.Path)
    parser.add_argument("--features", required=True)
    parser.add_argument("--decides", type=float, default=DECIDES)
    parser.add_argument("--weights", type=pathlib.Path,
                        default=export.ROOT / "resources" / "model.weights")
    args = parser.parse_args()
    x, y = collect(args.features, args.dev)
    weights, bias = regress(x, y)
    bias += logit(THRESHOLD) - logit(args.decides)
    kept = [t for t in export.read_blob(args.weights)
            if not t[0].startswith("repetition.")]
    export.write_blob(args.weights, kept + [
        ("repetition.weight", weights), ("repetition.bias", np.array([bias]))])
    print(f"{len(y)} onsets, {y.mean():.3f} of them notes")
    print(np.round(weights, 3), round(bias, 3))


if __name__ == "__main__":
    main()
