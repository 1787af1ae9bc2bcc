#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes training stems and development mixes whose notes are known.

    generate.py train --out DIR --features EXE [--samples DIR] [--hours H]
    generate.py dev --out DIR [--samples DIR]

Training data: transform.f16 ([frames][288][2] float16, the complex
constant-Q transform as the engine computes it, 86.13 frames a second),
stems.json (name, kind, program, sustained, start, frames of each stem) and
notes.npy ([n][5] float32: stem, onset_s, offset_s, midi, velocity).
Development data: NAME.flac, NAME.csv and index.json.

Each stem depends on the seed and its number only, not on --jobs.
"""
import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.io import wavfile

import development
import packages
import sounds
import synth

RATE = 22050
STEM_S = 12.0
BINS = 288
SHARES = {"font": 0.42, "sample": 0.46, "synth": 0.08, "drums": 0.04}
PATCHES = 150
_state = {}  # sources, plan and arguments, inherited by the workers


def all_sources(arguments):
    """Dictionary of kind to the list of its sources."""
    fonts, drums = [], []
    for name in sounds.TRAINING_FONTS:
        fonts += sounds.font_sources(name)
        drums += sounds.drum_sources(name)
    if arguments.samples:
        samples = sounds.sample_sources(arguments.samples, "train")
    else:
        samples = packages.sources(Path(arguments.out) / "packages")
    patches = [sounds.PatchSource(arguments.seed * 1000 + i)
               for i in range(PATCHES)]
    return {"font": fonts, "sample": samples, "synth": patches,
            "drums": drums}


def make_plan(sources, n, seed):
    """The source of each of @n stems: every source of a kind in turn."""
    random = np.random.default_rng([seed, 1 << 20])
    kinds = [k for k in SHARES if sources[k]]
    shares = np.array([SHARES[k] for k in kinds])
    plan = []
    for kind, share in zip(kinds, shares / shares.sum()):
        row = sources[kind]
        order = [row[i] for _ in range(n // len(row) + 1)
                 for i in random.permutation(len(row))]
        plan += order[:int(round(share * n))]
    return [plan[i] for i in random.permutation(len(plan))]


def transform(sound, features, scratch):
    """[frames][288] complex64 of @sound, by the engine's executable."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        wav, out = Path(folder) / "in.wav", Path(folder) / "out.f32"
        wavfile.write(wav, RATE, sound)
        subprocess.run([features, wav, "--transform", out], check=True,
                       stdout=subprocess.DEVNULL)
        return np.fromfile(out, np.complex64).reshape(-1, BINS)


def make_stem(number):
    """(float16 [frames][288][2], labels [n][4]) of a planned stem."""
    arguments, source = _state["arguments"], _state["plan"][number]
    random = np.random.default_rng([arguments.seed, number])
    sound, labels = source.render(random, STEM_S)
    if random.random() < 0.3:
        sound = synth.in_room(random, sound)
    sound = sound / max(1e-6, np.abs(sound).max()) * 0.9
    cells = transform(sound.astype(np.float32), arguments.features,
                      _state["scratch"])
    cells = cells / max(1e-9, np.abs(cells).max())
    return cells.view(np.float32).reshape(-1, BINS, 2).astype(np.float16), \
        labels


def write_stems(out, plan, results):
    """Appends the stems in order; the index comes last, so that a folder
    with an index is whole."""
    stems, notes, start = [], [], 0
    began = time.time()
    with open(out / "transform.f16", "wb") as file:
        for number, (cells, labels) in enumerate(results):
            source = plan[number]
            file.write(cells.tobytes())
            stems.append({"name": source.name, "kind": source.kind,
                          "program": int(source.program),
                          "sustained": bool(source.sustained),
                          "start": start, "frames": len(cells)})
            start += len(cells)
            notes.append(np.column_stack(
                [np.full(len(labels), number), labels]))
            if (number + 1) % 100 == 0:
                print(f"{number + 1} of {len(plan)} stems,"
                      f" {time.time() - began:.0f} s", flush=True)
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
    shm = Path("/dev/shm")
    _state.update(arguments=arguments, plan=plan,
                  scratch=shm if shm.is_dir() else None)
    with multiprocessing.get_context("fork").Pool(arguments.jobs) as pool:
        stems, n_notes = write_stems(
            out, plan, pool.imap(make_stem, range(len(plan))))
    kinds = [s["kind"] for s in stems]
    print({k: kinds.count(k) for k in SHARES}, f"stems, {n_notes} notes,"
          f" {len(stems) * STEM_S / 3600:.2f} h in"
          f" {time.time() - began:.0f} s")


def dev(arguments):
    """Makes the development mixes."""
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    index = development.make_all(out, arguments.samples, arguments.seed)
    (out / "index.json").write_text(json.dumps(index, indent=1) + "\n")
    print(f"{len(index)} mixes")


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("train", "dev"))
    parser.add_argument("--out", required=True)
    parser.add_argument("--features", help="the engine's coloratura-features")
    parser.add_argument("--samples", help="folder of recorded notes")
    parser.add_argument("--hours", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.what == "train" and not arguments.features:
        parser.error("train needs --features")
    return (train if arguments.what == "train" else dev)(arguments)


if __name__ == "__main__":
    sys.exit(main())
