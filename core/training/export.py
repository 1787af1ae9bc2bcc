#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the weights blob (core/network/ct-weights.h) and the golden vectors.

    export.py --acoustic CHECKPOINT --timbre CHECKPOINT [--data DIR]
    export.py --acoustic CHECKPOINT --memory CHECKPOINT --beats CHECKPOINT
              [--data DIR] [--hits CHECKPOINT --hit-data DIR]
    export.py --random SEED
    export.py --hits CHECKPOINT --hit-data DIR
    export.py --beats CHECKPOINT
    export.py --acoustic CHECKPOINT

A checkpoint of the memory has its encoder in it. The last three, which go
together, put the network of drum hits, and how hits are told apart, that of
beats or the acoustic model into the blob that is there. Without --hits, those
of the blob that is there stay in it, as does what repetitions.py put there.
"""

import argparse
import pathlib
import struct

import numpy as np
import torch
from torch import nn

import beats
import hitgroups
import hits
import known
import memory
import memorytensors
import names
import networks

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN_FRAMES = 40
GOLDEN_NOTES = 4


def fnv1a(data):
    """FNV-1a, 64 bits."""
    value = 0xcbf29ce484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001b3) & 0xffffffffffffffff
    return value


def acoustic_tensors(model):
    """(name, array) of its convolutions, axes as in MODEL.md."""
    layers = [("stack", *model.stack.folded(), (3, 1, 2, 0)),
              ("octave", *model.octave.folded(), (3, 2, 1, 0))]
    for i, block in enumerate(model.blocks):
        layers.append((f"block{i + 1}", *block.folded(), (3, 2, 1, 0)))
    if model.octave2 is not None:
        layers.append(("octave2", *model.octave2.folded(), (3, 2, 1, 0)))
    output = model.output
    layers.append(("output", output.weight, output.bias, (0, 3, 2, 1)))
    for name, weight, bias, axes in layers:
        weight = weight.detach().permute(*axes)
        if name.startswith("octave"):
            weight = weight[0]
        yield f"acoustic.{name}.weight", weight.numpy()
        yield f"acoustic.{name}.bias", bias.detach().numpy()


def recurrent_tensors(model):
    """(name, array) of the acoustic model's recurrent layer."""
    own = model.recurrent
    layers = (("input", own.weight_ih_l0, own.bias_ih_l0),
              ("state", own.weight_hh_l0, own.bias_hh_l0),
              ("recall", model.recall.weight, model.recall.bias))
    for name, weight, bias in layers:
        yield f"acoustic.{name}.weight", weight.detach().T.numpy()
        yield f"acoustic.{name}.bias", bias.detach().numpy()


def all_acoustic_tensors(model):
    """[(name, array)] of the acoustic model, its recurrent layer included."""
    tensors = list(acoustic_tensors(model))
    if model.recurrent is not None:
        tensors += recurrent_tensors(model)
    return tensors


def timbre_tensors(model):
    """(name, array) of the timbre encoder, axes as in MODEL.md."""
    for name in ("conv1", "conv2", "conv3"):
        weight, bias = getattr(model, name).folded()
        yield f"timbre.{name}.weight", weight.permute(3, 2, 1, 0).numpy()
        yield f"timbre.{name}.bias", bias.numpy()
    hidden = len(model.dense1.bias)
    shapes = {"dense1": (2, networks.NOTE_ROWS, 32, hidden),
              "dense2": (hidden, len(model.dense2.bias))}
    for name, shape in shapes.items():
        layer = getattr(model, name)
        yield (f"timbre.{name}.weight",
               layer.weight.detach().T.reshape(shape).numpy())
        yield f"timbre.{name}.bias", layer.bias.detach().numpy()


