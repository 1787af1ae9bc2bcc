# SPDX-License-Identifier: GPL-3.0-or-later
"""The memory's tensors as the engine reads them, and its golden vectors.

What the engine need not do is folded: the gain and shift of a layer
normalisation into the layer that follows it, the root of the heads' width
into the queries, and the biases that all patterns share are left out.
"""

import numpy as np
import torch

GOLDEN_PATTERNS = 24
GOLDEN_OTHERS = 8


def folded(layer, norm, scale=1.0):
    """Weight [in][out] and bias of @layer behind @norm, times @scale."""
    weight = (layer.weight * norm.weight).T * scale
    bias = layer.weight @ norm.bias
    if layer.bias is not None:
        bias = bias + layer.bias
    return weight.detach().numpy(), (bias * scale).detach().numpy()


def plain(layer):
    """Weight [in][out] and bias of @layer."""
    return layer.weight.detach().T.numpy(), layer.bias.detach().numpy()


def recall_weights(layer):
    """Weight [width][3 width] and bias of queries, keys and values."""
    width = layer.query.weight.shape[0]
    scale = (width // layer.heads) ** -0.5
    made = [folded(layer.query, layer.norm1, scale),
            folded(layer.key, layer.norm1), folded(layer.value, layer.norm1)]
    return (np.concatenate([w for w, _ in made], axis=1),
            np.concatenate([b for _, b in made]))


def tensors(memory):
    """(name, array), axes as in MODEL.md."""
    named = {"relation": plain(memory.relation)}
    for number, layer in enumerate(memory.layers, 1):
        of = f"layer{number}"
        yield (f"memory.{of}.relation.weight",
               layer.relation.weight.detach().T.numpy())
        named[f"{of}.recall"] = recall_weights(layer)
        named[f"{of}.merge"] = plain(layer.merge)
        named[f"{of}.dense1"] = folded(layer.dense1, layer.norm2)
        named[f"{of}.dense2"] = plain(layer.dense2)
    named["output"] = plain(memory.output)
    for name, (weight, bias) in named.items():
        yield f"memory.{name}.weight", weight
        yield f"memory.{name}.bias", bias


def count(memory):
    """Numbers in the tensors."""
    return sum(array.size for _, array in tensors(memory))


def goldens(memory, embedding):
    """Notes and embeddings of patterns and of others, and what both
    become: (name, array)."""
    random = np.random.RandomState(3)
    n = GOLDEN_PATTERNS + GOLDEN_OTHERS
    e = random.randn(n, embedding).astype("<f4")
    e /= np.linalg.norm(e, axis=1, keepdims=True)
    on = np.round(random.uniform(0, 14, n), 2)
    notes = np.stack([on, on + random.uniform(0.1, 2, n),
                      random.randint(0, 84, n), np.full(n, -1)],
                     axis=1).astype("<f4")
    notes[3::5, 3] = random.randint(0, 3, len(notes[3::5]))
    notes[1, 0], notes[1, 2] = notes[0, 0], notes[0, 2] + 12
    e_all, place = torch.from_numpy(e)[None], torch.from_numpy(notes)[None]
    m = GOLDEN_PATTERNS
    valid = torch.ones(1, m, dtype=torch.bool)
    with torch.no_grad():
        inner = memory(e_all[:, :m], place[:, :m], valid)
        outer = memory.recall(e_all[:, :m], place[:, :m], e_all[:, m:],
                              place[:, m:])
    made = torch.cat([inner, outer], dim=1)[0].numpy()
    return (("memory-embedding", e), ("memory-note", notes),
            ("memory-output", made))
