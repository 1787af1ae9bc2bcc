#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains one of the networks on a data folder of generate.py.

    train.py acoustic|timbre|memory|beats|hits --data DIR... --out DIR
             [--minutes M | --steps N] [--seed S] [--device cpu]
             [--threads N] [--processes N] [--resume]

The learning rate follows the number of steps, and step n of a run always
sees the same mixes: a run that was interrupted goes on as if it had not been
(--resume). --minutes only chooses the number of steps, from the speed
measured first; --resume --steps N shortens or lengthens the rest of a run.
Writes DIR/checkpoint.pt and DIR/curve.csv.
"""

import argparse
import functools
import math
import os
import pathlib
import sys
import time

ENVIRONMENT = {"MALLOC_MMAP_MAX_": "0",
               "MALLOC_TRIM_THRESHOLD_": "100000000000",
               "MALLOC_TOP_PAD_": "1000000000",
               "OPENBLAS_NUM_THREADS": "1",
               "OMP_WAIT_POLICY": "PASSIVE"}
CURVE_STEPS = 25
CHECKPOINT_S = 120
TRIAL_STEPS = 25
AVERAGED_STEPS = 400  # over about so many steps the weights are averaged


def set_environment(threads):
    """Starts Python anew where the allocator is not set (page faults of
    fresh tensors would cost more than the arithmetic)."""
    wanted = dict(ENVIRONMENT, OMP_NUM_THREADS=str(threads))
    if any(os.environ.get(k) != v for k, v in wanted.items()):
        os.environ.update(wanted)
        os.execv(sys.executable, [sys.executable] + sys.argv)


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", choices=("acoustic", "timbre", "memory",
                                            "beats", "hits"))
    parser.add_argument("--data", required=True, nargs="+")
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=55)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--processes", type=int, default=1,
                        help="learn together, each from mixes of its own,"
                        " --threads threads each")
    parser.add_argument("--rate", type=float, help="peak learning rate")
    parser.add_argument("--loss", choices=("bce", "focal"), default="bce")
    parser.add_argument("--bfloat16", action="store_true", help="convolutions"
                        " of the acoustic model in half of the bits, while"
                        " it learns")
    parser.add_argument("--start", help="checkpoint that the acoustic model,"
                        " the memory, its encoder or the beat network"
                        " begins as")
    parser.add_argument("--layers", type=int, help="of the memory")
    parser.add_argument("--width", type=int, help="of the memory")
    parser.add_argument("--hidden", type=int, default=24,
                        help="of the memory's encoder")
    parser.add_argument("--features", help="the engine's coloratura-features,"
                        " from whose notes the memory learns, too")
    parser.add_argument("--unrelated", action="store_true",
                        help="a memory without relations of time and pitch")
    parser.add_argument("--contrast-only", action="store_true",
                        help="the memory without its second loss")
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    if args.processes > 1 and not (args.steps or args.resume):
        parser.error("--processes needs --steps")
    return args


ARGS = parse() if __name__ == "__main__" else None
if ARGS:
    set_environment(ARGS.threads)

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import distributed  # noqa: E402
from torch.nn import functional  # noqa: E402

import beats  # noqa: E402
import dataset  # noqa: E402
import hits  # noqa: E402
import memory  # noqa: E402
import memorydata  # noqa: E402
import networks  # noqa: E402


class AcousticTask:
    """The acoustic model on crops of 480 frames."""

    mixes, frames, rate, held_out = 5, 480, 4e-3, 16
    batches = dataset.AcousticBatches

    def __init__(self, args):
        self.focal = args.loss == "focal"
        self.bfloat16 = args.bfloat16
        self.model = networks.AcousticModel()
        if args.start:
            networks.start_acoustic(self.model, args.start)

    def loss(self, batch):
        """Weighted cross entropy of the inner frames; per network output
        also its part for the curve."""
        x, target, weight = batch
        inner = slice(networks.CONTEXT_FRAMES, -networks.CONTEXT_FRAMES)
        with torch.autocast(x.device.type, dtype=torch.bfloat16,
                            enabled=self.bfloat16 and self.model.training):
            logits = self.model(x)[:, :, inner]
        target, weight = target[:, :, inner], weight[:, :, inner]
        cost = functional.binary_cross_entropy_with_logits(
            logits, target, reduction="none")
        if self.focal:
            cost = 2 * cost * (torch.sigmoid(logits) - target).abs().detach()
        cost = (cost * weight).mean(dim=(0, 2, 3))
        return 10 * (3 * cost[0] + cost[1])

    def score(self, batch):
        """Counts (right, found, true) of frame cells above 0.5."""
        x, target, weight = batch
        frame = torch.sigmoid(self.model(x)[:, 1]) > 0.5
        heard, true = weight[:, 1] > 0, target[:, 1] > 0.5
        return np.array([(frame & true & heard).sum(),
                         (frame & heard).sum(), (true & heard).sum()])

    @staticmethod
    def figure(counts):
        """F1 of frame cells."""
        return 2 * counts[0] / max(1, counts[1] + counts[2])


class TimbreTask:
    """The timbre encoder on the notes of mixes of 2 to 5 stems."""

    mixes, frames, rate, held_out = 8, 420, 3e-3, 12
    batches = dataset.TimbreBatches
    temperature = 0.15

    def __init__(self, _):
        self.model = networks.TimbreEncoder()

    def compare(self, batch):
        """Similarities within mixes, and masks of pairs and positives."""
        u, owner = batch
        e = self.model(u)
        alone = ~torch.eye(len(e), dtype=torch.bool)
        pair = (owner[:, None, 0] == owner[None, :, 0]) & alone
        same = pair & (owner[:, None, 1] == owner[None, :, 1])
        return e @ e.T, pair, same

    def loss(self, batch):
        """Supervised contrastive loss inside each mix."""
        near, pair, same = self.compare(batch)
        near = (near / self.temperature).masked_fill(~pair, -1e9)
        log = functional.log_softmax(near, dim=1)
        count = same.sum(dim=1)
        cost = -(log * same).sum(dim=1) / count.clamp(min=1)
        return cost[count > 0].mean()

    def score(self, batch):
        """Counts (nearest neighbour of the same stem, notes)."""
        near, pair, same = self.compare(batch)
        best = near.masked_fill(~pair, -2).argmax(dim=1, keepdim=True)
        some = same.any(dim=1)
        right = same.gather(1, best)[:, 0]
        return np.array([(right & some).sum(), some.sum()])

    @staticmethod
    def figure(counts):
        """Share of notes whose nearest neighbour is of the same stem."""
        return counts[0] / max(1, counts[1])


class MemoryTask:
    """The encoder and the memory on whole mixes of 1 to 6 stems."""

    mixes, frames, rate, held_out = 4, 1000, 1e-3, 24
    clustering, own, counting = 10.0, 0.25, 2.0  # weights of other losses

    def __init__(self, args):
        shape = {k: v for k, v in (("layers", args.layers),
                                   ("width", args.width)) if v}
        self.model = memory.TimbreModel(related=not args.unrelated,
                                        encoder_hidden=args.hidden, **shape)
        self.batches = functools.partial(memorydata.MemoryBatches,
                                         features=args.features)
        if args.start:
            memory.start(self.model, args.start)
        if args.contrast_only:
            self.clustering = 0.0

    def loss(self, batch):
        """Contrastive and deep-clustering loss of the memory's embeddings,
        and a little of the first for the encoder's own."""
        u, notes, stem, valid = batch
        e, alone = self.model(u, notes, valid)
        true = valid & (stem != memorydata.NOBODY)
        cost = memory.contrastive(e, stem, true)
        cost = cost + self.own * memory.contrastive(alone, stem, true)
        if self.clustering:
            cost = cost + self.clustering * memory.deep_clustering(
                e, stem, true)
            cost = cost + self.counting * memory.miscounted(
                e, notes, stem, valid, true)
        return cost

    def score(self, batch):
        """Counts (pairs rightly judged by a cosine of 1/2, pairs)."""
        u, notes, stem, valid = batch
        e, _ = self.model(u, notes, valid)
        pair, same = memory.pairs_of(
            stem, valid & (stem != memorydata.NOBODY))
        right = ((e @ e.transpose(1, 2) > 0.5) == same) & pair
        return np.array([right.sum(), pair.sum()])

    @staticmethod
    def figure(counts):
        """Share of pairs rightly judged."""
        return counts[0] / max(1, counts[1])


