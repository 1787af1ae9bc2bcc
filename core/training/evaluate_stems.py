#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How well a transcriber isolates the tracks that it finds.

    evaluate_stems.py --dev DIR --program 'coloratura-cli transcribe'
                      [--half choose|report] [--jobs N]

DIR is of `generate.py dev --stems`. The number of tracks is told; stems are
assigned to the true ones so that their figures are best. The figure is the
scale-invariant signal-to-distortion ratio (SI-SDR; J. Le Roux et al. 2019)
of a stem less that of the mix itself; a true stem that nothing is left for
counts as the mix. Means over mixes, with 95 % bootstrap intervals.
"""

import argparse
import concurrent.futures
import json
import pathlib
import shlex
import subprocess
import tempfile

import numpy as np
import scipy.optimize

import evaluate

RATE = 22050


def read_sound(path):
    """A sound in mono at 22,050 Hz."""
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-ac", "1", "-ar",
         str(RATE), "-f", "f32le", "-"], check=True, capture_output=True)
    return np.frombuffer(raw.stdout, np.float32).astype(np.float64)


def si_sdr(true, found):
    """The ratio in dB of two sounds as long as the shorter."""
    n = min(len(true), len(found))
    true, found = true[:n], found[:n]
    aim = true * (true @ found) / max(true @ true, 1e-12)
    rest = found - aim
    return 10 * np.log10((aim @ aim + 1e-12) / (rest @ rest + 1e-12))


def isolate(program, sound, tracks):
    """The stems that the program makes of a sound."""
    with tempfile.TemporaryDirectory() as folder:
        command = shlex.split(program) + [
            str(sound), "--tracks", str(tracks), "--stems", folder,
            "--csv", str(pathlib.Path(folder) / "notes.csv")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        return [read_sound(path) for path in
                sorted(pathlib.Path(folder).rglob("*.flac"))
                + sorted(pathlib.Path(folder).rglob("*.wav"))]


def score_mix(args, entry):
    """(entry, figures) of one mix."""
    sound = args.dev / (entry["name"] + ".flac")
    mix = read_sound(sound)
    true = [read_sound(path) for path in
            sorted(args.dev.glob(entry["name"] + ".stem-*.flac"))]
    found = isolate(args.program, sound, len(true))
    before = np.array([si_sdr(t, mix) for t in true])
    table = np.array([[si_sdr(t, f) for f in found] + [b] * len(true)
                      for t, b in zip(true, before)])
    best = scipy.optimize.linear_sum_assignment(-table)
    return entry, {"gain": (table[best] - before).mean(),
                   "before": before.mean()}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", required=True, type=pathlib.Path)
    parser.add_argument("--program", default="coloratura-cli transcribe")
    parser.add_argument("--half", choices=("choose", "report"))
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    index = json.loads((args.dev / "index.json").read_text())
    index = [e for e in index if args.half in (None, e["half"])
             and e["instruments"] > 1
             and any(args.dev.glob(e["name"] + ".stem-*.flac"))]
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        results = list(pool.map(lambda e: score_mix(args, e), index))
    print("SI-SDR in dB:\n")
    evaluate.print_table(results, (("before", "mix"),
                                   ("gain", "improvement")))


if __name__ == "__main__":
    main()
