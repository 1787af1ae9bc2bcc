# SPDX-License-Identifier: GPL-3.0-or-later
"""Published networks on the same mixes, decoded by our own decoder.

For comparison only: infer.mjs and the networks lie in a folder of their own,
onnxruntime-node in another. Onset and frame threshold are searched for each
network and set, which favours the reference: ours keeps its defaults.
Onsets and Frames is not measured: it knows the piano only, and its
26 million parameters are of another kind.
"""

import itertools
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import scipy.linalg

import scoring

NETWORKS = {"reference, notes": ("reference_notes.onnx", 44100),
            "reference, timbre": ("reference_timbre.onnx", 44100),
            "Basic Pitch": ("basic_pitch.onnx", 22050)}
ONSET_THRESHOLDS = (0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6)
FRAME_THRESHOLDS = (0.1, 0.2, 0.3, 0.4)
MIN_LENGTH_S = 0.08
SEMITONES = 84
FIRST_OF_88 = 3


def infer(args, network, sound, folder):
    """Outputs of a network: {name: array} of onset and frame
    [frames][84], and embedding [frames][84][12] where there is one."""
    model, rate = NETWORKS[network]
    raw, prefix = folder / "in.f32", folder / "out"
    subprocess.run(["sox", sound, "-r", str(rate), "-c", "1", "-t", "f32",
                    raw], check=True)
    reply = subprocess.run(
        ["node", args.reference.resolve() / "infer.mjs",
         args.reference.resolve() / model, raw, prefix], check=True,
        cwd=args.onnxruntime, capture_output=True, text=True).stdout
    shapes = json.loads(reply.splitlines()[-1])["shapes"]
    outputs = {}
    for name, shape in shapes.items():
        values = np.fromfile(f"{prefix}.{name}.f32", np.float32)
        outputs[name] = values.reshape(shape)
    if network == "Basic Pitch":
        part = slice(FIRST_OF_88, FIRST_OF_88 + SEMITONES)
        return {k: outputs[k][:, part] for k in ("onset", "frame")}
    return {k: np.moveaxis(v[0], -1, 0) if v.ndim == 3
            else v[0].transpose(2, 1, 0) for k, v in outputs.items()}


def decode(args, outputs, onset, frame):
    """Notes [n][4] of a network's outputs, all of track 1."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "in.f32"
        out = pathlib.Path(folder) / "out.csv"
        both = np.stack([outputs["onset"], outputs["frame"]])
        both.astype("<f4").tofile(file)
        subprocess.run([args.features, "--decode", file, str(onset),
                        str(frame), str(MIN_LENGTH_S), out], check=True)
        return scoring.read_notes(out)


def k_means(points, count, random):
    """Labels [n] of points on the sphere, the best of some starts."""
    best, labels = -np.inf, None
    for _ in range(10):
        centres = points[random.choice(len(points), count, False)]
        for _ in range(30):
            owner = (points @ centres.T).argmax(axis=1)
            sums = np.array([points[owner == k].sum(axis=0)
                             for k in range(count)])
            norm = np.linalg.norm(sums, axis=1, keepdims=True)
            centres = np.where(norm > 0, sums / np.maximum(norm, 1e-9),
                               centres)
        score = (points @ centres.T).max(axis=1).sum()
        if score > best:
            best, labels = score, owner
    return labels


def cluster(outputs, notes, count):
    """The notes with tracks: spectral clustering of exp (cosine) of the
    embeddings, averaged over each note with the frame posteriors."""
    if count < 2 or len(notes) <= count:
        return notes
    means = []
    for on, off, pitch, _ in notes:
        first = int(round(on * scoring.FRAME_RATE))
        last = max(first + 1, int(round(off * scoring.FRAME_RATE)))
        p = int(pitch) - 24
        weight = outputs["frame"][first:last, p, None]
        means.append((weight * outputs["embedding"][first:last, p]).sum(0))
    means = np.array(means)
    means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-9
    near = np.exp(means @ means.T)
    scale = 1 / np.sqrt(near.sum(axis=1))
    vectors = scipy.linalg.eigh(near * scale[:, None] * scale)[1]
    points = vectors[:, -count:]
    points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-9
    notes = notes.copy()
    notes[:, 3] = k_means(points, count, np.random.default_rng(0))
    return notes


def note_figure(true, found):
    """Note F1 within 50 ms."""
    return scoring.f1(len(scoring.match(true, found)), len(true),
                       len(found))


def best_thresholds(args, mixes):
    """The pair with the best mean note F1; @mixes: (outputs, notes)."""
    def mean(pair):
        return np.mean([note_figure(true, decode(args, outputs, *pair))
                        for outputs, true in mixes])

    return max(itertools.product(ONSET_THRESHOLDS, FRAME_THRESHOLDS),
               key=mean)


def score_set(args, network, entries):
    """Figures of the mixes of one set, with the set's best thresholds."""
    mixes = []
    for entry in entries:
        with tempfile.TemporaryDirectory() as folder:
            outputs = infer(args, network, args.dev / (entry["name"]
                                                       + ".flac"),
                            pathlib.Path(folder))
        true = scoring.read_notes(args.dev / (entry["name"] + ".csv"))
        mixes.append((outputs, true))
    pair = best_thresholds(args, mixes)
    print(f"{network}, {entries[0]['set']}: thresholds {pair}", flush=True)
    results = []
    for entry, (outputs, true) in zip(entries, mixes):
        notes = given = decode(args, outputs, *pair)
        if "embedding" in outputs:
            given = cluster(outputs, notes, len(np.unique(true[:, 3])))
        figures = scoring.score(true, notes, given)
        for key in ("count", "count1", "track_found"):
            figures[key] = np.nan
        if "embedding" not in outputs:
            figures["track_given"] = figures["owner_given"] = np.nan
        results.append((entry, figures))
    return results


def score_all(args, index):
    """(network, results) for each published network."""
    for network in NETWORKS:
        results = []
        for name in sorted({e["set"] for e in index}):
            entries = [e for e in index if e["set"] == name]
            results += score_set(args, network, entries)
        yield network, results
