#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scores keys and chords on a folder of pieces where they are known.

    evaluate_harmony.py --pieces DIR [--half even|odd|all]
                        [--program 'coloratura-cli transcribe'] [--json OUT]

DIR is what generate.py harmony makes. The program is called once a piece,
with `--beats --key auto --chords`. Figures are the shares of the time that
are right: of chords mir_eval.chord's root, majmin, sevenths (each where it
compares) and sevenths with the bass; of keys the same key, the key or its
relative, and mir_eval.key's weighted score of the key that holds longest.
"""
import csv
import re
import shlex
import subprocess

import mir_eval
import numpy as np

import midi
import pieces

FIGURES = (("root", "root"), ("majmin", "majmin"), ("sevenths", "sevenths"),
           ("sevenths_inv", "with bass"), ("key", "key"),
           ("relative", "or relative"), ("weighted", "key of most"))
KINDS = {"": "maj", "m": "min", "dim": "dim", "aug": "aug", "7": "7",
         "maj7": "maj7", "m7": "min7", "m7b5": "hdim7", "dim7": "dim7",
         "6": "maj6", "m6": "min6", "sus2": "sus2", "sus4": "sus4",
         "9": "9"}
INTERVALS = ("1", "b2", "2", "b3", "3", "4", "b5", "5", "b6", "6", "b7", "7")
NATURALS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def pitch_class(name):
    """Of a letter with accidentals."""
    return (NATURALS[name[0]] + name.count("#") - name[1:].count("b")) % 12


def harte(root, kind, bass):
    """A chord as mir_eval reads it."""
    above = (pitch_class(bass) - pitch_class(root)) % 12
    return f"{root}:{kind}" + (f"/{INTERVALS[above]}" if above else "")


def found_chord(name):
    """The same of a name that the program writes."""
    if name == "N.C.":
        return "N"
    name, _, bass = name.partition("/")
    root, kind = re.fullmatch(r"([A-G][b#]*)(.*)", name).groups()
    return harte(root, KINDS[kind], bass or root)


def read_chords(path):
    """(intervals, labels) of a table."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return (np.array([(float(r["start_s"]), float(r["end_s"]))
                      for r in rows]).reshape(-1, 2),
            [found_chord(r["chord"]) for r in rows])


def chord_figures(true, found):
    """Scores of chords, (intervals, labels) each."""
    intervals, labels = mir_eval.util.adjust_intervals(
        *found, true[0].min(), true[0].max(), mir_eval.chord.NO_CHORD,
        mir_eval.chord.NO_CHORD)
    merged, ours, theirs = mir_eval.util.merge_labeled_intervals(
        *true, intervals, labels)
    lengths = mir_eval.util.intervals_to_durations(merged)
    return {name: mir_eval.chord.weighted_accuracy(
        getattr(mir_eval.chord, name)(ours, theirs), lengths)
            for name, _ in FIGURES[:4]}


def relative(key):
    """(tonic, mode) as the tonic of the major key with its notes."""
    return (key[0] + 3) % 12 if key[1] == "minor" else key[0]


def key_at(keys, time):
    """Of [(time_s, tonic, mode)], the last before @time."""
    now = keys[0]
    for key in keys:
        if key[0] <= time:
            now = key
    return now[1], now[2]


def key_figures(true, found, end):
    """Shares of the time, measured ten times a second."""
    times = np.arange(true[0][0], end, 0.1)
    pairs = [(key_at(true, t), key_at(found, t)) for t in times]
    names = {"major": "major", "minor": "minor"}

    def longest(which):
        keys = [pair[which] for pair in pairs]
        tonic, mode = max(set(keys), key=keys.count)
        return f"{'C Db D Eb E F F# G Ab A Bb B'.split()[tonic]} " + (
            names[mode])

    return {"key": np.mean([a == b for a, b in pairs]),
            "relative": np.mean([relative(a) == relative(b)
                                 for a, b in pairs]),
            "weighted": mir_eval.key.weighted_score(longest(0), longest(1))}


def score(arguments, name, truth, scratch):
    """The figures of a piece."""
    subprocess.run(shlex.split(arguments.program) + [
        str(arguments.pieces / f"{name}.flac"), "-o", str(scratch / "song.mid"),
        "--chords", str(scratch / "chords.csv"), "--beats", "--key", "auto"],
        check=True, capture_output=True)
    true = (np.array([row[:2] for row in truth["chords"]], float),
            [harte(*row[2].split(":"), row[3]) for row in truth["chords"]])
    figures = chord_figures(true, read_chords(scratch / "chords.csv"))
    song = midi.read(scratch / "song.mid")
    found = [(float(song.seconds([place])[0]), *key)
             for place, *key in song.keys] or [(0.0, 0, "major")]
    figures.update(key_figures(truth["keys"], found, true[0].max()))
    return figures


if __name__ == "__main__":
    pieces.run(pieces.parse(__doc__), FIGURES, score)
