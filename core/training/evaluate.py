#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scores a transcriber on a folder of mixes whose notes are known.

    evaluate.py --dev DIR [--program 'coloratura-cli transcribe'] [--json OUT]
    evaluate.py --dev DIR --scored DIR     (NAME.csv there, made before)
    evaluate.py ... --reference DIR --onnxruntime DIR --features EXE

DIR holds NAME.flac, NAME.csv and index.json, as generate.py dev makes them.
The program is called twice a mix, `PROGRAM NAME.flac --csv OUT.csv` and with
`--tracks N`; the figures are those of scoring.py. With --reference the published networks follow (reference.py),
decoded by --features. All figures are means over mixes, with 95 % bootstrap intervals.
"""

import argparse
import concurrent.futures
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time

import numpy as np

import noteerrors
import scoring

FIGURES = (("note", "note F1"), ("offset", "note F1 with offsets"),
           ("note100", "note F1 100 ms"), ("precision", "precision"),
           ("recall", "recall"), ("frame", "frame F1"),
           ("track_given", "track F1, N given"),
           ("owner_given", "right track, N given"),
           ("track_found", "track F1, N found"),
           ("count", "N right"), ("count1", "N within 1"))
ERRORS = (tuple((f"wrong_{k}", k) for k in noteerrors.WRONG)
          + tuple((f"missing_{k}", k) for k in noteerrors.MISSING))


def transcribe(program, sound, tracks=None):
    """Runs the program on a file and reads its notes."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.csv"
        command = shlex.split(program) + [str(sound), "--csv", str(out)]
        if tracks:
            command += ["--tracks", str(tracks)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return scoring.read_notes(out)


def score_mix(args, entry):
    """(entry, figures) of one mix of the folder."""
    true = scoring.read_notes(args.dev / (entry["name"] + ".csv"))
    if args.scored:
        alone = given = scoring.read_notes(args.scored / (entry["name"] + ".csv"))
    else:
        sound = args.dev / (entry["name"] + ".flac")
        alone = transcribe(args.program, sound)
        given = transcribe(args.program, sound,
                           len(np.unique(true[:, 3])) or 1)
    return entry, scoring.score(true, alone, given)


def interval(values):
    """Mean and 95 % bootstrap interval of the mean."""
    values = np.asarray(values, float)
    random = np.random.default_rng(0)
    picks = random.integers(len(values), size=(1000, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), [2.5, 97.5])
    return values.mean(), low, high


def groups(results):
    """(name, figures of its mixes) by set, and by number of instruments."""
    sets = {}
    for entry, figures in results:
        sets.setdefault(entry["set"], []).append(figures)
        count = f"{entry['set']}, {entry['instruments']} instruments"
        sets.setdefault(count, []).append(figures)
    for name in sorted(sets):
        whole = sets[name.split(",")[0]]
        if "," not in name or len(sets[name]) < len(whole):
            yield name, sets[name]
    yield "all", [figures for _, figures in results]


def print_errors(results):
    """The errors of each kind for every 100 true notes, in Markdown."""
    print("\nNotes wrong, then missing, for every 100 true ones:\n")
    print_table(results, ERRORS)


def print_table(results, figures=FIGURES):
    """One table in Markdown."""
    names = [title for _, title in figures]
    print("| set | mixes | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 2) + "|")
    for name, rows in groups(results):
        cells = []
        digits = 1 if figures is ERRORS else 3
        for key, _ in figures:
            mean, low, high = interval([row[key] for row in rows])
            if np.isnan(mean):
                cells.append("")
            elif "," not in name:
                cells.append(f"{mean:.{digits}f} ({low:.2f}-{high:.2f})")
            else:
                cells.append(f"{mean:.{digits}f}")
        print(f"| {name} | {len(rows)} | " + " | ".join(cells) + " |")


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", required=True, type=pathlib.Path)
    parser.add_argument("--program", default="coloratura-cli transcribe")
    parser.add_argument("--scored", type=pathlib.Path,
                        help="folder of tables made before")
    parser.add_argument("--set", help="only this set")
    parser.add_argument("--half", choices=("choose", "report"),
                        help="only the mixes that choose, or that report")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=pathlib.Path,
                        help="also writes the figures of every mix")
    parser.add_argument("--reference", type=pathlib.Path,
                        help="folder of the published networks")
    parser.add_argument("--onnxruntime", type=pathlib.Path,
                        help="where npm installed onnxruntime-node")
    parser.add_argument("--features", help="our coloratura-features")
    return parser.parse_args()


def main():
    args = parse()
    index = json.loads((args.dev / "index.json").read_text())
    index = [e for e in index if args.set in (None, e["set"])
             and args.half in (None, e.get("half"))]
    if not index:
        sys.exit("evaluate.py: no such mixes")
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        results = list(pool.map(lambda e: score_mix(args, e), index))
    print_table(results)
    print_errors(results)
    print(f"\n{len(results)} mixes, {time.monotonic() - began:.0f} s,"
          f" {time.strftime('%Y-%m-%d')}: {' '.join(sys.argv)}")
    if args.reference:
        import reference

        for network, scored in reference.score_all(args, index):
            print(f"\n{network}:\n")
            print_table(scored)
    if args.json:
        args.json.write_text(json.dumps(
            [dict(entry, **figures) for entry, figures in results],
            indent=1))


if __name__ == "__main__":
    main()
