# SPDX-License-Identifier: GPL-3.0-or-later
"""Mixes whose drum hits are known: what the finder of hits is judged on.

Half of a set's mixes choose, half report, and no drum kit is in both; the
kits, fonts and recorded notes of a set to learn from are those that training
may hear, those of a set to judge by are held out. Every fifth mix has no
drums, of those to learn from two of five, and of the others every fourth is
drums alone.
"""
import csv
import json
import multiprocessing
import subprocess

import numpy as np

import development
import kits
import otherkits
import packages
import rhythm
import scores
import sounds
import synth

SECONDS = (14, 22)
KITS = {"choose": ("sonivox/128/0", "sonivox/128/40", "freepats/128/0"),
        "report": ("Black_Pearl_4_LV2/0/0",
                   "Red_Zeppelin_4_LV2/0/0")}  # held out
PATTERNS = sum(rhythm.DRUMS.values(), ()) + rhythm.SYNCOPATED_DRUMS
TOMS = (41, 43, 45, 47, 48, 50)
OPEN_HAT, CRASH = 46, 49
STRUCK = (0, 1, 4, 6, 8, 9, 11, 12, 13, 24, 25, 26, 27, 32, 33, 35, 36, 45,
          46, 104, 105, 108, 114)
RECORDED = 3        # times as often a recorded kit as one of a font
OTHER_SHARE = 0.7   # of the kits to learn from
LATE = 0.1          # of a hit's peak: there it begins
AUDIBLE = 1e-3
_state = {}


def beaten(random, seconds):
    """[n][4] of a pattern in a bar of two to four, with changes of drums,
    fills and rests: a drummer's, not a machine's."""
    bar = int(random.choice([3, 4, 4, 4]))
    rows = [p for p in PATTERNS
            if bar - 1 <= max(max(b) for b in p.values()) < bar]
    pattern, beat_s = rows[random.integers(len(rows))], 60 / random.uniform(
        70, 170)
    swap = {rhythm.HAT: random.choice([rhythm.HAT, 44, OPEN_HAT, 54, 70]),
            rhythm.SNARE: random.choice([rhythm.SNARE, 40, 37, 39]),
            rhythm.KICK: random.choice([rhythm.KICK, 35])}
    base, notes = random.uniform(65, 110), []
    fills, rests = random.random() < 0.6, random.random() < 0.3
    for number in range(int(seconds / (bar * beat_s)) + 1):
        first = number * bar * beat_s
        if rests and number % 4 == 3 and random.random() < 0.5:
            continue
        fill = fills and number % 4 == 3
        for key, beats in pattern.items():
            for beat in beats:
                if random.random() < 0.06 or fill and beat >= bar - 2:
                    continue
                notes.append((first + beat * beat_s, swap.get(key, key),
                              base + (8 if beat == 0 else 0)))
        if fill:
            for beat in np.arange(bar - 2, bar, random.choice([.25, .5])):
                notes.append((first + beat * beat_s,
                              int(random.choice(TOMS)), base + 5))
        if number % 4 == 0 and random.random() < 0.5:
            notes.append((first, CRASH, base + 10))
    rows = []
    for at, key, velocity in notes:
        at += random.normal(0, 0.006)
        rows.append((at, at + 0.2, int(key), velocity + random.normal(0, 7)))
    return scores.tidy(rows, seconds)


def drum_part(random, seconds):
    """What the drummer plays, perhaps in a part of the piece only."""
    if random.random() < 0.35:
        notes = scores.drum_score(random, seconds)
    else:
        notes = beaten(random, seconds)
    if random.random() < 0.25:
        start_s = random.uniform(0.2, 0.6) * seconds
        notes = notes[notes[:, 0] > start_s]
    return notes


def played(kit, notes, seconds):
    """(sound, rows of time_s, key, velocity) of what can be heard, from
    where it can."""
    late = {}
    for key in sorted({int(n[2]) for n in notes}):
        sound = np.abs(kit.sound([(0.1, 0.3, key, 100)], 0.6))
        loud = np.flatnonzero(sound > LATE * sound.max())
        if sound.max() > AUDIBLE:
            late[key] = max(0.0, loud[0] / sounds.RATE - 0.1)
    notes = np.array([n for n in notes if int(n[2]) in late]).reshape(-1, 4)
    sound = kit.sound(notes, seconds)
    return sound, [(n[0] + late[int(n[2])], int(n[2]), int(n[3]))
                   for n in notes]


