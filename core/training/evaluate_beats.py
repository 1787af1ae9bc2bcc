#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scores the beat tracker on a folder of pieces whose beats are known.

    evaluate_beats.py --pieces DIR [--half even|odd]
                      [--program 'coloratura-cli transcribe'] [--json OUT]
                      [--features coloratura-features]

DIR is what generate.py rhythm makes. The program is called twice a piece,
with `--beats` and with `--quantise auto`, and its MIDI files are read.
Figures are mir_eval.beat's, the first five seconds left out as it does:
F-measure (within 70 ms), CMLt and AMLt (continuity at the right metrical
level, or at an allowed one), F-measure of downbeats; whether the meter that
holds longest is right; and the share of notes found that lie on the bar,
beat and subdivision that was written; with `--features` also the share
that would under the beats as they were played. aubiotrack (Debian: aubio-tools)
stands beside it where it is installed.
"""
import collections
import csv
import shlex
import shutil
import subprocess

import mir_eval
import numpy as np

import midi
import pieces
import placing

FIGURES = (("f", "F"), ("cml", "CMLt"), ("aml", "AMLt"),
           ("down", "downbeat F"), ("meter", "meter"),
           ("onsets", "onsets"), ("given", "onsets, beats given"),
           ("aubio_f", "aubio F"),
           ("aubio_cml", "aubio CMLt"), ("aubio_aml", "aubio AMLt"))


def beat_figures(true, found):
    """F-measure, CMLt, AMLt."""
    true, found = map(mir_eval.beat.trim_beats, (true, found))
    if len(found) < 2:
        return 0.0, 0.0, 0.0
    _, cml, _, aml = mir_eval.beat.continuity(true, found)
    return mir_eval.beat.f_measure(true, found), cml, aml


def pulse(numerator, denominator):
    """Quarter notes a beat: three eighths in 6/8."""
    compound = denominator == 8 and numerator % 3 == 0 and numerator > 3
    return 1.5 if compound else 4 / denominator


def beats_of(song):
    """Times of beats and downbeats, and the meter of most bars."""
    bars = song.bars(song.tempos[-1][0] + 1)
    beats = [place + k * pulse(n, d) for place, n, d in bars
             for k in range(int(round(4 * n / d / pulse(n, d))))]
    beats = [b for b in beats if b <= song.tempos[-1][0] + 1.5]
    meter = collections.Counter((n, d) for _, n, d in bars)
    return (song.seconds(beats), song.seconds([b for b, _, _ in bars]),
            meter.most_common(1)[0][0])


def read_truth(path, quarters):
    """[n][3]: onset_s, midi, place in quarter notes."""
    with open(path, newline="") as file:
        return np.array([(float(r["onset_s"]), float(r["midi"]),
                          float(r["beat"]) * quarters)
                         for r in csv.DictReader(file)])


def head_start(true, times, pitches):
    """How much earlier a file plays than the recording: one on a grid
    begins with a bar."""
    moved = true[:, None, 0] - times[None, :]
    same = true[:, None, 1] == pitches[None, :]
    moved = moved[same & (np.abs(moved) < 4)]
    if not len(moved):
        return 0.0
    counts, edges = np.histogram(moved, 400, (-4, 4))
    counts = np.convolve(counts, np.ones(5), "same")
    return float(edges[counts.argmax()] + 0.01)


def onsets_right(song, true, bar_quarters):
    """The share of the notes of a quantised song that lie where they were
    written, all counted from one bar line."""
    places = np.array([p for p, _ in song.notes])
    pitches = np.array([m for _, m in song.notes], float)
    times = song.seconds(places)
    times = times + head_start(true, times, pitches)

    def parts(onsets, midis):
        return (np.column_stack([onsets, onsets + 0.1]),
                mir_eval.util.midi_to_hz(midis))

    pairs = np.array(mir_eval.transcription.match_notes(
        *parts(true[:, 0], true[:, 1]), *parts(times, pitches),
        onset_tolerance=0.15, offset_ratio=None))
    if not len(pairs):
        return 0.0
    moved = places[pairs[:, 1]] - true[pairs[:, 0], 2]
    (offset, _), = collections.Counter(
        np.round(moved * 24) / 24).most_common(1)
    bars = {round(b * 24) for b, _, _ in song.bars(places.max() + 8)}
    firsts = [round((offset + k * bar_quarters) * 24) for k in range(
        int(true[:, 2].max() / bar_quarters))]
    if np.mean([f in bars for f in firsts]) < 0.5:
        return 0.0
    return float(np.mean(np.abs(moved - offset) < 1 / 48))


def run(program, sound, out, *options):
    """The Song that the program writes; None where it finds no beats."""
    result = subprocess.run(
        shlex.split(program) + [str(sound), "-o", str(out), *options],
        check=True, capture_output=True)
    return None if b"no beats" in result.stderr else midi.read(out)


def aubio(sound):
    """Beat times of aubiotrack; None where it is not installed."""
    if not shutil.which("aubiotrack"):
        return None
    result = subprocess.run(["aubiotrack", str(sound)], check=True,
                            capture_output=True, text=True)
    return np.array([float(line) for line in result.stdout.split()])


def onsets_given_beats(arguments, sound, truth, true, scratch):
    """As onsets_right(), the found notes put under the true beats."""
    subprocess.run(shlex.split(arguments.program) + [
        str(sound), "--csv", str(scratch / "notes.csv")],
        check=True, capture_output=True)
    made = placing.place(arguments.features,
                         placing.read_notes(scratch / "notes.csv"), truth,
                         "auto", scratch)
    numerator, denominator = truth["meter"]
    return onsets_right(midi.read(made), true, 4 * numerator / denominator)


def score(arguments, name, truth, scratch):
    """The figures of a piece."""
    program, folder = arguments.program, arguments.pieces
    sound = folder / f"{name}.flac"
    true = np.array(truth["beats"])
    figures = dict.fromkeys((k for k, _ in FIGURES[:6]), 0.0)
    notes = read_truth(folder / f"{name}.csv", truth["beat_quarters"])
    song = run(program, sound, scratch / "beats.mid", "--beats")
    if song:
        found, downbeats, meter = beats_of(song)
        figures["f"], figures["cml"], figures["aml"] = beat_figures(
            true, found)
        figures["down"] = beat_figures(np.array(truth["downbeats"]),
                                       downbeats)[0]
        figures["meter"] = float(list(meter) == truth["meter"])
        quantised = run(program, sound, scratch / "grid.mid", "--quantise",
                        "auto")
        numerator, denominator = truth["meter"]
        figures["onsets"] = onsets_right(quantised, notes,
                                         4 * numerator / denominator)
    if arguments.features:
        figures["given"] = onsets_given_beats(arguments, sound, truth,
                                              notes, scratch)
    other = aubio(sound)
    if other is not None:
        (figures["aubio_f"], figures["aubio_cml"],
         figures["aubio_aml"]) = beat_figures(true, other)
    return figures


if __name__ == "__main__":
    pieces.run(pieces.parse(__doc__, "--features"), FIGURES, score)
