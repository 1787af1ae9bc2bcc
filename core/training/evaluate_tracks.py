#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares ways to put notes into tracks on a development set.

    evaluate_tracks.py --dev DIR --features EXE --half choose|report|both
        [--memory CHECKPOINT]... [--cache DIR] [--program 'CLI transcribe']
        [--json OUT]

For each encoder with its memory, with true notes: share of notes in the
right track, number given and found, and how often the number is right and
within one. With --program the same for the notes that it finds, and for the
program's own tracks of them, to the last step. The inputs of the encoder are
made once and kept in --cache. Means over mixes, 95 % bootstrap intervals.
"""

import argparse
import csv
import json
import pathlib
import shlex
import subprocess
import tempfile

import numpy as np
import scipy.optimize
import torch

import clustering
import evaluate
import memory
import networks
import scoring

FIGURES = (("right", "right track, N given"),
           ("right_alone", "right track, N found"),
           ("track", "track F1, N given"),
           ("count", "N right"), ("count1", "N within 1"))


def read_notes(path):
    """[n][5] of onset_s, offset_s, midi, confidence, track."""
    with open(path, newline="") as file:
        rows = [[float(row[k]) for k in ("onset_s", "offset_s", "midi",
                                         "confidence", "track")]
                for row in csv.DictReader(file) if row["midi"]]
    notes = np.array(rows).reshape(-1, 5)
    return notes[np.lexsort((notes[:, 2], notes[:, 0]))]


def note_input(features, sound, notes):
    """u [n][16][32][6] of @notes, by the engine's executable."""
    with tempfile.TemporaryDirectory() as folder:
        rows, out = pathlib.Path(folder) / "n.txt", pathlib.Path(folder) / "u"
        rows.write_text("".join(
            f"{round(n[0] * scoring.FRAME_RATE)} {int(round(n[2]))}\n"
            for n in notes))
        subprocess.run([features, sound, "--note-input", rows, out],
                       check=True)
        return np.fromfile(out, np.float32).reshape(
            -1, networks.NOTE_ROWS, networks.NOTE_SLOTS,
            networks.NOTE_CHANNELS)


def transcribe(program, sound, tracks=None):
    """The program's notes, in tracks of its own."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.csv"
        command = shlex.split(program) + [str(sound), "--csv", str(out)]
        command += ["--tracks", str(tracks)] if tracks else []
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        return read_notes(out)


def prepare(args, entry):
    """Notes and inputs of one mix, from the cache or made anew."""
    kept = args.cache and args.cache / f"{entry['name']}.npz"
    if kept and kept.is_file():
        with np.load(kept) as file:
            made = dict(file)
        if "found" in made or not args.program:
            return made
    sound = args.dev / (entry["name"] + ".flac")
    true = read_notes(args.dev / (entry["name"] + ".csv"))
    made = {"true": true, "true_u": note_input(args.features, sound, true)}
    if args.program:
        alone = transcribe(args.program, sound)
        given = transcribe(args.program, sound, len(np.unique(true[:, 4])))
        made.update(found=alone, given=given, found_u=note_input(
            args.features, sound, alone))
    if kept:
        args.cache.mkdir(parents=True, exist_ok=True)
        np.savez(kept, **made)
    return made


def right_share(true, labels):
    """Share of notes in the right track under the best assignment."""
    a = np.unique(true, return_inverse=True)[1]
    b = np.unique(labels, return_inverse=True)[1]
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)
    best = scipy.optimize.linear_sum_assignment(-table)
    return table[best].sum() / len(a)


class Memory:
    """An encoder with its memory, and eigenvalues counted."""

    def __init__(self, path):
        self.model = memory.load(path)

    @torch.no_grad()
    def embed(self, u, notes):
        place = np.full((len(notes), 4), -1, np.float32)
        place[:, :3] = notes[:, :3]
        place[:, 2] -= networks.MIDI_LOW
        own = self.model.encoder(torch.from_numpy(u))
        return self.recall(own, torch.from_numpy(place), notes).numpy()

    def recall(self, own, place, notes):
        """What the memory makes of the encoder's embeddings [n][width]."""
        patterns = clustering.choose_patterns(notes)
        kept, at = own[None, patterns], place[None, patterns]
        out = torch.empty(len(own), memory.OUTPUT)
        out[patterns] = self.model.memory(
            kept, at, torch.ones(1, len(patterns), dtype=torch.bool))[0]
        others = np.setdiff1d(np.arange(len(own)), patterns)
        if len(others):
            out[others] = self.model.memory.recall(
                kept, at, own[None, others], place[None, others])[0]
        return out

    @staticmethod
    def count(e, notes):
        """The number of timbres."""
        patterns = clustering.choose_patterns(notes)
        return clustering.memory_count(e[patterns], notes[patterns])

    @staticmethod
    def labels(e, notes, k):
        """Labels [n] in @k tracks."""
        patterns = clustering.choose_patterns(notes)
        found = clustering.memory_labels(e[patterns], k)
        return clustering.recalled_labels(e, patterns, found, max(k, 1))


