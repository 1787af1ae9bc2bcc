#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches how the number of timbres is found, on a development set.

    calibrate_tracks.py --dev DIR --features EXE --program 'CLI transcribe'
                        --timbre CHECKPOINT

The notes that the program finds are embedded once; their attractors are then
looked for with every sharpness of recall (ct_timbre_cluster_options_init),
with every cosine above which two attractors are one timbre
(ct-timbre-memory.c), and with every least share of the sound. Prints how
often the number of tracks is right and within one.
"""

import argparse
import csv
import itertools
import json
import pathlib
import shlex
import subprocess
import tempfile

import numpy as np
import torch

import networks
import scoring

BETAS = (6, 8, 12, 16, 24, 32, 48)
COSINES = (0.6, 0.7, 0.8, 0.9, 0.95)
SHARES = (0.03, 0.05, 0.07, 0.1, 0.13, 0.16)
STEPS = 30
MIN_WEIGHT = 0.05


def read_notes(path):
    """onset_s, midi, weight and sound of each note of a table."""
    with open(path, newline="") as file:
        rows = [(float(r["onset_s"]), int(r["midi"]),
                 max(float(r["confidence"]), MIN_WEIGHT),
                 (float(r["offset_s"]) - float(r["onset_s"]))
                 * float(r["velocity"])) for r in csv.DictReader(file)
                if r["midi"]]
    return np.array(rows).reshape(-1, 4)


def embed(args, model, sound):
    """Embeddings [n][16], weights and sound [n] of the notes found."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        table, rows, out = folder / "n.csv", folder / "n.txt", folder / "u"
        subprocess.run(shlex.split(args.program) + [sound, "--csv", table],
                       check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        notes = read_notes(table)
        rows.write_text("".join(
            f"{round(onset * scoring.FRAME_RATE)} {int(midi)}\n"
            for onset, midi in notes[:, :2]))
        subprocess.run([args.features, sound, "--note-input", rows, out],
                       check=True)
        u = np.fromfile(out, np.float32).reshape(
            -1, networks.NOTE_HARMONICS, networks.NOTE_SLOTS,
            networks.NOTE_CHANNELS)
    with torch.no_grad():
        return model(torch.from_numpy(u)).numpy(), notes[:, 2], notes[:, 3]


def fall(e, weight, beta):
    """Where each of @e [n][16] falls by repeated recall."""
    at = e
    for _ in range(STEPS):
        near = beta * (at @ e.T)
        share = np.exp(near - near.max(axis=1, keepdims=True)) * weight
        at = share @ e
        at /= np.linalg.norm(at, axis=1, keepdims=True) + 1e-9
    return at


def count(attractors, sound, cosine, share):
    """Number of timbres with at least @share of the sound."""
    found, sums = [], []
    for at, own in zip(attractors, sound):
        near = np.array(found) @ at if found else np.zeros(1)
        if found and near.max() > cosine:
            sums[near.argmax()] += own
        else:
            found.append(at)
            sums.append(own)
    return int((np.array(sums) >= share * sum(sums)).sum())


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", required=True, type=pathlib.Path)
    parser.add_argument("--features", required=True)
    parser.add_argument("--program", default="coloratura-cli transcribe")
    parser.add_argument("--timbre", required=True)
    parser.add_argument("--most", type=int, default=12, help="rows to print")
    args = parser.parse_args()
    model = networks.TimbreEncoder()
    model.load_state_dict(torch.load(args.timbre, "cpu")["mean"])
    model.eval()
    index = json.loads((args.dev / "index.json").read_text())
    mixes = [embed(args, model, args.dev / (e["name"] + ".flac"))
             for e in index]
    true = np.array([e["instruments"] for e in index])
    rows = []
    for beta in BETAS:
        places = [fall(e, weight, beta) for e, weight, _ in mixes]
        for cosine, share in itertools.product(COSINES, SHARES):
            wrong = np.abs(true - [count(at, sound, cosine, share)
                                   for at, (_, _, sound) in
                                   zip(places, mixes)])
            rows.append(((wrong == 0).mean(), (wrong <= 1).mean(), beta,
                         cosine, share))
    rows.sort(key=lambda row: -row[0] - row[1])
    print("right, within one, beta, cosine, share")
    for row in rows[:args.most]:
        print("%.3f %.3f %g %g %g" % row)


if __name__ == "__main__":
    main()
