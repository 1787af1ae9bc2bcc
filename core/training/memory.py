# SPDX-License-Identifier: GPL-3.0-or-later
"""PyTorch twin of the trained associative memory that MODEL.md specifies.

The notes of one recording look at each other before anything is clustered:
every layer is one recall of a modern Hopfield network with learned queries,
keys and values, biased by how two notes stand to each other in time and
pitch, and by what a user has fixed. Notes are [n][4]: onset_s, offset_s,
semitone, and the number of the track that the note is fixed to or -1.
"""

import math

import torch
from torch import nn
from torch.nn import functional

import networks

EMBEDDING = 32          # numbers that the encoder gives of a note
WIDTH = 32              # numbers of a note in the memory: the embedding, once or several times
LAYERS = 3
HEAD_WIDTH = 8
RELATIONS = 7
RELATION_HIDDEN = 16
OUTPUT = 16
FAR_S = 8.0             # farther apart in time is no farther
FAR_SEMITONES = 48
TOGETHER_S = 0.045      # onsets nearer than this are one
TEMPERATURE = 0.15
NEVER = -1e9
LEAST_SHARE = 0.03      # of the sound: a timbre that can be counted
COUNTED = 0.09          # what eigenvalues of timbres are to reach, and
COUNTED_TWO, UNCOUNTED = 0.07, 0.04  # the next one not, after one or more


def relations(queries, keys):
    """[...][n][m][7] of the pairs of notes @queries [...][n][4] and @keys
    [...][m][4]: their distance in pitch, its size, the logarithm of their
    distance in time, how long they sound together, same onset, octaves, and
    1 where both are fixed to one track, -1 where they are to two."""
    q, k = queries[..., :, None, :], keys[..., None, :, :]
    apart = (q[..., 2] - k[..., 2]).clamp(-FAR_SEMITONES, FAR_SEMITONES)
    late_s = (q[..., 0] - k[..., 0]).abs()
    together_s = (torch.minimum(q[..., 1], k[..., 1])
                  - torch.maximum(q[..., 0], k[..., 0]))
    octave = (q[..., 2] - k[..., 2]).abs() % 12 == 0
    known = (q[..., 3] >= 0) & (k[..., 3] >= 0)
    fixed = torch.where(q[..., 3] == k[..., 3], 1.0, -1.0) * known
    return torch.stack([apart / 24, apart.abs() / 12,
                        torch.log1p(late_s.clamp(max=FAR_S)),
                        together_s.clamp(0, 1),
                        (late_s < TOGETHER_S).float(), octave.float(),
                        fixed], dim=-1)


