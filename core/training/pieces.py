# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scores of made pieces have in common: which pieces, the table by
kinds, and the figures of each."""

import argparse
import json
import pathlib
import tempfile

import numpy as np

import scoring


def parse(doc, *options):
    """The command line of a script with this @doc and further @options."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pieces", required=True, type=pathlib.Path)
    parser.add_argument("--half", choices=("even", "odd", "all"),
                        default="odd")
    parser.add_argument("--program", default="coloratura-cli transcribe")
    parser.add_argument("--json", type=pathlib.Path)
    for option in options:
        parser.add_argument(option)
    return parser.parse_args()


def print_table(rows, titles):
    """Means of (kind, figures) by kind, and of all pieces, in Markdown."""
    kinds = list(dict.fromkeys(kind for kind, _ in rows))
    print("| kind | pieces | " + " | ".join(t for _, t in titles) + " |")
    print("|---" * (2 + len(titles)) + "|")
    for kind in kinds + ["all"]:
        chosen = [f for k, f in rows if kind in (k, "all")]
        means = [np.mean([f.get(k, np.nan) for f in chosen])
                 for k, _ in titles]
        print(f"| {kind} | {len(chosen)} | "
              + " | ".join(f"{m:.2f}" for m in means) + " |")


def run(arguments, titles, score):
    """Calls @score (arguments, name, truth, scratch folder) for every piece
    and prints what it gives."""
    index = json.loads((arguments.pieces / "index.json").read_text())
    rows, everything = [], {}
    with tempfile.TemporaryDirectory() as scratch:
        for number, (name, truth) in enumerate(index.items()):
            if not scoring.in_half(number, arguments.half):
                continue
            figures = score(arguments, name, truth, pathlib.Path(scratch))
            rows.append((truth["kind"], figures))
            everything[name] = figures
    print_table(rows, titles)
    if arguments.json:
        arguments.json.write_text(json.dumps(everything, indent=1) + "\n")
