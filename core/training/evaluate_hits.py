#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How well drum hits are found and told apart.

    evaluate_hits.py --mixes DIR --half choose|report --program CLI
                     [--quiet-mixes DIR...]

DIR is what "generate.py percussion" made. Printed, means over mixes with
drums: F1 of hits (50 ms; two drums struck at once are two hits), of moments
at which something is struck, purity (the share of hits that are of the drum
most common in their group; a hit where nothing is struck is of none), right
guesses of the drum, groups found and drums that were struck three times or
more; of mixes without drums, those of the other folders among them (what
"generate.py dev" made), the share that shows any; and the F1 of notes of
mixes with drums and instruments. With 95 % bootstrap intervals.
"""
import argparse
import collections
import json
import pathlib
import subprocess

import mir_eval
import numpy as np

import evaluate
import hitgroups
import hits
import scoring

WITHIN_S = 0.05
MOMENT_S = 0.03     # hits closer than this are struck at once
DRUMMED = ("percussion", "clicked")


def transcribe(program, sound):
    """What the command line finds, as it writes JSON."""
    return json.loads(subprocess.run(
        [program, "transcribe", "--quiet", sound, "--json", "-"], check=True,
        stdout=subprocess.PIPE).stdout)


def moments(times):
    """Times at which something is struck."""
    kept = []
    for time in sorted(times):
        if not kept or time - kept[-1] > MOMENT_S:
            kept.append(time)
    return np.array(kept)


def f1(true, found):
    """Of sorted times."""
    if not len(true) or not len(found):
        return float(len(true) == len(found))
    return mir_eval.onset.f_measure(np.sort(true), np.sort(found),
                                    window=WITHIN_S)[0]


def drums_at(true, time):
    """The keys that are struck near a time."""
    near = true[np.abs(true[:, 0] - time) <= WITHIN_S, 1]
    return {hitgroups.SAME.get(int(k), int(k)) for k in near}


def judge_groups(true, found, groups):
    """(purity, share of hits whose group has the right drum)."""
    pure = right = 0
    for group in groups:
        drums = [drums_at(true, h["time_s"]) for h in found
                 if h["group"] == group["number"]]
        votes = collections.Counter(k for d in drums for k in d)
        key = hitgroups.SAME.get(group["drum"], group["drum"])
        pure += votes.most_common(1)[0][1] if votes else 0
        right += sum(key in d for d in drums)
    return pure / len(found), right / len(found)


def one_a_drum(true):
    """The times of what is struck: kinds of one drum at once are one."""
    rows = {(hitgroups.SAME.get(int(k), int(k)), round(t / MOMENT_S)): t
            for t, k, _ in true}
    return np.array(sorted(rows.values()))


def judge(folder, entry, program):
    """The figures of a mix."""
    made = transcribe(program, folder / f"{entry['name']}.flac")
    true = hits.read_hits(folder / f"{entry['name']}.hits.csv")
    found = made["hits"]
    figures = {}
    if not len(true):
        return {"shown": float(bool(found))}
    times = np.array([h["time_s"] for h in found])
    figures["hits"] = f1(one_a_drum(true), times)
    figures["moments"] = f1(moments(true[:, 0]), moments(times))
    figures["missed mixes"] = float(not found)
    if found:
        figures["purity"], figures["drum right"] = judge_groups(
            true, found, made["hit_groups"])
        figures["groups"] = len(made["hit_groups"])
        keys = collections.Counter(hitgroups.SAME.get(int(k), int(k))
                                   for k in true[:, 1])
        figures["drums"] = sum(n > 2 for n in keys.values())
    if not entry["alone"]:
        notes = np.array([[n["onset_s"], n["offset_s"], n["midi"], 0]
                          for n in made["notes"]]).reshape(-1, 4)
        known = scoring.read_notes(folder / f"{entry['name']}.csv")
        figures["notes"] = scoring.f1(len(scoring.match(known, notes)),
                                      len(known), len(notes))
    return figures


def quiet(folder, half, program):
    """Whether mixes without drums show some."""
    for entry in json.loads((folder / "index.json").read_text()):
        if entry["half"] == half and entry["set"] not in DRUMMED:
            found = transcribe(program, folder / f"{entry['name']}.flac")
            if found["hits"]:
                print(f"{entry['name']}: {len(found['hits'])} hits")
            yield {"shown": float(bool(found["hits"]))}


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mixes", required=True, type=pathlib.Path)
    parser.add_argument("--half", required=True,
                        choices=("choose", "report"))
    parser.add_argument("--program", required=True)
    parser.add_argument("--quiet-mixes", nargs="*", default=[],
                        type=pathlib.Path)
    args = parser.parse_args()
    rows = [judge(args.mixes, entry, args.program) for entry in json.loads(
        (args.mixes / "index.json").read_text())
        if entry["half"] == args.half]
    for folder in args.quiet_mixes:
        rows += quiet(folder, args.half, args.program)
    for name in dict.fromkeys(k for row in rows for k in row):
        values = [row[name] for row in rows if name in row]
        print("%s: %.3f (%.3f-%.3f) of %d" % (
            (name,) + evaluate.interval(values) + (len(values),)))


if __name__ == "__main__":
    main()