def music(random, seconds, pool, struck):
    """A piece of one to four instruments; with @struck half of the pieces
    are of such as are struck or plucked."""
    piece = development.Piece(random, seconds)
    manner, n = random.random(), int(random.choice([1, 2, 2, 3, 4]))
    if struck and random.random() < 0.5:
        write = (development.solo, development.again, development.held,
                 development.technique)[random.integers(4)]
        write(piece, development.Pool(pool.of(STRUCK)), 1)
    elif manner < 0.45:
        piece.ensemble(pool.pick(random, n), "pop")
    elif manner < 0.65:
        development.accompaniment(piece, pool, int(random.choice([2, 3])))
    elif manner < 0.85:
        piece.chamber(pool.pick(random, n))
    else:
        development.solo(piece, pool, 1)
    mix, rows, _ = piece.render()
    return mix, rows


def learned_from(samples, fetched):
    """(pool, kits) that training may hear."""
    fonts, struck = [], RECORDED * kits.sources()
    for path in [sounds.FONTS / name for name in sounds.TRAINING_FONTS]:
        fonts += [s for s in (sounds.FontSource(path, p)
                              for p in development.PROGRAMS) if s.usable()]
        struck += sounds.drum_sources(path)
    fonts += [s for s in packages.font_sources(fetched)
              if s.program in development.PROGRAMS]
    struck += packages.drum_sources(fetched)
    real = sounds.sample_sources(samples) if samples else []
    return development.Pool(fonts + real), struck


def make_one(job):
    """Writes a mix; its entry in the index."""
    number, seed, half = job
    random = np.random.default_rng([seed, 6 << 20, number])
    seconds = float(random.integers(*SECONDS))
    choice = _state["kits"]
    if half != "learn":
        choice = [k for k in choice if k.name in KITS[half]]
    kit = choice[random.integers(len(choice))]
    if half == "learn" and random.random() < OTHER_SHARE:
        kit = otherkits.OtherKit(kit, random)
    drums, alone = number // 2 % 5 != 4, number // 2 % 5 == 3
    if half == "learn":
        drums = number % 5 < 3
    mix, rows, hits = np.zeros(int(seconds * sounds.RATE)), [], []
    if not (drums and alone):
        mix, rows = music(random, seconds, _state["pool"],
                          half == "learn" and not drums)
    if drums:
        sound, hits = played(kit, drum_part(random, seconds - 0.3), seconds)
        gain = random.uniform(-10, 3) + 20 * np.log10(
            np.sqrt((mix ** 2).mean()) + 1e-9) if len(rows) else -20
        mix = mix + development.level(sound, gain)
    if random.random() < 0.4:
        mix = synth.in_room(random, mix)
    name = f"hits-{number:03d}"
    development.write_mix(_state["out"], name, mix, rows, {})
    with open(_state["out"] / f"{name}.hits.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("time_s", "key", "velocity"))
        writer.writerows((f"{t:.4f}", key, v) for t, key, v in sorted(hits))
    if _state["features"]:
        subprocess.run([_state["features"], _state["out"] / f"{name}.flac",
                        "--hits", _state["out"] / f"{name}.f32"], check=True)
    return {"name": name, "half": half, "kit": kit.name if hits else "",
            "alone": drums and alone}


def make_all(out, samples, seed, count, learn=False, features=None, jobs=1):
    """Writes NAME.flac, NAME.csv, NAME.hits.csv, index.json and, with the
    engine's executable @features, NAME.f32: what the network of hits sees."""
    fetched = out / "packages"
    if learn:
        pool, struck = learned_from(samples, fetched)
    else:
        font = packages.held_out_font(fetched)
        pool = development.pools(samples, font)["both"]
        struck = sounds.held_out_kits(font)
    _state.update(out=out, pool=pool, kits=struck, features=features)
    halves = ("learn",) if learn else ("choose", "report")
    with multiprocessing.get_context("fork").Pool(jobs) as workers:
        index = workers.map(make_one, [
            (number, seed, halves[number % len(halves)])
            for number in range(count)], chunksize=1)
    (out / "index.json").write_text(json.dumps(index, indent=1) + "\n")
    print(f"{len(index)} mixes")
