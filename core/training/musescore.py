#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what MuseScore makes of our MIDI files with the score that was
played.

    musescore.py --pieces DIR --features coloratura-features [--found]
                 [--program 'coloratura-cli transcribe'] NAME...

DIR is what generate.py rhythm makes, NAME a piece of it. Its notes are put
under its beats, quantised and as heard; with `--found` the program does all
of it: it finds notes and beats. MuseScore (Debian: musescore3) imports the
file and writes MusicXML, of which are told: meters, in the order in which
they appear, with how many bars each has; the share of the score's bar lines
that are bar lines; tempos; and the share of the notes that lie on the bar,
beat and subdivision that was written.
"""
import argparse
import collections
import json
import os
import pathlib
import shlex
import subprocess
import tempfile
import xml.etree.ElementTree as tree
from dataclasses import dataclass, field

import numpy as np

import evaluate_beats
import placing

STEPS = dict(zip("CDEFGAB", (0, 2, 4, 5, 7, 9, 11)))


@dataclass
class Sheet:
    """What a MusicXML file says, in quarter notes from its start."""
    bars: list = field(default_factory=list)    # (quarters, num, den)
    tempos: list = field(default_factory=list)  # (quarters, bpm)
    notes: list = field(default_factory=list)   # (quarters, midi)


def pitch_of(note):
    """Its MIDI number; None: a rest."""
    pitch = note.find("pitch")
    if pitch is None:
        return None
    return (12 * (int(pitch.findtext("octave")) + 1)
            + STEPS[pitch.findtext("step")]
            + int(pitch.findtext("alter", "0")))


def read_measure(sheet, measure, start, divisions):
    """Adds the notes and tempos of a bar; how long it is."""
    at = longest = onset = 0.0
    for element in measure:
        length = float(element.findtext("duration", "0")) / divisions
        if element.tag == "note" and element.find("grace") is None:
            if element.find("chord") is None:
                onset, at = at, at + length
            tied = [t.get("type") for t in element.findall("tie")]
            midi = pitch_of(element)
            if midi is not None and "stop" not in tied:
                sheet.notes.append((start + onset, midi))
        elif element.tag == "backup":
            at -= length
        elif element.tag == "forward":
            at += length
        for sound in element.iter("sound"):
            if sound.get("tempo"):
                sheet.tempos.append((start + at, float(sound.get("tempo"))))
        longest = max(longest, at)
    return longest


def read_sheet(path):
    """The Sheet of a file."""
    sheet = Sheet()
    for number, part in enumerate(tree.parse(path).getroot().iter("part")):
        start, divisions, meter = 0.0, 1.0, None
        for measure in part.iter("measure"):
            divisions = float(measure.findtext("attributes/divisions",
                                               str(divisions)))
            beats = measure.findtext("attributes/time/beats")
            if beats:
                meter = (int(beats), int(measure.findtext(
                    "attributes/time/beat-type")))
            if number == 0:
                sheet.bars.append((start, *meter))
            start += read_measure(sheet, measure, start, divisions)
    sheet.tempos.sort()
    sheet.notes.sort()
    return sheet


def import_file(path):
    """The Sheet that MuseScore makes of a MIDI file."""
    out = path.with_suffix(".musicxml")
    surroundings = dict(os.environ, QT_QPA_PLATFORM="offscreen",
                        HOME=str(path.parent))
    subprocess.run(["musescore3", "-o", out, path], check=True,
                   capture_output=True, env=surroundings, timeout=300)
    return read_sheet(out)


def places_of(sheet, true):
    """(how much later the sheet's notes lie than the score's, most of them;
    the share of the score's notes that are in the sheet just there)."""
    there = np.array(sheet.notes)
    moved = there[None, :, 0] - true[:, 2, None]
    moved = moved[there[None, :, 1] == true[:, 1, None]]
    (late, _), = collections.Counter(np.round(moved * 24)).most_common(1)
    have = collections.Counter((round(p * 24), m) for p, m in sheet.notes)
    want = collections.Counter((round(p * 24 + late), int(m))
                               for _, m, p in true)
    return late / 24, sum((have & want).values()) / len(true)


def compare(sheet, true, truth):
    """What is told of a piece."""
    numerator, denominator = truth["meter"]
    late, right = places_of(sheet, true)
    lines = {round(24 * bar[0]) for bar in sheet.bars}
    length = 4 * numerator / denominator
    firsts = [round(24 * (late + k * length))
              for k in range(int(true[:, 2].max() / length) + 1)]
    meters = collections.Counter(bar[1:] for bar in sheet.bars)
    seconds = np.diff(truth["beats"]) / truth["beat_quarters"]
    tempos = [bpm for _, bpm in sheet.tempos]
    return (f"meter {numerator}/{denominator}, read "
            + ", ".join(f"{n}/{d} x {c}" for (n, d), c in meters.items())
            + f"; bar lines {np.mean([f in lines for f in firsts]):.2f}"
            + f"; tempo {60 / seconds.max():.0f} to {60 / seconds.min():.0f}"
            + (f", read {min(tempos):.0f} to {max(tempos):.0f}"
               f" ({len(tempos)})" if tempos else ", none read")
            + f"; notes {right:.3f} of {len(true)}")


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pieces", required=True)
    parser.add_argument("--features", required=True)
    parser.add_argument("--found", action="store_true")
    parser.add_argument("--program", default="coloratura-cli transcribe")
    parser.add_argument("names", nargs="+")
    arguments = parser.parse_args()
    folder = pathlib.Path(arguments.pieces)
    index = json.loads((folder / "index.json").read_text())
    for name in arguments.names:
        truth = index[name]
        table = folder / f"{name}.csv"
        true = evaluate_beats.read_truth(table, truth["beat_quarters"])
        for grid in ("auto", "heard"):
            with tempfile.TemporaryDirectory() as scratch:
                path = pathlib.Path(scratch) / "found.mid"
                if arguments.found:
                    subprocess.run(
                        shlex.split(arguments.program)
                        + [str(folder / f"{name}.flac"), "-o", str(path)]
                        + (["--beats"] if grid == "heard"
                           else ["--quantise", grid]),
                        check=True, capture_output=True)
                else:
                    path = placing.place(
                        arguments.features, placing.read_notes(table),
                        truth, grid, pathlib.Path(scratch))
                print(f"{name} ({truth['kind']}) {grid}:",
                      compare(import_file(path), true, truth), flush=True)


if __name__ == "__main__":
    main()