class BeatsTask:
    """The beat network on stretches of 24 s."""

    mixes, frames, rate, held_out = 16, 1034, 3e-3, 16
    batches = beats.BeatBatches

    def __init__(self, args):
        self.model = beats.BeatModel()
        if args.start:
            self.model = beats.load(args.start).train()

    def loss(self, batch):
        """Cross entropy; downbeats, which are fewer, count twice."""
        x, target = batch
        cost = functional.binary_cross_entropy_with_logits(
            self.model(x), target, reduction="none").mean(dim=(0, 2))
        return 10 * (cost[0] + 2 * cost[1])

    def score(self, batch):
        """Counts (right, found, true) of frames at a beat."""
        x, target = batch
        found = torch.sigmoid(self.model(x)[:, 0]) > 0.4
        true = target[:, 0] > 0.5
        return np.array([(found & true).sum(), found.sum(), true.sum()])

    @staticmethod
    def figure(counts):
        """F1 of these frames."""
        return 2 * counts[0] / max(1, counts[1] + counts[2])


class HitsTask:
    """The network of drum hits on stretches of 12 s."""

    mixes, frames, rate, held_out = 16, 1034, 3e-3, 16
    batches = hits.HitBatches

    def __init__(self, _):
        self.model = hits.HitModel()

    def loss(self, batch):
        """Cross entropy."""
        x, target = batch
        return 10 * functional.binary_cross_entropy_with_logits(
            self.model(x), target)

    def score(self, batch):
        """Counts (right, found, true) of frames at a hit."""
        x, target = batch
        found = torch.sigmoid(self.model(x)) > 0.4
        true = target > 0.5
        near = target > 0
        return np.array([(found & near).sum() / 2, found.sum() / 2,
                         true.sum()])

    @staticmethod
    def figure(counts):
        """F1 of these frames."""
        return 2 * counts[0] / max(1, counts[1] + counts[2])


