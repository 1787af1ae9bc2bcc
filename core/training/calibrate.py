#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches the note decoder's thresholds on the development sets.

    calibrate.py --dev DIR --features COLORATURA_FEATURES
                 [--half choose] [--acoustic CHECKPOINT]

Every mix goes through the acoustic model once (the engine's, or the twin of
a checkpoint); its posteriors are then decoded with every combination of
thresholds. A mix's figure is the mean of its note F1 (onset within 50 ms)
and its note F1 with offsets, a combination's the mean over the sets, so that
no set counts more because it has more mixes. One default serves all music:
what wins here becomes ct_note_decoder_options_init().
"""

import argparse
import concurrent.futures
import itertools
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import torch

import networks
import scoring

ONSETS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
FRAMES = (0.25, 0.35, 0.4, 0.45, 0.5, 0.55)
MIN_LENGTHS_S = (0.06, 0.08, 0.1)


def decode(args, posteriors, thresholds):
    """Notes [n][4] of the posteriors in a file."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as out:
        subprocess.run([args.features, "--decode", posteriors,
                        *map(str, thresholds), out.name], check=True)
        return scoring.read_notes(out.name)


@torch.no_grad()
def write_posteriors(args, model, sound, out):
    """Posteriors [2][frames][84] of a sound, as a file."""
    what = "--input" if model else "--posteriors"
    subprocess.run([args.features, sound, what, out], check=True)
    if model:
        x = np.fromfile(out, np.float32).reshape(1, -1, networks.BINS)
        heard = torch.sigmoid(model(torch.from_numpy(x))[0]).numpy()
        np.ascontiguousarray(heard, "<f4").tofile(out)


def search_mix(args, model, entry, grid):
    """Note F1 and note F1 with offsets [combinations][2] of one mix."""
    true = scoring.read_notes(args.dev / (entry["name"] + ".csv"))
    with tempfile.NamedTemporaryFile(suffix=".f32") as posteriors:
        write_posteriors(args, model, args.dev / (entry["name"] + ".flac"),
                         posteriors.name)
        figures = []
        for thresholds in grid:
            found = decode(args, posteriors.name, thresholds)
            figures.append([scoring.f1(len(scoring.match(
                true, found, offset_ratio=ratio)), len(true), len(found))
                for ratio in (None, scoring.OFFSET_RATIO)])
    return figures


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", required=True, type=pathlib.Path)
    parser.add_argument("--features", required=True)
    parser.add_argument("--half", choices=("choose", "report"),
                        help="only the mixes that choose, or that report")
    parser.add_argument("--acoustic", help="checkpoint of train.py, in place"
                        " of the shipped weights")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--most", type=int, default=12, help="rows to print")
    args = parser.parse_args()
    torch.set_num_threads(1)
    model = args.acoustic and networks.load_acoustic(args.acoustic)
    index = json.loads((args.dev / "index.json").read_text())
    index = [e for e in index if args.half in (None, e.get("half"))]
    grid = list(itertools.product(ONSETS, FRAMES, MIN_LENGTHS_S))
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        figures = np.array(list(pool.map(
            lambda entry: search_mix(args, model, entry, grid), index)))
    names = sorted({entry["set"] for entry in index})
    sets = np.array([figures[[e["set"] == name for e in index]].mean(axis=0)
                     for name in names])
    print("| onset | frame | min length s | " + " | ".join(names)
          + " | note F1 | with offsets |")
    print("|---" * (len(names) + 5) + "|")
    means = sets.mean(axis=0)
    for i in np.argsort(-means.sum(axis=1))[:args.most]:
        cells = [*map(str, grid[i]), *(f"{x:.3f}" for x in sets[:, i, 0]),
                 *(f"{x:.4f}" for x in means[i])]
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
