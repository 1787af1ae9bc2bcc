#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses how the number of tracks is counted after the memory.

    calibrate_memory.py --dev DIR --features EXE --memory CHECKPOINT
                        --cache DIR [--program 'CLI transcribe'] [--half H]

For every least second eigenvalue and every two least ones of further timbres:
how often the number of tracks is right and within one, for true notes and
found ones, for solos and for the others; then how sure the number is: the
share right, and of the second-best number, by how far the nearest eigenvalue
is from its bound.
"""

import argparse
import itertools
import json
import pathlib

import numpy as np
import torch

import clustering
import evaluate_tracks

SECOND = (0.08, 0.1, 0.12, 0.14, 0.16)
LEAST = (0.05, 0.06, 0.07, 0.08)
CLEAR = (0.03, 0.04, 0.05, 0.06, 1.0)
MARGINS = (0.0, 0.15, 0.3, 0.6, 1.0, np.inf)  # of the natural logarithm


def spectra(args, way, index):
    """[(entry, source of the notes, true number, eigenvalues)]."""
    out = []
    for entry in index:
        made = evaluate_tracks.prepare(args, entry)
        number = len(np.unique(made["true"][:, 4]))
        for notes in ("true", "found"):
            if notes not in made or len(made[notes]) < 2:
                continue
            e = way.embed(made[notes + "_u"], made[notes])
            kept = clustering.choose_patterns(made[notes])
            values = clustering.eigenvalues(e[kept], made[notes][kept])
            out.append((entry, notes, number, values))
    return out


def best_two(values):
    """The number, the second-best one, and the margin between them."""
    n = clustering.count_eigenvalues(values)

    def margin(number):
        """How far eigenvalue @number, from 1 on, is from its bound."""
        if not 2 <= number <= len(values):
            return np.inf
        least = clustering.bound(values, number)
        return abs(np.log(max(values[number - 1], 1e-9) / least))

    down, up = margin(n), margin(n + 1)
    return n, n - 1 if down < up else n + 1, min(down, up)


def print_counts(rows):
    """The number by the three bounds."""
    print("| second | further | clear | notes | right | within one |"
          " solos right | others |\n" + "|---" * 8 + "|")
    for second, least, clear in itertools.product(SECOND, LEAST, CLEAR):
        for notes in ("true", "found"):
            own = [(true, clustering.count_eigenvalues(
                v, second=max(second, least), least=least,
                clear=min(clear, least)))
                   for _, source, true, v in rows if source == notes]
            if own:
                true, got = np.array(own).T
                right = true == got
                print("| %g | %g | %g | %s | %.3f | %.3f | %.3f | %.3f |" % (
                    second, least, clear, notes, right.mean(),
                    (abs(true - got) <= 1).mean(), right[true == 1].mean(),
                    right[true > 1].mean()))


def print_sureness(rows):
    """How often the number is right, by the margin of its decision."""
    print("\n| margin | mixes | right | second-best right |\n"
          "|---|---|---|---|")
    judged = [(true, *best_two(v)) for _, _, true, v in rows]
    for low, high in zip(MARGINS[:-1], MARGINS[1:]):
        own = [j for j in judged if low <= j[3] < high]
        if own:
            true, first, second, _ = np.array(own).T
            print("| %.2f to %.2f | %d | %.3f | %.3f |" % (
                low, high, len(own), (true == first).mean(),
                (true == second).mean()))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", required=True, type=pathlib.Path)
    parser.add_argument("--features", required=True)
    parser.add_argument("--memory", required=True)
    parser.add_argument("--cache", type=pathlib.Path)
    parser.add_argument("--program")
    parser.add_argument("--half", default="choose",
                        choices=("choose", "report", "both"))
    args = parser.parse_args()
    torch.set_num_threads(1)
    index = json.loads((args.dev / "index.json").read_text())
    index = [e for e in index if args.half in (e["half"], "both")]
    way = evaluate_tracks.Memory(args.memory)
    rows = spectra(args, way, index)
    print_counts(rows)
    print_sureness(rows)


if __name__ == "__main__":
    main()