class Trainer:
    """One run: model, optimiser, schedule, curve; of several processes,
    that of number @rank."""

    def __init__(self, args, rank=0):
        self.args, self.rank = args, rank
        torch.manual_seed(args.seed)
        torch.set_num_threads(args.threads)
        tasks = {"acoustic": AcousticTask, "timbre": TimbreTask,
                 "memory": MemoryTask, "beats": BeatsTask, "hits": HitsTask}
        self.task = tasks[args.network](args)
        self.model = self.task.model.to(args.device,
                                        memory_format=torch.channels_last)
        self.rate = args.rate or self.task.rate
        self.optimiser = torch.optim.AdamW(self.model.parameters(),
                                           lr=self.rate, weight_decay=1e-4)
        self.mean = {k: v.clone() for k, v in
                     self.model.state_dict().items()}
        self.step, self.steps, self.seed = 0, args.steps, args.seed
        self.checkpoint = args.out / "checkpoint.pt"
        self.curve = args.out / "curve.csv"
        self.held_out = self.loader(
            self.task.held_out, 999, True, 0).dataset
        self.held_out = [self.move(self.held_out[i])
                         for i in range(self.task.held_out)]

    def loader(self, steps, seed, held_out=False, first=0):
        """This process's batches of steps first, first + 1, ... of the run,
        made by workers."""
        data = self.task.batches(self.args.data, seed, steps,
                                 self.task.mixes, self.task.frames, held_out)
        workers, n = self.args.workers, self.args.processes
        return torch.utils.data.DataLoader(
            data, batch_size=None,
            sampler=range(first * n + self.rank, steps * n, n),
            num_workers=workers, prefetch_factor=4 if workers else 2)

    def move(self, batch):
        return [part.to(self.args.device) for part in batch]

    def learning_rate(self):
        """Linear rise over 5 % of the steps, then half a cosine."""
        done = self.step / self.steps
        if done < 0.05:
            return self.rate * (0.05 + 0.95 * done / 0.05)
        return self.rate * max(
            0.002, 0.5 * (1 + math.cos(math.pi * (done - 0.05) / 0.95)))

    def train_step(self, batch):
        """One step of the optimiser; returns the loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.learning_rate()
        loss = self.task.loss(self.move(batch))
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.agree()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 2.0)
        self.optimiser.step()
        self.step += 1
        self.average()
        return float(loss)

    def agree(self):
        """Lets all processes go on with the mean of their gradients."""
        if self.args.processes == 1:
            return
        grads = [p.grad for p in self.model.parameters()]
        mean = torch.cat([g.flatten() for g in grads])
        distributed.all_reduce(mean)
        mean /= self.args.processes
        for grad, part in zip(grads, mean.split([g.numel() for g in grads])):
            grad.copy_(part.view_as(grad))

    @torch.no_grad()
    def average(self):
        """Lets the mean of the weights, which is what is exported, follow
        the model: over few steps at first."""
        share = max(1 / AVERAGED_STEPS, 1 / (self.step + 1))
        for key, value in self.model.state_dict().items():
            if value.is_floating_point():
                self.mean[key].lerp_(value, share)
            else:
                self.mean[key].copy_(value)

    def choose_steps(self):
        """The number of steps that fits into the minutes, from a trial
        whose changes are undone."""
        before = self.state()
        self.steps = 10 ** 9
        times = []
        for batch in self.loader(TRIAL_STEPS, self.seed):
            self.train_step(batch)
            times.append(time.monotonic())
        pace_s = (times[-1] - times[4]) / (len(times) - 5)
        self.restore(before)
        self.steps = max(100, int(60 * self.args.minutes / pace_s))
        print(f"{pace_s:.3f} s a step: {self.steps} steps", flush=True)

    def state(self):
        def clone(state):
            return {k: v.clone() for k, v in state.items()}

        return {"model": clone(self.model.state_dict()),
                "mean": clone(self.mean),
                "optimiser": self.optimiser.state_dict(),
                "random": torch.get_rng_state(), "step": self.step,
                "steps": self.steps, "seed": self.seed, "rate": self.rate,
                "related": not self.args.unrelated}

    def restore(self, state):
        self.model.load_state_dict(state["model"])
        self.mean = state["mean"]
        self.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        self.step, self.steps = state["step"], state["steps"]
        self.seed, self.rate = state["seed"], state["rate"]

    def save(self):
        """Writes the checkpoint, whole or not at all."""
        part = self.checkpoint.with_suffix(".part")
        torch.save(self.state(), part)
        part.replace(self.checkpoint)

    @torch.no_grad()
    def evaluate(self):
        """Loss and figure of the stems held out, with the mean weights."""
        now = {k: v.clone() for k, v in self.model.state_dict().items()}
        self.model.load_state_dict(self.mean)
        self.model.eval()
        losses = [float(self.task.loss(b)) for b in self.held_out]
        counts = sum(self.task.score(b) for b in self.held_out)
        self.model.load_state_dict(now)
        self.model.train()
        return float(np.mean(losses)), float(self.task.figure(counts))

    def trim_curve(self):
        """Drops what the curve says of steps after the checkpoint."""
        head, *lines = self.curve.read_text().splitlines()
        lines = [line for line in lines
                 if int(line.split(",")[0]) <= self.step]
        self.curve.write_text("\n".join([head] + lines) + "\n")

    def write_curve(self, losses, held_out=None):
        line = f"{self.step},{np.mean(losses):.5f},"
        if held_out:
            line += "%.5f,%.4f" % held_out
            print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)
        else:
            line += ","
        with self.curve.open("a") as file:
            file.write(line + "\n")

    def run(self):
        if self.args.resume:
            self.restore(torch.load(self.checkpoint,
                                    map_location=self.args.device))
            self.steps = self.args.steps or self.steps
            if self.rank == 0:
                self.trim_curve()
        elif self.rank == 0:
            self.curve.write_text("step,loss,held_out_loss,held_out_figure\n")
        if self.steps is None:
            self.choose_steps()
        losses, saved = [], time.monotonic()
        for batch in self.loader(self.steps, self.seed, first=self.step):
            losses.append(self.train_step(batch))
            if self.rank:
                continue
            late = time.monotonic() - saved > CHECKPOINT_S
            if late or self.step == self.steps:
                self.save()
                self.write_curve(losses, self.evaluate())
                losses, saved = [], time.monotonic()
            elif self.step % CURVE_STEPS == 0:
                self.write_curve(losses)
                losses = []


def run_one(rank, args):
    """One of several processes of a run."""
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    distributed.init_process_group(
        "gloo", f"file://{meeting(args).resolve()}", rank=rank,
        world_size=args.processes)
    Trainer(args, rank).run()


def meeting(args):
    """The file by which the processes of a run find each other."""
    return args.out / "meeting"


def main():
    ARGS.out.mkdir(parents=True, exist_ok=True)
    if ARGS.processes == 1:
        Trainer(ARGS).run()
        return
    meeting(ARGS).unlink(missing_ok=True)
    torch.multiprocessing.spawn(run_one, (ARGS,), ARGS.processes)
    meeting(ARGS).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
