#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes training stems and development mixes whose notes are known, pieces
whose beats, or whose keys and chords, or whose drum hits are, and songs of
bands.

    generate.py train --out DIR --features EXE [--samples DIR] [--hours H]
    generate.py dev --out DIR [--samples DIR] [--stems]
    generate.py rhythm --out DIR [--count N]
    generate.py harmony --out DIR [--count N]
    generate.py bands --out DIR [--samples DIR] [--count N]
    generate.py percussion --out DIR [--samples DIR] [--count N] [--varied]

Training data: transform.f16 ([frames][288][2] float16, the complex
constant-Q transform as the engine computes it, 86.13 frames a second),
stems.json (name, kind, program, sustained, group, start, frames of each
stem; stems of one group play together) and
notes.npy ([n][5] float32: stem, onset_s, offset_s, midi, velocity).
Development data, and pieces with beats or chords: NAME.flac, NAME.csv and
index.json; perhaps NAME.stem-TRACK.flac.

Each group depends on the seed and its number only, not on --jobs.
"""
import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from scipy.io import wavfile

import bands
import development
import harmony
import packages
import percussion
import rhythm
import scores
import scratch
import sounds
import synth

RATE = 22050
STEM_S = 12.0
BINS = 288
SHARES = {"font": 0.44, "sample": 0.44, "synth": 0.08, "drums": 0.04}
PATCHES = 150
CLICKS = 8
ENSEMBLES = 0.5  # share of stems that play together with others
FAMILIES = ((40, 41, 42, 43, 44, 48, 49), (56, 57, 58, 59, 60, 61),
            (64, 65, 66, 67, 68, 69, 70, 71, 109, 111),
            (72, 73, 74, 75, 77, 78, 79), (0, 1, 2, 3, 4, 5, 6, 7),
            (24, 25, 26, 27, 28), (16, 17, 18, 19, 20, 21, 22, 23),
            (8, 9, 11, 12, 13, 14, 108), (52, 53, 54, 91))
CHAMBER = sum(FAMILIES[:4], ()) + FAMILIES[8]
_state = {}  # sources, plan and arguments, inherited by the workers


def all_sources(arguments):
    """Dictionary of kind to the list of its sources."""
    fonts, drums = [], []
    fetched = Path(arguments.out) / "packages"
    for name in sounds.TRAINING_FONTS:
        fonts += sounds.font_sources(sounds.FONTS / name)
        drums += sounds.drum_sources(sounds.FONTS / name)
    fonts += sounds.font_sources(sounds.PATCHES)
    fonts += packages.font_sources(fetched)
    drums += [sounds.ClickSource(arguments.seed * 1000 + i)
              for i in range(CLICKS)]
    if arguments.samples:
        samples = sounds.sample_sources(arguments.samples)
    else:
        samples = packages.sources(fetched)
    patches = [sounds.PatchSource(arguments.seed * 1000 + i)
               for i in range(PATCHES)]
    return {"font": fonts, "sample": samples, "synth": patches,
            "drums": drums}


def solo_plan(random, sources, n):
    """(source,) of each of @n stems: every source of a kind in turn."""
    kinds = [k for k in SHARES if sources[k]]
    shares = np.array([SHARES[k] for k in kinds])
    plan = []
    for kind, share in zip(kinds, shares / shares.sum()):
        row = sources[kind]
        order = [row[i] for _ in range(n // len(row) + 1)
                 for i in random.permutation(len(row))]
        plan += [(s,) for s in order[:int(round(share * n))]]
    return plan


def draw(random, sources, programs):
    """A source, recorded or of a font, with one of these programs."""
    kind = ("font", "sample")[random.integers(2)]
    row = [s for k in (kind, "font", "sample") for s in sources[k]
           if programs is None or s.program in programs]
    of_kind = [s for s in row if s.kind == kind] or row
    return of_kind[random.integers(len(of_kind))] if row else None


def ensemble(random, sources):
    """Two to four sources that play together: like voices of a family,
    instruments of chamber music, or any."""
    count = int(random.choice([2, 3, 4], p=[0.3, 0.35, 0.35]))
    manner, family = random.random(), FAMILIES[random.integers(8)]
    programs = family if manner < 0.35 else CHAMBER if manner < 0.8 else None
    chosen = []
    for _ in range(40):
        source = draw(random, sources, programs)
        if source and source.name not in [s.name for s in chosen]:
            chosen.append(source)
        if len(chosen) == count:
            break
    return tuple(chosen)


def make_plan(sources, n, seed):
    """Tuples of sources, with @n of them in all: those that play alone and
    those that play together."""
    random = np.random.default_rng([seed, 1 << 20])
    plan = solo_plan(random, sources, int((1 - ENSEMBLES) * n))
    missing = n - len(plan)
    while missing > 0:
        plan.append(ensemble(random, sources)[:missing])
        missing -= len(plan[-1])
    return [plan[i] for i in random.permutation(len(plan))]


def transform(sound, features):
    """[frames][288] complex64 of @sound, by the engine's executable."""
    with scratch.folder() as folder:
        wav, out = Path(folder) / "in.wav", Path(folder) / "out.f32"
        wavfile.write(wav, RATE, sound)
        subprocess.run([features, wav, "--transform", out], check=True,
                       stdout=subprocess.DEVNULL)
        return np.fromfile(out, np.complex64).reshape(-1, BINS)