def counted(true, n):
    """Figures of a number of tracks."""
    wrong = abs(n - len(np.unique(true[:, 4])))
    return {"count": float(wrong == 0), "count1": float(wrong <= 1)}


def on_true_notes(way, made):
    """Figures of one mix whose notes are known."""
    true = made["true"]
    e = way.embed(made["true_u"], true)
    alone, given = way.count(e, true), len(np.unique(true[:, 4]))
    return dict(counted(true, alone),
                right=right_share(true[:, 4], way.labels(e, true, given)),
                right_alone=right_share(true[:, 4],
                                        way.labels(e, true, alone)))


def tracked(true, alone, given, n):
    """Figures of found notes in tracks; columns as in evaluate.py."""
    true, alone, given = (x[:, [0, 1, 2, 4]] for x in (true, alone, given))
    return {"right": scoring.owner_share(true, given),
            "right_alone": scoring.owner_share(true, alone),
            "track": scoring.track_f1(true, given)}


def on_found_notes(way, made):
    """Figures of one mix with the notes that the program finds; in the
    program's own tracks where @way is None."""
    true, found = made["true"], made["found"]
    if way is None:
        alone, given = found, made["given"]
        n = len(np.unique(alone[:, 4]))
    elif len(found) < 2:
        alone = given = found
        n = len(found)
    else:
        e = way.embed(made["found_u"], found)
        n = way.count(e, found)
        alone, given = found.copy(), found.copy()
        alone[:, 4] = way.labels(e, found, n)
        given[:, 4] = way.labels(e, found, len(np.unique(true[:, 4])))
    return dict(counted(true, n), **tracked(true, alone, given, n))


def print_table(title, results):
    """Rows of kinds, one column a figure; results: (entry, figures)."""
    keys = [(k, t) for k, t in FIGURES if k in results[0][1]]
    print(f"\n{title}\n")
    print("| kind | mixes | " + " | ".join(t for _, t in keys) + " |")
    print("|---" * (len(keys) + 2) + "|")
    for name, rows in evaluate.groups(results):
        cells = ["%.3f (%.2f-%.2f)" % evaluate.interval(
            [row[k] for row in rows]) for k, _ in keys]
        print(f"| {name} | {len(rows)} | " + " | ".join(cells) + " |")


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", required=True, type=pathlib.Path)
    parser.add_argument("--features", required=True)
    parser.add_argument("--half", default="choose",
                        choices=("choose", "report", "both"))
    parser.add_argument("--memory", action="append", default=[])
    parser.add_argument("--cache", type=pathlib.Path)
    parser.add_argument("--program")
    parser.add_argument("--json", type=pathlib.Path)
    return parser.parse_args()


def main():
    args = parse()
    torch.set_num_threads(1)
    index = json.loads((args.dev / "index.json").read_text())
    index = [e for e in index if args.half in (e["half"], "both")]
    ways = [(path, Memory(path)) for path in args.memory]
    results = {}
    for entry in index:
        made = prepare(args, entry)
        for name, way in ways:
            results.setdefault((name, "true notes"), []).append(
                (entry, on_true_notes(way, made)))
        for name, way in ways + [("program", None)]:
            if args.program:
                results.setdefault((name, "found notes"), []).append(
                    (entry, on_found_notes(way, made)))
    for (name, notes), rows in results.items():
        print_table(f"{name}, {notes}:", rows)
    if args.json:
        args.json.write_text(json.dumps(
            [dict(entry, way=name, notes=notes, **figures)
             for (name, notes), rows in results.items()
             for entry, figures in rows], indent=1))


if __name__ == "__main__":
    main()