class MemoryLayer(nn.Module):
    """One recall among the notes, then a dense step for every note."""

    def __init__(self, width, heads, hidden, relation_hidden):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.query = nn.Linear(width, width, bias=False)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width, bias=False)
        self.relation = nn.Linear(relation_hidden, heads)
        self.merge = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.dense1 = nn.Linear(width, hidden)
        self.dense2 = nn.Linear(hidden, width)

    def split(self, x):
        """[b][n][width] to [b][heads][n][width / heads]."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x, patterns, relation, valid):
        """@x [b][n][width] recalls from @patterns [b][m][width]; @relation
        [b][n][m][hidden] or None; @valid [b][m]: which patterns count."""
        normal, stored = self.norm1(x), self.norm1(patterns)
        q, k = self.split(self.query(normal)), self.split(self.key(stored))
        near = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        if relation is not None:
            near = near + self.relation(relation).permute(0, 3, 1, 2)
        near = near.masked_fill(~valid[:, None, None], NEVER)
        recalled = near.softmax(-1) @ self.split(self.value(stored))
        x = x + self.merge(recalled.transpose(1, 2).flatten(2))
        return x + self.dense2(functional.relu(self.dense1(self.norm2(x))))


class TimbreMemory(nn.Module):
    """Embeddings of a recording's notes, from the encoder's of each."""

    def __init__(self, width=WIDTH, layers=LAYERS, related=True):
        super().__init__()
        self.width, self.related = width, related
        self.relation = nn.Linear(RELATIONS, RELATION_HIDDEN)
        self.layers = nn.ModuleList(
            MemoryLayer(width, width // HEAD_WIDTH, 2 * width,
                        RELATION_HIDDEN) for _ in range(layers))
        self.output = nn.Linear(width, OUTPUT)

    def relate(self, queries, keys):
        """The hidden part of the bias, the same for all layers."""
        if not self.related:
            return None
        return functional.relu(self.relation(relations(queries, keys)))

    def place(self, e):
        """What a layer sees of embeddings e [b][n][embedding]: repeated to
        the memory's width, with a mean square of 1."""
        return (e * math.sqrt(e.shape[-1])).repeat(
            1, 1, self.width // e.shape[-1])

    def forward(self, e, notes, valid):
        """e [b][n][embedding], notes [b][n][4], valid [b][n] to
        [b][n][16]."""
        x = self.place(e)
        relation = self.relate(notes, notes)
        for layer in self.layers:
            x = layer(x, x, relation, valid)
        return functional.normalize(self.output(x), dim=-1)

    def recall(self, e, notes, others, other_notes):
        """What @others [b][m][embedding], which are no patterns, become:
        they see the patterns, which do not see them."""
        x, y = self.place(e), self.place(others)
        valid = torch.ones(x.shape[:2], dtype=torch.bool)
        inner = self.relate(notes, notes)
        outer = self.relate(other_notes, notes)
        for layer in self.layers:
            y = layer(y, x, outer, valid)
            x = layer(x, x, inner, valid)
        return functional.normalize(self.output(y), dim=-1)


class TimbreModel(nn.Module):
    """The encoder and the memory, trained as one."""

    def __init__(self, embedding=EMBEDDING,
                 encoder_hidden=networks.NOTE_HIDDEN, **shape):
        super().__init__()
        self.memory = TimbreMemory(**shape)
        self.encoder = networks.TimbreEncoder(embedding, encoder_hidden)

    def forward(self, u, notes, valid):
        """u [b][n][16][32][6] to the memory's [b][n][16] and the encoder's
        [b][n][embedding], both of unit length."""
        e = self.encoder(u.flatten(0, 1)).unflatten(0, u.shape[:2])
        return self.memory(e, notes, valid), e


def pairs_of(stem, valid):
    """Pairs of valid notes [b][n][n], and those of one stem."""
    pair = valid[:, :, None] & valid[:, None]
    return pair, pair & (stem[:, :, None] == stem[:, None])


def contrastive(e, stem, valid):
    """Supervised contrastive loss inside each mix."""
    pair, same = pairs_of(stem, valid)
    alone = ~torch.eye(e.shape[1], dtype=torch.bool, device=e.device)
    pair, same = pair & alone, same & alone
    near = (e @ e.transpose(1, 2) / TEMPERATURE).masked_fill(~pair, NEVER)
    log = functional.log_softmax(near, dim=2)
    count = same.sum(dim=2)
    cost = -(log * same).sum(dim=2) / count.clamp(min=1)
    return cost[count > 0].mean()


def deep_clustering(e, stem, valid):
    """Squared difference of cosines and 1 (same timbre) or 0 (another), in
    which every timbre of a mix weighs alike whatever its notes' number."""
    pair, same = pairs_of(stem, valid)
    size = same.sum(dim=2).clamp(min=1).float()
    weight = pair / torch.sqrt(size[:, :, None] * size[:, None])
    wrong = (weight * (e @ e.transpose(1, 2) - same.float()) ** 2)
    return (wrong.sum(dim=(1, 2)) / weight.sum(dim=(1, 2)).clamp(min=1)).mean()


def gram_values(e, notes, valid):
    """Eigenvalues [b][16], from the largest on, of sum w e e', the notes'
    weights w adding up to 1 in every mix: what the engine counts timbres
    by; and the weights [b][n]."""
    weight = torch.sqrt((notes[..., 1] - notes[..., 0]).clamp(min=0.02))
    weight = weight * valid
    weight = weight / weight.sum(dim=1, keepdim=True)
    gram = (e * weight[..., None]).transpose(1, 2) @ e
    return torch.linalg.eigvalsh(gram).flip(-1), weight


def miscounted(e, notes, stem, valid, true):
    """How far eigenvalues are on the wrong side of the bounds by which the
    engine counts timbres, as logarithms: those of timbres below, the next
    one above. A timbre with less than LEAST_SHARE of the sound is none that
    could be counted; mixes that have one are left out from above."""
    values, weight = gram_values(e, notes, valid)
    values = values.clamp(min=1e-4).log()
    cost = values.new_zeros(())
    for value, w, own in zip(values, weight, torch.where(true, stem, -1)):
        share = [w[own == i].sum() for i in own[own >= 0].unique()]
        if not share:
            continue
        share = torch.stack(share).sort(descending=True).values
        n = int((share >= LEAST_SHARE).sum())
        least = (0.8 * share[:n]).clamp(max=COUNTED).log()
        cost = cost + functional.relu(least - value[:n]).sum()
        if n == len(share):
            most = math.log(COUNTED_TWO if n == 1 else UNCOUNTED)
            cost = cost + functional.relu(value[n] - most)
    return cost / len(values)


def halves(weight, random):
    """[out][in] as [out][2 in] that gives the same of an input that is
    there twice; the halves differ a little, so that they can part."""
    apart = torch.randn(weight.shape, generator=random)
    apart *= 0.3 * weight.std()
    return torch.cat([weight / 2 + apart, weight / 2 - apart], 1)


def twice(value, random, fan_in=True):
    """A weight or bias of a layer of which all outputs, and unless @fan_in
    is false all inputs, are there twice."""
    if value.dim() == 1:
        return torch.cat([value, value])
    rows = torch.cat([value, value])
    return halves(rows, random) if fan_in else rows


def widened(state):
    """The weights of a memory as those of a memory of twice the width, whose
    output is the same."""
    random = torch.Generator().manual_seed(5)
    wide = {}
    for name, value in state.items():
        if name.startswith("relation."):
            wide[name] = value
        elif "norm" in name:
            wide[name] = torch.cat([value, value])
        elif name == "output.weight":
            wide[name] = halves(value, random)
        elif name == "output.bias":
            wide[name] = value
        else:
            wide[name] = twice(value, random, ".relation." not in name)
    return wide


def heaviest(state, n):
    """The encoder's weights @state with at most @n of its hidden units:
    those whose weights are largest."""
    weight = (state["dense1.weight"].norm(dim=1)
              * state["dense2.weight"].norm(dim=0))
    kept = weight.argsort(descending=True)[:n].sort().values
    return {**state, "dense1.weight": state["dense1.weight"][kept],
            "dense1.bias": state["dense1.bias"][kept],
            "dense2.weight": state["dense2.weight"][:, kept]}


def enlarged(own, state):
    """The encoder's weights @state in the shape of @own: rows and hidden
    units that it lacks add nothing at first; dimensions of the embedding
    begin at random."""
    state = heaviest(state, len(own["dense1.bias"]))
    width, hidden = state["dense2.weight"].shape
    rows = networks.NOTE_ROWS * networks.POOLED
    old = {key: state[key] for key in state if key.startswith("dense")}
    new = {key: own[key].clone() for key in old}
    wide = new["dense1.weight"].view(-1, 2, rows)
    kept = old["dense1.weight"].view(hidden, 2, -1)
    wide[:hidden] = 0
    wide[:hidden, :, :kept.shape[2]] = kept
    new["dense1.bias"][:hidden] = old["dense1.bias"]
    new["dense2.weight"][:width, hidden:] = 0
    new["dense2.weight"][:width, :hidden] = old["dense2.weight"]
    new["dense2.bias"][:width] = old["dense2.bias"]
    return {**state, **new}


def start(model, checkpoint):
    """Begins as what train.py memory made, perhaps of half the width and
    with an encoder of another shape, or with what train.py timbre made."""
    state = torch.load(checkpoint, map_location="cpu")["mean"]
    encoder = {k.removeprefix("encoder."): v for k, v in state.items()
               if not k.startswith("memory.")}
    memory = {k.removeprefix("memory."): v for k, v in state.items()
              if k.startswith("memory.")}
    model.encoder.load_state_dict(enlarged(model.encoder.state_dict(),
                                           encoder))
    if not memory:
        return
    if memory["output.weight"].shape[1] < model.memory.width:
        memory = widened(memory)
    model.memory.load_state_dict(memory)


def load(path):
    """The averaged weights of a checkpoint, in evaluation mode; its shape
    is read from them."""
    state = torch.load(path, map_location="cpu")
    mean = state["mean"]
    layers = len({k.split(".")[2] for k in mean if ".layers." in k})
    model = TimbreModel(embedding=len(mean["encoder.dense2.bias"]),
                        encoder_hidden=len(mean["encoder.dense1.bias"]),
                        width=mean["memory.output.weight"].shape[1],
                        layers=layers, related=state.get("related", True))
    model.load_state_dict(mean)
    return model.eval()