def play_together(random, sources):
    """[(sound, labels)] of an ensemble, in the order of @sources."""
    parts = sounds.registers(random, sources)
    written = scores.chamber_score(random, STEM_S - 0.4,
                                   [(lo, hi) for _, lo, hi in parts])
    tune = sounds.tuning(random)
    played = {source.name: source.play(random, notes, STEM_S, tune)
              for (source, _, _), notes in zip(parts, written)}
    return [played[s.name] for s in sources]


def finish_stem(random, source, sound):
    """float16 [frames][288][2] of a stem, with expression and room."""
    if source.sustained and random.random() < 0.5:
        sound = synth.expression(random, sound)
    if random.random() < 0.3:
        sound = synth.in_room(random, sound)
    sound = sound / max(1e-6, np.abs(sound).max()) * 0.9
    cells = transform(sound.astype(np.float32), _state["arguments"].features)
    cells = cells / max(1e-9, np.abs(cells).max())
    return cells.view(np.float32).reshape(-1, BINS, 2).astype(np.float16)


def make_stems(number):
    """[(cells, labels [n][4])] of a planned group of stems."""
    sources = _state["plan"][number]
    random = np.random.default_rng([_state["arguments"].seed, number])
    if len(sources) == 1:
        played = [sources[0].render(random, STEM_S)]
    else:
        played = play_together(random, sources)
    return [(finish_stem(random, source, sound), labels)
            for source, (sound, labels) in zip(sources, played)]


def write_stems(out, plan, results):
    """Appends the stems in order; the index comes last, so that a folder
    with an index is whole."""
    stems, notes, start = [], [], 0
    began = time.time()
    with open(out / "transform.f16", "wb") as file:
        for number, made in enumerate(results):
            for source, (cells, labels) in zip(plan[number], made):
                notes.append(np.column_stack(
                    [np.full(len(labels), len(stems)), labels]))
                file.write(cells.tobytes())
                stems.append({"name": source.name, "kind": source.kind,
                              "program": int(source.program),
                              "sustained": bool(source.sustained),
                              "group": number,
                              "start": start, "frames": len(cells)})
                start += len(cells)
            if (number + 1) % 100 == 0:
                print(f"{number + 1} of {len(plan)} groups, {len(stems)}"
                      f" stems, {time.time() - began:.0f} s", flush=True)
    np.save(out / "notes.npy", np.concatenate(notes).astype(np.float32))
    (out / "stems.json.new").write_text(json.dumps(stems, indent=0))
    os.replace(out / "stems.json.new", out / "stems.json")
    return stems, sum(map(len, notes))


def train(arguments):
    """Makes the training stems."""
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "stems.json").unlink(missing_ok=True)
    began = time.time()
    sources = all_sources(arguments)
    print("sources:", {k: len(v) for k, v in sources.items()}, flush=True)
    count = int(round(arguments.hours * 3600 / STEM_S))
    plan = make_plan(sources, count, arguments.seed)
    _state.update(arguments=arguments, plan=plan)
    with multiprocessing.get_context("fork").Pool(arguments.jobs) as pool:
        stems, n_notes = write_stems(
            out, plan, pool.imap(make_stems, range(len(plan))))
    kinds = [s["kind"] for s in stems]
    print({k: kinds.count(k) for k in SHARES}, f"stems, {n_notes} notes,"
          f" {len(stems) * STEM_S / 3600:.2f} h in"
          f" {time.time() - began:.0f} s")


def dev(arguments):
    """Makes the development mixes."""
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    index = development.make_all(out, arguments.samples, arguments.seed,
                                 arguments.stems)
    (out / "index.json").write_text(json.dumps(index, indent=1) + "\n")
    print(f"{len(index)} mixes")


def beats(arguments):
    """Makes the pieces whose beats are known."""
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    rhythm.make_all(out, arguments.seed, arguments.count, arguments.varied,
                    arguments.features, arguments.jobs)


def chords(arguments):
    """Makes the pieces whose keys and chords are known."""
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    harmony.make_all(out, arguments.seed, arguments.count, arguments.jobs)


def songs(arguments):
    """Makes the songs of bands."""
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    index = bands.make_all(out, arguments.samples, arguments.seed,
                           arguments.count)
    (out / "index.json").write_text(json.dumps(index, indent=1) + "\n")
    print(f"{len(index)} songs")


def hits(arguments):
    """Makes the mixes whose drum hits are known."""
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    percussion.make_all(out, arguments.samples, arguments.seed,
                        arguments.count, arguments.varied, arguments.features,
                        arguments.jobs)


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("train", "dev", "rhythm",
                                         "harmony", "bands",
                                         "percussion"))
    parser.add_argument("--out", required=True)
    parser.add_argument("--features", help="the engine's coloratura-features")
    parser.add_argument("--samples", help="folder of recorded notes")
    parser.add_argument("--hours", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--stems", action="store_true",
                        help="dev: also the stems of each mix")
    parser.add_argument("--count", type=int, default=100,
                        help="rhythm, harmony: how many pieces; bands")
    parser.add_argument("--varied", action="store_true",
                        help="rhythm: more various pieces, to learn from;"
                        " percussion: kits to learn from")
    arguments = parser.parse_args()
    if arguments.what == "train" and not arguments.features:
        parser.error("train needs --features")
    return {"train": train, "dev": dev,
            "rhythm": beats, "harmony": chords,
            "bands": songs, "percussion": hits}[arguments.what](arguments)


if __name__ == "__main__":
    sys.exit(main())