def write_blob(path, tensors):
    """Writes the tensors in the format of core/network/ct-weights.h."""
    headers, values = b"", b""
    for name, array in tensors:
        array = np.ascontiguousarray(array, "<f4")
        if not np.isfinite(array).all():
            raise ValueError(f"{name} is not finite")
        dims = list(array.shape) + [1] * (4 - array.ndim)
        headers += struct.pack("<32sI4I", name.encode(), array.ndim, *dims)
        values += array.tobytes()
    body = headers + values
    head = struct.pack("<8sIIQ", b"CTWEIGHT", 1, len(tensors), fnv1a(body))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head + body)


def read_blob(path):
    """[(name, array)] of a blob."""
    data = path.read_bytes()
    count, = struct.unpack_from("<I", data, 12)
    at, tensors = 24 + 52 * count, []
    for i in range(count):
        name, n_dims, *dims = struct.unpack_from("<32sI4I", data, 24 + 52 * i)
        size = int(np.prod(dims))
        tensors.append((name.rstrip(b"\0").decode(), np.frombuffer(
            data, "<f4", size, at).reshape(dims[:n_dims])))
        at += 4 * size
    return tensors


def is_of_hits(tensor):
    return tensor[0].startswith("hits.")


def hit_tensors(args):
    """(name, array) of what finds drum hits and tells them apart."""
    if not args.hits:
        return list(filter(is_of_hits, read_blob(args.weights)))
    model = hits.load(args.hits)
    return (list(hits.tensors(model))
            + list(hitgroups.tensors(args.hit_data, model)))


def put_hits(args):
    """Replaces the tensors of drum hits."""
    kept = [t for t in read_blob(args.weights) if not is_of_hits(t)]
    write_blob(args.weights, kept + hit_tensors(args))


def put_beats(args):
    """Replaces those of beats, and their golden vectors."""
    pulse = beats.load(args.beats)
    put = dict(beats.tensors(pulse))
    write_blob(args.weights, [(name, put.get(name, array))
                              for name, array in read_blob(args.weights)])
    write_arrays(args.golden, beats.goldens(pulse))


def put_acoustic(args):
    """Replaces the acoustic model, and its golden vectors."""
    model = networks.load_acoustic(args.acoustic)
    kept = [t for t in read_blob(args.weights)
            if not t[0].startswith("acoustic.")]
    write_blob(args.weights, all_acoustic_tensors(model) + kept)
    write_arrays(args.golden, acoustic_goldens(np.random.RandomState(1),
                                               model))


def put(parser, args):
    """Replaces every network that is given in the blob that is there."""
    ways = ((args.hits, put_hits), (args.beats, put_beats),
            (args.acoustic, put_acoustic))
    given = [way for checkpoint, way in ways if checkpoint]
    if not given:
        parser.error("a CHECKPOINT or --random SEED")
    for way in given:
        way(args)


@torch.no_grad()
def acoustic_goldens(random, acoustic):
    """(name, array): input and output of the acoustic model."""
    x = random.rand(GOLDEN_FRAMES, networks.BINS).astype("<f4")
    x *= 0.4
    for first, pitch in ((3, 12), (8, 31), (14, 36), (20, 55), (26, 79)):
        for offset in networks.NOTE_OFFSETS:
            if 3 * pitch + 1 + offset < networks.BINS:
                x[first:first + 15, 3 * pitch + 1 + offset] += 1
    logits = acoustic(torch.from_numpy(x)[None])[0]
    return (("acoustic-input", x), ("acoustic-output",
                                    torch.sigmoid(logits).permute(1, 2, 0)))


@torch.no_grad()
def timbre_goldens(random, timbre):
    """(name, array): input and output of the timbre encoder."""
    u = random.rand(GOLDEN_NOTES, networks.NOTE_ROWS,
                    networks.NOTE_SLOTS, networks.NOTE_CHANNELS)
    u = np.maximum(0, 2 * u - 0.8).astype("<f4")
    return ("timbre-input", u), ("timbre-output", timbre(torch.from_numpy(u)))


def write_goldens(folder, acoustic, timbre):
    """Inputs and outputs of both networks for the tests of the C code."""
    random = np.random.RandomState(1)
    folder.mkdir(parents=True, exist_ok=True)
    write_arrays(folder, acoustic_goldens(random, acoustic))
    write_arrays(folder, timbre_goldens(random, timbre))


def write_arrays(folder, arrays):
    """One file of float32 for each (name, array)."""
    for name, array in arrays:
        array = np.ascontiguousarray(array, "<f4")
        (folder / f"golden-{name}.f32").write_bytes(array.tobytes())


def randomise(model):
    """Gives every normalisation layer statistics worth folding."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.7, 1.3)
            nn.init.normal_(module.bias, 0.0, 0.2)
            nn.init.normal_(module.running_mean, 0.0, 0.1)
            nn.init.uniform_(module.running_var, 0.1, 0.5)


def load(model, path):
    """Loads the averaged weights of a checkpoint of train.py."""
    state = torch.load(path, map_location="cpu")
    model.load_state_dict(state["mean"])
    return model


def make_networks(args):
    """The networks, trained or random, in evaluation mode: acoustic model,
    encoder and memory, which may be None."""
    torch.manual_seed(args.random or 0)
    acoustic, timbre = networks.AcousticModel(), networks.TimbreEncoder()
    recall = None
    if args.random is not None:
        randomise(acoustic)
        randomise(timbre)
    else:
        randomise(timbre)
        acoustic = networks.load_acoustic(args.acoustic)
        if args.timbre:
            load(timbre, args.timbre)
        if args.memory:
            model = memory.load(args.memory)
            timbre, recall = model.encoder, model.memory
    return acoustic.eval(), timbre.eval(), recall


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acoustic", help="checkpoint of train.py")
    parser.add_argument("--timbre", help="checkpoint of train.py")
    parser.add_argument("--memory", help="checkpoint of train.py")
    parser.add_argument("--beats", help="checkpoint of train.py")
    parser.add_argument("--hits", help="checkpoint of train.py")
    parser.add_argument("--hit-data", help="mixes to learn drums from")
    parser.add_argument("--random", type=int, help="seed of random networks")
    parser.add_argument("--data", nargs="+", help="training data, for the"
                        " names of tracks")
    parser.add_argument("--weights", type=pathlib.Path,
                        default=ROOT / "resources" / "model.weights")
    parser.add_argument("--golden", type=pathlib.Path,
                        default=ROOT / "tests" / "data")
    args = parser.parse_args()
    if args.random is None and not (args.timbre or args.memory):
        return put(parser, args)
    if args.random is None and not args.acoustic:
        parser.error("--timbre and --memory need --acoustic CHECKPOINT")
    acoustic, timbre, recall = make_networks(args)
    pulse = beats.load(args.beats) if args.beats else beats.BeatModel()
    tensors = all_acoustic_tensors(acoustic) + list(timbre_tensors(timbre))
    if recall:
        tensors += list(memorytensors.tensors(recall))
    tensors += list(beats.tensors(pulse))
    if args.data:
        rows, stems = names.tracks(args.data, timbre)
        tensors += list(names.tensors(rows, stems))
        tensors += list(known.tensors(rows, stems))
    if args.random is None:
        tensors += hit_tensors(args)
        tensors += [t for t in read_blob(args.weights)
                    if t[0].startswith("repetition.")]
    write_blob(args.weights, tensors)
    write_goldens(args.golden, acoustic, timbre)
    write_arrays(args.golden, beats.goldens(pulse))
    if recall:
        write_arrays(args.golden, memorytensors.goldens(
            recall, timbre.dense2.out_features))
        print("parameters: memory %d" % memorytensors.count(recall))
    print("parameters: acoustic %d, timbre %d"
          % networks.count_parameters(acoustic, timbre))
    return None


if __name__ == "__main__":
    main()
